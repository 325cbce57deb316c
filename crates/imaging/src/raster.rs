//! The canonical raster: what a page looks like, in one form for all formats.

use serde::{Deserialize, Serialize};

use crate::Grey;

/// What one pixel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Samples {
    /// One byte, 0 black.
    Grey8,
    /// Three bytes: red, green, blue.
    Rgb8,
}

impl Samples {
    /// Bytes of one pixel.
    #[must_use]
    pub fn bytes(self) -> usize {
        match self {
            Self::Grey8 => 1,
            Self::Rgb8 => 3,
        }
    }
}

/// The pixels of one page, rows from top to bottom without padding, orientation applied, transparency laid on white.
/// Bilevel and grey scans are [`Samples::Grey8`]; everything with colour is [`Samples::Rgb8`]; deeper samples keep
/// their upper eight bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raster {
    width: u32,
    height: u32,
    samples: Samples,
    pixels: Vec<u8>,
}

/// Why pixels are not a raster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{bytes} bytes are no {width} by {height} pixels")]
pub struct RasterError {
    /// Pixels a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Bytes that were given.
    pub bytes: usize,
}

impl Raster {
    /// Takes pixels in the order described above.
    ///
    /// # Errors
    /// If their number is not that of the pixels, or there are none.
    pub fn new(
        width: u32,
        height: u32,
        samples: Samples,
        pixels: Vec<u8>,
    ) -> Result<Self, RasterError> {
        let wanted = u64::from(width) * u64::from(height);
        let wanted = wanted.saturating_mul(samples.bytes() as u64);
        if wanted == 0 || wanted != pixels.len() as u64 {
            return Err(RasterError { width, height, bytes: pixels.len() });
        }
        Ok(Self { width, height, samples, pixels })
    }

    /// Pixels a row.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Rows.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// What one pixel is.
    #[must_use]
    pub fn samples(&self) -> Samples {
        self.samples
    }

    /// The bytes, row by row.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The bytes, row by row.
    #[must_use]
    pub fn into_pixels(self) -> Vec<u8> {
        self.pixels
    }

    /// The same page in grey (ITU-R BT.601 luma in whole numbers, the same on every machine).
    #[must_use]
    pub fn to_grey(&self) -> Grey {
        let pixels = match self.samples {
            Samples::Grey8 => self.pixels.clone(),
            Samples::Rgb8 => self.pixels.as_chunks::<3>().0.iter().map(luma).collect(),
        };
        Grey::from_pixels(self.width as usize, pixels)
    }
}

fn luma(&[red, green, blue]: &[u8; 3]) -> u8 {
    let sum = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
    ((sum + 500) / 1000) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_as_many_bytes_as_pixels_are_a_raster() {
        assert!(Raster::new(2, 2, Samples::Rgb8, vec![0; 12]).is_ok());
        assert!(Raster::new(2, 2, Samples::Rgb8, vec![0; 11]).is_err());
        assert!(Raster::new(0, 2, Samples::Grey8, vec![]).is_err());
        assert!(Raster::new(u32::MAX, u32::MAX, Samples::Rgb8, vec![0; 3]).is_err());
    }

    #[test]
    fn grey_of_white_is_white_and_green_weighs_most() {
        let colours = vec![255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255];
        let grey = Raster::new(4, 1, Samples::Rgb8, colours).unwrap().to_grey();
        assert_eq!(grey.pixels(), [255, 76, 150, 29]);
    }
}
