//! What a file is, told by its content and not by its name, with the identifier of
//! [PRONOM](https://www.nationalarchives.gov.uk/PRONOM/).
//!
//! Only fixed places near the beginning are looked at, markers that lead from one to the next, and words that PRONOM's
//! own signatures look for; nothing is decoded, so this may run outside the sandbox.

mod boxes;
mod container;
mod formats;
mod jpeg;
mod pdf;

use serde::{Deserialize, Serialize};

pub use formats::UNKNOWN;

/// Which decoder takes a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Codec {
    /// JPEG, whatever surrounds it.
    Jpeg,
    /// PNG, also animated.
    Png,
    /// TIFF and what is built on it, also BigTIFF.
    Tiff,
    /// JPEG 2000: JP2, JPX or a bare code stream.
    Jpeg2000,
    /// PDF.
    Pdf,
    /// Windows bitmaps.
    Bmp,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
}

/// A format as preservation knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// PRONOM's identifier, such as `fmt/353`; `None` where PRONOM has none.
    pub puid: Option<&'static str>,
    /// PRONOM's name with the version, shortened.
    pub name: &'static str,
    /// The media type of RFC 6838.
    pub mime: &'static str,
    /// What decodes it; `None` for what is kept and recorded but has no pages to show.
    pub codec: Option<Codec>,
}

/// Tells the format of a file from its bytes; [`UNKNOWN`] if nothing fits.
#[must_use]
pub fn identify(bytes: &[u8]) -> &'static Format {
    let known = jpeg::identify(bytes)
        .or_else(|| container::identify(bytes))
        .or_else(|| boxes::identify(bytes))
        .or_else(|| pdf::identify(bytes))
        .or_else(|| formats::by_first_bytes(bytes))
        .or_else(|| formats::text(bytes));
    known.unwrap_or(&UNKNOWN)
}

/// Whether the words stand at an offset.
fn stands_at(bytes: &[u8], offset: usize, words: &[u8]) -> bool {
    bytes.get(offset..).is_some_and(|rest| rest.starts_with(words))
}

/// Whether the words stand anywhere.
fn contains(bytes: &[u8], words: &[u8]) -> bool {
    memchr::memmem::find(bytes, words).is_some()
}

/// The bytes from an offset on, at most so many.
fn part(bytes: &[u8], from: usize, length: usize) -> &[u8] {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.get(..length).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_bytes_have_an_answer(bytes: Vec<u8>) {
            let _ = identify(&bytes);
        }

        #[test]
        fn any_bytes_after_a_true_beginning_have_an_answer(
            start in prop::sample::select(vec![
                &b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01"[..], b"\xff\xd8\xff\xe1\0\x40Exif\0\0MM\0*",
                b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"II*\0", b"RIFF\0\0\0\0WEBPVP8X", b"%PDF-1.4", b"PK\x03\x04",
                b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftyp", b"BM", b"\0\0\0\x18ftyp",
            ]),
            rest: Vec<u8>,
        ) {
            let _ = identify(&[start, &rest].concat());
        }
    }

    #[test]
    fn beginnings_name_their_formats() {
        let puid = |bytes: &[u8]| identify(bytes).puid;
        assert_eq!(puid(b""), None);
        assert_eq!(puid(b"\xff\xd8\xff\xdb"), Some("fmt/41"));
        assert_eq!(puid(b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x02\0"), Some("fmt/44"));
        assert_eq!(puid(b"II*\0\x08\0\0\0"), Some("fmt/353"));
        assert_eq!(puid(b"MM\0*\0\0\0\x08"), Some("fmt/353"));
        assert_eq!(puid(b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 "), Some("x-fmt/392"));
        assert_eq!(puid(b"\0\0\0\x18ftypheic\0\0\0\0"), Some("fmt/1101"));
        assert_eq!(puid(b"junk before\n%PDF-1.4\n"), Some("fmt/18"));
        assert_eq!(puid("سجل السجناء".as_bytes()), Some("x-fmt/111"));
        assert_eq!(puid(b"text \0 with a zero"), None);
    }
}
