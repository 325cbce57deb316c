//! Proofs to hand out: the published one, and each part of it exchanged for another.

use proptest::prelude::*;
use serde_json::Value;
use sijill_translog::{
    JudgeError, MalformedProof, Note, NoteError, Policy, ProofError, TlogProof, TlogProofError,
};

use crate::{json, text, unhex};

fn policy(log: &Value, quorum: &str) -> Policy {
    let (log, witness) = (text(&log["log_vkey"]), text(&log["witness_vkey"]));
    Policy::parse(&format!("log {log}\nwitness w1 {witness}\nquorum {quorum}\n")).unwrap()
}

fn published(log: &Value) -> (TlogProof, Vec<u8>) {
    let bytes = text(&log["tlog_proof"]).as_bytes();
    let proof = TlogProof::parse(bytes).unwrap();
    assert_eq!(proof.to_bytes(), bytes);
    (proof, unhex(text(&log["inclusion"]["leaf_hex"])))
}

#[test]
fn the_published_proof_holds_by_log_and_witness() {
    let path = sijill_testkit::shared_or_skip!("vectors/tlog-custody/log300.json");
    let log = json(&path);
    let (proof, leaf) = published(&log);
    let judged = proof.verify(&leaf, &policy(&log, "w1")).unwrap();
    assert_eq!((judged.checkpoint.size, judged.cosigned.len(), judged.quorum_met), (300, 1, true));
    assert_eq!((judged.cosigned[0].witness.as_str(), judged.cosigned[0].at), ("w1", 1_763_800_000));
    let alone = Policy::of_log(text(&log["log_vkey"]).parse().unwrap());
    assert_eq!(proof.verify(&leaf, &alone).unwrap().cosigned, []);
}

#[test]
fn what_is_not_proved_is_refused() {
    let path = sijill_testkit::shared_or_skip!("vectors/tlog-custody/log300.json");
    let log = json(&path);
    let (proof, leaf) = published(&log);
    let policy = policy(&log, "w1");
    let refused = |proof: &TlogProof, leaf: &[u8]| proof.verify(leaf, &policy).unwrap_err();
    let inclusion = |why| TlogProofError::Inclusion(why);
    assert_eq!(refused(&proof, b"another"), inclusion(ProofError::WrongRoot));
    let with = |index, path: &[_], note: &Note| {
        TlogProof::new(index, path.to_vec(), note.clone()).unwrap()
    };
    let (path, note) = (proof.path(), proof.checkpoint());
    assert_eq!(refused(&with(122, path, note), &leaf), inclusion(ProofError::WrongRoot));
    assert_eq!(refused(&with(123, &path[1..], note), &leaf), inclusion(ProofError::TooShort));
    let outside = inclusion(ProofError::NoSuchLeaf { index: 300, size: 300 });
    assert_eq!(refused(&with(300, path, note), &leaf), outside);
    let fork = Note::parse(text(&log["fork_checkpoint"]).as_bytes()).unwrap();
    assert_eq!(refused(&with(123, path, &fork), &leaf), inclusion(ProofError::WrongRoot));
    let other_time =
        String::from_utf8(proof.to_bytes()).unwrap().replace("IDJKvgAAAABp", "IDJKvgAAAABq");
    let other_time = TlogProof::parse(other_time.as_bytes()).unwrap();
    let condemned = refused(&other_time, &leaf);
    assert!(
        matches!(
            condemned,
            TlogProofError::Checkpoint(JudgeError::Note(NoteError::InvalidSignature { .. }))
        ),
        "{condemned}"
    );
}

#[test]
fn a_proof_without_its_witness_is_judged_but_not_verified() {
    let path = sijill_testkit::shared_or_skip!("vectors/tlog-custody/log300.json");
    let log = json(&path);
    let (proof, leaf) = published(&log);
    let lines: Vec<_> = text(&log["tlog_proof"]).lines().filter(|l| !l.contains("w1")).collect();
    let stripped = TlogProof::parse((lines.join("\n") + "\n").as_bytes()).unwrap();
    assert_eq!(stripped.path(), proof.path());
    let policy = policy(&log, "w1");
    let judged = stripped.judge(&leaf, &policy).unwrap();
    assert!(!judged.quorum_met);
    let refused = stripped.verify(&leaf, &policy).unwrap_err();
    assert_eq!(refused, TlogProofError::Quorum(judged.missing));
    assert!(refused.to_string().ends_with("witness w1 has not cosigned"), "{refused}");
}

#[test]
fn extra_data_is_carried_and_changes_nothing() {
    let path = sijill_testkit::shared_or_skip!("vectors/tlog-custody/log300.json");
    let log = json(&path);
    let (proof, leaf) = published(&log);
    for extra in [b"a name".as_slice(), b""] {
        let with = proof.clone().with_extra(extra.to_vec());
        let read = TlogProof::parse(&with.to_bytes()).unwrap();
        assert_eq!((read.extra(), &read), (Some(extra), &with));
        assert!(read.verify(&leaf, &policy(&log, "none")).is_ok());
    }
}

const NOTE: &str = "o\n2\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— o AAAAAAE=\n";
const HASH: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";

#[test]
fn a_proof_has_one_spelling() {
    let parse = |head: &str| TlogProof::parse(format!("{head}\n{NOTE}").as_bytes()).map(|_| ());
    let good = format!("c2sp.org/tlog-proof@v1\nindex 1\n{HASH}");
    assert_eq!(parse(&good), Ok(()));
    assert_eq!(parse("c2sp.org/tlog-proof@v1\nextra AA==\nindex 0\n"), Ok(()));
    let refused = [
        (good.replace("v1", "v2"), MalformedProof::FirstLine),
        (good.replace("@v1\n", "@v1\r\n"), MalformedProof::FirstLine),
        (good.replace("index 1", "index 01"), MalformedProof::Index),
        (good.replace("index 1", "index +1"), MalformedProof::Index),
        (good.replace("index 1", "index 9223372036854775807"), MalformedProof::Index),
        (good.replace("index 1\n", ""), MalformedProof::Index),
        (good.replace("index", "extra AA=\nindex"), MalformedProof::Extra),
        (good.replace("index", "extra AB==\nindex"), MalformedProof::Extra),
        (good.replace("index", "extra \nextra \nindex"), MalformedProof::Index),
        (good.replace("uFU=", "uFU"), MalformedProof::Hash { number: 1 }),
        (good.clone() + HASH + "x\n", MalformedProof::Hash { number: 3 }),
        (good.clone() + &HASH.repeat(63), MalformedProof::TooLong),
    ];
    for (head, error) in refused {
        assert_eq!(parse(&head), Err(error), "{head}");
    }
    let headless = TlogProof::parse(b"c2sp.org/tlog-proof@v1\nindex 0\n");
    assert_eq!(headless, Err(MalformedProof::NoCheckpoint));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn damaged_proofs_are_written_as_they_are_read(at: prop::sample::Index, piece in "[\n =A01x]{0,3}") {
        let mut proof = format!("c2sp.org/tlog-proof@v1\nextra AA==\nindex 1\n{HASH}\n{NOTE}");
        let at = at.index(proof.len());
        if proof.is_char_boundary(at) && proof.is_char_boundary(at + 1) {
            proof.replace_range(at..=at, &piece);
        }
        if let Ok(read) = TlogProof::parse(proof.as_bytes()) {
            prop_assert_eq!(read.to_bytes(), proof.into_bytes());
        }
    }
}
