//! Rasters without loss, for keeping and handing out: nothing but the pixels is in the file.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, ImageError};

use crate::{Raster, Samples};

/// The raster as PNG, without any metadata.
///
/// # Errors
/// If the encoder cannot hold an image of this size.
pub fn png(raster: &Raster) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    let colour = match raster.samples() {
        Samples::Grey8 => ExtendedColorType::L8,
        Samples::Rgb8 => ExtendedColorType::Rgb8,
    };
    let encoder =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    encoder.write_image(raster.pixels(), raster.width(), raster.height(), colour)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pixel_comes_back_and_nothing_else_is_in_the_file() {
        let pixels: Vec<u8> = (0..3 * 7 * 5).map(|at| (at * 7 % 256) as u8).collect();
        let raster = Raster::new(7, 5, Samples::Rgb8, pixels.clone()).unwrap();
        let file = png(&raster).unwrap();
        assert_eq!(image::load_from_memory(&file).unwrap().to_rgb8().into_raw(), pixels);
        let chunks: Vec<_> = [b"tEXt", b"iTXt", b"eXIf", b"iCCP", b"tIME"]
            .into_iter()
            .filter(|name| file.windows(4).any(|part| part == *name))
            .collect();
        assert!(chunks.is_empty(), "{chunks:?}");
    }
}
