//! Empty trees, trees too large, and readers that fail: errors, never a panic.

use proptest::prelude::*;
use sijill_translog::{
    EMPTY_ROOT, Hash, HashReader, MAX_TREE_SIZE, MissingHash, ProofError, TreeError,
    prove_consistency, prove_inclusion, stored_hash_count, stored_hash_index, tree_root,
    verify_consistency, verify_inclusion,
};

use crate::naive;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn verifiers_never_panic(index: u64, size: u64, hash: [u8; 32], length in 0..70_usize) {
        let proof = vec![Hash(hash); length];
        let _ = verify_inclusion(&Hash(hash), index, size, &EMPTY_ROOT, &proof);
        let _ = verify_consistency(index, &Hash(hash), size, &EMPTY_ROOT, &proof);
        let _ = verify_inclusion(&Hash(hash), index, MAX_TREE_SIZE, &EMPTY_ROOT, &proof);
        let _ = verify_consistency(index, &Hash(hash), MAX_TREE_SIZE, &EMPTY_ROOT, &proof);
    }

    #[test]
    fn provers_never_panic(index: u64, size: u64, level: u8) {
        let none: Vec<Hash> = Vec::new();
        for size in [size, MAX_TREE_SIZE] {
            let _ = prove_inclusion(index, size, &none);
            let _ = prove_consistency(index, size, &none);
            let _ = tree_root(size, &none);
        }
        let _ = (stored_hash_index(level, index), stored_hash_count(size));
    }
}

#[test]
fn empty_and_equal_trees_take_the_empty_proof() {
    let (root, other) = (naive::leaves(1)[0], naive::leaves(2)[1]);
    assert_eq!(verify_consistency(0, &EMPTY_ROOT, 9, &root, &[]), Ok(()));
    assert_eq!(verify_consistency(0, &EMPTY_ROOT, 0, &EMPTY_ROOT, &[]), Ok(()));
    assert_eq!(verify_consistency(9, &root, 9, &root, &[]), Ok(()));
    let refused = [
        (verify_consistency(0, &EMPTY_ROOT, 9, &root, &[root]), ProofError::TooLong),
        (verify_consistency(9, &root, 9, &root, &[root]), ProofError::TooLong),
        (verify_consistency(0, &root, 9, &root, &[]), ProofError::WrongOldRoot),
        (verify_consistency(0, &EMPTY_ROOT, 0, &root, &[]), ProofError::WrongRoot),
        (verify_consistency(9, &root, 9, &other, &[]), ProofError::WrongRoot),
        (verify_consistency(4, &root, 9, &root, &[]), ProofError::TooShort),
        (verify_consistency(9, &root, 8, &root, &[]), ProofError::Shrunk { old: 9, new: 8 }),
    ];
    for (verdict, error) in refused {
        assert_eq!(verdict, Err(error));
    }
}

#[test]
fn sizes_end_below_two_to_the_63() {
    let none: Vec<Hash> = Vec::new();
    let size = MAX_TREE_SIZE + 1;
    assert_eq!(tree_root(size, &none), Err(TreeError::TooLarge { size }));
    assert_eq!(prove_inclusion(0, size, &none), Err(TreeError::TooLarge { size }));
    assert_eq!(prove_consistency(0, size, &none), Err(TreeError::TooLarge { size }));
    let verdict = verify_inclusion(&EMPTY_ROOT, 0, size, &EMPTY_ROOT, &[]);
    assert_eq!(verdict, Err(ProofError::TooLarge { size }));
    let verdict = verify_consistency(size, &EMPTY_ROOT, size, &EMPTY_ROOT, &[]);
    assert_eq!(verdict, Err(ProofError::TooLarge { size }));
}

#[test]
fn stored_places_are_exact_to_the_largest_tree() {
    assert_eq!(stored_hash_count(MAX_TREE_SIZE), u64::MAX - 1 - 63);
    assert_eq!(stored_hash_index(62, 0), (1 << 63) - 2);
    assert_eq!(stored_hash_index(255, u64::MAX), u64::MAX);
}

#[test]
fn a_reader_that_breaks_its_word_is_found_out() {
    struct Generous;
    impl HashReader for Generous {
        type Error = std::convert::Infallible;
        fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Self::Error> {
            Ok(vec![EMPTY_ROOT; indexes.len() + 1])
        }
    }
    let broken = Err(TreeError::WrongCount { asked: 2, given: 3 });
    assert_eq!(tree_root(3, &Generous), broken);
    let missing = tree_root(3, &naive::leaves(3)).unwrap_err();
    assert_eq!(missing, TreeError::Read(MissingHash { index: 3 }));
}
