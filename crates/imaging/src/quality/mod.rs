//! What can be said of a scan without reading it, and what a person should look at.
//!
//! [`measure`] gives numbers; [`findings()`] holds them against one table of limits, which `cargo xtask
//! eval-quality` judges on pages that were made worse on purpose (docs/quality.md). A finding is a question to the
//! person at the scanner, never a reason to refuse or drop a page.

mod edges;
mod findings;
mod ink;
mod tone;

pub use findings::{Finding, LIMITS, Limits, findings};
pub use tone::Tone;

use serde::{Deserialize, Serialize};

use crate::Grey;
use crate::prepare::{Angle, Resolution, measure_resolution, skew};

/// What was measured on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// Pixels a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Pixels an inch as the file states them, believed or not.
    pub stated_dpi: Option<f64>,
    /// Pixels an inch, as far as they can be known.
    pub resolution: Resolution,
    /// Light and dark.
    pub tone: Tone,
    /// The spread of the edges of ink in hundredths of a millimetre; nothing on pages with few edges.
    pub edge_spread: Option<f64>,
    /// Degrees by which the page was turned anticlockwise.
    pub skew: f64,
    /// How much sharper lines are seen down the columns than along the rows; above 1, writing may run sideways.
    pub sideways: f64,
    /// Pieces of ink of the size of letters in the inner 92 % of the page.
    pub letters: u32,
    /// Pieces of ink that touch an edge: left, top, right, bottom.
    pub cut: [u32; 4],
    /// The most parallel bars of one length: a bar code has 20 and more.
    pub bars: u32,
}

/// Measures a page; `white` is the same page after [`normalise`](crate::prepare::normalise), and `stated_dpi` is
/// what its file says.
#[must_use]
pub fn measure(page: &Grey, white: &Grey, stated_dpi: Option<f64>) -> Measures {
    let resolution = measure_resolution(white, stated_dpi);
    let skew = skew(white);
    let counted = ink::count(white, resolution.dpi, Angle::tenths(skew.tenths));
    let tone = tone::tone(page, white, counted.ink);
    let spread = tone.contrast().and_then(|contrast| edges::spread(page, contrast));
    Measures {
        width: u32::try_from(page.width()).unwrap_or(u32::MAX),
        height: u32::try_from(page.height()).unwrap_or(u32::MAX),
        stated_dpi: stated_dpi.filter(|dpi| dpi.is_finite()),
        resolution,
        tone,
        edge_spread: spread.map(|pixels| pixels * 2540.0 / resolution.dpi),
        skew: skew.degrees(),
        sideways: skew.sideways,
        letters: counted.letters,
        cut: counted.cut,
        bars: counted.bars,
    }
}
