//! The same questions put to other people's crates: `tlog_tiles` and `signed_note` (Cloudflare's ports of
//! Go's `x/mod`) and `ct-merkle`.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use sha2::Sha256;
use sijill_translog::{
    Checkpoint, Hash, KeyName, Note, NoteError, NoteSigner, VerifierKey, leaf_hash,
    prove_consistency, prove_inclusion, stored_hash_count, stored_hash_index, tree_root,
};
use tlog_tiles::tlog;

use crate::naive;

struct Theirs(Vec<tlog::Hash>);

impl tlog::HashReader for Theirs {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog::Hash>, tlog::Error> {
        Ok(indexes.iter().map(|&index| self.0[index as usize]).collect())
    }
}

fn ours(hashes: Vec<tlog::Hash>) -> Vec<Hash> {
    hashes.into_iter().map(|hash| Hash(hash.0)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn tlog_tiles_makes_and_accepts_the_same_proofs(
        (size, index, old) in (1..5_000_u64).prop_flat_map(|n| (Just(n), 0..n, 1..=n)),
    ) {
        let leaves = naive::leaves(size as usize);
        let (frontier, stored) = naive::grow(&leaves);
        let theirs = Theirs(stored.iter().map(|hash| tlog::Hash(hash.0)).collect());
        let root = tlog::tree_hash(size, &theirs).unwrap();
        prop_assert_eq!(Hash(root.0), frontier.root());

        let proof = tlog::prove_record(size, index, &theirs).unwrap();
        let leaf = tlog::Hash(leaves[index as usize].0);
        tlog::check_record(&proof, size, root, index, leaf).unwrap();
        prop_assert_eq!(ours(proof), prove_inclusion(index, size, &stored).unwrap());

        let proof = tlog::prove_tree(size, old, &theirs).unwrap();
        let old_root = tlog::Hash(tree_root(old, &stored).unwrap().0);
        tlog::check_tree(&proof, size, root, old, old_root).unwrap();
        prop_assert_eq!(ours(proof), prove_consistency(old, size, &stored).unwrap());
    }

    #[test]
    fn tlog_tiles_stores_in_the_same_order(level in 0..20_u8, n in 0..1_u64 << 40) {
        prop_assert_eq!(stored_hash_index(level, n), tlog::stored_hash_index(level, n));
        prop_assert_eq!(stored_hash_count(n), tlog::stored_hash_count(n));
    }

    #[test]
    fn ct_merkle_makes_the_same_proofs(
        (size, index, old) in (1..2_000_usize).prop_flat_map(|n| (Just(n), 0..n, 1..=n)),
    ) {
        let record = |i: usize| (i as u64).to_be_bytes();
        let mut theirs = MemoryBackedTree::<Sha256, [u8; 8]>::new();
        (0..size).for_each(|i| theirs.push(record(i)));
        let leaves: Vec<_> = (0..size).map(|i| leaf_hash(&record(i))).collect();
        let (frontier, stored) = naive::grow(&leaves);
        assert_eq!(theirs.root().as_bytes().as_slice(), frontier.root().as_bytes());

        let proof = prove_inclusion(index as u64, size as u64, &stored).unwrap();
        let bytes: Vec<u8> = proof.iter().flat_map(|hash| hash.0).collect();
        assert_eq!(theirs.prove_inclusion(index).as_bytes(), bytes);

        let proof = prove_consistency(old as u64, size as u64, &stored).unwrap();
        let bytes: Vec<u8> = proof.iter().flat_map(|hash| hash.0).collect();
        assert_eq!(theirs.prove_consistency(size - old).as_bytes(), bytes);
    }

    #[test]
    fn signed_note_verifies_what_we_sign(text in "([ -~é—ع\n]{0,40}\n)", seed: [u8; 32]) {
        let signer = NoteSigner::ed25519(name(), SigningKey::from_bytes(&seed));
        let bytes = Note::sign(&text, &[&signer]).unwrap().to_bytes();
        let theirs = signed_note::Note::from_bytes(&bytes).unwrap();
        let (verified, unverified) = theirs.verify(&their_keys(signer.verifier_key())).unwrap();
        prop_assert_eq!((verified.len(), unverified.len()), (1, 0));
        prop_assert_eq!(theirs.text(), text.as_bytes());
        prop_assert_eq!(theirs.to_bytes(), bytes);
    }

    #[test]
    fn signed_note_judges_damaged_notes_alike(at: prop::sample::Index, to in damage()) {
        let signer = NoteSigner::ed25519(name(), SigningKey::from_bytes(&[7; 32]));
        let other = NoteSigner::ed25519(name(), SigningKey::from_bytes(&[8; 32]));
        let mut bytes = Note::sign("one\n\ntwo\n", &[&signer, &other]).unwrap().to_bytes();
        let at = at.index(bytes.len());
        bytes.splice(at..=at, to);
        prop_assert_eq!(our_verdict(&bytes, signer.verifier_key()),
            their_verdict(&bytes, signer.verifier_key()));
    }

    #[test]
    fn tlog_tiles_reads_the_same_checkpoints(text in checkpoint_like()) {
        let ours = Checkpoint::parse(&text).ok();
        let theirs = tlog_tiles::Checkpoint::from_bytes(text.as_bytes()).ok();
        let ours = ours.map(|c| (c.origin, c.size, c.root, lines(&c.extensions)));
        let theirs = theirs.map(|c| {
            (c.origin().to_owned(), c.size(), Hash(c.hash().0), c.extension().to_owned())
        });
        prop_assert_eq!(ours, theirs);
    }
}

fn name() -> KeyName {
    KeyName::try_from("station.example/log").unwrap()
}

fn their_keys(key: &VerifierKey) -> signed_note::VerifierList {
    let key = signed_note::StandardVerifier::new(&key.to_string()).unwrap();
    signed_note::VerifierList::new(vec![Box::new(key)])
}

/// Bytes to put in the place of one. DEL and 0xC2, which starts the C1 controls, are left out: we alone
/// refuse those in a name.
fn damage() -> impl Strategy<Value = Vec<u8>> {
    let byte = (0..=255_u8).prop_filter("control", |byte| ![0x7f, 0xc2].contains(byte));
    let telling = prop::sample::select(b"\n +=A\t\r".to_vec());
    prop::collection::vec(prop_oneof![byte, telling], 0..3)
}

fn our_verdict(bytes: &[u8], key: &VerifierKey) -> Result<Vec<u8>, &'static str> {
    let note = Note::parse(bytes).map_err(|_| "malformed")?;
    match note.verify(key) {
        Ok(_) => Ok(note.to_bytes()),
        Err(NoteError::InvalidSignature { .. }) => Err("invalid"),
        Err(_) => Err("unknown"),
    }
}

