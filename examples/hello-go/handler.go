package handler

import "fairlead.dev/fairlead"

// Handle answers GET /?name=Ada and POST {"name": "Ada"} with {"message": "Hello, Ada"}.
func Handle(r fairlead.Request) (fairlead.Response, error) {
	person := struct{ Name string }{"world"}
	if len(r.Body) > 0 {
		if err := r.JSON(&person); err != nil {
			return fairlead.Response{}, err
		}
	}
	if name := r.Query.Get("name"); name != "" {
		person.Name = name
	}
	return fairlead.JSON(200, map[string]string{"message": "Hello, " + person.Name}), nil
}
