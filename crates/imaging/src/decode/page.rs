//! One page with what its file says about it.

use serde::{Deserialize, Serialize};

use super::Reason;
use crate::Raster;

/// The most pixels of a page.
pub const MOST_PIXELS: u64 = 200_000_000;
/// The most pages of a file.
pub const MOST_PAGES: u32 = 2_000;

/// Dots an inch as the file claims, in whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dpi {
    /// Across, after the page was turned upright.
    pub x: u32,
    /// Down, after the page was turned upright.
    pub y: u32,
}

impl Dpi {
    /// Takes what a header says, if a scanner could have meant it.
    pub(crate) fn new(x: f64, y: f64) -> Option<Self> {
        let whole = |value: f64| {
            let possible = value.is_finite() && (10.0..=20_000.0).contains(&value);
            possible.then(|| value.round() as u32)
        };
        Some(Self { x: whole(x)?, y: whole(y)? })
    }
}

/// What the samples of the file were before they became a raster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    /// One sample: black to white or white to black.
    Grey,
    /// Indices into a table of colours.
    Palette,
    /// Red, green, blue.
    Rgb,
    /// Brightness and two differences.
    YCbCr,
    /// Cyan, magenta, yellow, black.
    Cmyk,
    /// CIE L*a*b*.
    Lab,
    /// Drawn from a description of the page.
    Rendered,
}

/// What made the raster. Its name and version stand in the event that commits the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decoder {
    /// Its name.
    pub name: String,
    /// Its version, and that of what it decoded with.
    pub version: String,
    /// Whether it is an outside program, whose raster has to be kept because nobody else may be able to repeat it.
    pub helper: bool,
}

/// Where a PDF page's picture comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Pictures only: a scan.
    Scan,
    /// A picture of the whole page with text that is not drawn: a scan that somebody had read.
    ScanWithText,
    /// Text or drawings: the page was born digital.
    BornDigital,
}

/// What is known about a page beside its pixels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// What the file claims; for a drawn page the resolution at which it was drawn.
    pub dpi: Option<Dpi>,
    /// The turn or reflection that was applied, as Exif numbers them; 1 is none.
    pub orientation: u8,
    /// Bits of a sample in the file.
    pub bits: u8,
    /// What the samples were.
    pub colour: Colour,
    /// What made the raster.
    pub decoder: Decoder,
    /// For a PDF page.
    pub origin: Option<Origin>,
    /// What is missing or was left out, such as further frames of an animation or the end of a torn file; empty if
    /// everything is there.
    pub notes: Vec<String>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its pixels.
    pub raster: Raster,
    /// What else is known.
    pub facts: Facts,
}

/// Refuses a page of no pixels or too many; returns how many there are.
pub(crate) fn checked_size(width: u32, height: u32) -> Result<usize, Reason> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(Reason::damaged(format_args!("a page of {width} by {height} pixels")));
    }
    if pixels > MOST_PIXELS {
        return Err(Reason::new(
            super::ReasonKind::TooLarge,
            format_args!("{width} by {height} pixels are more than {MOST_PIXELS}"),
        ));
    }
    Ok(pixels as usize)
}
