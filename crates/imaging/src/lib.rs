//! Pixels: identifying, decoding, measuring, rendering and committing page images.

pub mod decode;
mod grey;
pub mod identify;
pub mod pages;
mod raster;

pub use grey::Grey;
pub use raster::{Raster, RasterError, Samples};
