//! The tree and its proofs against the naive tree, at random sizes and, for small ones, all of them.

use proptest::prelude::*;
use sijill_translog::{
    EMPTY_ROOT, Frontier, Hash, prove_consistency, prove_inclusion, stored_hash_count, tree_root,
    verify_consistency, verify_inclusion,
};

use crate::naive;

const LARGEST: usize = 5_000;
const ALL_UP_TO: usize = 40;

#[test]
fn every_root_and_stored_hash_of_small_trees() {
    let leaves = naive::leaves(ALL_UP_TO);
    let (mut frontier, mut stored) = (Frontier::new(), Vec::new());
    for (size, leaf) in leaves.iter().enumerate() {
        assert_eq!(frontier.root(), naive::root(&leaves[..size]));
        assert_eq!(Frontier::load(size as u64, &stored).unwrap(), frontier);
        assert_eq!(stored_hash_count(size as u64), stored.len() as u64);
        frontier.append(*leaf, &mut stored);
    }
    assert_eq!(stored, naive::stored(&leaves));
}

#[test]
fn every_inclusion_proof_of_small_trees() {
    let leaves = naive::leaves(ALL_UP_TO);
    let (_, stored) = naive::grow(&leaves);
    for size in 1..=leaves.len() {
        let tree = &leaves[..size];
        for index in 0..size {
            let proof = prove_inclusion(index as u64, size as u64, &stored).unwrap();
            assert_eq!(proof, naive::path(index, tree));
            Included { index, size, tree, proof }.check();
        }
    }
}

#[test]
fn every_consistency_proof_of_small_trees() {
    let leaves = naive::leaves(ALL_UP_TO);
    let (_, stored) = naive::grow(&leaves);
    for new in 1..=leaves.len() {
        let tree = &leaves[..new];
        for old in 1..=new {
            let proof = prove_consistency(old as u64, new as u64, &stored).unwrap();
            assert_eq!(proof, naive::proof(old, tree));
            Extended { old, new, tree, proof }.check();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn trees_of_any_size((size, index, old) in size_index_old()) {
        let leaves = naive::leaves(size);
        let (frontier, stored) = naive::grow(&leaves);
        prop_assert_eq!(frontier.root(), naive::root(&leaves));
        prop_assert_eq!(tree_root(size as u64, &stored).unwrap(), frontier.root());
        prop_assert_eq!(Frontier::load(size as u64, &stored).unwrap(), frontier);
        prop_assert_eq!(&stored, &naive::stored(&leaves));
        prop_assert_eq!(tree_root(old as u64, &stored).unwrap(), naive::root(&leaves[..old]));

        let proof = prove_inclusion(index as u64, size as u64, &stored).unwrap();
        prop_assert_eq!(&proof, &naive::path(index, &leaves));
        Included { index, size, tree: &leaves, proof }.check();

        let proof = prove_consistency(old as u64, size as u64, &stored).unwrap();
        prop_assert_eq!(&proof, &naive::proof(old, &leaves));
        Extended { old, new: size, tree: &leaves, proof }.check();
    }

    #[test]
    fn a_loaded_frontier_grows_as_if_never_stored((size, _, old) in size_index_old()) {
        let leaves = naive::leaves(size);
        let (grown, mut stored) = naive::grow(&leaves);
        let kept = stored.split_off(stored_hash_count(old as u64) as usize);
        let mut loaded = Frontier::load(old as u64, &stored).unwrap();
        let mut appended = Vec::new();
        for leaf in &leaves[old..] {
            loaded.append(*leaf, &mut appended);
        }
        prop_assert_eq!((loaded, appended), (grown, kept));
    }
}

/// A size to 5,000, an index in the tree and a size of an earlier tree.
fn size_index_old() -> impl Strategy<Value = (usize, usize, usize)> {
    (1..=LARGEST).prop_flat_map(|size| (Just(size), 0..size, 1..=size))
}

struct Included<'a> {
    index: usize,
    size: usize,
    tree: &'a [Hash],
    proof: Vec<Hash>,
}

impl Included<'_> {
    /// The proof holds, and nothing that differs from it does.
    fn check(&self) {
        let (leaf, root) = (self.tree[self.index], naive::root(self.tree));
        let verify = |leaf: &Hash, index: usize, size: usize, root: &Hash, proof: &[Hash]| {
            verify_inclusion(leaf, index as u64, size as u64, root, proof).is_ok()
        };
        assert!(verify(&leaf, self.index, self.size, &root, &self.proof));
        assert!(!verify(&flipped(leaf), self.index, self.size, &root, &self.proof));
        assert!(!verify(&leaf, self.index, self.size, &flipped(root), &self.proof));
        for altered in alterations(&self.proof) {
            assert!(!verify(&leaf, self.index, self.size, &root, &altered));
        }
        for (index, size) in neighbours(self.index, self.size) {
            // A proof only says on which sides to join: another place is the same claim if it is
            // reached by the same path, and the size is vouched for by the log's signature.
            let same = index < size && naive::path_shape(index, size) == self.shape();
            assert_eq!(verify(&leaf, index, size, &root, &self.proof), same, "{index} in {size}");
        }
    }

    fn shape(&self) -> String {
        naive::path_shape(self.index, self.size)
    }
}

