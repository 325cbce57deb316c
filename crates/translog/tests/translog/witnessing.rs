//! What a witness takes and what it refuses, by the published session and rule by rule.

use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use sijill_translog::witness::{
    AddCheckpoint, MalformedRequest, Refusal, WitnessedHead, WitnessedLog, judge,
};
use sijill_translog::{
    Checkpoint, EMPTY_ROOT, Hash, Note, NoteSigner, prove_consistency, tree_root,
};

use crate::{json, list, naive, number, text};

/// A witness that remembers, as whoever stores its state must.
struct Witness {
    origin: String,
    log: WitnessedLog,
}

impl Witness {
    fn of(origin: &str, key: &str) -> Self {
        let log = WitnessedLog { keys: vec![key.parse().unwrap()], last: None };
        Self { origin: origin.to_owned(), log }
    }

    fn ask(&mut self, body: &[u8]) -> Result<WitnessedHead, Refusal> {
        let request = AddCheckpoint::parse(body)?;
        assert_eq!(request.to_bytes(), body);
        let known = request.checkpoint().origin == self.origin;
        let head = judge(&request, known.then_some(&self.log))?;
        self.log.last = Some(head);
        Ok(head)
    }
}

#[test]
fn the_published_session_is_answered_right() {
    let path = sijill_testkit::shared_or_skip!("vectors/tlog-custody/log300.json");
    let log = json(&path);
    let mut witness = Witness::of(text(&log["origin"]), text(&log["log_vkey"]));
    assert_eq!(list(&log["witness_session"]).len(), 10);
    for step in list(&log["witness_session"]) {
        let answer = witness.ask(text(&step["body"]).as_bytes());
        let status = answer.as_ref().map_or_else(Refusal::status, |_| 200);
        assert_eq!(u64::from(status), number(&step["status"]), "{step}: {answer:?}");
        if let (Some(body), Err(refusal)) = (step["response"].as_str(), &answer) {
            assert_eq!(
                (refusal.body().as_str(), refusal.content_type()),
                (body, text(&step["content_type"]))
            );
        }
        let why = step["why"].as_str().unwrap_or_default();
        assert_eq!(answer.is_err_and(|refusal| refusal.is_fork()), why.starts_with("fork"));
    }
}

fn signer() -> NoteSigner {
    NoteSigner::ed25519("o".parse().unwrap(), SigningKey::from_bytes(&[5; 32]))
}

fn request(old: u64, proof: &[Hash], size: u64, root: Hash) -> AddCheckpoint {
    let note = Checkpoint::new("o", size, root).sign(&signer()).unwrap();
    AddCheckpoint::new(old, proof.to_vec(), note).unwrap()
}

/// The log that was cosigned at `size` leaves last.
fn seen(size: u64, root: Hash) -> WitnessedLog {
    let last = Some(WitnessedHead { size, root });
    WitnessedLog { keys: vec![signer().verifier_key().clone()], last }
}

fn status(request: &AddCheckpoint, log: &WitnessedLog) -> (u16, bool) {
    judge(request, Some(log))
        .map_or_else(|no| (no.status(), no.is_signed_by_log()), |_| (200, false))
}

#[test]
fn an_empty_log_is_cosigned_and_nothing_is_proved_of_it() {
    let first = WitnessedLog { last: None, ..seen(0, EMPTY_ROOT) };
    let root = naive::root(&naive::leaves(3));
    assert_eq!(status(&request(0, &[], 0, EMPTY_ROOT), &first), (200, false));
    assert_eq!(status(&request(0, &[], 0, root), &first), (422, true));
    assert_eq!(status(&request(0, &[], 3, root), &first), (200, false));
    assert_eq!(status(&request(0, &[root], 3, root), &first), (422, true));
    assert_eq!(status(&request(0, &[], 3, root), &seen(0, EMPTY_ROOT)), (200, false));
}

/// Each request breaks every rule from some point on: the first broken one answers.
#[test]
fn rules_are_checked_in_their_order() {
    let root = naive::root(&naive::leaves(3));
    let bad = request(9, &[root], 3, root);
    assert_eq!(judge(&bad, None).unwrap_err().status(), 404);
    let keyless = WitnessedLog { keys: Vec::new(), ..seen(5, root) };
    assert_eq!(status(&bad, &keyless), (403, false));
    assert_eq!(status(&bad, &seen(5, root)), (400, true));
    assert_eq!(status(&request(2, &[root], 3, root), &seen(5, root)), (409, true));
    assert_eq!(status(&request(3, &[root], 3, root), &seen(3, root)), (422, true));
    assert_eq!(status(&request(3, &[], 3, root), &seen(3, root)), (200, false));
}

