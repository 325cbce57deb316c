//! The headers that tell a browser how little a page may do.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// At sign-out the browser forgets everything of ours.
pub(crate) const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

const PLAIN: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// The policy of a page whose scripts carry the nonce: nothing from elsewhere, nothing inline, in no frame.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; font-src 'self'; \
         img-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'; object-src 'none'"
    )
}

/// The policy of an answer that is a page of its own, with nothing of ours around it. It may be about what stands in that
/// page, by digest, and allow nothing from elsewhere.
#[derive(Clone)]
pub(crate) struct OwnPolicy(pub HeaderValue);

/// Puts the headers on an answer. What a room says about its own caching stays: only assets, which tell nothing,
/// may be kept.
pub(super) fn put(headers: &mut HeaderMap, nonce: &str, own: Option<OwnPolicy>, encrypted: bool) {
    for (name, value) in PLAIN {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let own = own.map(|OwnPolicy(policy)| Ok(policy));
    if let Ok(policy) = own.unwrap_or_else(|| HeaderValue::from_str(&policy(nonce))) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if encrypted {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
}
