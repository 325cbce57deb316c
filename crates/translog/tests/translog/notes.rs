//! The rules of signing and verifying notes that the vectors do not touch.

use ed25519_dalek::{SigningKey, VerifyingKey};
use sijill_translog::{
    Checkpoint, CheckpointError, EMPTY_ROOT, KeyId, KeyName, MAX_SIGNATURES, MalformedNote, Note,
    NoteError, NoteSigner, SignatureLine, VerifierKey,
};

const TEXT: &str = "first\n\nlast\n";

fn name(name: &str) -> KeyName {
    name.parse().unwrap()
}

fn signer(of: &str) -> NoteSigner {
    let seed = [of.len() as u8; 32];
    NoteSigner::ed25519(name(of), SigningKey::from_bytes(&seed))
}

fn forged(key: &VerifierKey, byte: u8) -> SignatureLine {
    SignatureLine::new(key.name().clone(), key.id(), vec![byte; 64]).unwrap()
}

#[test]
fn names_are_without_space_plus_and_control() {
    for bad in ["", " ", "a b", "a+b", "a\n", "a\u{a0}b", "a\u{2003}b", "a\u{85}", "a\u{7}"] {
        assert!(KeyName::try_from(bad).is_err(), "{bad:?}");
    }
    for good in ["a", "example.com/log-1", "سجل", "—"] {
        assert_eq!(name(good).as_str(), good);
    }
}

#[test]
fn the_empty_line_that_counts_is_the_last() {
    let note = Note::sign(TEXT, &[&signer("a")]).unwrap();
    let read = Note::parse(&note.to_bytes()).unwrap();
    assert_eq!((read.text(), &read), (TEXT, &note));
}

#[test]
fn a_text_must_end_its_last_line_and_have_no_control_characters() {
    let sign = |text: &str| Note::sign(text, &[&signer("a")]).map(|_| ());
    assert_eq!(sign("\n"), Ok(()));
    assert_eq!(sign(""), Err(MalformedNote::NoFinalNewline.into()));
    assert_eq!(sign("text"), Err(MalformedNote::NoFinalNewline.into()));
    for control in (0..0x20).map(char::from).filter(|&c| c != '\n') {
        let refused = Err(MalformedNote::ControlCharacter.into());
        assert_eq!(sign(&format!("a{control}\n")), refused);
    }
    let note = Note::parse(b"\xff\n\n");
    assert_eq!(note, Err(MalformedNote::NotUtf8.into()));
}

#[test]
fn a_note_has_between_one_and_a_hundred_signatures() {
    let mut note = Note::sign(TEXT, &[&signer("a")]).unwrap();
    for i in 1..MAX_SIGNATURES {
        let line = SignatureLine::new(name("other"), KeyId(i as u32), vec![1]).unwrap();
        note.add_signature(line).unwrap();
    }
    assert_eq!(Note::parse(&note.to_bytes()), Ok(note.clone()));
    let line = SignatureLine::new(name("last"), KeyId(0), vec![1]).unwrap();
    let full = Err(MalformedNote::TooManySignatures.into());
    assert_eq!(note.add_signature(line.clone()), full);
    let bytes = [note.to_bytes(), format!("{line}\n").into_bytes()].concat();
    assert_eq!(Note::parse(&bytes).map(|_| ()), full);
    assert_eq!(Note::sign(TEXT, &[]), Err(MalformedNote::NoSignature.into()));
}

#[test]
fn a_signature_has_bytes() {
    let none = SignatureLine::new(name("a"), KeyId(1), Vec::new());
    assert_eq!(none, Err(MalformedNote::SignatureLine));
    assert!("— a AAAAAQ==".parse::<SignatureLine>().is_err());
    assert!("— a AAAAAQE=".parse::<SignatureLine>().is_ok());
    assert!("— a AAAAAQF=".parse::<SignatureLine>().is_err(), "not canonical");
}

#[test]
fn unknown_keys_are_passed_over_and_known_ones_named_once() {
    let (a, bb, ccc) = (signer("a"), signer("bb"), signer("ccc"));
    let note = Note::sign(TEXT, &[&a, &bb, &a, &ccc]).unwrap();
    let known = [ccc.verifier_key().clone(), a.verifier_key().clone()];
    let signed_by = note.verify(&known).unwrap();
    assert_eq!(signed_by, [a.verifier_key(), ccc.verifier_key()]);
    let none: [VerifierKey; 0] = [];
    assert_eq!(note.verify(&none), Err(NoteError::NoKnownSignature));
    assert_eq!(note.verify(signer("dddd").verifier_key()), Err(NoteError::NoKnownSignature));
}

