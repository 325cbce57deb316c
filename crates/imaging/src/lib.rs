//! Pixels: identifying, decoding, measuring, rendering and committing page images.

pub mod completeness;
pub mod components;
mod grey;
pub mod likeness;
pub mod prepare;
pub mod quality;
mod raster;
mod rect;
pub mod renditions;
pub mod scale;

pub use grey::Grey;
pub use raster::{Raster, RasterError, Samples};
pub use rect::Rect;
