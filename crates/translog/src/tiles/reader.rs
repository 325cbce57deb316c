//! Reading a tree from its tiles, to make proofs from what a log has published.
//!
//! Nothing here verifies a tile: a proof made from a damaged one does not lead to the signed root, and
//! whoever is handed the proof verifies it against that root.

use std::cell::RefCell;
use std::collections::btree_map::{BTreeMap, Entry};

use super::{HASH_BYTES, LEVELS, TILE_WIDTH, TileKind, TilePath};
use crate::{Hash, HashReader, node_hash, stored_hash_count};

/// Why a hash could not be read from tiles; `E` is why a tile could not be fetched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TileReadError<E> {
    /// A tile could not be fetched.
    #[error("{path} could not be fetched")]
    Fetch {
        /// The tile.
        path: TilePath,
        /// Why.
        #[source]
        source: E,
    },
    /// A tile has another length than its width calls for.
    #[error("{path} is damaged: it has {found} bytes and should have {expected}")]
    Length {
        /// The tile.
        path: TilePath,
        /// The bytes that it should have.
        expected: usize,
        /// The bytes that it has.
        found: usize,
    },
    /// The tree has no such hash.
    #[error("no tile of the tree has the hash stored at {index}")]
    NotInTree {
        /// The stored place asked for.
        index: u64,
    },
}

/// The hashes of a tree of a known size, read from its tiles. Each tile is fetched once.
pub struct TileReader<F> {
    size: u64,
    fetch: F,
    fetched: RefCell<BTreeMap<TilePath, Vec<Hash>>>,
}

impl<F, E> TileReader<F>
where
    F: Fn(&TilePath) -> Result<Vec<u8>, E>,
{
    /// Reads the tree of `size` leaves through `fetch`, which gives a tile's bytes.
    pub const fn new(size: u64, fetch: F) -> Self {
        Self { size, fetch, fetched: RefCell::new(BTreeMap::new()) }
    }

    fn read_hash(&self, index: u64) -> Result<Hash, TileReadError<E>> {
        let missing = TileReadError::NotInTree { index };
        let Some((path, hashes)) = self.locate(index) else { return Err(missing) };
        let mut fetched = self.fetched.borrow_mut();
        let tile = match fetched.entry(path) {
            Entry::Occupied(tile) => tile.into_mut(),
            Entry::Vacant(place) => place.insert(self.fetch(path)?),
        };
        tile.get(hashes).and_then(perfect_root).ok_or(missing)
    }

    /// The tile that a stored hash is computed from, and from which of the tile's hashes.
    fn locate(&self, index: u64) -> Option<(TilePath, std::ops::Range<usize>)> {
        if index >= stored_hash_count(self.size) {
            return None;
        }
        let (level, n) = split_stored_index(index);
        let (tile_level, height) = (level / LEVELS, level % LEVELS);
        let first = n << height;
        let tile = first / u64::from(TILE_WIDTH);
        // At most 256 of the row's hashes are in one tile, so both numbers fit.
        let in_row = self.size >> (LEVELS * tile_level);
        let width = (in_row - tile * u64::from(TILE_WIDTH)).min(TILE_WIDTH.into()) as u16;
        let start = (first % u64::from(TILE_WIDTH)) as usize;
        let path = TilePath::new(TileKind::Hashes(tile_level), tile, width)?;
        Some((path, start..start + (1 << height)))
    }

    fn fetch(&self, path: TilePath) -> Result<Vec<Hash>, TileReadError<E>> {
        let bytes = (self.fetch)(&path).map_err(|source| TileReadError::Fetch { path, source })?;
        let (expected, found) = (usize::from(path.width()) * HASH_BYTES, bytes.len());
        if expected != found {
            return Err(TileReadError::Length { path, expected, found });
        }
        let (hashes, _) = bytes.as_chunks();
        Ok(hashes.iter().copied().map(Hash).collect())
    }
}

impl<F, E> HashReader for TileReader<F>
where
    F: Fn(&TilePath) -> Result<Vec<u8>, E>,
{
    type Error = TileReadError<E>;

    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Self::Error> {
        indexes.iter().map(|&index| self.read_hash(index)).collect()
    }
}

/// The level and number of a stored hash: the inverse of [`stored_hash_index`](crate::stored_hash_index).
///
/// Before the hashes of leaf `n` stand `2 * n` less the bits set in `n`, so the leaf that completes the hash
/// at `index` is `index / 2` or one of the 32 after it.
fn split_stored_index(index: u64) -> (u8, u64) {
    let mut leaf = index / 2;
    while stored_hash_count(leaf + 1) <= index {
        leaf += 1;
    }
    // At most 63 parents are completed by one leaf.
    let level = (index - stored_hash_count(leaf)) as u8;
    (level, leaf >> level)
}

/// The hash of a perfect subtree from those of its lowest row, which are a power of two.
fn perfect_root(row: &[Hash]) -> Option<Hash> {
    let mut row = row.to_vec();
    while row.len() > 1 {
        let (pairs, _) = row.as_chunks();
        row = pairs.iter().map(|[left, right]| node_hash(left, right)).collect();
    }
    row.first().copied()
}
