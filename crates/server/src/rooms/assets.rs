//! Style sheets, scripts and fonts: bytes of the program, under an address that changes with them, so that
//! browsers may keep them.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::fmt::Write as _;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use crate::error::Failure;

/// Name, kind and bytes.
type File = (&'static str, &'static str, &'static [u8]);

/// Our own files.
const OURS: &[File] = &[
    ("sijill.css", "text/css; charset=utf-8", include_bytes!("../../assets/sijill.css")),
    ("sheet.js", "text/javascript; charset=utf-8", include_bytes!("../../assets/sheet.js")),
    ("desk.js", "text/javascript; charset=utf-8", include_bytes!("../../assets/desk.js")),
];

/// What others made, where it was there when the program was built: font and viewer with their licences.
const FETCHED: &[File] = include!(concat!(env!("OUT_DIR"), "/fetched.rs"));

fn files() -> impl Iterator<Item = &'static File> {
    OURS.iter().chain(FETCHED)
}

/// What the files are together, in 16 hexadecimal digits.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for (name, _, bytes) in files() {
        hash.update(name.as_bytes());
        hash.update(Sha256::digest(bytes));
    }
    let digest = hash.finalize();
    digest.iter().take(8).fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
});

/// The address of a file.
#[must_use]
pub(crate) fn path(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

/// A file of this version.
pub(crate) async fn file(
    Path((version, name)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let file = files().find(|(known, _, _)| *known == name);
    let (_, kind, bytes) = file.filter(|_| version == *VERSION).ok_or(Failure::NotFound)?;
    let kept = "public, max-age=31536000, immutable";
    Ok(([(header::CONTENT_TYPE, *kind), (header::CACHE_CONTROL, kept)], *bytes).into_response())
}
