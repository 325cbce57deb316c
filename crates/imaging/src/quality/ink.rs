//! Counting pieces of ink: letters, letters that an edge cuts, and the bars of separator sheets.

use crate::Grey;
use crate::components::{Component, components};
use crate::prepare::{Angle, INK_ON_WHITE, rotate};
use crate::scale::reduced;

/// The longer side of the image that is counted on: A4 at 200 dpi.
const LONGEST: usize = 2339;

/// Washed-out writing is darker than this once paper is white; what shines through from the other side is not.
pub(super) const FAINT_ON_WHITE: u8 = 224;
/// Fewer letters, and fainter ones are looked for.
pub(super) const FEW: u32 = 8;

/// What was counted.
pub(super) struct Counted {
    /// Pieces of the size of letters.
    pub letters: u32,
    /// What is darker than this is ink on this page.
    pub ink: u8,
    /// Pieces that touch an edge: left, top, right, bottom.
    pub cut: [u32; 4],
    /// Bars alike.
    pub bars: u32,
}

/// Counts the pieces on a page whose paper is white, of `dpi` pixels an inch, whose lines lean by `skew`.
pub(super) fn count(white: &Grey, dpi: f64, skew: Angle) -> Counted {
    let (small, times) = reduced(white, LONGEST);
    let inch = (dpi / times).max(1.0);
    let (width, height) = (small.width(), small.height());
    let letters = |pieces: &[Component]| {
        number(pieces.iter().filter(|piece| is_letter(piece, inch, width, height)))
    };
    let dark = components(&small, INK_ON_WHITE);
    let faint = || components(&small, FAINT_ON_WHITE);
    let choices = [(INK_ON_WHITE, letters(&dark)), (FAINT_ON_WHITE, 0)];
    let (ink, letters, pieces) = match choices[0] {
        (ink, count) if count >= FEW => (ink, count, dark),
        (ink, count) => {
            let pieces = faint();
            match letters(&pieces) {
                more if more >= FEW => (FAINT_ON_WHITE, more, pieces),
                _ => (ink, count, dark),
            }
        }
    };
    let bars = if letters < FULL_OF_TEXT { level_bars(&small, inch, skew) } else { 0 };
    Counted { letters, ink, cut: cut(&pieces, inch, width, height), bars }
}

/// A page with as many letters is no sheet that parts batches.
const FULL_OF_TEXT: u32 = 80;

/// Bars lean with the sheet, and would then fill little of their rectangles.
fn level_bars(small: &Grey, inch: f64, skew: Angle) -> u32 {
    bars(&components(&rotate(small, skew.reverse()), INK_ON_WHITE), inch)
}

fn number<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

/// Letters and pieces of words are between these, in inches: 1.2 mm and 12 mm high.
const LOWEST: f64 = 1.2 / 25.4;
const HIGHEST: f64 = 12.0 / 25.4;
const NARROWEST: f64 = 0.6 / 25.4;
const WIDEST: f64 = 60.0 / 25.4;
/// Punched holes, blots and bars fill more of their rectangle than letters do.
const FILLED: f64 = 0.72;

fn has_letter_size(piece: &Component, inch: f64) -> bool {
    let (width, height) = (piece.width as f64 / inch, piece.height as f64 / inch);
    (LOWEST..=HIGHEST).contains(&height) && (NARROWEST..=WIDEST).contains(&width)
}

fn is_letter(piece: &Component, inch: f64, width: usize, height: usize) -> bool {
    let filled = piece.area as f64 / (piece.width * piece.height).max(1) as f64;
    let inner = |from: usize, size: usize, side: usize| {
        let margin = side / 25;
        from >= margin && from + size <= side - margin
    };
    has_letter_size(piece, inch)
        && filled < FILLED
        && inner(piece.left, piece.width, width)
        && inner(piece.top, piece.height, height)
}

/// Pieces of letter size that touch an edge: left, top, right, bottom.
fn cut(pieces: &[Component], inch: f64, width: usize, height: usize) -> [u32; 4] {
    let touching = |touches: &dyn Fn(&Component) -> bool| {
        number(pieces.iter().filter(|piece| is_cut(piece, inch) && touches(piece)))
    };
    [
        touching(&|piece| piece.left == 0),
        touching(&|piece| piece.top == 0),
        touching(&|piece| piece.left + piece.width == width),
        touching(&|piece| piece.top + piece.height == height),
    ]
}

