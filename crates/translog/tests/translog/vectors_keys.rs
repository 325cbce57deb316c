//! Wycheproof's Ed25519 vectors and the notes of the signed-note specification.

use ed25519_dalek::VerifyingKey;
use serde_json::Value;
use sijill_translog::{KeyName, Note, NoteError, VerifierKey};

use crate::{json, list, text, unhex};

#[test]
fn wycheproof_signatures_are_judged_right() {
    let path = sijill_testkit::shared_or_skip!("vectors/wycheproof/ed25519_test.json");
    let (mut valid, mut invalid) = (0, 0);
    for group in list(&json(&path)["testGroups"]) {
        let key = unhex(text(&group["publicKey"]["pk"]));
        let key = VerifyingKey::try_from(key.as_slice()).unwrap();
        let key = VerifierKey::ed25519(KeyName::try_from("wycheproof").unwrap(), key);
        for test in list(&group["tests"]) {
            let holds = key.verify(&unhex(text(&test["msg"])), &unhex(text(&test["sig"])));
            assert_eq!(if holds { "valid" } else { "invalid" }, test["result"], "{test}");
            *if holds { &mut valid } else { &mut invalid } += 1;
        }
    }
    assert_eq!((valid, invalid), (88, 63));
}

#[test]
fn every_published_note_is_judged_right() {
    let path = sijill_testkit::shared_or_skip!("vectors/signed-note/notes.json");
    let notes = json(&path);
    assert_eq!(list(&notes).len(), 9);
    for note in list(&notes) {
        let (verdict, verified) = judge(note);
        assert_eq!(verdict, note["expect"], "{}", note["name"]);
        assert_eq!(verified, note["verified"].as_u64().unwrap_or(0), "{}", note["name"]);
    }
}

/// The verdict in the vectors' words, and how many keys signed.
fn judge(note: &Value) -> (&'static str, u64) {
    let bytes = text(&note["note"]).as_bytes();
    let keys: Result<Vec<VerifierKey>, _> =
        list(&note["vkeys"]).iter().map(|vkey| text(vkey).parse()).collect();
    let Ok(keys) = keys else { return ("bad vkey", 0) };
    match Note::parse(bytes).and_then(|note| note.verify(&keys).map(|keys| keys.len() as u64)) {
        Ok(verified) => ("ok", verified),
        Err(NoteError::Malformed(_)) => ("malformed", 0),
        Err(NoteError::InvalidSignature { .. }) => ("invalid signature", 0),
        Err(NoteError::NoKnownSignature) => ("no verifiable signature", 0),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn published_notes_and_keys_are_written_as_they_were_read() {
    let path = sijill_testkit::shared_or_skip!("vectors/signed-note/notes.json");
    for note in list(&json(&path)) {
        let bytes = text(&note["note"]).as_bytes();
        if note["expect"] != "malformed" {
            assert_eq!(Note::parse(bytes).unwrap().to_bytes(), bytes);
        }
        for vkey in list(&note["vkeys"]) {
            assert_eq!(text(vkey).parse::<VerifierKey>().unwrap().to_string(), text(vkey));
        }
    }
}
