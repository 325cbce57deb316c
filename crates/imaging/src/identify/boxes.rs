//! Formats made of boxes (ISO/IEC 14496-12, 15444-1): JPEG 2000, MPEG-4, HEIF, QuickTime. The brand tells which.

use super::formats;
use super::{Format, contains, part, stands_at};

pub(super) fn identify(bytes: &[u8]) -> Option<&'static Format> {
    if bytes.starts_with(b"\0\0\0\x0cjP  \r\n\x87\n") {
        return jpeg2000(bytes);
    }
    if bytes.starts_with(b"\xff\x4f\xff\x51") {
        return Some(&formats::J2C);
    }
    if stands_at(bytes, 4, b"ftyp") {
        return Some(brand(part(bytes, 8, 64)));
    }
    let starts = [&b"moov"[..], b"mdat", b"wide", b"skip"];
    starts.contains(&part(bytes, 4, 4)).then_some(&formats::QUICKTIME)
}

fn jpeg2000(bytes: &[u8]) -> Option<&'static Format> {
    match part(bytes, 20, 4) {
        b"jp2 " => Some(&formats::JP2),
        b"jpx " => Some(&formats::JPX),
        b"jpm " => Some(&formats::JPM),
        b"mjp2" => Some(&formats::MJ2),
        // A damaged brand is still JPEG 2000.
        _ => Some(&formats::JP2),
    }
}

fn brand(brands: &[u8]) -> &'static Format {
    match part(brands, 0, 4) {
        b"mif1" | b"msf1" | b"heic" | b"heix" | b"hevc" | b"hevx" => &formats::HEIF,
        b"avif" | b"avis" => &formats::AVIF,
        b"qt  " => &formats::QUICKTIME,
        [b'3', b'g', ..] => &formats::THREE_GP,
        b"M4A " => &formats::MP4_AUDIO,
        _ if contains(brands, b"3gp") => &formats::THREE_GP,
        _ => &formats::MP4,
    }
}
