use fairlead::{log, Json, Request, Response};

pub fn handle(request: Request) -> Result<Response, String> {
    match request.path.as_str() {
        "/hello" => {
            let name = request.query("name").unwrap_or("world");
            Ok(Response::json(Json::object([("message", format!("Hello, {}", name))])))
        }
        "/echo" => {
            let kind = request.header("Content-Type").unwrap_or("text/plain");
            let body = match request.json() {
                Ok(json) if kind == "application/json" => json.to_string().into_bytes(),
                _ => request.body.clone(),
            };
            Ok(Response::new(200, body).header("content-type", kind))
        }
        "/shaped" => Ok(Response::new(201, "made")
            .header("x-made-by", request.header("x-asked").unwrap_or(""))
            .header("content-type", "text/plain")),
        "/environment" => Ok(Response::json(Json::object([
            ("greeting", variable("GREETING")?),
            ("token", variable("API_TOKEN")?),
        ]))),
        "/log" => {
            log::debug("one ä");
            log::info("two");
            log::warn("three");
            log::error("four");
            Ok(Response::text("logged"))
        }
        "/fail" => Err("on purpose".to_string()),
        "/loop" => loop {
            std::hint::spin_loop();
        },
        "/memory" => {
            let mut all = Vec::new();
            loop {
                all.push(vec![1u8; 1 << 20]);
            }
        }
        "/output" => {
            let bytes = request.query("bytes").and_then(|text| text.parse().ok()).unwrap_or(0);
            Ok(Response::text("x".repeat(bytes)))
        }
        _ => Ok(Response::new(404, "")),
    }
}

fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("{}: {}", name, error))
}
