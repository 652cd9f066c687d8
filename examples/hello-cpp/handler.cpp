#include "fairlead.hpp"

// Answers GET /?name=Ada and POST {"name": "Ada"} with {"message": "Hello, Ada"}.
fairlead::Response handle(const fairlead::Request &request) {
  auto name = request.query("name");
  if (!name) name = request.json("name");
  return fairlead::json("{\"message\":" + fairlead::quoted("Hello, " + name.value_or("world")) + "}");
}
