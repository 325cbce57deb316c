//! A page made ready for reading: upright, its paper white, its lines level, at 300 dpi.
//!
//! All of it is arithmetic in whole numbers or in operations that IEEE 754 fixes to the last bit, in one
//! thread: the same page gives the same bytes on every machine.

mod angle;
mod background;
mod mapping;
mod resolution;
mod rotate;
mod sauvola;
mod skew;
mod turn;

pub use angle::Angle;
pub use background::normalise;
pub use mapping::Mapping;
pub use resolution::{KnownFrom, Resolution, resolution};
pub use rotate::rotate;
pub use sauvola::binarise;
pub use skew::{Skew, skew};
pub use turn::{Turn, turn};

pub(crate) use background::{paper, percentile};
use resolution::letter_height;

use crate::Grey;
use crate::components::components;
use crate::scale::{Filter, reduced, scale};

/// The resolution that readers were trained for.
pub const READING_DPI: f64 = 300.0;
/// A prepared page has at most so many pixels: A2 at 300 dpi, or 35 MB.
const MOST_PIXELS: f64 = 35e6;
/// No page is made more than so many times larger or smaller.
const MOST_SCALING: f64 = 4.0;
/// Darker than this is ink, once paper is white.
pub(crate) const INK_ON_WHITE: u8 = 190;

/// A page made ready for reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// Upright, level, paper white, about 300 dpi.
    pub image: Grey,
    /// From its coordinates to those of the page as it was given.
    pub mapping: Mapping,
    /// What the page's lines leaned by before.
    pub skew: Skew,
    /// What the page had before.
    pub resolution: Resolution,
}

/// Prepares a page that `upright` sets on its feet. `stated_dpi` is what the file says, if it says anything.
#[must_use]
pub fn prepare(page: &Grey, upright: Turn, stated_dpi: Option<f64>) -> Prepared {
    let turned = turn(page, upright);
    let white = normalise(&turned);
    let resolution = measure_resolution(&white, stated_dpi);
    let skew = skew(&white);
    let (width, height) = target(&white, resolution.dpi);
    let scaled = scale(&white, width, height, Filter::Sharp);
    let level = Angle::tenths(skew.tenths).reverse();
    let image = rotate(&scaled, level);
    let ratio = |before: usize, after: usize| before as f64 / after.max(1) as f64;
    let scaling = Mapping::scaling(ratio(white.width(), width), ratio(white.height(), height));
    let mapping = rotate::mapping(width, height, level).then(scaling).then(turn::mapping(
        upright,
        page.width() as f64,
        page.height() as f64,
    ));
    Prepared { image, mapping, skew, resolution }
}

/// The longer side of the image that letters are measured on: A4 at 150 dpi.
const LETTERS_LONGEST: usize = 1754;

/// The resolution of a page whose paper is white.
#[must_use]
pub fn measure_resolution(white: &Grey, stated_dpi: Option<f64>) -> Resolution {
    let known = resolution(white.width(), white.height(), stated_dpi, None);
    if known.from != KnownFrom::Text {
        return known;
    }
    let (small, times) = reduced(white, LETTERS_LONGEST);
    let pieces = components(&small, INK_ON_WHITE);
    let letter = letter_height(&pieces, small.width().max(small.height()));
    resolution(white.width(), white.height(), stated_dpi, letter.map(|height| height * times))
}

fn target(image: &Grey, dpi: f64) -> (usize, usize) {
    let (width, height) = (image.width() as f64, image.height() as f64);
    let wanted = (READING_DPI / dpi).clamp(1.0 / MOST_SCALING, MOST_SCALING);
    let affordable = (MOST_PIXELS / (width * height).max(1.0)).sqrt();
    let factor = wanted.min(affordable);
    let side = |length: f64| (length * factor).round().max(1.0) as usize;
    let is_near = (factor - 1.0).abs() < 0.03;
    if is_near { (image.width(), image.height()) } else { (side(width), side(height)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_found_again_on_the_page() {
        let mut page = Grey::filled(600, 900, 240);
        for (index, shade) in page.pixels_mut().iter_mut().enumerate() {
            let (x, y) = (index % 600, index / 600);
            if y % 30 < 5 && (60..540).contains(&x) && (60..840).contains(&y) && x % 23 < 17 {
                *shade = 30;
            }
        }
        let slanted = turn(&rotate(&page, Angle::tenths(30)), Turn::Left);
        let ready = prepare(&slanted, Turn::Right, Some(150.0));
        assert_eq!(ready.resolution.from, KnownFrom::Stated);
        assert!((ready.skew.tenths - 30).abs() <= 1, "{:?}", ready.skew);
        let mut agree = 0;
        for row in (4..ready.image.height() - 4).step_by(10) {
            for column in (4..ready.image.width() - 4).step_by(10) {
                let (x, y) = ready.mapping.to_page(column as f64 + 0.5, row as f64 + 0.5);
                let (back_x, back_y) = ready.mapping.to_prepared(x, y);
                assert!((back_x - column as f64 - 0.5).abs() < 1e-6);
                assert!((back_y - row as f64 - 0.5).abs() < 1e-6);
                let is_inside = x >= 0.0 && y >= 0.0 && y < slanted.height() as f64;
                if is_inside && x < slanted.width() as f64 {
                    let ink = slanted.row(y as usize)[x as usize] < 128;
                    agree += i32::from(ink == (ready.image.row(row)[column] < 128)) * 2 - 1;
                }
            }
        }
        assert!(agree > 10_000, "{agree}");
    }
}
