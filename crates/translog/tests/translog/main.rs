//! The crate against published vectors, a naive tree, and other people's implementations.
//!
//! One binary, so that the tests link once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "so tests fail")]

mod cosignatures;
mod differential;
mod limits;
mod naive;
mod notes;
mod parsers;
mod policies;
mod proof_files;
mod properties;
mod tiles;
mod vectors_keys;
mod vectors_log;
mod vectors_tree;
mod witnessing;

use std::path::Path;

use serde_json::Value;
use sijill_translog::Hash;

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs_err::read_to_string(path).unwrap()).unwrap()
}

/// The elements of a JSON list; none of `null`.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

fn unhex(digits: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    (0..digits.len()).step_by(2).map(byte).collect()
}

fn hex_hash(value: &Value) -> Hash {
    Hash(unhex(text(value)).try_into().unwrap())
}

fn hex_hashes(value: &Value) -> Vec<Hash> {
    list(value).iter().map(hex_hash).collect()
}

fn base64_hash(value: &Value) -> Hash {
    Hash::from_base64(text(value)).unwrap()
}

fn base64_hashes(value: &Value) -> Vec<Hash> {
    list(value).iter().map(base64_hash).collect()
}
