//! The right edge of a growing tree.
//!
//! A tree of `size` leaves is a row of perfect subtrees, one for each bit set in `size`, the largest on
//! the left. Their hashes are all that appending needs: adding a leaf is adding one to a binary number,
//! where each carry joins two subtrees of equal width. At most 63 hashes are held, whatever the size.

use crate::tree::{check_size, join, perfect_subtrees, read};
use crate::{Hash, HashReader, TreeError, node_hash};

/// The right edge of a tree: enough to append leaves and to tell the root (RFC 6962 section 2.1).
///
/// ```
/// use sijill_translog::{Frontier, leaf_hash, tree_root};
///
/// let (mut tree, mut stored) = (Frontier::new(), Vec::new());
/// for record in [b"one", b"two", b"six"] {
///     tree.append(leaf_hash(record), &mut stored);
/// }
/// assert_eq!(tree_root(3, &stored), Ok(tree.root()));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// One hash for each bit set in `size`, the most significant first.
    subtrees: Vec<Hash>,
}

impl Frontier {
    /// The empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The right edge of a stored tree of `size` leaves, in one call to the reader.
    ///
    /// # Errors
    /// [`TreeError::TooLarge`], or what the reader did wrong.
    pub fn load<R: HashReader + ?Sized>(
        size: u64,
        reader: &R,
    ) -> Result<Self, TreeError<R::Error>> {
        check_size(size)?;
        let subtrees = read(reader, &perfect_subtrees(&(0..size)))?;
        Ok(Self { size, subtrees })
    }

    /// The number of leaves.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree; of the empty tree, [`EMPTY_ROOT`](crate::EMPTY_ROOT).
    #[must_use]
    pub fn root(&self) -> Hash {
        join(&self.subtrees)
    }

    /// Appends a leaf, and pushes onto `stored` what must be kept of it in the stored order: the leaf's
    /// hash and that of each parent it completes. The first belongs at
    /// [`stored_hash_count`](crate::stored_hash_count) of the size before.
    pub fn append(&mut self, leaf: Hash, stored: &mut Vec<Hash>) {
        stored.push(leaf);
        let mut node = leaf;
        for _ in 0..self.size.trailing_ones() {
            let Some(left) = self.subtrees.pop() else { break };
            node = node_hash(&left, &node);
            stored.push(node);
        }
        self.subtrees.push(node);
        // No log lives to append 2^63 leaves, and `load` starts no higher than that.
        self.size = self.size.saturating_add(1);
    }
}

/// The root of a stored tree of `size` leaves (RFC 6962 section 2.1), in one call to the reader.
///
/// # Errors
/// [`TreeError::TooLarge`], or what the reader did wrong.
pub fn tree_root<R: HashReader + ?Sized>(
    size: u64,
    reader: &R,
) -> Result<Hash, TreeError<R::Error>> {
    Frontier::load(size, reader).map(|frontier| frontier.root())
}
