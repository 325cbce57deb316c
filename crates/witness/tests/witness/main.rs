//! A witness that remembers: its folder, its answers, its server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "so tests fail")]

mod folder;
mod http;
mod memory;
mod races;

use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use sijill_keys::Passphrase;
use sijill_translog::witness::AddCheckpoint;
use sijill_translog::{
    Checkpoint, Frontier, Hash, NoteSigner, leaf_hash, prove_consistency, tree_root,
};
use sijill_witness::{ActingWitness, Witness};
use tempfile::TempDir;

const NOON: u64 = 1_767_000_000;

fn at(seconds: u64) -> NonZeroU64 {
    NonZeroU64::new(seconds).unwrap()
}

fn passphrase() -> Passphrase {
    Passphrase::new("correct horse battery staple".into()).unwrap()
}

/// A log that can ask for any of its sizes, and as many others of its name as there are first leaves.
struct Log {
    signer: NoteSigner,
    stored: Vec<Hash>,
}

impl Log {
    fn new(origin: &str, leaves: usize) -> Self {
        Self::told_otherwise(origin, leaves, "leaf")
    }

    /// The same key, another history.
    fn told_otherwise(origin: &str, leaves: usize, leaf: &str) -> Self {
        let signer = NoteSigner::ed25519(origin.parse().unwrap(), SigningKey::from_bytes(&[3; 32]));
        let (mut tree, mut stored) = (Frontier::new(), Vec::new());
        for n in 0..leaves {
            tree.append(leaf_hash(format!("{leaf} {n}").as_bytes()), &mut stored);
        }
        Self { signer, stored }
    }

    fn asks(&self, old: u64, size: u64) -> AddCheckpoint {
        let root = tree_root(size, &self.stored).unwrap();
        let origin = self.signer.verifier_key().name().as_str();
        let note = Checkpoint::new(origin, size, root).sign(&self.signer).unwrap();
        let proof = prove_consistency(old.min(size), size, &self.stored).unwrap();
        AddCheckpoint::new(old, proof, note).unwrap()
    }

    fn request(&self, old: u64, size: u64) -> Vec<u8> {
        self.asks(old, size).to_bytes()
    }
}

/// A witness in a temporary folder, set up for one log.
struct Scratch {
    dir: TempDir,
    log: Log,
}

const ORIGIN: &str = "station.example/unit-7";

impl Scratch {
    fn new() -> Self {
        let (dir, log) = (tempfile::tempdir().unwrap(), Log::new(ORIGIN, 40));
        let scratch = Self { dir, log };
        let mut witness =
            Witness::create(&scratch.folder(), "witness.example/w1", &passphrase()).unwrap();
        witness.add_log(ORIGIN, scratch.log.signer.verifier_key(), NOON).unwrap();
        scratch
    }

    fn folder(&self) -> PathBuf {
        self.dir.path().join("witness")
    }

    fn acting(&self) -> ActingWitness {
        unlock(&self.folder())
    }
}

fn unlock(folder: &Path) -> ActingWitness {
    Witness::open(folder).unwrap().unlock(&passphrase()).unwrap()
}
