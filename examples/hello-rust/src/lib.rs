use fairlead::{json::Malformed, Json, Request, Response};

// Answers GET /?name=Ada and POST {"name": "Ada"} with {"message": "Hello, Ada"}.
pub fn handle(request: Request) -> Result<Response, Malformed> {
    let body = if request.body.is_empty() { Json::Null } else { request.json()? };
    let name = request.query("name").or(body["name"].as_str()).unwrap_or("world");
    Ok(Response::json(Json::object([("message", format!("Hello, {}", name))])))
}
