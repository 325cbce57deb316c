//! Pixels: identifying, decoding, measuring, rendering and committing page images.

mod commit;
mod grey;
mod raster;

pub use commit::{Commitment, PageSecret, TILE, commit};
pub use grey::Grey;
pub use raster::{Raster, RasterError, Samples};