struct Extended<'a> {
    old: usize,
    new: usize,
    tree: &'a [Hash],
    proof: Vec<Hash>,
}

impl Extended<'_> {
    /// The proof holds, and nothing that differs from it does.
    fn check(&self) {
        let (old_root, new_root) = (naive::root(&self.tree[..self.old]), naive::root(self.tree));
        let verify = |old: usize, old_root: &Hash, new: usize, new_root: &Hash, proof: &[Hash]| {
            verify_consistency(old as u64, old_root, new as u64, new_root, proof).is_ok()
        };
        assert!(verify(self.old, &old_root, self.new, &new_root, &self.proof));
        assert!(!verify(self.old, &flipped(old_root), self.new, &new_root, &self.proof));
        assert!(!verify(self.old, &old_root, self.new, &flipped(new_root), &self.proof));
        for altered in alterations(&self.proof) {
            assert!(!verify(self.old, &old_root, self.new, &new_root, &altered));
        }
        for (old, new) in neighbours(self.old, self.new) {
            let possible = 1 <= old && old <= new;
            let same = possible && naive::proof_shape(old, new) == self.shape();
            assert_eq!(verify(old, &old_root, new, &new_root, &self.proof), same, "{old} to {new}");
        }
    }

    fn shape(&self) -> String {
        naive::proof_shape(self.old, self.new)
    }
}

/// The proof with one hash flipped, left out, doubled or put in, at each place; cut off there; and with
/// two neighbours swapped.
fn alterations(proof: &[Hash]) -> Vec<Vec<Hash>> {
    let mut all = Vec::new();
    let mut alter = |change: &dyn Fn(&mut Vec<Hash>)| {
        let mut altered = proof.to_vec();
        change(&mut altered);
        all.push(altered);
    };
    for at in 0..proof.len() {
        alter(&|proof| proof[at] = flipped(proof[at]));
        alter(&|proof| proof.truncate(at));
        alter(&|proof| _ = proof.remove(at));
        alter(&|proof| proof.insert(at, proof[at]));
        if at > 0 {
            alter(&|proof| proof.swap(at - 1, at));
        }
    }
    for at in 0..=proof.len() {
        alter(&|proof| proof.insert(at, EMPTY_ROOT));
    }
    all
}

fn flipped(Hash(mut bytes): Hash) -> Hash {
    bytes[17] ^= 4;
    Hash(bytes)
}

/// Other pairs: each number moved by one or by its bits, and the two exchanged.
fn neighbours(a: usize, b: usize) -> Vec<(usize, usize)> {
    let near = |n: usize| [n.saturating_sub(1), n + 1, n ^ 2, n * 2, n / 2, 0];
    let first = near(a).map(|a| (a, b));
    let second = near(b).map(|b| (a, b));
    let all = [first.as_slice(), &second, &[(b, a)]].concat();
    all.into_iter().filter(|&pair| pair != (a, b)).collect()
}
