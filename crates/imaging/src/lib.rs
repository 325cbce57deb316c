//! Pixels: identifying, decoding, measuring, rendering and committing page images.

mod grey;
mod raster;

pub use grey::Grey;
pub use raster::{Raster, RasterError, Samples};
