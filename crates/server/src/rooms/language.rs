//! The switch between the languages; it keeps the page.

use axum::Form;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::error::Failure;
use crate::frame::{Cookie, set};
use crate::visit::Visit;
use crate::words::Language;

/// The form of the switch.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    language: String,
    #[serde(default)]
    back: String,
}

/// Remembers the language and shows the same page again.
pub(crate) async fn choose(visit: Visit, Form(chosen): Form<Chosen>) -> Result<Response, Failure> {
    let language = Language::of_code(&chosen.language).ok_or(Failure::NotFound)?;
    let mut response = Redirect::to(&back(&chosen.back)).into_response();
    set(response.headers_mut(), Cookie::Language, language.code(), visit.encrypted);
    Ok(response)
}

/// A path of ours to come back to, the first page for anything else: a form could name another site's.
pub(crate) fn back(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    let (plain, page) = path.split_once("?page=").unwrap_or((path, "1"));
    let is_number = !page.is_empty() && page.bytes().all(|byte| byte.is_ascii_digit());
    let is_ours = path.starts_with('/') && !path.starts_with("//") && is_number;
    let is_ours = is_ours && plain.bytes().all(is_plain);
    if is_ours { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::back;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for ours in ["/item/0198-a", "/item/0198-a?page=12"] {
            assert_eq!(back(ours), ours);
        }
        for bad in [
            "",
            "x",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a?b=c",
            "/a?page=",
            "/a?page=x",
        ] {
            assert_eq!(back(bad), "/", "{bad}");
        }
    }
}
