//! Light and dark: paper, ink, and what is lost at either end.

use serde::{Deserialize, Serialize};

use crate::Grey;
use crate::prepare::{paper, percentile};

/// How light and dark a page is; shades are 0 (black) to 255 (white).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Tone {
    /// The middle shade of the paper.
    pub paper: u8,
    /// How much darker its darkest twentieth is than its lightest twentieth, as a share of the lightest.
    pub unevenness: f64,
    /// The shade that a tenth of the ink is darker than; nothing if there is no ink.
    pub ink: Option<u8>,
    /// The share of pixels that are black (0 to 2), where nothing more can be told apart.
    pub clipped_black: f64,
    /// The share of pixels that are white (253 to 255).
    pub clipped_white: f64,
}

impl Tone {
    /// How much darker ink is than paper, in shades; nothing without ink.
    #[must_use]
    pub fn contrast(&self) -> Option<u8> {
        self.ink.map(|ink| self.paper.saturating_sub(ink))
    }
}

/// A smaller share of the page is dirt, one in so many.
const DIRT: usize = 20_000;

/// Measures a page; `white` is the same page after [`normalise`](crate::prepare::normalise), on which what is
/// darker than `threshold` is ink.
pub(super) fn tone(page: &Grey, white: &Grey, threshold: u8) -> Tone {
    let paper = paper(page);
    let (dark, light) = (percentile(paper.pixels(), 5), percentile(paper.pixels(), 95));
    let share = |count: usize| count as f64 / page.pixels().len().max(1) as f64;
    let count = |is: fn(u8) -> bool| page.pixels().iter().filter(|shade| is(**shade)).count();
    Tone {
        paper: percentile(paper.pixels(), 50),
        unevenness: f64::from(light - dark) / f64::from(light.max(1)),
        ink: ink(page, white, threshold),
        clipped_black: share(count(|shade| shade <= 2)),
        clipped_white: share(count(|shade| shade >= 253)),
    }
}

fn ink(page: &Grey, white: &Grey, threshold: u8) -> Option<u8> {
    let pairs = page.pixels().iter().zip(white.pixels());
    let ink: Vec<u8> = pairs.filter(|pair| *pair.1 < threshold).map(|pair| *pair.0).collect();
    (ink.len() > page.pixels().len() / DIRT).then(|| percentile(&ink, 10))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prepare::normalise;

    #[test]
    fn paper_and_ink_are_told_apart() {
        let mut page = Grey::filled(300, 300, 200);
        page.pixels_mut().iter_mut().step_by(9).for_each(|shade| *shade = 80);
        let found = tone(&page, &normalise(&page), 190);
        assert_eq!((found.paper, found.ink, found.contrast()), (200, Some(80), Some(120)));
        assert_eq!((found.clipped_black, found.clipped_white), (0.0, 0.0));
    }

    #[test]
    fn an_empty_page_has_no_ink() {
        let page = Grey::filled(30, 30, 255);
        let found = tone(&page, &normalise(&page), 190);
        assert_eq!((found.ink, found.clipped_white, found.unevenness), (None, 1.0, 0.0));
    }
}
