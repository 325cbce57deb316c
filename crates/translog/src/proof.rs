//! Proofs verified against roots (RFC 9162 sections 2.1.3.2 and 2.1.4.2).
//!
//! The loops are those of the RFC, step by step; its `fn` and `sn` are [`Climb`]'s `node` and `last`. A
//! proof must have exactly the hashes that the sizes call for: one too many finds the climb at the root,
//! one too few leaves it below. So each index and size have at most one proof for a root, and a proof that
//! is accepted cannot be altered and still be accepted without a SHA-256 collision.
//!
//! A proof does not vouch for the numbers themselves: the path to leaf 0 is the same in trees of three and
//! of four leaves. The size must come from the signed checkpoint that states the root.

use crate::{EMPTY_ROOT, Hash, MAX_TREE_SIZE, node_hash};

/// Why a proof is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// A tree size above [`MAX_TREE_SIZE`].
    #[error("a tree of {size} leaves is too large: at most 2^63 - 1 are possible")]
    TooLarge {
        /// The size given.
        size: u64,
    },
    /// The leaf's index lies outside the tree.
    #[error("leaf {index} is not in a tree of {size} leaves")]
    NoSuchLeaf {
        /// The index given.
        index: u64,
        /// The tree's size.
        size: u64,
    },
    /// The tree said to be newer is smaller.
    #[error("a tree of {new} leaves cannot extend one of {old}")]
    Shrunk {
        /// The size said to be older.
        old: u64,
        /// The size said to be newer.
        new: u64,
    },
    /// The proof ends below the root.
    #[error("the proof lacks hashes")]
    TooShort,
    /// The proof goes on above the root.
    #[error("the proof has more hashes than the tree has levels")]
    TooLong,
    /// The proof leads to another root of the (newer) tree.
    #[error("the proof does not lead to the tree's root")]
    WrongRoot,
    /// The proof leads to another root of the older tree.
    #[error("the proof does not lead to the older tree's root")]
    WrongOldRoot,
}

/// Verifies that `leaf` is at `index` in the tree of `size` leaves with this `root`
/// (RFC 9162 section 2.1.3.2).
///
/// # Errors
/// [`ProofError`] says what does not hold.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    check_size(size)?;
    if index >= size {
        return Err(ProofError::NoSuchLeaf { index, size });
    }
    let mut climb = Climb { node: index, last: size - 1 };
    let mut reached = *leaf;
    for sibling in proof {
        reached = match climb.step()? {
            Sibling::Left => node_hash(sibling, &reached),
            Sibling::Right => node_hash(&reached, sibling),
        };
    }
    climb.finish()?;
    must_equal(&reached, root, ProofError::WrongRoot)
}

/// Verifies that the tree of `new_size` leaves extends the one of `old_size` (RFC 9162 section 2.1.4.2).
///
/// An older tree that is empty must have the empty root; it and an equal tree take the empty proof.
///
/// # Errors
/// [`ProofError`] says what does not hold.
pub fn verify_consistency(
    old_size: u64,
    old_root: &Hash,
    new_size: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    check_size(new_size)?;
    if old_size > new_size {
        return Err(ProofError::Shrunk { old: old_size, new: new_size });
    }
    if old_size == 0 {
        must_equal(old_root, &EMPTY_ROOT, ProofError::WrongOldRoot)?;
    }
    if old_size == new_size {
        must_equal(old_root, new_root, ProofError::WrongRoot)?;
    }
    if old_size == 0 || old_size == new_size {
        return if proof.is_empty() { Ok(()) } else { Err(ProofError::TooLong) };
    }
    verify_growth(old_size, old_root, new_size, new_root, proof)
}

/// The loop of RFC 9162 section 2.1.4.2, for 0 < `old_size` < `new_size`.
fn verify_growth(
    old_size: u64,
    old_root: &Hash,
    new_size: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    // An old tree that is a perfect subtree is its own starting node, and the proof leaves it out.
    let (start, path) = match proof {
        [] => return Err(ProofError::TooShort),
        _ if old_size.is_power_of_two() => (old_root, proof),
        [start, path @ ..] => (start, path),
    };
    let mut climb = Climb { node: old_size - 1, last: new_size - 1 };
    climb.rise(climb.node.trailing_ones());
    let (mut old, mut new) = (*start, *start);
    for sibling in path {
        match climb.step()? {
            Sibling::Left => (old, new) = (node_hash(sibling, &old), node_hash(sibling, &new)),
            Sibling::Right => new = node_hash(&new, sibling),
        }
    }
    climb.finish()?;
    must_equal(&old, old_root, ProofError::WrongOldRoot)?;
    must_equal(&new, new_root, ProofError::WrongRoot)
}

fn check_size(size: u64) -> Result<(), ProofError> {
    if size > MAX_TREE_SIZE { Err(ProofError::TooLarge { size }) } else { Ok(()) }
}

fn must_equal(found: &Hash, stated: &Hash, error: ProofError) -> Result<(), ProofError> {
    if found == stated { Ok(()) } else { Err(error) }
}

enum Sibling {
    Left,
    Right,
}

/// A climb from a node to the root: the node's number and that of the last node, on one level.
struct Climb {
    node: u64,
    last: u64,
}

impl Climb {
    /// Rises past the next sibling, and says on which side of the path it stands.
    fn step(&mut self) -> Result<Sibling, ProofError> {
        if self.last == 0 {
            return Err(ProofError::TooLong);
        }
        let on_right_edge = self.node == self.last;
        let sibling =
            if on_right_edge || self.node & 1 == 1 { Sibling::Left } else { Sibling::Right };
        if on_right_edge {
            // A node without a right neighbour rises unpaired until it is a right child. It is not
            // node 0 here, `last` being at least 1, so fewer than 64 bits are shifted.
            self.rise(self.node.trailing_zeros());
        }
        self.rise(1);
        Ok(sibling)
    }

    fn rise(&mut self, levels: u32) {
        self.node >>= levels;
        self.last >>= levels;
    }

    /// The end of the proof must be the root.
    fn finish(&self) -> Result<(), ProofError> {
        if self.last == 0 { Ok(()) } else { Err(ProofError::TooShort) }
    }
}
