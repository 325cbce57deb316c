//! The labelled pages of `shared/pages`, decoded in this process, as they are our own.

#![allow(dead_code, reason = "not every test uses all of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use sha2::{Digest, Sha256};
use sijill_imaging::decode::Document;
use sijill_imaging::{Grey, Raster};

/// A page as its file has it, and what its label says.
pub struct Page {
    pub name: String,
    pub dpi: f64,
    /// Degrees anticlockwise.
    pub skew: f64,
    pub raster: Raster,
}

/// All fifteen, in the order of their names; page 11 lies on its side.
pub fn all(folder: &Path) -> Vec<Page> {
    let mut names: Vec<_> = fs_err::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| [".jpg", ".png", ".tif", ".pdf"].iter().any(|end| name.ends_with(end)))
        .collect();
    names.sort();
    names.iter().flat_map(|name| pages_of(folder, name)).collect()
}

fn pages_of(folder: &Path, name: &str) -> Vec<Page> {
    let bytes = fs_err::read(folder.join(name)).unwrap();
    let file = Document::open(bytes).unwrap();
    let rasters = (0..file.pages()).map(|number| file.page(number).unwrap().raster);
    let label = fs_err::read(folder.join(name).with_extension("json")).unwrap();
    let label: serde_json::Value = serde_json::from_slice(&label).unwrap();
    let pages = rasters.enumerate().map(|(index, raster)| {
        let degraded = &label["degrade"][index];
        Page {
            name: format!("{}.{}", &name[..2], index + 1),
            dpi: degraded["dpi"].as_f64().unwrap(),
            skew: degraded["skew"].as_f64().unwrap(),
            raster,
        }
    });
    pages.collect()
}

pub fn decode(bytes: &[u8]) -> Raster {
    Document::open(bytes.to_vec()).unwrap().page(0).unwrap().raster
}

/// A page of 210 by 297 mm made of shadow, lines of strokes and grain, the same everywhere.
pub fn invented(width: usize, height: usize) -> Grey {
    let mut state = 0x2545_f491_u32;
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let paper = 240 - (60 * x / width) as u32 - (state >> 29);
            let (line, in_line) = (y * 60 / height, y * 600 / height % 10);
            let stroke = (x * 300 / width) * (line + 7) % 11 < 4;
            let inside = x > width / 10 && x < width * 9 / 10 && line > 5 && line < 55;
            let ink = inside && stroke && in_line < 4;
            pixels.push(if ink { 40 + (state >> 28) } else { paper } as u8);
        }
    }
    Grey::from_pixels(width, pixels)
}

/// SHA-256 in hexadecimal digits, the first sixteen of them.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
