//! The table of formats: PRONOM's identifiers, judged by the test that asks opf-fido about the same files.

use super::{Codec, Format, contains, part, stands_at};

/// Nothing known.
pub const UNKNOWN: Format = kept(None, "unknown", "application/octet-stream");

const fn shown(puid: &'static str, name: &'static str, mime: &'static str, codec: Codec) -> Format {
    Format { puid: Some(puid), name, mime, codec: Some(codec) }
}

const fn kept(puid: Option<&'static str>, name: &'static str, mime: &'static str) -> Format {
    Format { puid, name, mime, codec: None }
}

pub(super) mod jpeg {
    use super::{Codec, Format, shown};

    const fn jpeg(puid: &'static str, name: &'static str) -> Format {
        shown(puid, name, "image/jpeg", Codec::Jpeg)
    }
    pub(crate) const RAW: Format = jpeg("fmt/41", "Raw JPEG stream");
    pub(crate) const JFIF_100: Format = jpeg("fmt/42", "JFIF 1.00");
    pub(crate) const JFIF_101: Format = jpeg("fmt/43", "JFIF 1.01");
    pub(crate) const JFIF_102: Format = jpeg("fmt/44", "JFIF 1.02");
    pub(crate) const SPIFF: Format = jpeg("fmt/112", "SPIFF 1.0");
    pub(crate) const EXIF_20: Format = jpeg("x-fmt/398", "Exif compressed 2.0");
    pub(crate) const EXIF_21: Format = jpeg("x-fmt/390", "Exif compressed 2.1");
    pub(crate) const EXIF_22: Format = jpeg("x-fmt/391", "Exif compressed 2.2");
    pub(crate) const EXIF_221: Format = jpeg("fmt/645", "Exif compressed 2.2.1");
    pub(crate) const EXIF_23: Format = jpeg("fmt/1507", "Exif compressed 2.3.x");
}

pub(super) mod pdf {
    use super::{Codec, Format, shown};

    const fn pdf(puid: &'static str, name: &'static str) -> Format {
        shown(puid, name, "application/pdf", Codec::Pdf)
    }
    /// A header without a version that anyone knows.
    pub(crate) const ANY: Format = Format { puid: None, ..pdf("", "PDF") };
    pub(crate) const V20: Format = pdf("fmt/1129", "PDF 2.0");
    pub(crate) const V1: [&Format; 8] = [
        &pdf("fmt/14", "PDF 1.0"),
        &pdf("fmt/15", "PDF 1.1"),
        &pdf("fmt/16", "PDF 1.2"),
        &pdf("fmt/17", "PDF 1.3"),
        &pdf("fmt/18", "PDF 1.4"),
        &pdf("fmt/19", "PDF 1.5"),
        &pdf("fmt/20", "PDF 1.6"),
        &pdf("fmt/276", "PDF 1.7"),
    ];
    /// Part and conformance.
    pub(crate) const CLAIMS: [((u8, Option<u8>), &Format); 8] = [
        ((b'1', Some(b'a')), &pdf("fmt/95", "PDF/A-1a")),
        ((b'1', Some(b'b')), &pdf("fmt/354", "PDF/A-1b")),
        ((b'2', Some(b'a')), &pdf("fmt/476", "PDF/A-2a")),
        ((b'2', Some(b'b')), &pdf("fmt/477", "PDF/A-2b")),
        ((b'2', Some(b'u')), &pdf("fmt/478", "PDF/A-2u")),
        ((b'3', Some(b'a')), &pdf("fmt/479", "PDF/A-3a")),
        ((b'3', Some(b'b')), &pdf("fmt/480", "PDF/A-3b")),
        ((b'3', Some(b'u')), &pdf("fmt/481", "PDF/A-3u")),
    ];
}

pub(super) const PNG_10: Format = shown("fmt/11", "PNG 1.0", "image/png", Codec::Png);
pub(super) const PNG_11: Format = shown("fmt/12", "PNG 1.1", "image/png", Codec::Png);
pub(super) const PNG_12: Format = shown("fmt/13", "PNG 1.2", "image/png", Codec::Png);
pub(super) const APNG: Format = shown("fmt/935", "Animated PNG", "image/apng", Codec::Png);
pub(super) const WEBP_LOSSY: Format = shown("fmt/566", "WebP lossy", "image/webp", Codec::WebP);
pub(super) const WEBP_LOSSLESS: Format =
    shown("fmt/567", "WebP lossless", "image/webp", Codec::WebP);
