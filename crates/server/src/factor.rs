//! The second factor as a person takes it into their authenticator: a picture to point a camera at, and the same
//! as text for whoever has no camera.

use std::fmt::Write as _;

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use zeroize::Zeroizing;

use crate::error::Failure;

/// The letters of RFC 4648 §6.
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A secret to take over.
pub(crate) struct ToTake {
    /// The picture, as SVG for the page.
    pub picture: Zeroizing<String>,
    /// The secret in groups of four letters.
    pub text: Zeroizing<String>,
}

impl ToTake {
    /// How a secret of RFC 6238 is shown: six digits, thirty seconds, SHA-1, which is what every authenticator
    /// knows. `archive` and `handle` are what the authenticator names the entry.
    ///
    /// # Errors
    /// If it does not fit into a picture.
    pub fn of(secret: &[u8], archive: &str, handle: &str) -> Result<Self, Failure> {
        let letters = base32(secret);
        let (issuer, label) = (escaped(archive), escaped(handle));
        let uri = Zeroizing::new(format!(
            "otpauth://totp/{issuer}:{label}?secret={}&issuer={issuer}&digits=6&period=30",
            *letters
        ));
        let code = QrCode::with_error_correction_level(uri.as_bytes(), EcLevel::M)
            .map_err(|_| Failure::Internal("the secret does not fit into a picture"))?;
        let picture = code.render::<svg::Color<'_>>().min_dimensions(200, 200).build();
        // What comes before the element is for files, not for pages.
        let at = picture.find("<svg").unwrap_or_default();
        let picture = picture.get(at..).unwrap_or_default().to_owned();
        Ok(Self { picture: Zeroizing::new(picture), text: grouped(&letters) })
    }
}

fn grouped(letters: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::new());
    for (at, letter) in letters.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push(' ');
        }
        text.push(letter);
    }
    text
}

/// Base 32 without padding, as authenticators take it.
fn base32(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::new());
    for group in bytes.chunks(5) {
        let bits = group.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let missing = 5_usize.saturating_sub(group.len());
        let bits = bits << (8 * missing);
        let letters = (group.len() * 8).div_ceil(5);
        for at in 0..letters {
            let index = bits >> (35 - 5 * at) & 31;
            let letter = usize::try_from(index).ok().and_then(|index| LETTERS.get(index));
            text.extend(letter.copied().map(char::from));
        }
    }
    text
}

/// As it may stand in a URI (RFC 3986 §2.1).
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of RFC 4648 §10, without their padding.
    #[test]
    fn base32_is_that_of_the_standard() {
        let vectors = [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ];
        for (bytes, text) in vectors {
            assert_eq!(*base32(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn the_picture_is_an_element_without_scripts() {
        let shown = ToTake::of(b"12345678901234567890", "x.example/y", "ليلى").unwrap();
        assert!(shown.picture.starts_with("<svg") && !shown.picture.contains("script"));
        assert_eq!(*shown.text, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