#[test]
fn one_bad_signature_of_a_known_key_condemns_the_note() {
    let (a, bb) = (signer("a"), signer("bb"));
    let mut note = Note::sign(TEXT, &[&a]).unwrap();
    note.add_signature(forged(bb.verifier_key(), 1)).unwrap();
    let known = vec![a.verifier_key().clone(), bb.verifier_key().clone()];
    let condemned = NoteError::InvalidSignature { name: name("bb"), id: bb.verifier_key().id() };
    assert_eq!(note.verify(&known), Err(condemned));
    assert!(note.verify(&known[..1]).is_ok(), "to who does not know bb, it says nothing");
}

#[test]
fn the_first_line_of_a_key_is_the_one_that_counts() {
    let a = signer("a");
    let mut note = Note::sign(TEXT, &[&a]).unwrap();
    note.add_signature(forged(a.verifier_key(), 1)).unwrap();
    assert!(note.verify(a.verifier_key()).is_ok());
    let lines = note.signatures().to_vec();
    note.add_signature(lines[0].clone()).unwrap();
    assert_eq!(note.signatures(), lines, "the same line is not added twice");
}

#[test]
fn a_key_under_another_name_is_another_key() {
    let a = signer("a");
    let renamed = VerifierKey::ed25519(name("b"), *a.verifier_key().public_key());
    assert_ne!(renamed.id(), a.verifier_key().id());
    let note = Note::sign(TEXT, &[&a]).unwrap();
    assert_eq!(note.verify(&renamed), Err(NoteError::NoKnownSignature));
}

#[test]
fn every_altered_byte_of_a_note_is_noticed() {
    let a = signer("a");
    let bytes = Note::sign(TEXT, &[&a]).unwrap().to_bytes();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut altered = bytes.clone();
            altered[at] ^= 1 << bit;
            let verdict = Note::parse(&altered).map(|note| note.verify(a.verifier_key()).is_ok());
            assert!(!matches!(verdict, Ok(true)), "byte {at}, bit {bit}");
        }
    }
}

/// The identity point as a key, and as a signature with S = 0: a lax verifier takes it for any message.
#[test]
fn a_key_of_small_order_signs_nothing() {
    let mut identity = [0; 32];
    identity[0] = 1;
    let key = VerifyingKey::from_bytes(&identity).unwrap();
    let key = VerifierKey::ed25519(name("a"), key);
    let signature = [identity, [0; 32]].concat();
    assert!(!key.verify(TEXT.as_bytes(), &signature));
}

#[test]
fn a_private_key_is_not_shown() {
    let a = signer("a");
    assert_eq!(format!("{a:?}"), format!("NoteSigner({})", a.verifier_key()));
}

#[test]
fn a_checkpoint_that_would_not_read_back_is_not_signed() {
    let sign = |checkpoint: &Checkpoint| checkpoint.sign(&signer("a")).map(|_| ());
    let good = Checkpoint::new("example.com/log", 0, EMPTY_ROOT);
    assert_eq!(sign(&good), Ok(()));
    assert_eq!(
        sign(&Checkpoint { origin: String::new(), ..good.clone() }),
        Err(CheckpointError::NoOrigin)
    );
    let size = Checkpoint { size: u64::MAX, ..good.clone() };
    assert_eq!(sign(&size), Err(CheckpointError::Size(u64::MAX.to_string())));
    let two_lines = Checkpoint { extensions: vec!["a\nb".into()], ..good.clone() };
    assert_eq!(sign(&two_lines), Err(CheckpointError::Ambiguous));
    let empty = Checkpoint { extensions: vec![String::new()], ..good.clone() };
    assert_eq!(sign(&empty), Err(CheckpointError::EmptyExtension));
    let injected = Checkpoint { origin: format!("o\n7\n{EMPTY_ROOT}"), ..good.clone() };
    assert_eq!(sign(&injected), Err(CheckpointError::Ambiguous));
    let tab = Checkpoint { origin: "a\tb".into(), ..good };
    assert_eq!(sign(&tab), Err(NoteError::from(MalformedNote::ControlCharacter).into()));
}
