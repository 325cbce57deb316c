//! Pixels: identifying, decoding, measuring, rendering and committing page images.

pub mod components;
mod grey;
pub mod prepare;
mod raster;
mod rect;
pub mod scale;

pub use grey::Grey;
pub use raster::{Raster, RasterError, Samples};
pub use rect::Rect;
