//! RFC 6962 facts (`rfc6962-tree`) and the probes of transparency-dev/merkle (`rfc6962-proofs`).
//!
//! The folders `subtreeinclusion` and `subtreeconsistency` are of a later draft, which this crate does not
//! have.

use std::path::{Path, PathBuf};

use serde_json::Value;
use sijill_translog::{
    Hash, leaf_hash, prove_consistency, prove_inclusion, tree_root, verify_consistency,
    verify_inclusion,
};

use crate::{hex_hash, hex_hashes, json, list, naive, number, text, unhex};

/// The facts, and the hashes of the eight leaves.
fn tree8(path: &Path) -> (Value, Vec<Hash>) {
    let facts = json(path);
    let record = |input| leaf_hash(&unhex(text(input)));
    let leaves = list(&facts["leaf_inputs_hex"]).iter().map(record).collect();
    (facts, leaves)
}

#[test]
fn the_eight_leaves_have_the_published_hashes_and_roots() {
    let path = sijill_testkit::shared_or_skip!("vectors/rfc6962-tree/tree8.json");
    let (facts, leaves) = tree8(&path);
    assert_eq!(leaves, hex_hashes(&facts["leaf_hashes_hex"]));
    let (_, stored) = naive::grow(&leaves);
    let roots: Vec<_> = (0..=8).map(|size| tree_root(size, &stored).unwrap()).collect();
    assert_eq!(roots, hex_hashes(&facts["roots_hex"]));
}

#[test]
fn the_eight_leaves_have_the_published_proofs() {
    let path = sijill_testkit::shared_or_skip!("vectors/rfc6962-tree/tree8.json");
    let (facts, leaves) = tree8(&path);
    let (_, stored) = naive::grow(&leaves);
    let (inclusion, consistency) = (list(&facts["inclusion"]), list(&facts["consistency"]));
    assert_eq!((inclusion.len(), consistency.len()), (36, 36));
    for fact in inclusion {
        let proof = prove_inclusion(number(&fact["index"]), number(&fact["size"]), &stored);
        assert_eq!(proof.unwrap(), hex_hashes(&fact["proof_hex"]), "{fact}");
    }
    for fact in consistency {
        let proof = prove_consistency(number(&fact["old"]), number(&fact["new"]), &stored);
        assert_eq!(proof.unwrap(), hex_hashes(&fact["proof_hex"]), "{fact}");
    }
}

#[test]
fn the_eight_proofs_verify() {
    let path = sijill_testkit::shared_or_skip!("vectors/rfc6962-tree/tree8.json");
    let (facts, leaves) = tree8(&path);
    let root = |size: u64| hex_hash(&facts["roots_hex"][size as usize]);
    for fact in list(&facts["inclusion"]) {
        let (index, size) = (number(&fact["index"]), number(&fact["size"]));
        let proof = hex_hashes(&fact["proof_hex"]);
        let leaf = &leaves[index as usize];
        verify_inclusion(leaf, index, size, &root(size), &proof).unwrap();
    }
    for fact in list(&facts["consistency"]) {
        let (old, new) = (number(&fact["old"]), number(&fact["new"]));
        let proof = hex_hashes(&fact["proof_hex"]);
        verify_consistency(old, &root(old), new, &root(new), &proof).unwrap();
    }
}

fn probes(folder: &Path) -> Vec<PathBuf> {
    let folders = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = folders.flat_map(|folder| fs_err::read_dir(folder).unwrap());
    files.map(|entry| entry.unwrap().path()).collect()
}

/// A hash that is not 32 bytes cannot reach the verifier: `None` refuses it, as the type does.
fn probe_hash(value: &Value) -> Option<Hash> {
    Hash::from_base64(text(value)).ok()
}

fn probe_proof(probe: &Value) -> Option<Vec<Hash>> {
    list(&probe["proof"]).iter().map(probe_hash).collect()
}

fn inclusion_holds(probe: &Value) -> Option<bool> {
    let (index, size) = (number(&probe["leafIdx"]), number(&probe["treeSize"]));
    let (leaf, root) = (probe_hash(&probe["leafHash"])?, probe_hash(&probe["root"])?);
    Some(verify_inclusion(&leaf, index, size, &root, &probe_proof(probe)?).is_ok())
}

fn consistency_holds(probe: &Value) -> Option<bool> {
    let (old, new) = (number(&probe["size1"]), number(&probe["size2"]));
    let (old_root, new_root) = (probe_hash(&probe["root1"])?, probe_hash(&probe["root2"])?);
    Some(verify_consistency(old, &old_root, new, &new_root, &probe_proof(probe)?).is_ok())
}

/// Asks every probe, and gives how many there were.
fn ask_all(folder: &Path, holds: fn(&Value) -> Option<bool>) -> usize {
    let probes = probes(folder);
    for path in &probes {
        let probe = json(path);
        let refused = !holds(&probe).unwrap_or(false);
        assert_eq!(Value::Bool(refused), probe["wantErr"], "{}", path.display());
    }
    probes.len()
}

#[test]
fn every_inclusion_probe_is_judged_right() {
    let folder = sijill_testkit::shared_or_skip!("vectors/rfc6962-proofs/inclusion");
    assert_eq!(ask_all(&folder, inclusion_holds), 53);
}

#[test]
fn every_consistency_probe_is_judged_right() {
    let folder = sijill_testkit::shared_or_skip!("vectors/rfc6962-proofs/consistency");
    assert_eq!(ask_all(&folder, consistency_holds), 43);
}