/// A log that lost its newest entries asks for less than was cosigned.
#[test]
fn a_log_cannot_be_rolled_back() {
    let root = naive::root(&naive::leaves(3));
    let log = seen(5, naive::root(&naive::leaves(5)));
    for old in 0..=3 {
        assert_eq!(status(&request(old, &[], 3, root), &log), (409, true));
    }
    let refusal = judge(&request(3, &[], 3, root), Some(&log)).unwrap_err();
    assert_eq!(refusal.body(), "5\n");
}

#[test]
fn a_bad_signature_beside_a_good_one_is_refused() {
    let root = naive::root(&naive::leaves(3));
    let two = NoteSigner::ed25519("o".parse().unwrap(), SigningKey::from_bytes(&[6; 32]));
    let mut log = seen(3, root);
    log.keys.push(two.verifier_key().clone());
    let bytes = request(3, &[], 3, root).note().to_bytes();
    let forged = format!("{}{}\n", String::from_utf8(bytes).unwrap(), {
        let line = Note::sign("x\n", &[&two]).unwrap();
        line.signatures()[0].to_string()
    });
    let note = Note::parse(forged.as_bytes()).unwrap();
    let request = AddCheckpoint::new(3, Vec::new(), note).unwrap();
    assert_eq!(status(&request, &log), (403, false));
}

#[test]
fn a_request_has_one_spelling() {
    let note = String::from_utf8(request(0, &[], 0, EMPTY_ROOT).note().to_bytes()).unwrap();
    let parse = |head: String| AddCheckpoint::parse((head + "\n" + &note).as_bytes()).map(|_| ());
    let hash = format!("{EMPTY_ROOT}\n");
    assert_eq!(parse("old 0\n".into()), Ok(()));
    assert_eq!(parse("old 7\n".to_owned() + &hash.repeat(63)), Ok(()));
    for old in [
        "old 07\n",
        "old +7\n",
        "old\n",
        "old \n",
        "Old 7\n",
        "old 9223372036854775808\n",
        "old 7 \n",
    ] {
        assert_eq!(parse(old.into()), Err(MalformedRequest::Old), "{old}");
    }
    assert_eq!(parse("old 7\n".to_owned() + &hash.repeat(64)), Err(MalformedRequest::ProofTooLong));
    assert_eq!(parse(format!("old 7\n{hash}x\n")), Err(MalformedRequest::ProofLine { line: 3 }));
    assert!(matches!(AddCheckpoint::parse(b"old 7\n\nx\n"), Err(MalformedRequest::Note(_))));
    assert!(matches!(
        AddCheckpoint::parse(b"old 7\n\nx\n\n\xe2\x80\x94 a AAAAAAE=\n"),
        Err(MalformedRequest::Checkpoint(_))
    ));
    assert_eq!(AddCheckpoint::parse(b"old 7\n"), Err(MalformedRequest::NoCheckpoint));
    assert_eq!(AddCheckpoint::parse(b""), Err(MalformedRequest::NoCheckpoint));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    /// However the log grows, an honest request is taken and one with another root is not.
    #[test]
    fn growth_is_taken_and_nothing_else((old, new) in (0..400_u64).prop_flat_map(|n| (0..=n, Just(n)))) {
        let leaves = naive::leaves(new as usize);
        let (_, stored) = naive::grow(&leaves);
        let root = |size| tree_root(size, &stored).unwrap();
        let proof = prove_consistency(old, new, &stored).unwrap();
        let log = seen(old, root(old));
        prop_assert_eq!(status(&request(old, &proof, new, root(new)), &log).0, 200);
        let mut other = root(new);
        other.0[3] ^= 1;
        prop_assert_eq!(status(&request(old, &proof, new, other), &log), if old == 0 && new > 0 { (200, false) } else { (422, true) });
    }

    #[test]
    fn damaged_requests_are_written_as_they_are_read(at: prop::sample::Index, piece in "[\n =A01x]{0,3}") {
        let mut body = String::from_utf8(request(7, &[EMPTY_ROOT], 9, EMPTY_ROOT).to_bytes()).unwrap();
        let at = at.index(body.len());
        if body.is_char_boundary(at) && body.is_char_boundary(at + 1) {
            body.replace_range(at..=at, &piece);
        }
        if let Ok(read) = AddCheckpoint::parse(body.as_bytes()) {
            prop_assert_eq!(read.to_bytes(), body.into_bytes());
        }
    }
}
