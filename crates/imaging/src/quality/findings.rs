//! What a person should look at, by one table of limits.

use serde::{Deserialize, Serialize};

use super::Measures;

/// Something about a scan that a person should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// Nothing is written on it; what shines through from the other side does not count.
    Blank,
    /// A sheet with a bar code or patch that parts one batch from the next.
    Separator,
    /// Edges are soft: out of focus, or moved.
    Blurred,
    /// The paper is dark.
    TooDark,
    /// The ink is nearly as light as the paper, and the paper is white.
    TooLight,
    /// Ink and paper differ little.
    LowContrast,
    /// The page lay askew.
    Skewed,
    /// Too few pixels an inch to read small writing.
    LowResolution,
    /// Ink runs over an edge of the image.
    CutEdge,
    /// The writing runs up or down the page.
    Sideways,
}

/// The limits, each in the unit of the measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Fewer letters, and the page is blank.
    pub letters: u32,
    /// As many bars, and the page is a separator.
    pub bars: u32,
    /// A wider spread of edges is blur.
    pub edge_spread: f64,
    /// Darker paper is too dark.
    pub paper: u8,
    /// Lighter ink is too light, if the paper is white.
    pub ink: u8,
    /// Paper from this shade on is white.
    pub white_paper: u8,
    /// A smaller difference of paper and ink is low contrast.
    pub contrast: u8,
    /// Degrees, to either side, beyond which the page lay askew.
    pub skew: f64,
    /// Fewer pixels an inch are a low resolution.
    pub dpi: f64,
    /// As many pieces at one edge are cut off.
    pub cut: u32,
    /// Lines so many times sharper down the columns are writing that runs sideways.
    pub sideways: f64,
}

/// The limits that [`findings`] are made by; docs/quality.md has how they were found.
pub const LIMITS: Limits = Limits {
    letters: 8,
    bars: 16,
    edge_spread: 18.0,
    paper: 110,
    ink: 150,
    white_paper: 225,
    contrast: 60,
    skew: 3.0,
    dpi: 140.0,
    cut: 3,
    sideways: 1.5,
};

/// What a person should look at, in the order of [`Finding`].
#[must_use]
pub fn findings(page: &Measures) -> Vec<Finding> {
    let is_blank = page.letters < LIMITS.letters;
    let is_separator = page.bars >= LIMITS.bars;
    let is_written = !is_blank && !is_separator;
    let all = [
        (Finding::Blank, is_blank && !is_separator),
        (Finding::Separator, is_separator),
        (Finding::Blurred, is_written && page.edge_spread.is_some_and(|s| s > LIMITS.edge_spread)),
        (Finding::TooDark, page.tone.paper < LIMITS.paper),
        (Finding::TooLight, is_written && is_too_light(page)),
        (Finding::LowContrast, is_written && has_low_contrast(page)),
        (Finding::Skewed, is_written && page.skew.abs() > LIMITS.skew),
        (Finding::LowResolution, page.resolution.dpi < LIMITS.dpi),
        (Finding::CutEdge, is_written && page.cut.iter().any(|count| *count >= LIMITS.cut)),
        (Finding::Sideways, is_written && page.sideways >= LIMITS.sideways),
    ];
    all.into_iter().filter(|finding| finding.1).map(|finding| finding.0).collect()
}

fn is_too_light(page: &Measures) -> bool {
    let pale = page.tone.ink.is_some_and(|ink| ink > LIMITS.ink);
    pale && page.tone.paper >= LIMITS.white_paper
}

fn has_low_contrast(page: &Measures) -> bool {
    page.tone.contrast().is_some_and(|contrast| contrast < LIMITS.contrast)
}
