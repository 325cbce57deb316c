//! The names and versions of what decodes, as they stand in the event that commits a page. A test compares them with
//! `Cargo.lock`: another version may give other pixels.

use super::page::Decoder;

/// A library and its version.
pub(crate) type Library = (&'static str, &'static str);

pub(crate) const ZUNE_JPEG: Library = ("zune-jpeg", "0.5.15");
pub(crate) const JPEG_DECODER: Library = ("jpeg-decoder", "0.3.2");
pub(crate) const PNG: Library = ("png", "0.18.1");
pub(crate) const WEBP: Library = ("image-webp", "0.2.4");
pub(crate) const GIF: Library = ("gif", "0.14.2");
pub(crate) const IMAGE: Library = ("image", "0.25.10");
pub(crate) const JPEG2000: Library = ("hayro-jpeg2000", "0.5.0");
pub(crate) const CCITT: Library = ("hayro-ccitt", "0.5.0");
pub(crate) const HAYRO: Library = ("hayro", "0.9.0");
pub(crate) const WEEZL: Library = ("weezl", "0.1.12");
pub(crate) const FLATE2: Library = ("flate2", "1.1.11");

/// Sijill with the libraries that took part.
pub(crate) fn decoder(libraries: &[Library]) -> Decoder {
    let mut version = env!("CARGO_PKG_VERSION").to_owned();
    for (name, number) in libraries {
        version.push_str(&format!(" {name}/{number}"));
    }
    Decoder { name: "sijill".to_owned(), version, helper: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_versions_are_those_that_are_built() {
        let lock = fs_err::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock"));
        let lock = lock.unwrap();
        let all =
            [ZUNE_JPEG, JPEG_DECODER, PNG, WEBP, GIF, IMAGE, JPEG2000, CCITT, HAYRO, WEEZL, FLATE2];
        for (name, version) in all {
            let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
            assert!(
                lock.contains(&entry),
                "{name} is not {version} in Cargo.lock: correct it here"
            );
        }
    }
}
