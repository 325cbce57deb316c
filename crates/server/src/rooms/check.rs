//! The page that checks an evidence package, as the packages carry it: a package is dropped on it and checked in the
//! browser; nothing is sent. It is a document of its own, whose policy allows its own script and style by their digests
//! and nothing else.

use std::sync::LazyLock;

use axum::Extension;
use axum::http::HeaderValue;
use axum::response::{Html, IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest as _, Sha256};
use sijill_evidence::CHECK_PAGE;

use crate::error::Failure;
use crate::frame::OwnPolicy;

/// The page's policy; `None` would be a page that has no script or style of its own.
static POLICY: LazyLock<Option<HeaderValue>> = LazyLock::new(|| {
    let (script, style) = (digest("script")?, digest("style")?);
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'; object-src 'none'"
    );
    HeaderValue::from_str(&policy).ok()
});

/// The digest of the text of the page's one element of this name, as policies write it (CSP 3, section 2.3.1).
fn digest(element: &str) -> Option<String> {
    let (_, rest) = CHECK_PAGE.split_once(&format!("<{element}>"))?;
    let (text, _) = rest.split_once(&format!("</{element}>"))?;
    Some(BASE64.encode(Sha256::digest(text)))
}

/// The page.
pub(crate) async fn page() -> Result<Response, Failure> {
    let policy = POLICY.clone().ok_or(Failure::Internal("the page to check with has no policy"))?;
    Ok((Extension(OwnPolicy(policy)), Html(CHECK_PAGE)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_the_same_of_its_script_as_we_do() {
        assert!(CHECK_PAGE.contains(&format!("script-src 'sha256-{}'", digest("script").unwrap())));
        assert!(POLICY.is_some());
        assert_eq!(CHECK_PAGE.matches("<style").count(), 1);
        assert!(!CHECK_PAGE.contains(" style=\""), "an attribute would need a digest too");
    }
}
