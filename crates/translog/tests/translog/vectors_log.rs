//! Two whole logs: `tessera-log` (15 entries, by Tessera) and `tlog-custody` (300 leaves).
//!
//! What witnesses say of the second is in `cosignatures` and `witness`.

use std::path::Path;

use ed25519_dalek::SigningKey;
use serde_json::Value;
use sijill_translog::{
    Checkpoint, CheckpointError, EMPTY_ROOT, Frontier, Hash, KeyName, NoteError, NoteSigner,
    VerifierKey, leaf_hash, prove_consistency, prove_inclusion, stored_hash_index, tree_root,
    verify_consistency, verify_inclusion,
};

use crate::{base64_hash, base64_hashes, json, naive, number, text, unhex};

const TESSERA_ORIGIN: &str = "example.com/log/testdata";
const TESSERA_VKEY: &str =
    "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
const TESSERA_ENTRIES: &str = "one two three four five six seven eit nain ten ileven twelf \
                               threeten fourten fivten";

fn tessera_leaves() -> Vec<Hash> {
    TESSERA_ENTRIES.split(' ').map(|entry| leaf_hash(entry.as_bytes())).collect()
}

fn open_tessera(path: &Path) -> Checkpoint {
    let key = TESSERA_VKEY.parse().unwrap();
    let bytes = fs_err::read(path).unwrap();
    let (checkpoint, note) = Checkpoint::open(&bytes, &key, TESSERA_ORIGIN).unwrap();
    assert_eq!(note.to_bytes(), bytes);
    assert_eq!(checkpoint.to_text(), note.text());
    checkpoint
}

#[test]
fn tessera_signed_the_roots_that_we_compute() {
    let folder = sijill_testkit::shared_or_skip!("vectors/tessera-log");
    let (mut frontier, mut stored) = (Frontier::new(), Vec::new());
    for (size, leaf) in (0..).zip(tessera_leaves()) {
        let signed = open_tessera(&folder.join(format!("checkpoint.{size}")));
        assert_eq!((signed.size, signed.root), (size, frontier.root()));
        frontier.append(leaf, &mut stored);
    }
    let last = open_tessera(&folder.join("checkpoint.15"));
    assert_eq!((last.size, last.root), (15, frontier.root()));
    assert_eq!(last, open_tessera(&folder.join("checkpoint")));
}

#[test]
fn tessera_tiles_hold_the_hashes_that_we_store() {
    let folder = sijill_testkit::shared_or_skip!("vectors/tessera-log/tile/0/000.p");
    let (_, stored) = naive::grow(&tessera_leaves());
    for width in 1..=15 {
        let tile = fs_err::read(folder.join(width.to_string())).unwrap();
        let place = |n| stored_hash_index(0, n) as usize;
        let ours: Vec<_> = (0..width).flat_map(|n| *stored[place(n)].as_bytes()).collect();
        assert_eq!(tile, ours);
    }
}

#[test]
fn tessera_bundles_hold_the_leaves() {
    let folder = sijill_testkit::shared_or_skip!("vectors/tessera-log/tile/entries/000.p");
    for width in 1..=15 {
        let bundle = fs_err::read(folder.join(width.to_string())).unwrap();
        let mut rest = bundle.as_slice();
        for leaf in tessera_leaves().into_iter().take(width) {
            let (length, after) = rest.split_first_chunk().unwrap();
            let (entry, after) = after.split_at(u16::from_be_bytes(*length).into());
            assert_eq!(leaf_hash(entry), leaf);
            rest = after;
        }
        assert!(rest.is_empty());
    }
}

/// The vectors, and the stored hashes of the 300 leaves.
fn log300(path: &Path) -> (Value, Vec<Hash>) {
    let leaves = (0..300).map(|i| leaf_hash(format!("{{\"seq\":{i}}}").as_bytes()));
    let (_, stored) = naive::grow(&leaves.collect::<Vec<_>>());
    (json(path), stored)
}

fn log300_signer(log: &Value) -> NoteSigner {
    let seed = unhex(text(&log["log_seed_hex"])).try_into().unwrap();
    let name = KeyName::try_from(text(&log["origin"])).unwrap();
    NoteSigner::ed25519(name, SigningKey::from_bytes(&seed))
}

