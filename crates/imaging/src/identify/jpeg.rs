//! JPEG and its wrappers: JFIF (ITU-T T.871), Exif (JEITA CP-3451) and SPIFF (ITU-T T.84).

use super::formats::jpeg as format;
use super::{Format, contains, part, stands_at};

/// Exif data is in one segment, so never longer.
const SEGMENT: usize = 65_535;

pub(super) fn identify(bytes: &[u8]) -> Option<&'static Format> {
    if !bytes.starts_with(b"\xff\xd8\xff") {
        return None;
    }
    let known = match (bytes.get(3), part(bytes, 6, 9)) {
        (Some(0xe0), [b'J', b'F', b'I', b'F', 0, 1, minor, ..]) => jfif(*minor),
        (Some(0xe1), [b'E', b'x', b'i', b'f', 0, 0, ..]) => exif(part(bytes, 12, SEGMENT)),
        (Some(0xe8), [b'S', b'P', b'I', b'F', b'F', 0, ..]) => Some(&format::SPIFF),
        _ => None,
    };
    Some(known.unwrap_or(&format::RAW))
}

fn jfif(minor: u8) -> Option<&'static Format> {
    [&format::JFIF_100, &format::JFIF_101, &format::JFIF_102].get(usize::from(minor)).copied()
}

/// The version stands in a tag (0x9000) with four bytes of text as its value.
fn exif(tiff: &[u8]) -> Option<&'static Format> {
    let tag: &[u8] = if stands_at(tiff, 0, b"MM\0*") {
        b"\x90\0\0\x07\0\0\0\x04"
    } else if stands_at(tiff, 0, b"II*\0") {
        b"\0\x90\x07\0\x04\0\0\0"
    } else {
        return None;
    };
    let versions = [
        (&b"0200"[..], &format::EXIF_20),
        (b"0210", &format::EXIF_21),
        (b"0220", &format::EXIF_22),
        (b"0221", &format::EXIF_221),
        (b"023", &format::EXIF_23),
    ];
    let has = |version: &[u8]| contains(tiff, &[tag, version].concat());
    versions.into_iter().find(|(version, _)| has(version)).map(|(_, format)| format)
}
