//! Chunks put together to a page.

use super::compression::decompress;
use super::description::{Description, Meaning};
use crate::decode::Reason;

/// Samples of a chunk, one byte each.
#[derive(Debug)]
pub(super) struct Samples {
    /// Pixels a row.
    pub(super) width: usize,
    /// Samples of a pixel.
    pub(super) together: usize,
    /// Rows that there should be.
    pub(super) rows: usize,
    /// Perhaps fewer.
    pub(super) bytes: Vec<u8>,
}

/// A page on which the chunks are laid; where one is missing it stays blank.
#[derive(Debug)]
pub(super) struct Canvas {
    width: usize,
    kept: usize,
    samples: Vec<u8>,
    touched: bool,
}

impl Canvas {
    /// White paper, or the first colour of a palette.
    pub(super) fn blank(about: &Description) -> Self {
        let mut pixel: Vec<u8> = match about.meaning {
            Meaning::WhiteIsZero | Meaning::Palette => vec![0],
            Meaning::BlackIsZero => vec![255],
            Meaning::Rgb => vec![255; 3],
            Meaning::YCbCr => vec![255, 128, 128],
            Meaning::Cmyk => vec![0; 4],
        };
        pixel.extend(about.alpha.is_there().then_some(255));
        let (width, height) = (about.width as usize, about.height as usize);
        let kept = pixel.len();
        Self { width, kept, samples: pixel.repeat(width * height), touched: false }
    }

    /// Lays a chunk in its place; returns whether it was complete.
    pub(super) fn put(
        &mut self,
        about: &Description,
        row: u64,
        column: u64,
        plane: u64,
        chunk: &Samples,
    ) -> Result<bool, Reason> {
        let place = |index: u64, size: u32| usize::try_from(index * u64::from(size));
        let left = place(column, about.chunks.width).map_err(Reason::damaged)?;
        let top = place(row, about.chunks.height).map_err(Reason::damaged)?;
        let kept = self.kept;
        let row_bytes = chunk.width.saturating_mul(chunk.together).max(1);
        let page_rows = self.samples.chunks_exact_mut(self.width * kept).skip(top);
        let mut rows = 0;
        let wanted = chunk.rows.min((about.height as usize).saturating_sub(top));
        for (to, from) in page_rows.zip(chunk.bytes.chunks_exact(row_bytes)).take(wanted) {
            let to = to.get_mut(left * kept..).unwrap_or_default();
            if about.planar {
                let to = to.iter_mut().skip(plane as usize).step_by(kept);
                to.zip(from).for_each(|(to, from)| *to = *from);
            } else if chunk.together == kept {
                let length = to.len().min(from.len());
                to[..length].copy_from_slice(&from[..length]);
            } else {
                let pixels = to.chunks_exact_mut(kept).zip(from.chunks_exact(chunk.together));
                pixels.for_each(|(to, from)| to.copy_from_slice(&from[..kept]));
            }
            rows += 1;
        }
        self.touched |= rows > 0;
        Ok(rows == wanted)
    }

    /// Whether any row was laid.
    pub(super) fn touched(&self) -> bool {
        self.touched
    }

    pub(super) fn into_samples(self) -> Vec<u8> {
        self.samples
    }
}

/// A chunk in which several pixels share a pair of colour differences (TIFF 6.0 section 21): for each group all their
/// brightnesses, then the pair.
pub(super) fn spread_colours(
    about: &Description,
    data: &[u8],
    rows: usize,
) -> Result<Samples, Reason> {
    if about.bits != 8 || about.samples != 3 {
        return Err(Reason::unsupported("shared colours of other than three samples of 8 bits"));
    }
    let (across, down) = (usize::from(about.shared.0), usize::from(about.shared.1));
    let width = about.chunks.width as usize;
    let (groups_across, groups_down) = (width.div_ceil(across), rows.div_ceil(down));
    let group = across * down + 2;
    let wanted = groups_across.saturating_mul(groups_down).saturating_mul(group);
    let packed = decompress(about, data, wanted)?;
    let mut bytes = vec![0; width.saturating_mul(rows).saturating_mul(3)];
    let complete = packed.len() / (groups_across * group).max(1);
    for (index, group) in packed.chunks_exact(group).enumerate() {
        let (group_row, group_column) = (index / groups_across, index % groups_across);
        let [brightness @ .., cb, cr] = group else { break };
        for (index, y) in brightness.iter().enumerate() {
            let (x, row) =
                (group_column * across + index % across, group_row * down + index / across);
            if x < width
                && let Some(pixel) =
                    bytes.get_mut((row * width + x) * 3..).and_then(|rest| rest.get_mut(..3))
            {
                pixel.copy_from_slice(&[*y, *cb, *cr]);
            }
        }
    }
    bytes.truncate(complete.saturating_mul(down).min(rows) * width * 3);
    Ok(Samples { width, together: 3, rows, bytes })
}
