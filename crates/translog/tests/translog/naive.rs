//! RFC 6962 section 2.1 as it is written: recursive, over all leaves, each time anew.

use sijill_translog::{EMPTY_ROOT, Frontier, Hash, leaf_hash, node_hash};

/// Distinct leaves.
pub fn leaves(count: usize) -> Vec<Hash> {
    (0..count).map(|i| leaf_hash(format!("leaf {i}").as_bytes())).collect()
}

/// The largest power of two smaller than `n`.
fn split(n: usize) -> usize {
    let mut k = 1;
    while k * 2 < n {
        k *= 2;
    }
    k
}

/// MTH.
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => EMPTY_ROOT,
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node_hash(&root(left), &root(right))
        }
    }
}

/// PATH(m, D).
pub fn path(m: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let k = split(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut proof, sibling) =
        if m < k { (path(m, left), right) } else { (path(m - k, right), left) };
    proof.push(root(sibling));
    proof
}

/// PROOF(m, D).
pub fn proof(m: usize, leaves: &[Hash]) -> Vec<Hash> {
    subproof(m, leaves, true)
}

fn subproof(m: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if m == leaves.len() {
        return if whole { Vec::new() } else { vec![root(leaves)] };
    }
    let k = split(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut proof, sibling) = if m <= k {
        (subproof(m, left, whole), right)
    } else {
        (subproof(m - k, right, false), left)
    };
    proof.push(root(sibling));
    proof
}

/// On which side each hash of PATH(m, D[n]) is joined: all that a verifier makes of `m` and `n`.
pub fn path_shape(m: usize, n: usize) -> String {
    if n == 1 {
        return String::new();
    }
    let k = split(n);
    if m < k { path_shape(m, k) + "R" } else { path_shape(m - k, n - k) + "L" }
}

/// The same for PROOF(m, D[n]); `*` is the node that the proof starts with, `-` the old root in its place.
pub fn proof_shape(m: usize, n: usize) -> String {
    subproof_shape(m, n, true)
}

fn subproof_shape(m: usize, n: usize, whole: bool) -> String {
    if m == n {
        return if whole { "-" } else { "*" }.into();
    }
    let k = split(n);
    if m <= k {
        subproof_shape(m, k, whole) + "R"
    } else {
        subproof_shape(m - k, n - k, false) + "L"
    }
}

/// What is stored for the tree: after each leaf, the subtrees that it completes, the smallest first.
pub fn stored(leaves: &[Hash]) -> Vec<Hash> {
    let mut stored = Vec::new();
    for end in 1..=leaves.len() {
        let mut width = 1;
        while end % width == 0 {
            stored.push(root(&leaves[end - width..end]));
            width *= 2;
        }
    }
    stored
}

/// The tree as the crate grows it: not naive, but what the tests compare with.
pub fn grow(leaves: &[Hash]) -> (Frontier, Vec<Hash>) {
    let (mut frontier, mut stored) = (Frontier::new(), Vec::new());
    for leaf in leaves {
        frontier.append(*leaf, &mut stored);
    }
    (frontier, stored)
}
