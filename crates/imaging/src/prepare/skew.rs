//! How far the lines of a page are from level, by projection profiles.
//!
//! For each angle the ink is summed along lines that lean by it; where the sums of neighbouring lines differ
//! most, the angle is that of the writing. First in steps of half a degree, then of a tenth. Both ways of
//! laying a page down are tried: writing that runs up the page gives its sharpest sums down the columns.

use crate::Grey;
use crate::prepare::angle::Angle;
use crate::scale::reduced;

/// The longer side of the image that is measured, in pixels.
const LONGEST: usize = 1150;
/// White paper's shade after normalisation, less noise; what is darker counts, the darker the more.
const PAPER: u8 = 230;
/// The share of each side that is left out at each edge, as one in so many: scanner borders are straight too.
const MARGIN: usize = 40;
/// The widest angle that is looked for, in tenths of a degree.
const WIDEST: i32 = 120;
const COARSE: i32 = 5;
/// How much sharper than at no angle the sums must be before a page is turned.
const GAIN: f64 = 1.02;

/// What the projection profiles say of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Skew {
    /// Tenths of a degree by which the page was turned anticlockwise: lines rise to the right.
    pub tenths: i32,
    /// How much sharper the sums down the columns are than those along the rows; well above 1, the writing
    /// runs up or down the page. 1 where there is no ink.
    pub sideways: f64,
}

impl Skew {
    /// Degrees by which the page was turned anticlockwise.
    #[must_use]
    pub fn degrees(&self) -> f64 {
        f64::from(self.tenths) / 10.0
    }
}

/// Measures a page whose paper is white ([`normalise`](super::normalise)).
#[must_use]
pub fn skew(white: &Grey) -> Skew {
    let (small, _) = reduced(white, LONGEST);
    let ink = Ink::of(&small);
    if ink.dots.is_empty() {
        return Skew { tenths: 0, sideways: 1.0 };
    }
    let rows = best(&ink);
    let columns = best(&ink.transposed());
    let sideways = columns.sharpness / rows.sharpness.max(f64::MIN_POSITIVE);
    let tenths = if sideways > 1.0 { -columns.tenths } else { rows.tenths };
    Skew { tenths, sideways }
}

struct Best {
    tenths: i32,
    sharpness: f64,
}

fn best(ink: &Ink) -> Best {
    let level = ink.sharpness(0);
    let mut best = Best { tenths: 0, sharpness: level };
    let coarse = (-WIDEST..=WIDEST).step_by(COARSE as usize);
    search(ink, coarse, &mut best);
    let near = best.tenths;
    search(ink, near - COARSE + 1..=near + COARSE - 1, &mut best);
    if best.sharpness < level * GAIN {
        return Best { tenths: 0, sharpness: level };
    }
    best
}

fn search(ink: &Ink, angles: impl Iterator<Item = i32>, best: &mut Best) {
    for tenths in angles {
        let sharpness = ink.sharpness(tenths);
        if sharpness > best.sharpness {
            *best = Best { tenths, sharpness };
        }
    }
}

/// A dark pixel: column, row and how dark.
type Dot = (u32, u32, u32);

struct Ink {
    width: usize,
    height: usize,
    dots: Vec<Dot>,
}

impl Ink {
    fn of(image: &Grey) -> Self {
        let (width, height) = (image.width(), image.height());
        let (left, top) = (width / MARGIN, height / MARGIN);
        let mut dots = Vec::new();
        for y in top..height - top {
            let row = &image.row(y)[left..width - left];
            let dark = row.iter().enumerate().filter(|(_, shade)| **shade < PAPER);
            dots.extend(
                dark.map(|(x, shade)| ((left + x) as u32, y as u32, u32::from(PAPER - shade))),
            );
        }
        Self { width, height, dots }
    }

    fn transposed(&self) -> Self {
        let dots = self.dots.iter().map(|&(x, y, dark)| (y, x, dark)).collect();
        Self { width: self.height, height: self.width, dots }
    }

    /// The sum of the squared differences of neighbouring lines, times their number, so that tall and wide
    /// pages compare.
    fn sharpness(&self, tenths: i32) -> f64 {
        let tangent = Angle::tenths(tenths).tangent();
        let shifts: Vec<i64> =
            (0..self.width).map(|x| (x as f64 * tangent).round() as i64).collect();
        let lowest = shifts.iter().copied().min().unwrap_or(0);
        let highest = shifts.iter().copied().max().unwrap_or(0);
        let mut sums = vec![0_i64; self.height + (highest - lowest) as usize + 1];
        let shifts: Vec<usize> = shifts.iter().map(|shift| (shift - lowest) as usize).collect();
        for &(x, y, dark) in &self.dots {
            sums[y as usize + shifts[x as usize]] += i64::from(dark);
        }
        let squares = sums.windows(2).map(|pair| (pair[1] - pair[0]).pow(2) as f64);
        squares.sum::<f64>() * self.height as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prepare::rotate;

    fn lines() -> Grey {
        let mut page = Grey::filled(700, 900, 255);
        for (index, shade) in page.pixels_mut().iter_mut().enumerate() {
            let (x, y) = (index % 700, index / 700);
            if y % 40 < 8 && (60..640).contains(&x) && (60..840).contains(&y) && x % 23 < 17 {
                *shade = 20;
            }
        }
        page
    }

    #[test]
    fn a_turned_page_says_by_how_much() {
        for tenths in [-73, -12, 0, 4, 20, 110] {
            let turned = rotate(&lines(), Angle::tenths(tenths));
            let found = skew(&turned);
            assert!((found.tenths - tenths).abs() <= 1, "{tenths}: {found:?}");
            assert!(found.sideways < 0.5, "{tenths}: {found:?}");
        }
    }

    #[test]
    fn a_page_on_its_side_is_suspected() {
        let turned = rotate(&lines(), Angle::tenths(13));
        let found = skew(&crate::prepare::turn(&turned, crate::prepare::Turn::Left));
        assert!(found.sideways > 2.0 && (found.tenths - 13).abs() <= 1, "{found:?}");
    }

    #[test]
    fn white_is_level() {
        assert_eq!(skew(&Grey::filled(300, 200, 255)), Skew { tenths: 0, sideways: 1.0 });
        assert_eq!(skew(&Grey::filled(0, 0, 255)).tenths, 0);
    }
}
