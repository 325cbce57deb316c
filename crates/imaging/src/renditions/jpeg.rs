//! JPEG without anything but pixels.

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;

use crate::{Raster, Samples};

/// Why a viewing copy could not be made.
#[derive(Debug, thiserror::Error)]
#[error(
    "a page of {width} by {height} pixels could not be encoded as JPEG ({source}); its original is untouched"
)]
pub struct RenditionError {
    /// Pixels a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// What the encoder says.
    source: image::ImageError,
}

/// Baseline JPEG, grey for grey pages, of a quality from 1 to 100.
///
/// # Errors
/// If a side is longer than 65,535 pixels.
pub fn jpeg(page: &Raster, quality: u8) -> Result<Vec<u8>, RenditionError> {
    let (width, height) = (page.width(), page.height());
    let kind = match page.samples() {
        Samples::Grey8 => ExtendedColorType::L8,
        Samples::Rgb8 => ExtendedColorType::Rgb8,
    };
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality.clamp(1, 100))
        .encode(page.pixels(), width, height, kind)
        .map_err(|source| RenditionError { width, height, source })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_longer_than_the_format_allows_is_an_error() {
        let long = Raster::new(65_536, 1, Samples::Grey8, vec![0; 65_536]).unwrap();
        let error = jpeg(&long, 80).unwrap_err().to_string();
        assert!(error.contains("65536 by 1"), "{error}");
        let short = Raster::new(3, 1, Samples::Grey8, vec![0; 3]).unwrap();
        assert!(jpeg(&short, 0).is_ok());
    }
}
