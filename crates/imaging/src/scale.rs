//! Scaling, the same bytes on every machine.
//!
//! `fast_image_resize` multiplies eight-bit samples with whole-number weights, with and without vector
//! instructions alike, and the weights of the filters used here are polynomials: nothing depends on a
//! mathematics library.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use crate::Grey;

/// How pixels are weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// The mean of what a new pixel covers: for making smaller.
    Mean,
    /// A straight line between neighbours: for what is smooth already.
    Linear,
    /// Catmull and Rom's cubic: for what is read or looked at.
    Sharp,
}

impl Filter {
    fn algorithm(self) -> ResizeAlg {
        ResizeAlg::Convolution(match self {
            Self::Mean => FilterType::Box,
            Self::Linear => FilterType::Bilinear,
            Self::Sharp => FilterType::CatmullRom,
        })
    }
}

/// The image in another size. Without a pixel to go by, it is white.
#[must_use]
pub fn scale(image: &Grey, width: usize, height: usize, filter: Filter) -> Grey {
    if (width, height) == (image.width(), image.height()) {
        return image.clone();
    }
    let from = (image.width(), image.height());
    Grey::from_pixels(width, scale_samples(image.pixels(), from, (width, height), 1, filter))
}

/// Interleaved samples in another size; `channels` is 1 or 3. Sizes are width and height.
pub(crate) fn scale_samples(
    pixels: &[u8],
    from: (usize, usize),
    to: (usize, usize),
    channels: usize,
    filter: Filter,
) -> Vec<u8> {
    let blank = || vec![255; to.0 * to.1 * channels];
    scaled(pixels, from, to, channels, filter).unwrap_or_else(blank)
}

/// Fails only for images without pixels: what else the library refuses (cropping, other kinds of samples) is
/// not asked of it.
fn scaled(
    pixels: &[u8],
    from: (usize, usize),
    to: (usize, usize),
    channels: usize,
    filter: Filter,
) -> Option<Vec<u8>> {
    let kind = if channels == 1 { PixelType::U8 } else { PixelType::U8x3 };
    let size = |side: usize| u32::try_from(side).ok().filter(|side| *side > 0);
    let source = ImageRef::new(size(from.0)?, size(from.1)?, pixels, kind).ok()?;
    let mut target = Image::new(size(to.0)?, size(to.1)?, kind);
    let options = ResizeOptions::new().resize_alg(filter.algorithm());
    Resizer::new().resize(&source, &mut target, &options).ok()?;
    Some(target.into_vec())
}

/// The image no longer than `longest` on any side, by means, and how many times smaller it became.
#[must_use]
pub(crate) fn reduced(image: &Grey, longest: usize) -> (Grey, f64) {
    let side = image.width().max(image.height());
    if side <= longest || longest == 0 {
        return (image.clone(), 1.0);
    }
    let fit = |length: usize| ((length * longest + side / 2) / side).max(1);
    let small = scale(image, fit(image.width()), fit(image.height()), Filter::Mean);
    (small, side as f64 / longest as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_means() {
        let image = Grey::from_pixels(4, vec![0, 100, 200, 200, 0, 100, 200, 200]);
        assert_eq!(scale(&image, 2, 1, Filter::Mean).pixels(), [50, 200]);
    }

    #[test]
    fn nothing_becomes_white() {
        assert_eq!(scale(&Grey::filled(0, 0, 0), 2, 1, Filter::Sharp).pixels(), [255, 255]);
        assert_eq!(scale(&Grey::filled(2, 2, 9), 0, 1, Filter::Sharp).height(), 0);
    }

    #[test]
    fn a_reduced_image_keeps_its_shape() {
        let (small, times) = reduced(&Grey::filled(1000, 10, 7), 100);
        assert_eq!((small.width(), small.height(), times), (100, 1, 10.0));
        assert_eq!(reduced(&Grey::filled(3, 2, 7), 100).1, 1.0);
    }
}