pub(super) const WEBP_EXTENDED: Format =
    shown("fmt/568", "WebP extended", "image/webp", Codec::WebP);
pub(super) const BMP_2: Format = shown("fmt/115", "Windows Bitmap 2.0", "image/bmp", Codec::Bmp);
pub(super) const BMP_3: Format = shown("fmt/116", "Windows Bitmap 3.0", "image/bmp", Codec::Bmp);
pub(super) const BMP_3_NT: Format =
    shown("fmt/117", "Windows Bitmap 3.0 NT", "image/bmp", Codec::Bmp);
pub(super) const BMP_4: Format = shown("fmt/118", "Windows Bitmap 4.0", "image/bmp", Codec::Bmp);
pub(super) const BMP_5: Format = shown("fmt/119", "Windows Bitmap 5.0", "image/bmp", Codec::Bmp);
pub(super) const OS2_BITMAP: Format =
    shown("x-fmt/270", "OS/2 Bitmap 2.0", "image/bmp", Codec::Bmp);
/// Headers of 52 and 56 bytes, which PRONOM does not know.
pub(super) const BMP_OTHER: Format =
    Format { puid: None, ..shown("", "Windows Bitmap", "image/bmp", Codec::Bmp) };
pub(super) const JP2: Format = shown("x-fmt/392", "JP2", "image/jp2", Codec::Jpeg2000);
pub(super) const JPX: Format = shown("fmt/151", "JPX", "image/jpx", Codec::Jpeg2000);
/// PRONOM has no entry for the bare code stream.
pub(super) const J2C: Format =
    Format { puid: None, ..shown("", "JPEG 2000 code stream", "image/j2c", Codec::Jpeg2000) };

pub(super) const JPM: Format = kept(Some("fmt/463"), "JPM", "image/jpm");
pub(super) const MJ2: Format = kept(Some("fmt/337"), "Motion JPEG 2000", "video/mj2");
pub(super) const HEIF: Format = kept(Some("fmt/1101"), "HEIF", "image/heif");
pub(super) const AVIF: Format = kept(None, "AVIF", "image/avif");
pub(super) const MP4: Format = kept(Some("fmt/199"), "MPEG-4", "video/mp4");
pub(super) const MP4_AUDIO: Format = kept(Some("fmt/199"), "MPEG-4 audio", "audio/mp4");
pub(super) const THREE_GP: Format = kept(Some("fmt/357"), "3GPP", "video/3gpp");
pub(super) const QUICKTIME: Format = kept(Some("x-fmt/384"), "QuickTime", "video/quicktime");
pub(super) const WAVE: Format = kept(Some("fmt/6"), "Waveform Audio", "audio/vnd.wave");
pub(super) const WAVE_PCM: Format = kept(Some("fmt/141"), "Waveform Audio PCM", "audio/vnd.wave");
pub(super) const AVI: Format = kept(Some("fmt/5"), "AVI", "video/x-msvideo");
pub(super) const ZIP: Format = kept(Some("x-fmt/263"), "ZIP", "application/zip");
pub(super) const DOCX: Format = kept(
    Some("fmt/412"),
    "Word 2007 onwards",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
);
pub(super) const XLSX: Format = kept(
    Some("fmt/214"),
    "Excel 2007 onwards",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
);
pub(super) const PPTX: Format = kept(
    Some("fmt/215"),
    "PowerPoint 2007 onwards",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
);
pub(super) const ODT: Format =
    kept(Some("fmt/291"), "OpenDocument Text", "application/vnd.oasis.opendocument.text");
pub(super) const ODS: Format = kept(
    Some("fmt/295"),
    "OpenDocument Spreadsheet",
    "application/vnd.oasis.opendocument.spreadsheet",
);

