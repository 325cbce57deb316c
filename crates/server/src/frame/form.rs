//! Whether a request that changes something comes from one of our own forms. Three things must hold: cookies
//! are never sent from other sites (`SameSite=Strict`), the browser says that the page was ours, and the form
//! repeats what only our page could know.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use futures_util::{StreamExt as _, stream};
use subtle::ConstantTimeEq as _;

use crate::error::Failure;

/// The field of a form, and the header of a script, that repeats the token.
pub(crate) const FIELD: &str = "form";
const HEADER: &str = "x-sijill-form";

/// How much of a form with files is looked at: the token is its first field.
const HEAD: usize = 4096;

/// Lets the request through if it is from our own form. The body is as it was.
pub(super) async fn check(
    request: Request,
    most: usize,
    expected: &str,
) -> Result<Request, Failure> {
    if !from_our_page(request.headers()) {
        return Err(Failure::NotOurForm);
    }
    if let Some(told) = request.headers().get(HEADER) {
        return is_same(told.as_bytes(), expected).then_some(request).ok_or(Failure::NotOurForm);
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    let (parts, body) = request.into_parts();
    let (told, body) = match () {
        () if kind.starts_with("application/x-www-form-urlencoded") => {
            in_fields(body, most).await?
        }
        () if kind.starts_with("multipart/form-data") => in_first_part(body).await?,
        () => return Err(Failure::NotOurForm),
    };
    let told = told.ok_or(Failure::NotOurForm)?;
    is_same(told.as_bytes(), expected)
        .then(|| Request::from_parts(parts, body))
        .ok_or(Failure::NotOurForm)
}

/// What the browser says about the page that sent the request (Fetch Metadata; `Origin`, RFC 6454). A browser
/// that says neither is an old one or no browser; the token still decides.
fn from_our_page(headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site = said("sec-fetch-site").is_none_or(|site| site == "same-origin");
    let host = said("host");
    // `null` is what some browsers say where the policy is to tell no referrer.
    let origin = said("origin").is_none_or(|origin| {
        let told = origin.split_once("://").map(|(_, told)| told);
        origin == "null" || (told.is_some() && told == host)
    });
    site && origin
}

fn is_same(told: &[u8], expected: &str) -> bool {
    !expected.is_empty() && bool::from(told.ct_eq(expected.as_bytes()))
}

/// The token in an ordinary form, which is read whole.
async fn in_fields(body: Body, most: usize) -> Result<(Option<String>, Body), Failure> {
    let bytes = axum::body::to_bytes(body, most).await.map_err(|_| Failure::TooLarge)?;
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    let fields = text.split('&').filter_map(|field| field.split_once('='));
    let ours = fields.filter(|(name, _)| *name == FIELD);
    let mut told = ours.map(|(_, value)| value.to_owned());
    let first = told.next().filter(|_| told.next().is_none());
    Ok((first, Body::from(bytes)))
}

/// The token in a form with files: its first field, so that nothing of the files is read before it.
async fn in_first_part(body: Body) -> Result<(Option<String>, Body), Failure> {
    let mut rest = body.into_data_stream();
    let (mut head, mut seen) = (Vec::new(), Vec::new());
    while seen.len() < HEAD && first_part(&seen).is_none() {
        let Some(chunk) = rest.next().await else { break };
        let chunk = chunk.map_err(|_| Failure::NotOurForm)?;
        seen.extend_from_slice(chunk.get(..HEAD.min(chunk.len())).unwrap_or_default());
        head.push(Ok::<Bytes, axum::Error>(chunk));
    }
    let told = first_part(&seen);
    Ok((told, Body::from_stream(stream::iter(head).chain(rest))))
}

/// The first part of `multipart/form-data` (RFC 7578), if it is the token and is there to its end.
fn first_part(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    let (lines, rest) = text.split_once("\r\n\r\n")?;
    let (boundary, lines) = lines.split_once("\r\n")?;
    let (value, _) = rest.split_once("\r\n")?;
    let is_token = |line: &str| {
        line.eq_ignore_ascii_case(&format!("content-disposition: form-data; name=\"{FIELD}\""))
    };
    let is_ours = boundary.starts_with("--") && lines.lines().any(is_token);
    is_ours.then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn only_our_own_pages_send_forms() {
        let host = ("host", "archive.example:8443");
        let ours = ("origin", "https://archive.example:8443");
        assert!(from_our_page(&said(&[host, ours, ("sec-fetch-site", "same-origin")])));
        assert!(from_our_page(&said(&[host])));
        assert!(from_our_page(&said(&[host, ("origin", "null")])));
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(!from_our_page(&said(&[host, ours, ("sec-fetch-site", site)])), "{site}");
        }
        for origin in ["https://archive.example", "https://evil.example", "archive.example:8443"] {
            assert!(!from_our_page(&said(&[host, ("origin", origin)])), "{origin}");
        }
    }

    #[test]
    fn the_first_part_must_be_the_token() {
        let part = |name: &str| {
            format!(
                "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\nabc\r\n--b--\r\n"
            )
        };
        assert_eq!(first_part(part(FIELD).as_bytes()).as_deref(), Some("abc"));
        assert_eq!(first_part(part("file").as_bytes()), None);
        assert_eq!(first_part(&part(FIELD).as_bytes()[..54]), None);
    }
}
