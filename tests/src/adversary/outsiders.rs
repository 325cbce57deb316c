//! Witnesses and authorities at work, by files: the ones in the tests live in the tests' own process.

use std::num::NonZeroU64;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use sijill_testkit::TestTsa;
use sijill_translog::witness::AddCheckpoint;
use sijill_translog::{Cosigner, Note};

use crate::Scratch;

/// The present second.
#[must_use]
pub fn now() -> NonZeroU64 {
    NonZeroU64::new(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

/// A checkpoint's cosignature line of now.
#[must_use]
pub fn cosignature(witness: &Cosigner, checkpoint: &Note) -> String {
    format!("{}\n", witness.cosign(checkpoint, now()))
}

/// Carries the archive's request to the witness and its line back.
pub fn cosign(scratch: &Scratch, witness: &Cosigner) {
    let policy = fs_err::read_to_string(scratch.archive().join("policy.txt")).unwrap();
    let key = witness.verifier_key().to_string();
    let line = policy.lines().find(|line| line.contains(&key)).unwrap();
    let name = line.split(' ').nth(1).unwrap();
    let (asked, answer) = (scratch.beside("cosign.req"), scratch.beside("cosign.cosig"));
    run(scratch, &["log", "cosign", name, "--request", asked.to_str().unwrap()]);
    let request = AddCheckpoint::parse(&fs_err::read(&asked).unwrap()).unwrap();
    fs_err::write(&answer, cosignature(witness, request.note())).unwrap();
    run(scratch, &["log", "import", answer.to_str().unwrap()]);
}

/// Carries the archive's request to the authority and its answer back.
pub fn stamp(scratch: &Scratch, authority: &TestTsa) {
    let (asked, answer) = (scratch.beside("stamp.tsq"), scratch.beside("stamp.tsr"));
    run(scratch, &["log", "timestamp", "--request", asked.to_str().unwrap()]);
    fs_err::write(&answer, authority.reply(&fs_err::read(&asked).unwrap())).unwrap();
    let ca = authority.folder().join("ca.pem");
    run(scratch, &["log", "import", answer.to_str().unwrap(), "--ca", ca.to_str().unwrap()]);
}

fn run(scratch: &Scratch, arguments: &[&str]) {
    let (code, said) = scratch.sijill.json(arguments);
    assert_eq!(code, 0, "{arguments:?}: {said}");
}

/// A token over a file, and the certificates that it needs, as anybody can get them with `openssl ts`.
#[must_use]
pub fn token(authority: &TestTsa, file: &Path) -> (Vec<u8>, Vec<u8>) {
    let query = tempfile::NamedTempFile::new().unwrap();
    let (file, to) = (file.to_str().unwrap(), query.path().to_str().unwrap());
    let _ = authority.openssl(&format!("ts -query -sha256 -cert -data {file} -out {to}"));
    let token = authority.reply(&fs_err::read(query.path()).unwrap());
    (token, [authority.tsa_pem(), authority.ca_pem()].concat())
}

/// Stamps a package's seal, as its receiver may.
pub fn stamp_seal(package: &Path, authority: &TestTsa) {
    let (tsr, pem) = token(authority, &package.join("tagmanifest-sha256.txt"));
    fs_err::write(package.join("seals/tsa-1.tsr"), tsr).unwrap();
    fs_err::write(package.join("seals/tsa-1.pem"), pem).unwrap();
}
