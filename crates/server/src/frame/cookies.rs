//! Cookies (RFC 6265bis). Under TLS their names begin with `__Host-`: a browser keeps such a cookie only if it
//! came encrypted from this host and goes nowhere else. Over plain HTTP, which is for one's own machine only,
//! the name has no such promise.

use axum::http::{HeaderMap, HeaderValue, header};

/// A cookie of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The session; gone when the browser is closed.
    Session,
    /// What binds forms to a browser in which nobody is signed in.
    Guest,
    /// The language that was chosen; kept for a year.
    Language,
}

impl Cookie {
    fn name(self, encrypted: bool) -> &'static str {
        match (self, encrypted) {
            (Self::Session, true) => "__Host-sijill",
            (Self::Session, false) => "sijill",
            (Self::Guest, true) => "__Host-sijill-guest",
            (Self::Guest, false) => "sijill-guest",
            (Self::Language, true) => "__Host-sijill-language",
            (Self::Language, false) => "sijill-language",
        }
    }
}

/// What a request's cookie says. Of several with one name none counts: somebody added one.
pub(crate) fn read(headers: &HeaderMap, cookie: Cookie, encrypted: bool) -> Option<String> {
    let name = cookie.name(encrypted);
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut found = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned());
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Puts a cookie on an answer. The value has only letters, digits, `-` and `_`; any other is not set.
pub(crate) fn set(headers: &mut HeaderMap, cookie: Cookie, value: &str, encrypted: bool) {
    let age = if cookie == Cookie::Language { "; Max-Age=31536000" } else { "" };
    put(headers, cookie, value, age, encrypted);
}

/// Takes a cookie back.
pub(crate) fn clear(headers: &mut HeaderMap, cookie: Cookie, encrypted: bool) {
    put(headers, cookie, "", "; Max-Age=0", encrypted);
}

fn put(headers: &mut HeaderMap, cookie: Cookie, value: &str, age: &str, encrypted: bool) {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !value.bytes().all(is_plain) {
        return;
    }
    let secure = if encrypted { "; Secure" } else { "" };
    let name = cookie.name(encrypted);
    let line = format!("{name}={value}; Path=/{secure}; HttpOnly; SameSite=Strict{age}");
    if let Ok(line) = HeaderValue::from_str(&line) {
        headers.append(header::SET_COOKIE, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(line: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(line).unwrap())])
    }

    #[test]
    fn a_cookie_is_read_by_its_whole_name_and_only_once() {
        let headers = sent("a=b; __Host-sijill=x; sijill=y");
        assert_eq!(read(&headers, Cookie::Session, true).as_deref(), Some("x"));
        assert_eq!(read(&headers, Cookie::Session, false).as_deref(), Some("y"));
        assert_eq!(read(&headers, Cookie::Guest, true), None);
        assert_eq!(read(&sent("sijill=x; sijill=y"), Cookie::Session, false), None);
    }

    #[test]
    fn a_cookie_is_kept_from_scripts_and_other_sites() {
        let mut headers = HeaderMap::new();
        set(&mut headers, Cookie::Session, "abc", true);
        set(&mut headers, Cookie::Session, "a; Domain=example.org", true);
        assert_eq!(headers.len(), 1);
        let line = "__Host-sijill=abc; Path=/; Secure; HttpOnly; SameSite=Strict";
        assert_eq!(headers[header::SET_COOKIE], line);
    }
}
