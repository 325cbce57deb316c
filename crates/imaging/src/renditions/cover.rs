//! Pages that show bodies: seen first so that nobody is shown more than they chose to see.

use crate::scale::{Filter, scale};
use crate::{Raster, RasterError, Samples};

/// The longer side of what is left of the page, in pixels: light and dark, nobody's face.
const LEFT: u32 = 24;

/// The page in grey and blurred beyond recognition, its longer side `longest` pixels or less. What is handed out is
/// made of at most 24 by 24 pixels; nothing sharper can be had from it.
///
/// # Errors
/// If `longest` is nothing.
pub fn covered(page: &Raster, longest: u32) -> Result<Raster, RasterError> {
    let (width, height) = (page.width(), page.height());
    let side = u64::from(width.max(height));
    let fit = |length: u32, longest: u32| {
        ((u64::from(length) * u64::from(longest) / side) as u32).clamp(longest.min(1), longest)
    };
    let (small_width, small_height) = (fit(width, LEFT), fit(height, LEFT));
    let left = scale(&page.to_grey(), small_width as usize, small_height as usize, Filter::Mean);
    let longest = longest.min(width.max(height));
    let (width, height) = (fit(width, longest), fit(height, longest));
    let blurred = scale(&left, width as usize, height as usize, Filter::Linear);
    Raster::new(width, height, Samples::Grey8, blurred.pixels().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_handed_out_holds_a_few_hundred_shades() {
        let pixels = (0..3 * 400 * 300_u32).map(|at| (at * 7919 % 251) as u8).collect();
        let page = Raster::new(400, 300, Samples::Rgb8, pixels).unwrap();
        let cover = covered(&page, 256).unwrap();
        assert_eq!((cover.width(), cover.height(), cover.samples()), (256, 192, Samples::Grey8));
        let again = covered(&cover, 24).unwrap();
        assert_eq!((again.width(), again.height()), (24, 18));
        let neighbours = cover.pixels().windows(2).map(|pair| pair[0].abs_diff(pair[1]));
        assert!(neighbours.max().unwrap() < 60, "no edge is left");
    }

    #[test]
    fn the_thinnest_page_can_be_covered() {
        let line = Raster::new(1, 5000, Samples::Grey8, vec![3; 5000]).unwrap();
        let cover = covered(&line, 256).unwrap();
        assert_eq!((cover.width(), cover.height()), (1, 256));
    }
}
