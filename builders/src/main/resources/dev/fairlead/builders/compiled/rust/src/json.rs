//! JSON values: small, strict and without dependencies. Numbers are `f64`; where that is too little,
//! use `serde_json` (docs/reference/languages.md).

use std::fmt;
use std::ops::Index;

const DEEPEST: usize = 128;

#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    Number(f64),
    String(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// Not JSON, and the byte at which that shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    pub at: usize,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "not valid JSON at byte {}", self.at)
    }
}

impl std::error::Error for Malformed {}

impl Json {
    /// One value and nothing else.
    pub fn read(bytes: &[u8]) -> Result<Json, Malformed> {
        let mut reader = Reader::new(bytes);
        let value = reader.value()?;
        reader.space();
        if reader.at == bytes.len() {
            Ok(value)
        } else {
            Err(reader.malformed())
        }
    }

    /// An object of these members.
    pub fn object<N: Into<String>, V: Into<Json>>(members: impl IntoIterator<Item = (N, V)>) -> Json {
        Json::Object(members.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    pub fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Object(members) => members.iter().rev().find(|(n, _)| n == name).map(|(_, value)| value),
            _ => None,
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        match self {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Json::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Json::Bool(value) => Some(*value),
            _ => None,
        }
    }

    pub fn as_array(&self) -> Option<&[Json]> {
        match self {
            Json::Array(items) => Some(items),
            _ => None,
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            // JSON has no other numbers.
            Json::Number(number) if !number.is_finite() => out.push_str("null"),
            Json::Number(number) => out.push_str(&number.to_string()),
            Json::String(text) => quote(out, text),
            Json::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Json::Object(members) => {
                out.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    quote(out, name);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut out = String::new();
        self.write(&mut out);
        f.write_str(&out)
    }
}

/// A member, or `Null` where there is none.
impl Index<&str> for Json {
    type Output = Json;

    fn index(&self, name: &str) -> &Json {
        self.get(name).unwrap_or(&Json::Null)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Json {
        Json::String(text.to_string())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Json {
        Json::String(text)
    }
}

impl From<f64> for Json {
    fn from(number: f64) -> Json {
        Json::Number(number)
    }
}

impl From<i32> for Json {
    fn from(number: i32) -> Json {
        Json::Number(number.into())
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Json {
        Json::Bool(value)
    }
}

impl<V: Into<Json>> From<Vec<V>> for Json {
    fn from(items: Vec<V>) -> Json {
        Json::Array(items.into_iter().map(Into::into).collect())
    }
}

/// Adds a text with its quotes.
pub fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Reads values one after the other.
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, at: 0, depth: 0 }
    }

    fn malformed(&self) -> Malformed {
        Malformed { at: self.at }
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
    }

    fn peek(&mut self) -> Result<u8, Malformed> {
        self.space();
        self.bytes.get(self.at).copied().ok_or_else(|| self.malformed())
    }

    fn expect(&mut self, wanted: u8) -> Result<(), Malformed> {
        if self.peek()? != wanted {
            return Err(self.malformed());
        }
        self.at += 1;
        Ok(())
    }

    /// Calls `each` after the name of each member of an object; it reads the value.
    pub fn members(
        &mut self,
        mut each: impl FnMut(&mut Reader<'a>, String) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        self.expect(b'{')?;
        if self.peek()? == b'}' {
            self.at += 1;
            return Ok(());
        }
        loop {
            let name = self.text()?;
            self.expect(b':')?;
            each(self, name)?;
            match self.peek()? {
                b',' => self.at += 1,
                b'}' => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(self.malformed()),
            }
        }
    }

    fn items(
        &mut self,
        mut each: impl FnMut(&mut Reader<'a>) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        self.expect(b'[')?;
        if self.peek()? == b']' {
            self.at += 1;
            return Ok(());
        }
        loop {
            each(self)?;
            match self.peek()? {
                b',' => self.at += 1,
                b']' => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(self.malformed()),
            }
        }
    }

    pub fn value(&mut self) -> Result<Json, Malformed> {
        match self.peek()? {
            b'{' => {
                let mut members = Vec::new();
                self.deeper()?;
                self.members(|reader, name| {
                    members.push((name, reader.value()?));
                    Ok(())
                })?;
                self.depth -= 1;
                Ok(Json::Object(members))
            }
            b'[' => {
                let mut items = Vec::new();
                self.deeper()?;
                self.items(|reader| {
                    items.push(reader.value()?);
                    Ok(())
                })?;
                self.depth -= 1;
                Ok(Json::Array(items))
            }
            b'"' => Ok(Json::String(self.text()?)),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            _ => self.number(),
        }
    }

    fn deeper(&mut self) -> Result<(), Malformed> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.malformed());
        }
        Ok(())
    }

    /// Walks over a value without keeping it; not as strict as reading it.
    pub fn skip(&mut self) -> Result<(), Malformed> {
        let mut open = 0;
        loop {
            match self.peek()? {
                b'"' => self.skip_text()?,
                b'{' | b'[' => {
                    open += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    open -= 1;
                    self.at += 1;
                }
                b',' | b':' if open > 0 => self.at += 1,
                _ => {
                    while let Some(c) = self.bytes.get(self.at) {
                        if b",:}] \n\r\t".contains(c) {
                            break;
                        }
                        self.at += 1;
                    }
                }
            }
            if open <= 0 {
                return Ok(());
            }
        }
    }

    /// The bytes of a value as they are, with the space around it.
    pub fn raw(&mut self) -> Result<&'a [u8], Malformed> {
        let from = self.at;
        self.skip()?;
        self.space();
        Ok(&self.bytes[from..self.at])
    }

    fn skip_text(&mut self) -> Result<(), Malformed> {
        self.at += 1;
        loop {
            match self.bytes.get(self.at) {
                None => return Err(self.malformed()),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.at += 2,
                Some(_) => self.at += 1,
            }
        }
    }

    pub fn text(&mut self) -> Result<String, Malformed> {
        self.expect(b'"')?;
        let mut out = Vec::new();
        loop {
            let c = *self.bytes.get(self.at).ok_or_else(|| self.malformed())?;
            self.at += 1;
            match c {
                b'"' => return String::from_utf8(out).map_err(|_| self.malformed()),
                b'\\' => self.escape(&mut out)?,
                c if c < b' ' => return Err(self.malformed()),
                c => out.push(c),
            }
        }
    }

    fn escape(&mut self, out: &mut Vec<u8>) -> Result<(), Malformed> {
        let kind = *self.bytes.get(self.at).ok_or_else(|| self.malformed())?;
        self.at += 1;
        out.push(match kind {
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'"' | b'\\' | b'/' => kind,
            b'u' => {
                let c = self.unicode()?;
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                return Ok(());
            }
            _ => return Err(self.malformed()),
        });
        Ok(())
    }

    fn unicode(&mut self) -> Result<char, Malformed> {
        let first = self.hex4()?;
        if (0xd800..0xdc00).contains(&first) && self.bytes[self.at..].starts_with(b"\\u") {
            let before = self.at;
            self.at += 2;
            let second = self.hex4()?;
            if (0xdc00..0xe000).contains(&second) {
                let both = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return char::from_u32(both).ok_or_else(|| self.malformed());
            }
            self.at = before;
        }
        Ok(char::from_u32(first).unwrap_or('\u{fffd}'))
    }

    fn hex4(&mut self) -> Result<u32, Malformed> {
        let mut value = 0;
        for _ in 0..4 {
            let c = self.bytes.get(self.at).copied().unwrap_or(0) as char;
            value = value << 4 | c.to_digit(16).ok_or_else(|| self.malformed())?;
            self.at += 1;
        }
        Ok(value)
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, Malformed> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return Err(self.malformed());
        }
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<Json, Malformed> {
        let from = self.at;
        self.one_of(b"-");
        if !self.one_of(b"0") {
            self.digits()?;
        }
        if self.one_of(b".") {
            self.digits()?;
        }
        if self.one_of(b"eE") {
            self.one_of(b"+-");
            self.digits()?;
        }
        let text = std::str::from_utf8(&self.bytes[from..self.at]).map_err(|_| self.malformed())?;
        text.parse().map(Json::Number).map_err(|_| self.malformed())
    }

    fn one_of(&mut self, signs: &[u8]) -> bool {
        let there = self.bytes.get(self.at).map_or(false, |c| signs.contains(c));
        self.at += usize::from(there);
        there
    }

    fn digits(&mut self) -> Result<(), Malformed> {
        let from = self.at;
        while self.bytes.get(self.at).map_or(false, u8::is_ascii_digit) {
            self.at += 1;
        }
        if self.at == from {
            return Err(self.malformed());
        }
        Ok(())
    }
}
