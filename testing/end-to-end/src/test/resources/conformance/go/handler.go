package handler

import (
	"errors"
	"os"
	"strconv"
	"strings"

	"fairlead.dev/fairlead"
)

var all [][]byte

func Handle(r fairlead.Request) (fairlead.Response, error) {
	switch r.Path {
	case "/hello":
		return fairlead.JSON(200, map[string]string{"message": "Hello, " + r.Query.Get("name")}), nil
	case "/echo":
		return fairlead.Response{
			Headers: fairlead.Headers{"content-type": {r.Headers.Get("Content-Type")}},
			Body:    r.Body,
		}, nil
	case "/shaped":
		response := fairlead.Text(201, "made")
		response.Headers.Set("Content-Type", "text/plain")
		response.Headers.Add("X-Made-By", r.Headers.Get("X-Asked"))
		return response, nil
	case "/environment":
		return fairlead.JSON(200, map[string]string{
			"greeting": os.Getenv("GREETING"),
			"token":    os.Getenv("API_TOKEN"),
		}), nil
	case "/log":
		fairlead.Debug("one %s", "ä")
		fairlead.Info("two")
		fairlead.Warn("three")
		fairlead.Error("four")
		return fairlead.Text(200, "logged"), nil
	case "/fail":
		return fairlead.Response{}, errors.New("on purpose")
	case "/loop":
		for {
		}
	case "/memory":
		for {
			all = append(all, make([]byte, 1<<20))
		}
	case "/output":
		count, err := strconv.Atoi(r.Query.Get("bytes"))
		return fairlead.Text(200, strings.Repeat("x", count)), err
	}
	return fairlead.Text(404, ""), nil
}
