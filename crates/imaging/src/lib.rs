//! Pixels: identifying, decoding, measuring, rendering and committing page images.

mod commit;
pub mod completeness;
pub mod components;
pub mod decode;
mod grey;
pub mod identify;
pub mod likeness;
pub mod pages;
mod png;
pub mod prepare;
pub mod quality;
mod raster;
mod rect;
pub mod renditions;
pub mod scale;

pub use commit::{Commitment, PageSecret, TILE, commit};
pub use grey::Grey;
pub use png::png;
pub use raster::{Raster, RasterError, Samples};
pub use rect::Rect;
