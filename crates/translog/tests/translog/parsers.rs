//! The parsers take any bytes without a panic, and write back what they accept, byte for byte.

use proptest::prelude::*;
use sijill_translog::{Checkpoint, EMPTY_ROOT, Hash, KeyName, Note, SignatureLine, VerifierKey};

const NOTE: &str = "example.com/foo\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n\
— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n\
— example.com/bar AAAAAAE=\n";
const VKEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const CHECKPOINT: &str = "example.com/foo\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n";

/// Arbitrary bytes, or a good text with some of them put into it.
fn near(good: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![any::<Vec<u8>>(), "[\n +—=A0]{0,3}".prop_map(String::into_bytes)];
    let damaged = (any::<prop::sample::Index>(), 0..3_usize, piece).prop_map(|(at, cut, piece)| {
        let mut bytes = good.as_bytes().to_vec();
        let at = at.index(bytes.len());
        let end = bytes.len().min(at + cut);
        bytes.splice(at..end, piece);
        bytes
    });
    prop_oneof![1 => any::<Vec<u8>>(), 4 => damaged]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn notes(bytes in near(NOTE)) {
        if let Ok(note) = Note::parse(&bytes) {
            prop_assert_eq!(note.to_bytes(), bytes);
            let _ = note.verify(&VKEY.parse::<VerifierKey>().unwrap());
        }
    }

    #[test]
    fn vkeys(bytes in near(VKEY)) {
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(key) = text.parse::<VerifierKey>() {
            prop_assert_eq!(key.to_string(), text);
        }
    }

    #[test]
    fn checkpoints(bytes in near(CHECKPOINT)) {
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(checkpoint) = Checkpoint::parse(&text) {
            prop_assert_eq!(checkpoint.to_text(), text);
        }
    }

    #[test]
    fn hashes_names_and_lines(bytes in near("— a AAAAAAE="), hash: [u8; 32]) {
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(line) = text.parse::<SignatureLine>() {
            prop_assert_eq!(line.to_string(), text.clone());
        }
        if let Ok(name) = KeyName::try_from(text.as_ref()) {
            prop_assert_eq!(name.to_string(), text.clone());
        }
        let _ = Hash::from_base64(&text);
        prop_assert_eq!(Hash::from_base64(&Hash(hash).to_string()), Ok(Hash(hash)));
    }
}

#[test]
fn a_hash_has_one_spelling() {
    let good = EMPTY_ROOT.to_string();
    assert_eq!(Hash::from_base64(&good), Ok(EMPTY_ROOT));
    let bare = good.trim_end_matches('=');
    // The last character's two unused bits: `U` has them zero, `V` does not.
    let loose = good.replace("FU=", "FV=");
    for bad in [bare, &loose, &good.replace('+', "-"), &format!("{good}\n"), "", "AA=="] {
        assert!(Hash::from_base64(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_checkpoint_has_one_spelling() {
    let hash = EMPTY_ROOT;
    assert!(Checkpoint::parse(&format!("o\n9223372036854775807\n{hash}\n")).is_ok());
    let sizes = ["", "00", "01", "+1", "-1", "1 ", " 1", "1e3", "0x1", "9223372036854775808"];
    for size in sizes {
        assert!(Checkpoint::parse(&format!("o\n{size}\n{hash}\n")).is_err(), "{size:?}");
    }
    let others = ["", "\n", "o\n1\n", "\n1\nH\n", "o\n1\nH", "o\n1\nH\n\n", "o\n1\nH\n\nx\n"];
    for text in others {
        let text = text.replace('H', &hash.to_string());
        assert!(Checkpoint::parse(&text).is_err(), "{text:?}");
    }
}

#[test]
fn a_vkey_with_any_character_changed_is_refused() {
    assert!(VKEY.parse::<VerifierKey>().is_ok());
    for at in 0..VKEY.len() {
        for to in ["", "0", "A", "+", " "] {
            let mut changed = VKEY.to_owned();
            changed.replace_range(at..=at, to);
            assert!(changed == VKEY || changed.parse::<VerifierKey>().is_err(), "{changed}");
        }
    }
    assert!(VKEY.replace("530d903a", "530D903A").parse::<VerifierKey>().is_err());
}
