//! Tiles (C2SP tlog-tiles): a log's hashes and entries as files that never change.
//!
//! Tile `n` of level `l` holds up to 256 hashes of tree level `8 * l`, the subtrees of 256^l leaves each.
//! A full tile never changes; one at the right edge is partial and has its width in its name, so it never
//! changes either: another file takes over when the tree has grown.

mod bundle;
mod path;
mod reader;
mod set;

pub use bundle::{BundleError, MAX_ENTRY_BYTES, read_bundle, write_bundle};
pub use path::{InvalidTilePath, TileKind, TilePath};
pub use reader::{TileReadError, TileReader};
pub use set::{bundles_between, tiles_between};

/// The hashes or entries of a full tile.
pub const TILE_WIDTH: u16 = 256;

/// The bytes of a hash in a tile.
const HASH_BYTES: usize = 32;

/// Levels of the tree that one level of tiles spans: a tile's 256 hashes are the leaves of 8 of them.
const LEVELS: u8 = 8;

/// The highest level of a tile: a tree that had one more would have 2^64 leaves.
const MAX_LEVEL: u8 = 7;
