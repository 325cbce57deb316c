//! Proofs made from stored hashes (RFC 9162 sections 2.1.3.1 and 2.1.4.1).
//!
//! Both proofs walk from the root down to a leaf, taking at each step the child that holds it and noting
//! the other; the proof is what was noted, from the bottom up. For inclusion the leaf is the one proved.
//! For consistency it is the last of the old tree, and the walk stops where a node ends with that leaf:
//! what was noted on the left and that node make up the old tree, and with the rest they make up the new.
//!
//! Nodes are ranges of leaves until the walk ends; then one call to the reader fetches every perfect
//! subtree they are made of.

use std::ops::Range;

use crate::tree::{check_size, join, perfect_subtrees, read};
use crate::{Hash, HashReader, TreeError};

/// Proves that leaf `index` is in the tree of `size` leaves: PATH of RFC 9162 section 2.1.3.1, the
/// leaf's sibling first and the root's child last.
///
/// # Errors
/// [`TreeError::TooLarge`], [`TreeError::NoSuchLeaf`], or what the reader did wrong.
pub fn prove_inclusion<R: HashReader + ?Sized>(
    index: u64,
    size: u64,
    reader: &R,
) -> Result<Vec<Hash>, TreeError<R::Error>> {
    check_size(size)?;
    if index >= size {
        return Err(TreeError::NoSuchLeaf { index, size });
    }
    let (_, siblings) = descend(size, index, |_| false);
    read_nodes(&siblings, reader)
}

/// Proves that the tree of `new` leaves extends the one of `old`: PROOF of RFC 9162 section 2.1.4.1.
///
/// Nothing needs proving of an empty or an equal tree: the proof is then empty.
///
/// # Errors
/// [`TreeError::TooLarge`], [`TreeError::Shrunk`], or what the reader did wrong.
pub fn prove_consistency<R: HashReader + ?Sized>(
    old: u64,
    new: u64,
    reader: &R,
) -> Result<Vec<Hash>, TreeError<R::Error>> {
    check_size(new)?;
    if old > new {
        return Err(TreeError::Shrunk { old, new });
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let (last, siblings) = descend(new, old - 1, |node| node.end == old);
    // The verifier has the old root, so the node where the walk ends is left out if it is that root.
    let start = (last.start > 0).then_some(last);
    let nodes: Vec<_> = start.into_iter().chain(siblings).collect();
    read_nodes(&nodes, reader)
}

/// Walks from the root of a tree of `size` leaves to `leaf`, or to the first node on the way where `stop`
/// holds. Gives the node reached and the siblings passed, the lowest first.
fn descend(
    size: u64,
    leaf: u64,
    stop: impl Fn(&Range<u64>) -> bool,
) -> (Range<u64>, Vec<Range<u64>>) {
    let mut node = 0..size;
    let mut siblings = Vec::new();
    while node.end - node.start > 1 && !stop(&node) {
        let middle = node.start + split(node.end - node.start);
        let (left, right) = (node.start..middle, middle..node.end);
        let (next, sibling) = if leaf < middle { (left, right) } else { (right, left) };
        siblings.push(sibling);
        node = next;
    }
    siblings.reverse();
    (node, siblings)
}

/// The largest power of two smaller than `width` (RFC 6962 section 2.1); `width` is at least two.
fn split(width: u64) -> u64 {
    1 << (width - 1).ilog2()
}

fn read_nodes<R: HashReader + ?Sized>(
    nodes: &[Range<u64>],
    reader: &R,
) -> Result<Vec<Hash>, TreeError<R::Error>> {
    let subtrees: Vec<Vec<u64>> = nodes.iter().map(perfect_subtrees).collect();
    let mut hashes = read(reader, &subtrees.concat())?.into_iter();
    let join_next =
        |subtrees: &Vec<u64>| join(&hashes.by_ref().take(subtrees.len()).collect::<Vec<_>>());
    Ok(subtrees.iter().map(join_next).collect())
}