fn open300(log: &Value, which: &str) -> Result<Checkpoint, CheckpointError> {
    let key = text(&log["log_vkey"]).parse().unwrap();
    let (checkpoint, note) =
        Checkpoint::open(text(&log[which]).as_bytes(), &key, text(&log["origin"]))?;
    assert_eq!(note.to_bytes(), text(&log[which]).as_bytes());
    Ok(checkpoint)
}

#[test]
fn log300_has_the_published_roots() {
    let path = sijill_testkit::shared_or_skip!("vectors/tlog-custody/log300.json");
    let (log, stored) = log300(&path);
    let roots = log["roots_b64"].as_object().unwrap();
    assert_eq!(roots.len(), 5);
    for (size, root) in roots {
        let size = size.parse().unwrap();
        assert_eq!(tree_root(size, &stored).unwrap(), base64_hash(root));
    }
    assert_eq!(base64_hash(&roots["0"]), EMPTY_ROOT);
}

#[test]
fn log300_checkpoints_open_and_sign_to_the_same_bytes() {
    let path = sijill_testkit::shared_or_skip!("vectors/tlog-custody/log300.json");
    let (log, stored) = log300(&path);
    let signer = log300_signer(&log);
    assert_eq!(signer.verifier_key().to_string(), text(&log["log_vkey"]));
    for (which, size) in [("old_checkpoint", 257), ("checkpoint", 300)] {
        let checkpoint = open300(&log, which).unwrap();
        let root = tree_root(size, &stored).unwrap();
        assert_eq!(checkpoint, Checkpoint::new(text(&log["origin"]), size, root));
        let signed = checkpoint.sign(&signer).unwrap().to_bytes();
        // The witness's line may follow the log's.
        assert!(text(&log[which]).as_bytes().starts_with(&signed));
    }
}

#[test]
fn log300_has_the_published_proofs() {
    let path = sijill_testkit::shared_or_skip!("vectors/tlog-custody/log300.json");
    let (log, stored) = log300(&path);
    let root = |size: u64| base64_hash(&log["roots_b64"][size.to_string()]);

    let index = number(&log["inclusion"]["index"]);
    let proof = base64_hashes(&log["inclusion"]["proof_b64"]);
    let leaf = leaf_hash(&unhex(text(&log["inclusion"]["leaf_hex"])));
    assert_eq!(prove_inclusion(index, 300, &stored).unwrap(), proof);
    verify_inclusion(&leaf, index, 300, &root(300), &proof).unwrap();

    let proof = base64_hashes(&log["consistency"]["proof_b64"]);
    assert_eq!(prove_consistency(257, 300, &stored).unwrap(), proof);
    verify_consistency(257, &root(257), 300, &root(300), &proof).unwrap();
}

#[test]
fn log300_fork_is_signed_and_yet_no_extension() {
    let path = sijill_testkit::shared_or_skip!("vectors/tlog-custody/log300.json");
    let (log, stored) = log300(&path);
    let (old, fork) =
        (open300(&log, "old_checkpoint").unwrap(), open300(&log, "fork_checkpoint").unwrap());
    assert_eq!(fork.size, 300);
    assert_ne!(fork.root, tree_root(300, &stored).unwrap());
    let proof = prove_consistency(257, 300, &stored).unwrap();
    assert!(verify_consistency(257, &old.root, 300, &fork.root, &proof).is_err());
}

#[test]
fn log300_checkpoint_is_refused_under_another_origin_or_key() {
    let path = sijill_testkit::shared_or_skip!("vectors/tlog-custody/log300.json");
    let (log, _) = log300(&path);
    let bytes = text(&log["checkpoint"]).as_bytes();
    let own: VerifierKey = text(&log["log_vkey"]).parse().unwrap();
    let origin = Checkpoint::open(bytes, &own, "station.example/unit-8");
    assert!(matches!(origin, Err(CheckpointError::WrongOrigin { .. })));
    let key = Checkpoint::open(bytes, &TESSERA_VKEY.parse().unwrap(), text(&log["origin"]));
    assert_eq!(key.unwrap_err(), CheckpointError::Note(NoteError::NoKnownSignature));
}