fn their_verdict(bytes: &[u8], key: &VerifierKey) -> Result<Vec<u8>, &'static str> {
    let note = signed_note::Note::from_bytes(bytes).map_err(|_| "malformed")?;
    match note.verify(&their_keys(key)) {
        Ok(_) => Ok(note.to_bytes()),
        Err(signed_note::NoteError::InvalidSignature { .. }) => Err("invalid"),
        Err(_) => Err("unknown"),
    }
}

/// Sizes stay below 2^63: the other crate takes larger ones.
fn checkpoint_like() -> impl Strategy<Value = String> {
    let hash = any::<[u8; 32]>().prop_map(|bytes| Hash(bytes).to_string());
    let line = prop_oneof![hash, "[ -~]{0,4}", "[0-9]{1,3}", "[+-]?0?[0-9]{1,18}"];
    let good = (any::<[u8; 32]>(), "[0-9]{1,18}", "[a-z./]{0,9}")
        .prop_map(|(root, size, origin)| format!("{origin}\n{size}\n{}\n", Hash(root)));
    let tail = prop::collection::vec(line, 0..4).prop_map(|lines| lines.join("\n"));
    (prop_oneof![3 => good, 1 => Just(String::new())], tail, prop_oneof![Just(""), Just("\n")])
        .prop_map(|(head, tail, end)| head + &tail + end)
}

fn lines(extensions: &[String]) -> String {
    extensions.iter().map(|line| format!("{line}\n")).collect()
}
