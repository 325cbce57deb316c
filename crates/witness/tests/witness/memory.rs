//! What is cosigned is remembered, and what was refused is kept.

use sijill_translog::{Note, VerifierKey};
use sijill_witness::{ActingWitness, Answer, Witness, WitnessError};

use crate::{Log, NOON, ORIGIN, Scratch, at};

fn status(witness: &mut ActingWitness, request: &[u8], now: u64) -> u16 {
    witness.answer(request, at(now)).unwrap().status()
}

#[test]
fn the_published_session_is_answered_right_across_restarts() {
    let path = sijill_testkit::shared_or_skip!("vectors/tlog-custody/log300.json");
    let log: serde_json::Value =
        serde_json::from_str(&fs_err::read_to_string(path).unwrap()).unwrap();
    let text = |key: &str| log[key].as_str().unwrap().to_owned();
    let scratch = Scratch::new();
    let mut witness = Witness::open(&scratch.folder()).unwrap();
    let key: VerifierKey = text("log_vkey").parse().unwrap();
    // The scratch log has this origin too, and another key: a witness may know two of one log.
    witness.add_log(&text("origin"), &key, NOON).unwrap();
    drop(witness);
    for step in log["witness_session"].as_array().unwrap() {
        let body = step["body"].as_str().unwrap().as_bytes();
        let answer = scratch.acting().answer(body, at(NOON)).unwrap();
        assert_eq!(u64::from(answer.status()), step["status"].as_u64().unwrap(), "{step}");
    }
    let kept = Witness::open(&scratch.folder()).unwrap().evidence().unwrap();
    let kept: Vec<_> = kept.iter().map(|row| (row.status, row.is_fork)).collect();
    assert_eq!(kept, [(409, false), (422, false), (400, false), (422, true)]);
}

#[test]
fn a_cosignature_verifies_and_is_published_with_the_log_s() {
    let scratch = Scratch::new();
    let mut witness = scratch.acting();
    let mut request = String::from_utf8(scratch.log.request(0, 9)).unwrap();
    request += "— stranger.example AAAAAAE=\n";
    let Answer::Cosigned { origin, size, line } =
        witness.answer(request.as_bytes(), at(NOON)).unwrap()
    else {
        panic!("refused")
    };
    assert_eq!((origin.as_str(), size), (ORIGIN, 9));
    let own = witness.witness().key().clone();
    assert_eq!(line.cosigned_at(&own), Some(NOON));
    let last = witness.witness().logs().unwrap().remove(0).last.unwrap();
    let note = Note::parse(&last.note).unwrap();
    let keys = [own.clone(), scratch.log.signer.verifier_key().clone()];
    assert_eq!(note.verify(&keys).unwrap(), [scratch.log.signer.verifier_key(), &own]);
    assert_eq!(note.signatures().len(), 2, "no line of a stranger");
}

#[test]
fn a_restart_forgets_nothing() {
    let scratch = Scratch::new();
    assert_eq!(status(&mut scratch.acting(), &scratch.log.request(0, 9), NOON), 200);
    let mut again = scratch.acting();
    assert_eq!(status(&mut again, &scratch.log.request(0, 9), NOON), 409);
    assert_eq!(status(&mut again, &scratch.log.request(9, 20), NOON), 200);
    assert_eq!(status(&mut scratch.acting(), &scratch.log.request(9, 20), NOON), 409);
    let logs = scratch.acting().witness().logs().unwrap();
    assert_eq!(logs[0].last.as_ref().unwrap().head.size, 20);
}

#[test]
fn another_history_is_refused_and_both_notes_are_kept() {
    let scratch = Scratch::new();
    let mut witness = scratch.acting();
    let liar = Log::told_otherwise(ORIGIN, 40, "lie");
    assert_eq!(status(&mut witness, &scratch.log.request(0, 9), NOON), 200);
    assert_eq!(status(&mut witness, &liar.request(9, 9), NOON + 1), 422);
    assert_eq!(status(&mut witness, &liar.request(9, 20), NOON + 2), 422);
    assert_eq!(status(&mut witness, &scratch.log.request(9, 20), NOON + 3), 200);
    let kept = witness.witness().evidence().unwrap();
    assert_eq!(kept.iter().map(|row| row.is_fork).collect::<Vec<_>>(), [true, false]);
    assert_eq!(kept[0].request, liar.request(9, 9));
    let cosigned = Note::parse(kept[0].cosigned.as_ref().unwrap()).unwrap();
    assert!(cosigned.verify(witness.witness().key()).is_ok());
}

#[test]
fn the_same_refusal_is_kept_once_and_an_unsigned_one_never() {
    let scratch = Scratch::new();
    let mut witness = scratch.acting();
    assert_eq!(status(&mut witness, &scratch.log.request(0, 9), NOON), 200);
    for old in 0..5 {
        assert_eq!(status(&mut witness, &scratch.log.request(old, 9), NOON + old), 409);
    }
    let unknown = Log::new("elsewhere.example/log", 3);
    assert_eq!(status(&mut witness, &unknown.request(0, 3), NOON), 404);
    assert_eq!(status(&mut witness, b"old 0\n", NOON), 400);
    let mut unsigned = scratch.log.request(9, 9);
    let end = unsigned.len() - 10;
    unsigned[end] ^= 1;
    assert!([400, 403].contains(&status(&mut witness, &unsigned, NOON)));
    assert_eq!(witness.witness().evidence().unwrap().len(), 1);
}

#[test]
fn a_checkpoint_asked_for_again_is_cosigned_anew_once_a_minute() {
    let scratch = Scratch::new();
    let mut witness = scratch.acting();
    assert_eq!(status(&mut witness, &scratch.log.request(0, 9), NOON), 200);
    let body = |witness: &mut ActingWitness, now| {
        witness.answer(&scratch.log.request(9, 9), at(now)).unwrap().body()
    };
    let first = body(&mut witness, NOON + 1);
    assert_eq!(body(&mut witness, NOON + 59), first);
    assert_ne!(body(&mut witness, NOON + 60), first);
}

#[test]
fn nothing_is_cosigned_while_the_clock_is_behind() {
    let scratch = Scratch::new();
    let mut witness = scratch.acting();
    assert_eq!(status(&mut witness, &scratch.log.request(0, 9), NOON), 200);
    let behind = witness.answer(&scratch.log.request(9, 20), at(NOON - 1));
    assert!(matches!(behind, Err(WitnessError::ClockWentBack { .. })));
    assert_eq!(status(&mut witness, &scratch.log.request(9, 20), NOON), 200, "nothing was lost");
}
