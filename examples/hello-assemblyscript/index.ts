import { JSON } from "json-as";
import { Request, Response } from "fairlead";

@json
class Person {
  name: string = "world";
}

@json
class Greeting {
  message: string = "";
}

// Answers GET /?name=Ada and POST {"name": "Ada"} with {"message": "Hello, Ada"}.
export function handle(request: Request): Response {
  const person = request.body.length > 0 ? JSON.parse<Person>(request.body) : new Person();
  const asked = request.param("name");
  const greeting = new Greeting();
  greeting.message = "Hello, " + (asked ? asked : person.name);
  return Response.json(JSON.stringify(greeting));
}