/// What is left of a letter may be half as high or wide, and no more than a word.
fn is_cut(piece: &Component, inch: f64) -> bool {
    let (width, height) = (piece.width as f64 / inch, piece.height as f64 / inch);
    let (short, long) = (width.min(height), width.max(height));
    short >= LOWEST / 3.0 && long >= LOWEST && height <= HIGHEST && width <= WIDEST
}

/// A bar is at least so many inches long, so many times longer than wide, and so full.
const BAR: f64 = 6.0 / 25.4;
const SLIM: usize = 4;
const FULL: f64 = 0.8;

/// The most bars that stand side by side, or lie one above the other.
fn bars(pieces: &[Component], inch: f64) -> u32 {
    let full =
        |piece: &&Component| piece.area as f64 >= FULL * piece.width as f64 * piece.height as f64;
    let standing = pieces.iter().filter(full);
    let standing = standing.map(|piece| (piece.top, piece.height, piece.width));
    let lying = pieces.iter().filter(full).map(|piece| (piece.left, piece.width, piece.height));
    alike(standing.collect(), inch).max(alike(lying.collect(), inch))
}

/// The most bars of one beginning and length; each is (beginning, length, thickness).
fn alike(bars: Vec<(usize, usize, usize)>, inch: f64) -> u32 {
    let long = |bar: &(usize, usize, usize)| bar.1 as f64 >= BAR * inch && bar.1 >= SLIM * bar.2;
    let mut bars: Vec<_> = bars.into_iter().filter(long).collect();
    bars.sort_unstable();
    let like = |one: &(usize, usize, usize), other: &(usize, usize, usize)| {
        let off = one.1 / 8 + 2;
        one.0.abs_diff(other.0) <= off && one.1.abs_diff(other.1) <= off
    };
    let most = bars.iter().enumerate().map(|(index, bar)| {
        let near = bars[index..].iter().take_while(|other| other.0 - bar.0 <= bar.1 / 8 + 2);
        number(near.filter(|other| like(bar, other)))
    });
    most.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Squares with a hole, 20 pixels wide, as far apart, ten pixels from the left and the upper edge, at 200 dpi.
    fn letters() -> Grey {
        let mut page = Grey::filled(800, 600, 255);
        for (index, shade) in page.pixels_mut().iter_mut().enumerate() {
            let (x, y) = ((index % 800 + 30) % 40, (index / 800 + 30) % 40);
            let hole = (4..16).contains(&x) && (4..16).contains(&y);
            *shade = if x < 20 && y < 20 && !hole { 0 } else { 255 };
        }
        page
    }

    #[test]
    fn letters_within_the_margin_count() {
        let found = count(&letters(), 200.0, Angle::tenths(0));
        assert_eq!(found.letters, 18 * 13);
        assert_eq!((found.cut, found.bars), ([0, 0, 0, 0], 0));
        assert_eq!(count(&Grey::filled(800, 600, 255), 200.0, Angle::tenths(0)).letters, 0);
    }

    #[test]
    fn an_edge_through_letters_is_seen_on_its_side() {
        assert_eq!(
            count(&letters().crop(15, 0, 780, 600), 200.0, Angle::tenths(0)).cut,
            [15, 0, 0, 0]
        );
        assert_eq!(
            count(&letters().crop(0, 15, 800, 580), 200.0, Angle::tenths(0)).cut,
            [0, 20, 0, 0]
        );
        assert_eq!(
            count(&letters().crop(0, 0, 780, 600), 200.0, Angle::tenths(0)).cut,
            [0, 0, 15, 0]
        );
        assert_eq!(
            count(&letters().crop(0, 0, 800, 580), 200.0, Angle::tenths(0)).cut,
            [0, 0, 0, 20]
        );
    }

    #[test]
    fn bars_side_by_side_are_counted() {
        let mut page = Grey::filled(900, 600, 255);
        for (index, shade) in page.pixels_mut().iter_mut().enumerate() {
            let (x, y) = (index % 900, index / 900);
            if (100..800).contains(&x) && (100..400).contains(&y) && x % 14 < 3 + x / 28 % 2 * 4 {
                *shade = 0;
            }
        }
        assert_eq!(count(&page, 200.0, Angle::tenths(0)).bars, 51);
        let turned = crate::prepare::turn(&page, crate::prepare::Turn::Right);
        assert_eq!(count(&turned, 200.0, Angle::tenths(0)).bars, 51);
    }
}
