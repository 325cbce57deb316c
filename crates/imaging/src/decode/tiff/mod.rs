//! TIFF pages, whatever a scanner put into them.

mod canvas;
mod colours;
mod compression;
mod description;
mod directory;
mod embedded;
mod samples;

use canvas::Canvas;
use description::{Alpha, Description, Differences, Meaning};
use directory::{Directory, File};

use super::canonical::{self, upright};
use super::page::{Colour, Facts, Page};
use super::versions::decoder;
use super::{Reason, jpeg};

/// Where the pages' directories are.
pub(crate) fn pages(bytes: &[u8]) -> Result<Vec<u64>, Reason> {
    File::open(bytes)?.pages()
}

/// Decodes the page whose directory is there.
pub(crate) fn page(bytes: &[u8], at: u64) -> Result<Page, Reason> {
    let file = File::open(bytes)?;
    let tags = file.directory(at)?;
    let about = Description::read(&tags)?;
    let (samples, notes) = picture(&file, &tags, &about)?;
    let (layout, bytes) = colours::paint(&about, &tags, samples)?;
    let raster = canonical::raster(about.width, about.height, layout, bytes)?;
    let library = compression::library(about.compression);
    let facts = Facts {
        dpi: jpeg::turned(about.dpi, about.orientation),
        orientation: about.orientation,
        bits: about.bits,
        colour: match about.meaning {
            Meaning::WhiteIsZero | Meaning::BlackIsZero => Colour::Grey,
            Meaning::Palette => Colour::Palette,
            Meaning::Rgb => Colour::Rgb,
            Meaning::YCbCr => Colour::YCbCr,
            Meaning::Cmyk => Colour::Cmyk,
        },
        decoder: decoder(&library.into_iter().collect::<Vec<_>>()),
        origin: None,
        notes,
    };
    Ok(Page { raster: upright(raster, about.orientation), facts })
}

/// The samples of the whole page, of those that matter, and what is missing.
fn picture(
    file: &File<'_>,
    tags: &Directory<'_>,
    about: &Description,
) -> Result<(Vec<u8>, Vec<String>), Reason> {
    if about.compression == compression::OLD_JPEG {
        let samples = embedded::whole(file, tags, about)?;
        return Ok((samples, Vec::new()));
    }
    let mut canvas = Canvas::blank(about);
    let (across, down) = about.grid();
    let planes = if about.planar { u64::from(about.samples) } else { 1 };
    let total = across * down * planes;
    let (mut torn, mut whole) = (0_u64, 0_u64);
    let mut first_error = None;
    for index in 0..total {
        let plane = index / (across * down);
        if about.planar && plane >= u64::from(about.kept()) {
            break;
        }
        let (row, column) = (index % (across * down) / across, index % across);
        match chunk(file, tags, about, index, row)
            .and_then(|samples| canvas.put(about, row, column, plane, &samples))
        {
            Ok(true) => whole += 1,
            Ok(false) => torn += 1,
            Err(error) => {
                torn += 1;
                first_error.get_or_insert(error);
            }
        }
    }
    if whole == 0 && !canvas.touched() {
        return Err(first_error.unwrap_or_else(|| Reason::damaged("no pixels in the file")));
    }
    let note = || format!("{torn} of {total} pieces of the picture are damaged or missing");
    Ok((canvas.into_samples(), (torn > 0).then(note).into_iter().collect()))
}

/// The samples of a strip or tile, one byte each, rows of the chunk's own width.
fn chunk(
    file: &File<'_>,
    tags: &Directory<'_>,
    about: &Description,
    index: u64,
    row: u64,
) -> Result<canvas::Samples, Reason> {
    let data = about.data(file.bytes, index).ok_or_else(|| {
        Reason::damaged(format_args!("piece {} lies outside the file", index + 1))
    })?;
    let rows = about.rows_of_chunk(row);
    if about.compression == compression::JPEG {
        return embedded::chunk(data, tags.bytes(347), about);
    }
    let width = about.chunks.width as usize;
    if about.meaning == Meaning::YCbCr && about.shared != (1, 1) && !about.planar {
        return canvas::spread_colours(about, data, rows);
    }
    let row_samples = width.saturating_mul(usize::from(about.together()));
    let packed_row = samples::packed_row(about.bits, row_samples);
    let wanted = packed_row.saturating_mul(rows);
    let mut packed = compression::decompress(about, data, wanted)?;
    // Bytes that were sorted by weight come back with the heaviest first.
    let big_endian = file.big_endian || about.differences == Differences::Bytes;
    match about.differences {
        Differences::None => {}
        Differences::Samples => {
            samples::add_up(&mut packed, about, file.big_endian, packed_row);
        }
        Differences::Bytes => samples::add_up_bytes(&mut packed, about, packed_row),
    }
    let mut unpacked = Vec::with_capacity(row_samples.saturating_mul(rows));
    for packed in packed.chunks(packed_row.max(1)) {
        let end = unpacked.len() + row_samples;
        samples::unpack(packed, about, big_endian, &mut unpacked);
        unpacked.truncate(end);
        if unpacked.len() < end {
            // An incomplete row is none.
            unpacked.truncate(end - row_samples);
            break;
        }
    }
    Ok(canvas::Samples { width, together: usize::from(about.together()), rows, bytes: unpacked })
}

impl Description {
    /// How many chunks stand beside and below one another.
    fn grid(&self) -> (u64, u64) {
        let count = |all: u32, one: u32| u64::from(all.div_ceil(one.max(1)));
        (count(self.width, self.chunks.width), count(self.height, self.chunks.height))
    }

    /// Rows of a chunk: the last strip is only as high as the page.
    fn rows_of_chunk(&self, row: u64) -> usize {
        let above = row.saturating_mul(u64::from(self.chunks.height));
        let left = u64::from(self.height).saturating_sub(above);
        // Tiles are filled up; strips are as wide as the page.
        let full = u64::from(self.chunks.height);
        let strip = self.chunks.width == self.width;
        (if strip && self.compression != compression::JPEG { full.min(left) } else { full })
            as usize
    }

    /// The bytes of a chunk, as far as the file has them.
    fn data<'a>(&self, bytes: &'a [u8], index: u64) -> Option<&'a [u8]> {
        let index = usize::try_from(index).ok()?;
        let from = usize::try_from(*self.chunks.offsets.get(index)?).ok()?;
        let rest = bytes.get(from..).filter(|rest| !rest.is_empty())?;
        let length = self.chunks.lengths.get(index).filter(|length| **length > 0);
        let length = length.and_then(|length| usize::try_from(*length).ok());
        Some(length.and_then(|length| rest.get(..length)).unwrap_or(rest))
    }
}

impl Alpha {
    fn is_there(self) -> bool {
        self != Self::None
    }
}
