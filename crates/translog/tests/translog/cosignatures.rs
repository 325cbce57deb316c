//! Cosignatures: the published ones, and what may not pass for one.

use std::num::NonZeroU64;

use ed25519_dalek::SigningKey;
use sijill_translog::{
    Checkpoint, Cosigner, EMPTY_ROOT, KeyError, Note, NoteError, NoteSigner, SignatureLine,
    SignatureType, VerifierKey,
};

use crate::{json, text, unhex};

/// The example of tlog-cosignature: a witness's key, what it cosigned, and its line.
const VKEY: &str = "witness.example.org+b8a2cf20+BFLN3yikSfFkVAJtrnh/CiY3Zozkoy7clp+P7XB28qUN";
const NOTE: &str = "rome2026h1.example.org\n300\nlCkHUpkmVBEms2r2T1K6Og69+wUuuN3MIEW1/ezu2v0=\n\n\
— witness.example.org uKLPIAAAAABpVGeAhm2bOvKc3LaB9PFN1ruG19Y5yqslmcAAbhftnn1Zznmo0LXFZq4LGvqKqLX8jWlwLKasxEGTLIqAVusneCBmBw==\n";
const TIME: u64 = 1_767_139_200;

fn cosigner(seed: u8) -> Cosigner {
    let name = format!("witness.example/w{seed}");
    Cosigner::ed25519(name.parse().unwrap(), SigningKey::from_bytes(&[seed; 32]))
}

fn seconds(seconds: u64) -> NonZeroU64 {
    NonZeroU64::new(seconds).unwrap()
}

fn signed() -> (Note, NoteSigner) {
    let log = NoteSigner::ed25519("a".parse().unwrap(), SigningKey::from_bytes(&[9; 32]));
    (Checkpoint::new("a", 0, EMPTY_ROOT).sign(&log).unwrap(), log)
}

#[test]
fn the_published_cosignature_verifies_at_its_time() {
    let key: VerifierKey = VKEY.parse().unwrap();
    assert_eq!(
        (key.to_string().as_str(), key.signature_type()),
        (VKEY, SignatureType::Cosignature)
    );
    let note = Note::parse(NOTE.as_bytes()).unwrap();
    assert_eq!(note.verify(&key).unwrap(), [&key]);
    assert_eq!(note.signatures()[0].cosigned_at(&key), Some(TIME));
}

#[test]
fn log300_is_cosigned_to_the_same_bytes() {
    let path = sijill_testkit::shared_or_skip!("vectors/tlog-custody/log300.json");
    let log = json(&path);
    let seed = unhex(text(&log["witness_seed_hex"])).try_into().unwrap();
    let witness =
        Cosigner::ed25519("witness.example/w1".parse().unwrap(), SigningKey::from_bytes(&seed));
    assert_eq!(witness.verifier_key().to_string(), text(&log["witness_vkey"]));
    let note = Note::parse(text(&log["checkpoint"]).as_bytes()).unwrap();
    let line = &note.signatures()[1];
    let at = line.cosigned_at(witness.verifier_key()).unwrap();
    assert_eq!(witness.cosign(&note, seconds(at)), *line);
    let log_key = text(&log["log_vkey"]).parse::<VerifierKey>().unwrap();
    let known = [witness.verifier_key().clone(), log_key.clone()];
    assert_eq!(note.verify(&known).unwrap(), [&log_key, witness.verifier_key()]);
}

#[test]
fn a_cosignature_of_another_kind_is_passed_over_and_its_key_refused_by_name() {
    let path = sijill_testkit::shared_or_skip!("vectors/tlog-custody/mldsa44-cosignature.json");
    let other = json(&path);
    let refused = text(&other["vkey"]).parse::<VerifierKey>().unwrap_err();
    assert!(matches!(refused, KeyError::UnsupportedType { code: 6, .. }));
    assert!(refused.to_string().contains("0x06 (ML-DSA-44 cosignature)"), "{refused}");
    let (mut note, log) = signed();
    note.add_signature(text(&other["signature_line"]).trim_end().parse().unwrap()).unwrap();
    assert_eq!(note.verify(log.verifier_key()).unwrap(), [log.verifier_key()]);
}

#[test]
fn a_cosignature_with_any_bit_changed_condemns_the_note() {
    let (note, _) = signed();
    let witness = cosigner(1);
    let line = witness.cosign(&note, seconds(TIME));
    let verify = |blob: Vec<u8>| {
        let mut note = note.clone();
        let name = line.name().clone();
        note.add_signature(SignatureLine::new(name, line.id(), blob).unwrap()).unwrap();
        note.verify(witness.verifier_key()).map(|_| ())
    };
    let good = line.signature().to_vec();
    assert_eq!((verify(good.clone()), good.len()), (Ok(()), 72));
    for at in 0..good.len() {
        for bit in 0..8 {
            let mut bad = good.clone();
            bad[at] ^= 1 << bit;
            assert!(matches!(verify(bad), Err(NoteError::InvalidSignature { .. })), "{at}");
        }
    }
    for bad in [good[..71].to_vec(), good[8..].to_vec(), [good, vec![0]].concat()] {
        assert!(verify(bad).is_err());
    }
}

/// The signature is right, but a time of 0 says that no time is meant.
#[test]
fn a_cosignature_at_no_time_is_refused() {
    use ed25519_dalek::Signer;
    let (mut note, _) = signed();
    let key = SigningKey::from_bytes(&[1; 32]);
    let witness = cosigner(1);
    let message = format!("cosignature/v1\ntime 0\n{}", note.text());
    let blob = [[0; 8].as_slice(), &key.sign(message.as_bytes()).to_bytes()].concat();
    let (name, id) = (witness.verifier_key().name().clone(), witness.verifier_key().id());
    note.add_signature(SignatureLine::new(name, id, blob).unwrap()).unwrap();
    assert!(note.verify(witness.verifier_key()).is_err());
}

#[test]
fn only_its_cosigner_tells_the_time_of_a_line() {
    let (note, log) = signed();
    let line = cosigner(1).cosign(&note, seconds(7));
    assert_eq!(line.cosigned_at(cosigner(1).verifier_key()), Some(7));
    assert_eq!(line.cosigned_at(cosigner(2).verifier_key()), None);
    assert_eq!(note.signatures()[0].cosigned_at(log.verifier_key()), None);
}

#[test]
fn a_key_signs_notes_or_cosigns_and_has_another_id_for_each() {
    let witness = cosigner(1);
    let key = witness.verifier_key();
    let as_log = VerifierKey::ed25519(key.name().clone(), *key.public_key());
    assert_ne!(as_log.id(), key.id());
    assert_eq!(format!("{witness:?}"), format!("Cosigner({key})"));
}
