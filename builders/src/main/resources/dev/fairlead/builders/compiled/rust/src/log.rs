//! Lines for the function's log. Standard error is the same log, at the level `info`.

use std::fmt::Display;
use std::io::Write;

pub fn debug(text: impl Display) {
    write(7, text);
}

pub fn info(text: impl Display) {
    write(6, text);
}

pub fn warn(text: impl Display) {
    write(4, text);
}

pub fn error(text: impl Display) {
    write(3, text);
}

/// The level goes before each line; see docs/reference/contracts.md.
fn write(level: u8, text: impl Display) {
    let mut lines = String::new();
    for line in text.to_string().split('\n') {
        lines.push_str(&format!("<{}>{}\n", level, line));
    }
    let _ = std::io::stderr().write_all(lines.as_bytes());
}
