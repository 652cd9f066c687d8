//! What lies between the runtime and a handler: the exports `fl_alloc` and `fl_handle`, JSON in and
//! out. Functions have no need to look in here.

use crate::json::{self, Json, Reader};
use crate::{log, Answer, Request, Response};

/// Exports a handler; written once, in the entry that the build adds.
#[macro_export]
macro_rules! entry {
    ($handle:path) => {
        extern "C" {
            fn __wasm_call_ctors();
        }

        #[no_mangle]
        pub extern "C" fn _initialize() {
            unsafe { __wasm_call_ctors() };
            $crate::contract::start();
        }

        #[no_mangle]
        pub extern "C" fn fl_alloc(length: usize) -> *mut u8 {
            $crate::contract::alloc(length)
        }

        #[no_mangle]
        pub unsafe extern "C" fn fl_handle(at: *mut u8, length: usize) -> u64 {
            $crate::contract::call($handle, at, length)
        }
    };
}

/// Panics are log lines of their own.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        let payload = panic.payload();
        let message = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no message");
        match panic.location() {
            Some(at) => log::error(format!("panicked at {}: {}", at, message)),
            None => log::error(format!("panicked: {}", message)),
        }
    }));
}

pub fn alloc(length: usize) -> *mut u8 {
    let mut room = Vec::<u8>::with_capacity(length);
    let at = room.as_mut_ptr();
    std::mem::forget(room);
    at
}

/// # Safety
/// `at` is from `alloc` with the same `length`, and written.
pub unsafe fn call<A: Answer>(handle: fn(Request) -> A, at: *mut u8, length: usize) -> u64 {
    let json = Vec::from_raw_parts(at, length, length);
    let request = read(&json).expect("the runtime sends valid JSON");
    drop(json);
    match handle(request).response() {
        Ok(response) => {
            let answer = written(&response).into_bytes().into_boxed_slice();
            let length = answer.len() as u64;
            (Box::into_raw(answer) as *mut u8 as usize as u64) << 32 | length
        }
        Err(message) => {
            log::error(message);
            std::process::abort()
        }
    }
}

fn read(bytes: &[u8]) -> Result<Request, json::Malformed> {
    let mut request = Request::default();
    let mut raw = None;
    let mut encoded = None;
    let mut reader = Reader::new(bytes);
    reader.members(|reader, name| {
        match name.as_str() {
            "method" => request.method = reader.text()?,
            "path" => request.path = reader.text()?,
            "headers" => request.headers = pairs(reader)?,
            "query" => request.query = pairs(reader)?,
            "body" => raw = Some(reader.raw()?),
            "bodyBase64" => encoded = Some(reader.text()?),
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    let json = request
        .header("content-type")
        .map_or(false, |value| value.to_ascii_lowercase().contains("json"));
    request.body = match (encoded, raw) {
        (Some(text), _) => from_base64(&text),
        (None, Some(raw)) if raw == b"null" => Vec::new(),
        (None, Some(raw)) if json => raw.to_vec(),
        (None, Some(raw)) => Reader::new(raw).text()?.into_bytes(),
        (None, None) => Vec::new(),
    };
    Ok(request)
}

/// Members with a text each; of a list, the first.
fn pairs(reader: &mut Reader) -> Result<Vec<(String, String)>, json::Malformed> {
    let mut all = Vec::new();
    reader.members(|reader, name| {
        let value = match reader.value()? {
            Json::String(text) => text,
            Json::Array(items) => match items.into_iter().next() {
                Some(Json::String(text)) => text,
                _ => String::new(),
            },
            _ => String::new(),
        };
        all.push((name, value));
        Ok(())
    })?;
    Ok(all)
}

fn written(response: &Response) -> String {
    let mut out = format!("{{\"status\":{},\"headers\":{{", response.status);
    for (index, (name, value)) in response.headers.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        json::quote(&mut out, name);
        out.push(':');
        json::quote(&mut out, value);
    }
    out.push('}');
    match std::str::from_utf8(&response.body) {
        Ok("") => {}
        Ok(text) => {
            out.push_str(",\"body\":");
            json::quote(&mut out, text);
        }
        Err(_) => {
            out.push_str(",\"bodyBase64\":\"");
            base64(&mut out, &response.body);
            out.push('"');
        }
    }
    out.push('}');
    out
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(out: &mut String, bytes: &[u8]) {
    for three in bytes.chunks(3) {
        let second = three.get(1).copied();
        let third = three.get(2).copied();
        let bits = u32::from(three[0]) << 16
            | u32::from(second.unwrap_or(0)) << 8
            | u32::from(third.unwrap_or(0));
        let digit = |shift: u32| DIGITS[(bits >> shift & 63) as usize] as char;
        out.push(digit(18));
        out.push(digit(12));
        out.push(second.map_or('=', |_| digit(6)));
        out.push(third.map_or('=', |_| digit(0)));
    }
}

fn from_base64(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let mut bits = 0u32;
    let mut count = 0;
    for digit in text.bytes().filter_map(|c| DIGITS.iter().position(|d| *d == c)) {
        bits = bits << 6 | digit as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}