/// Formats that their first bytes alone tell.
const BEGINNINGS: &[(&[u8], Format)] = &[
    (b"II*\0", shown("fmt/353", "TIFF", "image/tiff", Codec::Tiff)),
    (b"MM\0*", shown("fmt/353", "TIFF", "image/tiff", Codec::Tiff)),
    (b"II+\0", Format { puid: None, ..shown("", "BigTIFF", "image/tiff", Codec::Tiff) }),
    (b"MM\0+", Format { puid: None, ..shown("", "BigTIFF", "image/tiff", Codec::Tiff) }),
    (b"GIF87a", shown("fmt/3", "GIF 87a", "image/gif", Codec::Gif)),
    (b"GIF89a", shown("fmt/4", "GIF 89a", "image/gif", Codec::Gif)),
    (b"AT&TFORM", kept(Some("fmt/255"), "DjVu", "image/vnd.djvu")),
    (b"8BPS\0\x01", kept(Some("x-fmt/92"), "Photoshop", "image/vnd.adobe.photoshop")),
    (b"P4\n", kept(Some("fmt/409"), "Portable Bitmap, binary", "image/x-portable-bitmap")),
    (b"\x1f\x8b", kept(Some("x-fmt/266"), "GZIP", "application/gzip")),
    (b"7z\xbc\xaf\x27\x1c", kept(Some("fmt/484"), "7-Zip", "application/x-7z-compressed")),
    (b"Rar!\x1a\x07\0", kept(Some("fmt/411"), "RAR 2.9", "application/vnd.rar")),
    (b"Rar!\x1a\x07\x01\0", kept(Some("fmt/613"), "RAR 5.0", "application/vnd.rar")),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        kept(Some("fmt/111"), "OLE2 compound document", "application/x-ole-storage"),
    ),
    (b"{\\rtf", kept(Some("fmt/45"), "Rich Text Format", "application/rtf")),
    (b"ID3", kept(Some("fmt/134"), "MP3", "audio/mpeg")),
    (b"#!AMR\n", kept(Some("fmt/356"), "AMR audio", "audio/AMR")),
    (b"OggS", kept(Some("fmt/944"), "Ogg", "application/ogg")),
    (b"<?xml", kept(Some("fmt/101"), "XML 1.0", "application/xml")),
    (b"\xef\xbb\xbf<?xml", kept(Some("fmt/101"), "XML 1.0", "application/xml")),
];

const MP3_FRAME: Format = kept(Some("fmt/134"), "MP3", "audio/mpeg");
const TAR: Format = kept(Some("x-fmt/265"), "Tape archive", "application/x-tar");
const HTML: Format = kept(Some("fmt/96"), "HTML", "text/html");
const TEXT: Format = kept(Some("x-fmt/111"), "Plain text", "text/plain");

pub(super) fn by_first_bytes(bytes: &[u8]) -> Option<&'static Format> {
    let begins = BEGINNINGS.iter().find(|(words, _)| bytes.starts_with(words));
    if let Some((_, format)) = begins {
        return Some(format);
    }
    if stands_at(bytes, 257, b"ustar") {
        return Some(&TAR);
    }
    // A frame of MPEG audio, layer III, of a bit rate and a sampling rate that exist.
    let frame = matches!(bytes, [0xff, 0xfa | 0xfb | 0xf2 | 0xf3, rates, ..]
        if (0x10..0xf0).contains(rates) && rates & 0x0c != 0x0c);
    frame.then_some(&MP3_FRAME)
}

/// Text is what decodes as UTF-8 and has no control characters but those that text has.
pub(super) fn text(bytes: &[u8]) -> Option<&'static Format> {
    const LOOK: usize = 64 * 1024;
    let start = part(bytes, 0, LOOK);
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        // The look may end inside a character.
        Err(error) if start.len() - error.valid_up_to() < 4 && start.len() == LOOK => {
            std::str::from_utf8(part(start, 0, error.valid_up_to())).ok()?
        }
        Err(_) => return None,
    };
    let odd = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0c' | '\u{feff}');
    if text.is_empty() || text.contains(odd) {
        return None;
    }
    let beginning = part(bytes, 0, 1024).to_ascii_lowercase();
    Some(if contains(&beginning, b"<html") { &HTML } else { &TEXT })
}
