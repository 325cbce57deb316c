//! Formats made of chunks after a signature: PNG, WebP, WAVE and other RIFF files, ZIP and what is built on it, BMP.

use super::formats;
use super::{Format, contains, part, stands_at};

pub(super) fn identify(bytes: &[u8]) -> Option<&'static Format> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(png(bytes));
    }
    if bytes.starts_with(b"RIFF") {
        return riff(bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(zip(bytes));
    }
    bmp(bytes)
}

/// PRONOM tells versions by the chunks that came with them, and animation by its own.
fn png(bytes: &[u8]) -> &'static Format {
    let mut names = Vec::new();
    let mut at = 8_usize;
    while let [a, b, c, d, name @ ..] = part(bytes, at, 8)
        && let Ok(name) = <[u8; 4]>::try_from(name)
        && names.len() < 10_000
    {
        names.push(name);
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        at = at.saturating_add(length).saturating_add(12);
    }
    let has = |some: &[&[u8; 4]]| names.iter().any(|name| some.contains(&name));
    if has(&[b"acTL"]) {
        &formats::APNG
    } else if has(&[b"iTXt"]) {
        &formats::PNG_12
    } else if has(&[b"iCCP", b"sPLT", b"sRGB"]) {
        &formats::PNG_11
    } else {
        &formats::PNG_10
    }
}

fn riff(bytes: &[u8]) -> Option<&'static Format> {
    match (part(bytes, 8, 4), part(bytes, 12, 4)) {
        (b"WEBP", b"VP8 ") => Some(&formats::WEBP_LOSSY),
        (b"WEBP", b"VP8L") => Some(&formats::WEBP_LOSSLESS),
        (b"WEBP", b"VP8X") => Some(&formats::WEBP_EXTENDED),
        (b"WAVE", b"fmt ") if stands_at(bytes, 16, b"\x10\0\0\0\x01\0") => Some(&formats::WAVE_PCM),
        (b"WAVE", _) => Some(&formats::WAVE),
        (b"AVI ", _) => Some(&formats::AVI),
        _ => None,
    }
}

/// The names of a ZIP's files stand in it as they are; what is built on it is known by them.
fn zip(bytes: &[u8]) -> &'static Format {
    let documents = [
        (&b"word/document.xml"[..], &formats::DOCX),
        (b"xl/workbook.xml", &formats::XLSX),
        (b"ppt/presentation.xml", &formats::PPTX),
        (b"mimetypeapplication/vnd.oasis.opendocument.text", &formats::ODT),
        (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", &formats::ODS),
    ];
    let known = documents.into_iter().find(|(words, _)| contains(bytes, words));
    known.map_or(&formats::ZIP, |(_, format)| format)
}

/// The size of the second header is the version.
fn bmp(bytes: &[u8]) -> Option<&'static Format> {
    if !bytes.starts_with(b"BM") {
        return None;
    }
    let [a, b, c, d] = <[u8; 4]>::try_from(part(bytes, 14, 4)).ok()?;
    match u32::from_le_bytes([a, b, c, d]) {
        12 => Some(&formats::BMP_2),
        40 if part(bytes, 30, 1) == [3] => Some(&formats::BMP_3_NT),
        40 => Some(&formats::BMP_3),
        64 => Some(&formats::OS2_BITMAP),
        52 | 56 => Some(&formats::BMP_OTHER),
        108 => Some(&formats::BMP_4),
        124 => Some(&formats::BMP_5),
        _ => None,
    }
}
