//! Functions for Fairlead in Rust: `pub fn handle(request: Request) -> Response`, or anything else
//! that is an [`Answer`].

pub mod contract;
pub mod json;
pub mod log;

pub use json::Json;

/// What is asked. Header names are in lower case.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub query: Vec<(String, String)>,
    /// The bytes as they were sent.
    pub body: Vec<u8>,
}

impl Request {
    /// A header's value, whatever the letters' case of `name`.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The first value of a query parameter.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The body as text; bytes that are no UTF-8 are replaced.
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The body read as JSON.
    pub fn json(&self) -> Result<Json, json::Malformed> {
        Json::read(&self.body)
    }
}

/// What is answered. Without a content type it is guessed from the body.
#[derive(Clone, Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Response {
        Response { status, headers: Vec::new(), body: body.into() }
    }

    pub fn text(body: impl Into<String>) -> Response {
        Response::new(200, body.into()).header("content-type", "text/plain; charset=utf-8")
    }

    pub fn json(value: impl Into<Json>) -> Response {
        Response::new(200, value.into().to_string()).header("content-type", "application/json")
    }

    pub fn status(mut self, status: u16) -> Response {
        self.status = status;
        self
    }

    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Response {
        self.headers.push((name.into(), value.into()));
        self
    }
}

/// What a handler may give.
pub trait Answer {
    /// The response, or why there is none: that ends the call as failed, with this message in its
    /// log.
    fn response(self) -> Result<Response, String>;
}

impl Answer for Response {
    fn response(self) -> Result<Response, String> {
        Ok(self)
    }
}

impl Answer for Json {
    fn response(self) -> Result<Response, String> {
        Ok(Response::json(self))
    }
}

impl Answer for String {
    fn response(self) -> Result<Response, String> {
        Ok(Response::text(self))
    }
}

impl Answer for &str {
    fn response(self) -> Result<Response, String> {
        Ok(Response::text(self))
    }
}

impl<A: Answer, E: std::fmt::Display> Answer for Result<A, E> {
    fn response(self) -> Result<Response, String> {
        self.map_err(|error| error.to_string())?.response()
    }
}
