package fairlead

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"unsafe"
)

//go:wasmimport fairlead ask
func ask(question unsafe.Pointer, length uint32) uint32

//go:wasmimport fairlead take
func take(answer unsafe.Pointer)

// CallError says why another function gave no answer; Code is one of the error codes.
type CallError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (e *CallError) Error() string { return e.Code + ": " + e.Message }

// Call calls another function of the project by its name and waits. No method is GET, with a body POST;
// no path is "/".
func Call(function string, r Request) (Response, error) {
	headers := map[string]string{}
	for name, values := range r.Headers {
		headers[strings.ToLower(name)] = strings.Join(values, ", ")
	}
	question := map[string]any{"function": function, "headers": headers, "query": url.Values(r.Query).Encode()}
	if r.Method != "" {
		question["method"] = r.Method
	}
	if r.Path != "" {
		question["path"] = r.Path
	}
	if len(r.Body) > 0 {
		question["bodyBase64"] = base64.StdEncoding.EncodeToString(r.Body)
	}
	text, err := json.Marshal(question)
	if err != nil {
		return Response{}, err
	}
	answer := make([]byte, ask(unsafe.Pointer(unsafe.SliceData(text)), uint32(len(text))))
	take(unsafe.Pointer(unsafe.SliceData(answer)))
	return answered(answer)
}

func answered(text []byte) (Response, error) {
	var told struct {
		Error      *CallError
		Status     int
		Headers    map[string]json.RawMessage
		Body       json.RawMessage
		BodyBase64 *string
	}
	if err := json.Unmarshal(text, &told); err != nil {
		return Response{}, err
	}
	if told.Error != nil {
		return Response{}, told.Error
	}
	response := Response{Status: told.Status, Headers: Headers{}}
	for name, raw := range told.Headers {
		var one string
		var many []string
		if json.Unmarshal(raw, &one) == nil {
			many = []string{one}
		} else if err := json.Unmarshal(raw, &many); err != nil {
			return Response{}, err
		}
		response.Headers[name] = many
	}
	if told.BodyBase64 != nil {
		body, err := base64.StdEncoding.DecodeString(*told.BodyBase64)
		response.Body = body
		return response, err
	}
	return response, response.take(told.Body)
}

func (r *Response) take(body json.RawMessage) error {
	text := string(body)
	if text == "" || text == "null" {
		return nil
	}
	if text[0] == '"' && !strings.Contains(strings.ToLower(r.Headers.Get("content-type")), "json") {
		var plain string
		if err := json.Unmarshal(body, &plain); err != nil {
			return err
		}
		r.Body = []byte(plain)
		return nil
	}
	r.Body = body
	return nil
}
