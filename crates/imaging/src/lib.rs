//! Pixels: identifying, decoding, measuring, rendering and committing page images.

mod commit;
pub mod decode;
mod grey;
pub mod identify;
pub mod pages;
mod raster;

pub use commit::{Commitment, PageSecret, TILE, commit};
pub use grey::Grey;
pub use raster::{Raster, RasterError, Samples};
