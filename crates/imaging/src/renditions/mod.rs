//! Copies for looking at: thumbnail, screen, full size, and tiles for zooming.
//!
//! Everything here can be deleted and made again with the same bytes. The files hold pixels only: no time, no
//! place, no camera, no name.

mod cover;
mod jpeg;
mod tiles;
mod zip;

pub use cover::covered;
pub use jpeg::{RenditionError, jpeg};
pub use tiles::{ID_PLACEHOLDER, TILE, Tile, TilesError, scale_factors, tiles, tiles_zip};
pub use zip::TooLarge;

use crate::Raster;
use crate::scale::{Filter, scale_samples};

/// The longer side of a thumbnail, in pixels.
pub const THUMBNAIL: u32 = 256;
/// The longer side of what fills a screen, in pixels.
pub const SCREEN: u32 = 1600;
/// JPEG cannot be longer (ITU-T T.81 section B.2.2).
const LONGEST_JPEG: u32 = 65_535;
/// The quality of thumbnails and screens, and of what is zoomed into (ITU-T T.81 as libjpeg counts it, of 100).
const SMALL_QUALITY: u8 = 75;
const FULL_QUALITY: u8 = 85;

/// A JPEG whose longer side is 256 pixels, or less if the page is smaller.
///
/// # Errors
/// If it cannot be encoded.
pub fn thumbnail(page: &Raster) -> Result<Vec<u8>, RenditionError> {
    jpeg(&fitted(page, THUMBNAIL), SMALL_QUALITY)
}

/// A JPEG whose longer side is 1600 pixels, or less if the page is smaller.
///
/// # Errors
/// If it cannot be encoded.
pub fn screen(page: &Raster) -> Result<Vec<u8>, RenditionError> {
    jpeg(&fitted(page, SCREEN), SMALL_QUALITY)
}

/// A JPEG in the page's own size; smaller only if the format cannot hold that.
///
/// # Errors
/// If it cannot be encoded.
pub fn full(page: &Raster) -> Result<Vec<u8>, RenditionError> {
    jpeg(&fitted(page, LONGEST_JPEG), FULL_QUALITY)
}

/// The page no longer than `longest` on any side; never larger than it was.
#[must_use]
pub fn fitted(page: &Raster, longest: u32) -> Raster {
    let (width, height) = fitted_size(page.width(), page.height(), longest);
    if (width, height) == (page.width(), page.height()) {
        return page.clone();
    }
    resized(page, width, height, Filter::Mean)
}

/// The width and height of a page of so many pixels once it is no longer than `longest` on any side.
#[must_use]
pub fn fitted_size(width: u32, height: u32, longest: u32) -> (u32, u32) {
    let side = width.max(height);
    if side <= longest {
        return (width, height);
    }
    let fit = |length: u32| {
        let length =
            (u64::from(length) * u64::from(longest) + u64::from(side) / 2) / u64::from(side);
        (length as u32).max(1)
    };
    (fit(width), fit(height))
}

/// The page in another size; as it was if that has no pixels.
fn resized(page: &Raster, width: u32, height: u32, filter: Filter) -> Raster {
    let from = (page.width() as usize, page.height() as usize);
    let to = (width as usize, height as usize);
    let pixels = scale_samples(page.pixels(), from, to, page.samples().bytes(), filter);
    Raster::new(width, height, page.samples(), pixels).unwrap_or_else(|_| page.clone())
}

/// A rectangle of the page, which must lie inside it; the whole page if it does not.
fn cropped(page: &Raster, left: u32, top: u32, width: u32, height: u32) -> Raster {
    let bytes = page.samples().bytes();
    let row = page.width() as usize * bytes;
    let (from, to) = (left as usize * bytes, (left as usize + width as usize) * bytes);
    let rows = page.pixels().chunks_exact(row).skip(top as usize).take(height as usize);
    let pixels: Vec<u8> = rows.filter_map(|row| row.get(from..to)).flatten().copied().collect();
    Raster::new(width, height, page.samples(), pixels).unwrap_or_else(|_| page.clone())
}
