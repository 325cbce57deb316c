//! A line image brought to the height that the network knows. The same as `normalise` in `digits/train/lines.py`.

use sijill_imaging::Grey;
use sijill_imaging::scale::{Filter, scale};

use super::network::{HEIGHT, PADDING};

/// Rows of the network's image that the line's ink takes.
const BAND: f64 = 28.0;
/// Lighter than this is not counted as ink when the band of the line is sought.
const FAINTEST: u64 = 64;
/// Wider lines are squeezed: no line of a page in reading size comes near it.
const WIDEST: usize = 16_384;

/// A line at the network's height.
pub(super) struct Line {
    /// Ink from 0 (paper) to 1, row by row.
    pub ink: Vec<f32>,
    /// Columns, a multiple of `PADDING`.
    pub width: usize,
    /// Columns of the line for one column of the given image.
    scale: f64,
}

impl Line {
    /// The column of the given image for a column of the line.
    pub fn column(&self, x: f32) -> usize {
        // A float cast saturates: what lies left of the image is 0.
        (f64::from(x) / self.scale).round() as usize
    }
}

/// `None` for an image without pixels.
pub(super) fn normalise(image: &Grey) -> Option<Line> {
    let (width, height) = (image.width(), image.height());
    if width == 0 || height == 0 {
        return None;
    }
    let (top, bottom) = band(image);
    let rows = (bottom - top).max(height / 4).max(4) as f64;
    let wanted = BAND / rows;
    let (columns, taken) =
        (width as f64 * wanted, (HEIGHT as f64 / wanted).round().max(1.0) as usize);
    let columns = (columns.round() as usize).clamp(1, WIDEST);
    let first = ((top + bottom) as f64 / 2.0 - HEIGHT as f64 / 2.0 / wanted).round() as i64;
    let filter = if wanted < 1.0 { Filter::Mean } else { Filter::Linear };
    let scaled = scale(&rows_from(image, first, taken), columns, HEIGHT, filter);
    let padded = columns.next_multiple_of(PADDING);
    let mut ink = vec![0.0; padded * HEIGHT];
    for (to, from) in ink.chunks_exact_mut(padded).zip(scaled.pixels().chunks_exact(columns)) {
        for (ink, shade) in to.iter_mut().zip(from) {
            *ink = f32::from(255 - shade) / 255.0;
        }
    }
    Some(Line { ink, width: padded, scale: columns as f64 / width as f64 })
}

/// The rows between which 97 % of the ink lies.
fn band(image: &Grey) -> (usize, usize) {
    let darkness = |row: usize| -> u64 {
        image
            .row(row)
            .iter()
            .map(|shade| u64::from(255 - shade))
            .filter(|dark| *dark >= FAINTEST)
            .sum()
    };
    let rows: Vec<u64> = (0..image.height()).map(darkness).collect();
    let total: u64 = rows.iter().sum();
    if total == 0 {
        return (0, image.height());
    }
    let mut so_far = 0;
    let sums: Vec<u64> = rows
        .iter()
        .map(|row| {
            so_far += row;
            so_far
        })
        .collect();
    let top = sums.iter().filter(|sum| **sum * 1000 <= total * 15).count();
    let bottom = sums.iter().filter(|sum| **sum * 1000 < total * 985).count() + 1;
    (top.min(image.height() - 1), bottom.min(image.height()))
}

/// `count` rows from row `first`, which may lie outside; there it is white.
fn rows_from(image: &Grey, first: i64, count: usize) -> Grey {
    let mut out = Grey::filled(image.width(), count, 255);
    let width = image.width();
    for (at, row) in out.pixels_mut().chunks_exact_mut(width).enumerate() {
        let source = usize::try_from(first + at as i64).ok().filter(|y| *y < image.height());
        if let Some(y) = source {
            row.copy_from_slice(image.row(y));
        }
    }
    out
}
