//! Paper made white: shadows, yellow paper and uneven light are divided away.
//!
//! The paper's shade is taken from a small copy of the page: strokes are closed by the paper beside them, and a
//! median removes what is left. Stains, pictures and dark borders wider than a letter stay dark, as no paper is
//! believed to be darker than a third of the page's lightest paper.

use crate::Grey;
use crate::scale::{Filter, reduced, scale};

/// The longer side of the small copy: a quarter of an A4 page at 300 dpi.
const LONGEST: usize = 880;
/// Strokes up to twice this radius, in pixels of the small copy, are ink: 2.4 mm on A4.
const STROKE: usize = 3;
/// How much smaller than the small copy the image is that the median is taken from.
const COARSE: usize = 4;
/// Radius of the median, in coarse pixels: a square of 12 mm on A4.
const MEDIAN: usize = 4;
/// The darkest paper, as a share of the page's lightest paper, in percent.
const DARKEST: u32 = 33;

/// The page with its paper at white.
#[must_use]
pub fn normalise(page: &Grey) -> Grey {
    let paper = paper(page);
    let paper = scale(&paper, page.width(), page.height(), Filter::Linear);
    let whitened = page.pixels().iter().zip(paper.pixels());
    let reciprocals = reciprocals();
    Grey::from_pixels(page.width(), whitened.map(|(p, b)| divide(*p, *b, &reciprocals)).collect())
}

/// The shade of the paper under the ink, as a small image of the whole page.
#[must_use]
pub(crate) fn paper(page: &Grey) -> Grey {
    let (small, _) = reduced(page, LONGEST);
    let covered = extreme(&extreme(&small, STROKE, u8::max), STROKE, u8::min);
    let side = |length: usize| length.div_ceil(COARSE).max(1);
    let coarse = scale(&covered, side(small.width()), side(small.height()), Filter::Mean);
    let mut paper = median(&coarse, MEDIAN);
    let floor = (u32::from(percentile(paper.pixels(), 95)) * DARKEST / 100).max(1) as u8;
    for shade in paper.pixels_mut() {
        *shade = (*shade).max(floor);
    }
    paper
}

/// `255 * 65536 / b`, rounded up so that paper itself becomes exactly white.
fn reciprocals() -> [u32; 256] {
    std::array::from_fn(|shade| (255 * 65536_u32).div_ceil((shade as u32).max(1)))
}

fn divide(shade: u8, paper: u8, reciprocals: &[u32; 256]) -> u8 {
    if shade >= paper {
        return 255;
    }
    let whitened = (u32::from(shade) * reciprocals[usize::from(paper)] + 32768) >> 16;
    whitened.min(255) as u8
}

/// The shade below which `percent` of the pixels lie; white if there are none.
pub(crate) fn percentile(pixels: &[u8], percent: usize) -> u8 {
    let mut counts = [0_usize; 256];
    for pixel in pixels {
        counts[usize::from(*pixel)] += 1;
    }
    let wanted = pixels.len() * percent / 100;
    let mut seen = 0;
    for (shade, count) in counts.iter().enumerate() {
        seen += count;
        if seen > wanted {
            return shade as u8;
        }
    }
    255
}

/// Each pixel becomes the lightest or darkest of the square around it.
fn extreme(image: &Grey, radius: usize, pick: impl Fn(u8, u8) -> u8 + Copy) -> Grey {
    let width = image.width();
    let mut across = Vec::with_capacity(image.pixels().len());
    for y in 0..image.height() {
        let row = image.row(y);
        across.extend((0..width).map(|x| {
            let window = &row[x.saturating_sub(radius)..width.min(x + radius + 1)];
            window.iter().copied().fold(row[x], pick)
        }));
    }
    let across = Grey::from_pixels(width, across);
    let mut result = across.clone();
    for (y, row) in result.pixels_mut().chunks_exact_mut(width.max(1)).enumerate() {
        for other in y.saturating_sub(radius)..image.height().min(y + radius + 1) {
            let pairs = row.iter_mut().zip(across.row(other));
            pairs.for_each(|(most, shade)| *most = pick(*most, *shade));
        }
    }
    result
}

/// Each pixel becomes the middle one of the square around it; at edges, of what there is.
fn median(image: &Grey, radius: usize) -> Grey {
    let (width, height) = (image.width(), image.height());
    let mut result = Vec::with_capacity(width * height);
    let mut window = Vec::new();
    for y in 0..height {
        for x in 0..width {
            window.clear();
            for row in y.saturating_sub(radius)..height.min(y + radius + 1) {
                let from = x.saturating_sub(radius);
                window.extend_from_slice(&image.row(row)[from..width.min(x + radius + 1)]);
            }
            let middle = window.len() / 2;
            result.push(*window.select_nth_unstable(middle).1);
        }
    }
    Grey::from_pixels(width, result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shadow_goes_and_ink_stays() {
        let (width, height) = (400, 300);
        let shade = |x: usize, y: usize| {
            let paper = 250 - x / 4;
            if x % 40 < 3 && y % 50 < 20 { paper / 5 } else { paper }
        };
        let pixels = (0..width * height).map(|i| shade(i % width, i / width) as u8).collect();
        let white = normalise(&Grey::from_pixels(width, pixels));
        for (index, found) in white.pixels().iter().enumerate() {
            let ink = index % width % 40 < 3 && index / width % 50 < 20;
            assert_eq!(*found < 128, ink, "at {index}: {found}");
            assert!(ink || *found > 240, "at {index}: {found}");
        }
    }

    #[test]
    fn white_stays_white_and_black_black() {
        assert_eq!(normalise(&Grey::filled(50, 60, 255)), Grey::filled(50, 60, 255));
        let mut half = Grey::filled(900, 900, 240);
        half.pixels_mut()[..450 * 900].fill(10);
        let white = normalise(&half);
        assert_eq!((white.row(100)[450] < 60, white.row(800)[450]), (true, 255));
    }

    #[test]
    fn percentiles() {
        assert_eq!(percentile(&[1, 2, 3, 4], 50), 3);
        assert_eq!(percentile(&[9], 0), 9);
        assert_eq!(percentile(&[], 50), 255);
    }
}
