//! JPEG inside TIFF, as Adobe's technical note of 2002 has it and as TIFF 6.0 had it.

use zune_core::bytestream::ZCursor;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::canvas::Samples;
use super::description::{Description, Meaning};
use super::directory::{Directory, File};
use crate::decode::Reason;
use crate::decode::page::checked_size;

/// A strip or tile that is a JPEG picture; its tables may stand once for all (JPEGTables).
pub(super) fn chunk(
    data: &[u8],
    tables: Option<&[u8]>,
    about: &Description,
) -> Result<Samples, Reason> {
    let Some(tables) = tables.and_then(|tables| tables.strip_suffix(b"\xff\xd9")) else {
        return raw(data, about);
    };
    raw(&[tables, data.get(2..).unwrap_or_default()].concat(), about)
}

/// The samples as they are stored: what they mean says the TIFF, not the JPEG.
fn raw(data: &[u8], about: &Description) -> Result<Samples, Reason> {
    let options = DecoderOptions::default().set_max_width(65_535).set_max_height(65_535);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(data), options);
    decoder.decode_headers().map_err(Reason::damaged)?;
    let (width, height) = decoder.dimensions().unwrap_or_default();
    checked_size(width as u32, height as u32)?;
    let stored = decoder.input_colorspace().ok_or_else(|| Reason::damaged("JPEG of no colour"))?;
    decoder.set_options(options.jpeg_set_out_colorspace(stored));
    let bytes = decoder.decode().map_err(Reason::damaged)?;
    let together = stored.num_components();
    if together < usize::from(about.kept().min(about.together())) {
        return Err(Reason::damaged(format_args!("{together} colours where more are announced")));
    }
    Ok(Samples { width, together, rows: height, bytes })
}

/// A page of TIFF 6.0's own JPEG, which writers understood in many ways: somewhere there is a whole JPEG picture of the
/// page's size (JPEGInterchangeFormat, or the first strip), or a beginning that the strips continue.
pub(super) fn whole(
    file: &File<'_>,
    tags: &Directory<'_>,
    about: &Description,
) -> Result<Vec<u8>, Reason> {
    let from = |at: u64| usize::try_from(at).ok().and_then(|at| file.bytes.get(at..));
    let start = tags.whole(513).and_then(from).unwrap_or_default();
    let length = tags.whole(514).and_then(|length| usize::try_from(length).ok());
    let head = length.and_then(|length| start.get(..length)).unwrap_or(start);
    let strips: Vec<&[u8]> = (0..about.chunks.offsets.len() as u64)
        .filter_map(|index| about.data(file.bytes, index))
        .collect();
    let joined = [&[head], &strips[..]].concat().concat();
    let candidates = [start, head, &joined, strips.first().copied().unwrap_or_default()];
    let mut error = Reason::unsupported("JPEG as TIFF 6.0 had it, with its parts scattered");
    for data in candidates.into_iter().filter(|data| data.starts_with(b"\xff\xd8")) {
        match raw(data, about) {
            Ok(found)
                if (found.width, found.rows) == (about.width as usize, about.height as usize) =>
            {
                return kept(found, about);
            }
            Ok(found) => {
                error = Reason::damaged(format_args!(
                    "a JPEG of {} by {} pixels in a page of another size",
                    found.width, found.rows
                ));
            }
            Err(other) => error = other,
        }
    }
    Err(error)
}

fn kept(found: Samples, about: &Description) -> Result<Vec<u8>, Reason> {
    let kept = usize::from(about.kept());
    if about.meaning == Meaning::Palette || found.together != kept {
        return Err(Reason::unsupported("JPEG with samples that the page does not have"));
    }
    Ok(found.bytes)
}
