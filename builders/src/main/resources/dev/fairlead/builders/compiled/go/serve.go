package fairlead

import (
	"bufio"
	"fmt"
	"io"
	"net/url"
	"os"
	"sort"
	"strings"
)

// Serve answers one request as a WASI command; the build writes the call.
func Serve(handle func(Request) Response) {
	ServeError(func(r Request) (Response, error) { return handle(r), nil })
}

// ServeError is Serve for handlers that can fail: an error ends the call as failed.
func ServeError(handle func(Request) (Response, error)) {
	request, err := read()
	if err != nil {
		fail(err)
	}
	response, err := handle(request)
	if err != nil {
		fail(err)
	}
	if err := send(response); err != nil {
		fail(err)
	}
}

func fail(err error) {
	Error("%v", err)
	os.Exit(1)
}

func read() (Request, error) {
	query, _ := url.ParseQuery(os.Getenv("QUERY_STRING"))
	headers := Headers{}
	for _, line := range os.Environ() {
		name, value, _ := strings.Cut(line, "=")
		switch {
		case name == "CONTENT_TYPE":
			headers.Add("content-type", value)
		case name == "CONTENT_LENGTH":
			headers.Add("content-length", value)
		case strings.HasPrefix(name, "HTTP_"):
			headers.Add(strings.ReplaceAll(name[len("HTTP_"):], "_", "-"), value)
		}
	}
	body, err := io.ReadAll(os.Stdin)
	return Request{
		Method:  os.Getenv("REQUEST_METHOD"),
		Path:    os.Getenv("PATH_INFO"),
		Query:   query,
		Headers: headers,
		Body:    body,
	}, err
}

func send(response Response) error {
	out := bufio.NewWriter(os.Stdout)
	status := response.Status
	if status == 0 {
		status = 200
	}
	fmt.Fprintf(out, "Status: %d\r\n", status)
	names := make([]string, 0, len(response.Headers))
	for name := range response.Headers {
		names = append(names, name)
	}
	sort.Strings(names)
	// A value with a line break would be a header of its own.
	oneLine := strings.NewReplacer("\r", " ", "\n", " ")
	for _, name := range names {
		for _, value := range response.Headers[name] {
			fmt.Fprintf(out, "%s: %s\r\n", oneLine.Replace(name), oneLine.Replace(value))
		}
	}
	out.WriteString("\r\n")
	out.Write(response.Body)
	return out.Flush()
}
