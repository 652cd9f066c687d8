#include "fairlead.h"

#include <stdlib.h>
#include <string.h>

// Answers GET /?name=Ada and POST {"name": "Ada"} with {"message": "Hello, Ada"}.
void handle(const fl_request *request, fl_response *response) {
  const char *name = fl_query(request, "name");
  if (!name) name = fl_json(request, "name");
  if (!name) name = "world";
  char *message = malloc(strlen(name) + sizeof "Hello, ");
  strcat(strcpy(message, "Hello, "), name);
  fl_print(response, "{\"message\":");
  fl_write_json(response, message);
  fl_print(response, "}");
}
