//! Where the hashes of a growing tree are kept.
//!
//! The order is that of `StoredHashIndex` in Go's `x/mod/sumdb/tlog`, the post-order of Crosby and
//! Wallach's "Efficient Data Structures for Tamper-Evident Logging", section 3.3: each leaf's hash is
//! followed by the hash of every parent that the leaf completes. Only perfect subtrees are stored, so
//! what was once written never changes, and a row is never rewritten however the tree grows.
//!
//! The arithmetic is one sum. A tree of `size` leaves has `size >> level` perfect subtrees at each
//! level, and the sum of `size >> level` over all levels is `2 * size - count_ones(size)`. A subtree is
//! completed by its last leaf, so its hash stands `level` places after that leaf's.

use std::ops::Range;

use crate::{EMPTY_ROOT, Hash, node_hash};

/// The largest tree: 2^63 - 1 leaves, so that sizes fit in a signed 64-bit integer everywhere.
pub const MAX_TREE_SIZE: u64 = u64::MAX >> 1;

/// How many hashes are stored for a tree of `size` leaves.
///
/// Exact up to [`MAX_TREE_SIZE`]; beyond it, saturates at `u64::MAX`.
#[must_use]
pub fn stored_hash_count(size: u64) -> u64 {
    (size - u64::from(size.count_ones())).saturating_add(size)
}

/// The place of the `n`th hash of `level` in the stored order (leaves are level 0).
///
/// Exact for every subtree within [`MAX_TREE_SIZE`]; beyond it, saturates at `u64::MAX`.
#[must_use]
pub fn stored_hash_index(level: u8, n: u64) -> u64 {
    let width = 1_u64.checked_shl(level.into()).unwrap_or(u64::MAX);
    // Both factors are at least one, so is the product: the subtraction holds.
    let last_leaf = n.saturating_add(1).saturating_mul(width) - 1;
    stored_hash_count(last_leaf).saturating_add(level.into())
}

/// Gives back hashes by their place in the stored order (see [`stored_hash_index`]).
pub trait HashReader {
    /// Why a hash could not be read.
    type Error;

    /// The hashes at `indexes`, in the order asked for and exactly as many.
    ///
    /// # Errors
    /// The reader's own, for a hash that is absent or cannot be read.
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Self::Error>;
}

/// A list of hashes in memory ends before the hash asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no hash is stored at index {index}")]
pub struct MissingHash {
    /// The index asked for.
    pub index: u64,
}

impl HashReader for [Hash] {
    type Error = MissingHash;

    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, MissingHash> {
        let read = |&index: &u64| {
            let place = usize::try_from(index).ok();
            place.and_then(|place| self.get(place)).copied().ok_or(MissingHash { index })
        };
        indexes.iter().map(read).collect()
    }
}

impl HashReader for Vec<Hash> {
    type Error = MissingHash;

    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, MissingHash> {
        self.as_slice().read_hashes(indexes)
    }
}

/// Why a root or a proof could not be computed from stored hashes; `E` is the reader's error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TreeError<E> {
    /// The reader failed.
    #[error("a stored hash of the tree could not be read")]
    Read(#[source] E),
    /// The reader gave another number of hashes than it was asked for.
    #[error("{asked} stored hashes were asked for and {given} given")]
    WrongCount {
        /// How many were asked for.
        asked: usize,
        /// How many came.
        given: usize,
    },
    /// The tree is larger than [`MAX_TREE_SIZE`].
    #[error("a tree of {size} leaves is too large: at most 2^63 - 1 are possible")]
    TooLarge {
        /// The size asked for.
        size: u64,
    },
    /// The tree has no such leaf.
    #[error("leaf {index} is not in a tree of {size} leaves")]
    NoSuchLeaf {
        /// The index asked for.
        index: u64,
        /// The tree's size.
        size: u64,
    },
    /// The older tree of a consistency proof is the larger one.
    #[error("a tree of {new} leaves cannot extend one of {old}")]
    Shrunk {
        /// The size said to be older.
        old: u64,
        /// The size said to be newer.
        new: u64,
    },
}

pub(crate) fn check_size<E>(size: u64) -> Result<(), TreeError<E>> {
    if size > MAX_TREE_SIZE { Err(TreeError::TooLarge { size }) } else { Ok(()) }
}

/// Reads `indexes` and holds the reader to its contract.
pub(crate) fn read<R: HashReader + ?Sized>(
    reader: &R,
    indexes: &[u64],
) -> Result<Vec<Hash>, TreeError<R::Error>> {
    let hashes = reader.read_hashes(indexes).map_err(TreeError::Read)?;
    let (asked, given) = (indexes.len(), hashes.len());
    if asked == given { Ok(hashes) } else { Err(TreeError::WrongCount { asked, given }) }
}

/// The stored places of the perfect subtrees that make up a range of leaves, from left to right.
///
/// The range must be a node of some tree within [`MAX_TREE_SIZE`], as every range in a proof is: its
/// start is then a multiple of each power of two taken here, which only decrease.
pub(crate) fn perfect_subtrees(leaves: &Range<u64>) -> Vec<u64> {
    let mut start = leaves.start;
    let mut indexes = Vec::new();
    while start < leaves.end {
        let level = (leaves.end - start).ilog2();
        // The logarithm of a u64 is at most 63.
        indexes.push(stored_hash_index(level as u8, start >> level));
        start += 1 << level;
    }
    indexes
}

/// The hash of a range of leaves from those of its perfect subtrees, given from left to right.
///
/// RFC 6962 splits at the largest power of two below the size, so the largest subtree is always the left
/// child and what remains of the right edge hangs under it: the fold starts at the right.
pub(crate) fn join(subtrees: &[Hash]) -> Hash {
    let folded = subtrees.iter().rev().copied().reduce(|right, left| node_hash(&left, &right));
    folded.unwrap_or(EMPTY_ROOT)
}
