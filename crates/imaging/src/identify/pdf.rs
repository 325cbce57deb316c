//! PDF (ISO 32000) with its version, and PDF/A (ISO 19005) where its metadata claim it.

use super::formats::pdf as format;
use super::{Format, part, stands_at};

/// Readers look for the header in the first kilobyte, because some files have junk before it.
const HEADER: usize = 1024;
/// How far apart the two claims may stand, as in PRONOM's signatures, with room for other spellings.
const CLAIM: usize = 400;

pub(super) fn identify(bytes: &[u8]) -> Option<&'static Format> {
    let start = memchr::memmem::find(part(bytes, 0, HEADER), b"%PDF-")?;
    claim(bytes).or_else(|| version(part(bytes, start + 5, 3))).or(Some(&format::ANY))
}

fn version(digits: &[u8]) -> Option<&'static Format> {
    match digits {
        b"2.0" => Some(&format::V20),
        [b'1', b'.', minor @ b'0'..=b'7'] => format::V1.get(usize::from(minor - b'0')).copied(),
        _ => None,
    }
}

/// A PDF/A says its part and conformance in XMP metadata, which are never compressed.
fn claim(bytes: &[u8]) -> Option<&'static Format> {
    let part_at = memchr::memmem::find(bytes, b"pdfaid:part")?;
    let digit = value(part(bytes, part_at + 11, 8))?;
    let around = part(bytes, part_at.saturating_sub(CLAIM), 2 * CLAIM);
    let letter = memchr::memmem::find(around, b"pdfaid:conformance")
        .and_then(|at| value(part(around, at + 18, 8)))
        .map(|letter| letter.to_ascii_lowercase());
    let known = format::CLAIMS.iter().find(|(claimed, _)| *claimed == (digit, letter));
    known.map(|(_, format)| *format)
}

/// The first letter or digit of `="1"`, `='1'` or `>1<`.
fn value(after: &[u8]) -> Option<u8> {
    let quoted = stands_at(after, 0, b"=") || stands_at(after, 0, b">");
    after.iter().copied().find(u8::is_ascii_alphanumeric).filter(|_| quoted)
}
