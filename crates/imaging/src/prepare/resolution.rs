//! How many pixels an inch has.

use serde::{Deserialize, Serialize};

use crate::components::Component;

/// Where a resolution is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KnownFrom {
    /// The file says so, and the page that follows from it is of a size that paper has.
    Stated,
    /// The page has the shape of a usual sheet and, as such a sheet, a usual resolution.
    Paper,
    /// The height of its letters.
    Text,
}

/// Pixels an inch, and where they are known from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Resolution {
    /// Pixels an inch.
    pub dpi: f64,
    /// Where from.
    pub from: KnownFrom,
}

/// What programs write that do not know: a screen's resolution, not a scanner's.
const SCREENS: [f64; 2] = [72.0, 96.0];
/// Resolutions that scanners and cameras reach.
const POSSIBLE: std::ops::RangeInclusive<f64> = 50.0..=1300.0;
/// The sides of paper that archives hold, in inches: from an identity card to a wall map.
const SHORTEST_SIDE: f64 = 1.0;
const LONGEST_SIDE: f64 = 60.0;
/// Short and long sides in inches: A4, Letter, A5, A3 and A6, in the order in which they are believed.
const SHEETS: [(f64, f64); 5] = [
    (210.0 / 25.4, 297.0 / 25.4),
    (8.5, 11.0),
    (148.0 / 25.4, 210.0 / 25.4),
    (297.0 / 25.4, 420.0 / 25.4),
    (105.0 / 25.4, 148.0 / 25.4),
];
/// How far a page's shape may be from that of a sheet.
const SHAPE: f64 = 0.02;
/// What scanners are set to. A4 and A5 have one shape, and which it is shows in one of them giving such a number.
const USUAL: [f64; 8] = [75.0, 100.0, 150.0, 200.0, 240.0, 300.0, 400.0, 600.0];
/// How far a resolution may be from a usual one.
const ABOUT: f64 = 0.015;
/// The height, in inches, of the connected pieces of typed Arabic that hold half of its ink: 34 pixels at 300 dpi
/// (measured on the labelled pages, where typed text has 28 to 38 and handwriting 48).
const LETTER: f64 = 34.0 / 300.0;

/// The resolution of a page of `width` by `height` pixels, on which letters have the height `letter`
/// (in its pixels), if that is known.
#[must_use]
pub fn resolution(
    width: usize,
    height: usize,
    stated: Option<f64>,
    letter: Option<f64>,
) -> Resolution {
    let (short, long) = (width.min(height) as f64, width.max(height) as f64);
    if let Some(dpi) = stated.filter(|dpi| is_believable(*dpi, short, long)) {
        return Resolution { dpi, from: KnownFrom::Stated };
    }
    if let Some(dpi) = sheet(short, long) {
        return Resolution { dpi, from: KnownFrom::Paper };
    }
    let by_letters = letter.map(|height| height / LETTER);
    let dpi = by_letters.unwrap_or(long / SHEETS[0].1);
    Resolution { dpi: dpi.clamp(*POSSIBLE.start(), *POSSIBLE.end()), from: KnownFrom::Text }
}

fn is_believable(dpi: f64, short: f64, long: f64) -> bool {
    POSSIBLE.contains(&dpi)
        && !SCREENS.iter().any(|screen| (screen - dpi).abs() < 1.0)
        && short / dpi >= SHORTEST_SIDE
        && long / dpi <= LONGEST_SIDE
}

fn sheet(short: f64, long: f64) -> Option<f64> {
    let is_of = |sheet: &&(f64, f64)| (long / short / (sheet.1 / sheet.0) - 1.0).abs() < SHAPE;
    let dpi = SHEETS.iter().filter(is_of).map(|sheet| long / sheet.1);
    let usual = |dpi: f64| USUAL.into_iter().find(|usual| (dpi / usual - 1.0).abs() < ABOUT);
    dpi.filter_map(usual).next()
}

/// Fewer pieces say nothing of the size of letters.
const ENOUGH: usize = 40;
/// Pieces of fewer rows are dots and dirt.
const DOT: usize = 5;

/// The height that half of the ink of all possible letters reaches, for an image whose longer side is `side`
/// pixels.
#[must_use]
pub(crate) fn letter_height(pieces: &[Component], side: usize) -> Option<f64> {
    let possible = |piece: &&Component| (DOT..side / 25).contains(&piece.height);
    let mut letters: Vec<_> =
        pieces.iter().filter(possible).map(|piece| (piece.height, piece.area)).collect();
    if letters.len() < ENOUGH {
        return None;
    }
    letters.sort_unstable();
    let half = letters.iter().map(|letter| letter.1).sum::<usize>() / 2;
    let mut ink = 0;
    let middle = letters.iter().find(|letter| {
        ink += letter.1;
        ink >= half
    });
    middle.map(|letter| letter.0 as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(
        width: usize,
        height: usize,
        stated: Option<f64>,
        letter: Option<f64>,
    ) -> (f64, KnownFrom) {
        let found = resolution(width, height, stated, letter);
        (found.dpi, found.from)
    }

    #[test]
    fn the_file_is_believed_unless_it_is_a_screens_default_or_impossible() {
        assert_eq!(from(1000, 1000, Some(200.0), None), (200.0, KnownFrom::Stated));
        assert_eq!(from(2480, 3508, Some(72.0), None), (300.0, KnownFrom::Paper));
        assert_eq!(from(2480, 3508, Some(1e9), None), (300.0, KnownFrom::Paper));
        assert_eq!(from(2480, 3508, Some(f64::NAN), None), (300.0, KnownFrom::Paper));
        assert_eq!(from(1700, 2200, None, None), (200.0, KnownFrom::Paper));
    }

    #[test]
    fn other_shapes_go_by_their_letters() {
        assert_eq!(from(2000, 2000, None, Some(17.0)), (150.0, KnownFrom::Text));
        assert_eq!(from(1, 1, None, None), (50.0, KnownFrom::Text));
        assert_eq!(from(1, 1, None, Some(f64::INFINITY)), (1300.0, KnownFrom::Text));
    }
}
