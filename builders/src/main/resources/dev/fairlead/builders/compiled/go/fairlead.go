// Package fairlead is for functions: func Handle(r fairlead.Request) fairlead.Response.
package fairlead

import (
	"encoding/json"
	"net/url"
	"strings"
)

// Headers are in lower case, each with its values in order.
type Headers map[string][]string

// Get gives the first value, or "" where there is none.
func (h Headers) Get(name string) string {
	if values := h[strings.ToLower(name)]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// Set replaces all values of a name.
func (h Headers) Set(name, value string) { h[strings.ToLower(name)] = []string{value} }

// Add adds a value.
func (h Headers) Add(name, value string) {
	name = strings.ToLower(name)
	h[name] = append(h[name], value)
}

// Request is what is asked.
type Request struct {
	Method  string
	Path    string
	Query   url.Values
	Headers Headers
	Body    []byte
}

// JSON reads the body into value.
func (r Request) JSON(value any) error { return json.Unmarshal(r.Body, value) }

// Response is what is answered. No status is 200; no content type is guessed from the body.
type Response struct {
	Status  int
	Headers Headers
	Body    []byte
}

// JSON answers a value as JSON.
func JSON(status int, value any) Response {
	body, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return Response{Status: status, Headers: Headers{"content-type": {"application/json"}}, Body: body}
}

// Text answers plain text.
func Text(status int, text string) Response {
	return Response{
		Status:  status,
		Headers: Headers{"content-type": {"text/plain; charset=utf-8"}},
		Body:    []byte(text),
	}
}
