import { JSON } from "json-as";
import { Request, Response, env } from "fairlead";

@json
class Greeting {
  message: string = "";
}

@json
class Environment {
  greeting: string = "";
  token: string = "";
}

class Room {
  next: Room | null = null;
  bytes: StaticArray<u8> = new StaticArray<u8>(1 << 20);
}

function text(value: string | null): string {
  return value ? value : "";
}

export function handle(request: Request): Response {
  const path = request.path;
  if (path == "/hello") {
    const greeting = new Greeting();
    greeting.message = "Hello, " + text(request.param("name"));
    return Response.json(JSON.stringify(greeting));
  }
  if (path == "/echo") {
    const type = text(request.header("content-type"));
    const json = type == "application/json";
    const body = json ? JSON.stringify(JSON.parse<JSON.Value>(request.body)) : request.body;
    return new Response(body).header("content-type", type);
  }
  if (path == "/shaped") {
    return new Response("made", 201)
      .header("x-made-by", text(request.header("X-Asked")))
      .header("content-type", "text/plain");
  }
  if (path == "/environment") {
    const environment = new Environment();
    environment.greeting = text(env("GREETING"));
    environment.token = text(env("API_TOKEN"));
    return Response.json(JSON.stringify(environment));
  }
  if (path == "/log") {
    console.debug("one ä");
    console.info("two");
    console.warn("three");
    console.error("four");
    return Response.text("logged");
  }
  if (path == "/fail") throw new Error("on purpose");
  if (path == "/loop") while (true) {}
  if (path == "/memory") {
    let all: Room | null = null;
    while (true) {
      const room = new Room();
      room.next = all;
      all = room;
    }
  }
  if (path == "/output") return Response.text("x".repeat(<i32>parseInt(text(request.param("bytes")))));
  return new Response("", 404);
}
