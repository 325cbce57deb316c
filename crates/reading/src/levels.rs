//! Contrast: ink as dark and paper as white as in a good scan.

use sijill_imaging::Grey;
use sijill_imaging::components::components;

/// Darker than this may be ink, on a page whose paper is white.
const INK: u8 = 185;
/// Pieces of ink of these heights and up to this width, in pixels at 300 dpi, are letters, and not dirt, rules or stamps.
const LETTERS: std::ops::Range<usize> = 12..120;
const WIDEST: usize = 300;
/// Shades that are so near to the paper's are its grain.
const GRAIN: u8 = 40;
/// Grain of this spread, in shades, is smoothed away.
const NOISY: f64 = 4.0;
/// Ink is drawn down to black by less than this many shades at most.
const BLACK: u8 = 25;

/// What the shades of a page are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Levels {
    /// Nearly all letters have shades above this.
    pub ink: u8,
    /// Paper's middle.
    paper: u8,
    /// The spread of its grain.
    grain: f64,
}

/// Looks at a prepared page.
pub(crate) fn levels(page: &Grey) -> Levels {
    let mut counts = [0_u64; 256];
    page.pixels().iter().for_each(|shade| counts[usize::from(*shade)] += 1);
    let paper = quantile(&counts, 50);
    let (mut count, mut sum, mut squares) = (0_u64, 0.0, 0.0);
    // White is the margin that turning a page adds, and has no grain.
    for shade in paper.saturating_sub(GRAIN)..255 {
        let (many, shade) = (counts[usize::from(shade)], f64::from(shade));
        count += many;
        sum += many as f64 * shade;
        squares += many as f64 * shade * shade;
    }
    let mean = sum / count.max(1) as f64;
    let grain = (squares / count.max(1) as f64 - mean * mean).max(0.0).sqrt();
    Levels { ink: quantile(&of_letters(page), 15), paper, grain }
}

/// How often each shade occurs in letters.
fn of_letters(page: &Grey) -> [u64; 256] {
    let mut counts = [0_u64; 256];
    for piece in components(page, INK) {
        if LETTERS.contains(&piece.height) && piece.width < WIDEST {
            for y in piece.top..piece.top + piece.height {
                let row = &page.row(y)[piece.left..piece.left + piece.width];
                let ink = row.iter().filter(|shade| **shade < INK);
                ink.for_each(|shade| counts[usize::from(*shade)] += 1);
            }
        }
    }
    counts
}

/// The shade that so many percent do not exceed; 0 if there are none.
fn quantile(counts: &[u64; 256], percent: u64) -> u8 {
    let all: u64 = counts.iter().sum();
    let mut seen = 0;
    let found = counts.iter().position(|count| {
        seen += count;
        seen * 100 >= all * percent
    });
    found.unwrap_or_default() as u8
}

impl Levels {
    /// Whether the grain is in the way of reading.
    pub fn is_noisy(&self) -> bool {
        self.grain >= NOISY
    }

    /// The image with ink drawn to black and paper to white, and smoothed if it is noisy.
    pub fn stretched(&self, image: &Grey) -> Grey {
        let smooth = if self.is_noisy() { smoothed(image) } else { image.clone() };
        let low = f64::from(self.ink.saturating_sub(BLACK));
        let high = (f64::from(self.paper) - 2.0 * self.grain).max(low + 1.0);
        let table: Vec<u8> = (0..=255_u8)
            .map(|shade| {
                let part = (f64::from(shade) - low) / (high - low);
                (part * 255.0).round().clamp(0.0, 255.0) as u8
            })
            .collect();
        let pixels = smooth.pixels().iter().map(|shade| table[usize::from(*shade)]);
        Grey::from_pixels(image.width(), pixels.collect())
    }
}

/// Weights of a Gaussian of one pixel's deviation, in 64ths, along rows and then along columns.
const WEIGHTS: [u16; 5] = [4, 15, 26, 15, 4];

fn smoothed(image: &Grey) -> Grey {
    let (width, height) = (image.width(), image.height());
    let mut across = Vec::with_capacity(width * height);
    for y in 0..height {
        let row = image.row(y);
        let reach = WEIGHTS.len() / 2;
        across.extend((0..width).map(|x| {
            let near = |step: usize| row[(x + step).saturating_sub(reach).min(width - 1)];
            weighted(std::array::from_fn(near))
        }));
    }
    let across = Grey::from_pixels(width, across);
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        let reach = WEIGHTS.len() / 2;
        let rows: [&[u8]; WEIGHTS.len()] = std::array::from_fn(|step| {
            across.row((y + step).saturating_sub(reach).min(height - 1))
        });
        pixels.extend((0..width).map(|x| weighted(rows.map(|row| row[x]))));
    }
    Grey::from_pixels(width, pixels)
}

fn weighted(shades: [u8; WEIGHTS.len()]) -> u8 {
    let sum: u16 =
        shades.iter().zip(WEIGHTS).map(|(shade, weight)| u16::from(*shade) * weight).sum();
    ((sum + 32) / 64) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of one shade on paper with grain.
    fn page(ink: u8, grain: u8) -> Grey {
        let mut page = Grey::filled(400, 300, 240);
        for (at, shade) in page.pixels_mut().iter_mut().enumerate() {
            let (x, y) = (at % 400, at / 400);
            *shade = 240 - grain + (at * 7919 % 101 * usize::from(grain) * 2 / 100) as u8;
            if (100..130).contains(&y) && x % 40 < 20 {
                *shade = ink;
            }
        }
        page
    }

    #[test]
    fn pale_ink_becomes_dark_and_grain_white() {
        let pale = page(140, 12);
        let levels = levels(&pale);
        assert!(levels.is_noisy() && levels.ink == 140, "{levels:?}");
        let better = levels.stretched(&pale);
        assert!(better.row(115)[10] < 70, "{}", better.row(115)[10]);
        assert!(better.row(50).iter().all(|shade| *shade > 225));
    }

    #[test]
    fn a_good_scan_stays_nearly_as_it_is() {
        let good = page(20, 1);
        let levels = levels(&good);
        assert!(!levels.is_noisy());
        assert!(levels.stretched(&good).row(115)[10] < 30);
    }

    #[test]
    fn any_size_is_looked_at() {
        for (width, height) in [(0, 0), (1, 1), (1, 40), (40, 1)] {
            let image = Grey::filled(width, height, 90);
            let better = levels(&image).stretched(&image);
            assert_eq!((better.width(), better.height()), (width, height));
            assert_eq!(smoothed(&image), image);
        }
    }
}
