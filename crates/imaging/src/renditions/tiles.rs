//! Tiles for zooming, laid out as files that a plain server can serve: IIIF Image API 3.0, compliance level 0.
//!
//! Paths are the canonical ones of section 4.7, regions and sizes those of the implementation notes' section on tile
//! calculation, which viewers compute: `{x},{y},{w},{h}/{w},{h}/0/default.jpg`, and `full` where a tile shows the
//! whole page.

use serde_json::json;

use super::jpeg::{RenditionError, jpeg};
use super::zip::{Archive, TooLarge};
use super::{FULL_QUALITY, cropped, resized};
use crate::Raster;
use crate::scale::Filter;

/// The side of a tile, in pixels.
pub const TILE: u32 = 512;
/// Stands in `info.json` where the page's address goes when it is served, which nobody knows before.
pub const ID_PLACEHOLDER: &str = "@PAGE@";

/// One tile: a region of the page and the size at which it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    /// How many times smaller than the page.
    pub factor: u32,
    /// The region's left edge, in pixels of the page.
    pub x: u32,
    /// The region's upper edge.
    pub y: u32,
    /// The region's width.
    pub width: u32,
    /// The region's height.
    pub height: u32,
    /// Pixels a row of the tile.
    pub shown_width: u32,
    /// Rows of the tile.
    pub shown_height: u32,
    /// Whether the region is the page.
    pub is_whole: bool,
}

impl Tile {
    /// The path of the tile below the page's address.
    #[must_use]
    pub fn path(&self) -> String {
        let size = match (self.is_whole, self.factor) {
            (true, 1) => "max".to_owned(),
            _ => format!("{},{}", self.shown_width, self.shown_height),
        };
        if self.is_whole {
            return format!("full/{size}/0/default.jpg");
        }
        let (x, y, width, height) = (self.x, self.y, self.width, self.height);
        format!("{x},{y},{width},{height}/{size}/0/default.jpg")
    }
}

/// Powers of two, up to the one at which the page fits into one tile.
#[must_use]
pub fn scale_factors(width: u32, height: u32) -> Vec<u32> {
    let longest = width.max(height);
    let mut factors = vec![1];
    let mut factor = 1;
    while longest.div_ceil(factor) > TILE {
        factor *= 2;
        factors.push(factor);
    }
    factors
}

/// All tiles of a page, from its own size to the smallest, row by row.
pub fn tiles(width: u32, height: u32) -> impl Iterator<Item = Tile> {
    let factors = scale_factors(width, height).into_iter();
    factors.flat_map(move |factor| level(width, height, factor))
}

fn level(width: u32, height: u32, factor: u32) -> impl Iterator<Item = Tile> {
    let (columns, rows) =
        (width.div_ceil(factor).div_ceil(TILE), height.div_ceil(factor).div_ceil(TILE));
    let step = TILE.saturating_mul(factor);
    let cells =
        (0..rows).flat_map(move |row| (0..columns).map(move |column| (column * step, row * step)));
    let is_whole = columns == 1 && rows == 1;
    let tile = move |(x, y): (u32, u32)| {
        let (region_width, region_height) = ((width - x).min(step), (height - y).min(step));
        Tile {
            factor,
            x,
            y,
            width: region_width,
            height: region_height,
            shown_width: region_width.div_ceil(factor),
            shown_height: region_height.div_ceil(factor),
            is_whole,
        }
    };
    cells.map(tile)
}

/// Why a page's tiles could not be made.
#[derive(Debug, thiserror::Error)]
pub enum TilesError {
    /// A tile could not be encoded.
    #[error(transparent)]
    Rendition(#[from] RenditionError),
    /// They are too many.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

/// A ZIP file with `info.json` and all tiles, nothing compressed twice.
///
/// # Errors
/// If a tile cannot be encoded, or the page is too large for one ZIP file.
pub fn tiles_zip(page: &Raster) -> Result<Vec<u8>, TilesError> {
    let (width, height) = (page.width(), page.height());
    let mut archive = Archive::default();
    archive.add("info.json", info(width, height).as_bytes())?;
    let mut shown = page.clone();
    for factor in scale_factors(width, height) {
        if factor > 1 {
            let (width, height) = (width.div_ceil(factor), height.div_ceil(factor));
            shown = resized(&shown, width, height, Filter::Mean);
        }
        for tile in level(width, height, factor) {
            let (left, top) = (tile.x / factor, tile.y / factor);
            let part = cropped(&shown, left, top, tile.shown_width, tile.shown_height);
            archive.add(&tile.path(), &jpeg(&part, FULL_QUALITY)?)?;
        }
    }
    Ok(archive.finish()?)
}

/// What a viewer asks for first (section 5 of the Image API).
fn info(width: u32, height: u32) -> String {
    let factors = scale_factors(width, height);
    let last = factors.last().copied().unwrap_or(1);
    let smallest = json!({ "width": width.div_ceil(last), "height": height.div_ceil(last) });
    let info = json!({
        "@context": "http://iiif.io/api/image/3/context.json",
        "id": ID_PLACEHOLDER,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level0",
        "width": width,
        "height": height,
        "sizes": [smallest],
        "tiles": [{ "width": TILE, "height": TILE, "scaleFactors": factors }],
    });
    format!("{info:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_one_tile_is_whole() {
        let all: Vec<_> = tiles(512, 3).collect();
        assert_eq!((all.len(), all[0].path()), (1, "full/max/0/default.jpg".to_owned()));
    }

    #[test]
    fn the_largest_page_has_tiles() {
        assert_eq!(tiles(u32::MAX, 1).last().map(|tile| tile.is_whole), Some(true));
        assert!(tiles(u32::MAX, u32::MAX).take(9).all(|tile| tile.width == 512));
    }

    /// The example of the tile calculation in the implementation notes: s, tw and the formulas for xr and ws.
    #[test]
    fn regions_and_sizes_are_those_that_viewers_compute() {
        for (width, height) in [(513, 512), (1653, 2339), (2480, 3508), (1, 5000), (1024, 1024)] {
            let mut expected = Vec::new();
            for s in scale_factors(width, height) {
                let (tw, th) = (512, 512);
                for m in 0..(height as f64 / (th * s) as f64).ceil() as u32 {
                    for n in 0..(width as f64 / (tw * s) as f64).ceil() as u32 {
                        let (xr, yr) = (n * tw * s, m * th * s);
                        let wr = if xr + tw * s > width { width - xr } else { tw * s };
                        let hr = if yr + th * s > height { height - yr } else { th * s };
                        let ws = if xr + tw * s > width { (width - xr).div_ceil(s) } else { tw };
                        let hs = if yr + th * s > height { (height - yr).div_ceil(s) } else { th };
                        let whole = (wr, hr) == (width, height);
                        let region =
                            if whole { "full".into() } else { format!("{xr},{yr},{wr},{hr}") };
                        let size =
                            if whole && s == 1 { "max".into() } else { format!("{ws},{hs}") };
                        expected.push(format!("{region}/{size}/0/default.jpg"));
                    }
                }
            }
            let found: Vec<_> = tiles(width, height).map(|tile| tile.path()).collect();
            assert_eq!(found, expected, "{width} by {height}");
        }
    }
}
