//! Policies: every rule of their text, and what they say of notes.

use std::num::NonZeroU64;

use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use sijill_translog::{
    Checkpoint, Cosigner, EMPTY_ROOT, JudgeError, Note, NoteError, NoteSigner, Policy, PolicyError,
    PolicyProblem, VerifierKey,
};

fn log(origin: &str, seed: u8) -> NoteSigner {
    NoteSigner::ed25519(origin.parse().unwrap(), SigningKey::from_bytes(&[seed; 32]))
}

fn witness(n: u8) -> Cosigner {
    let name = format!("witness.example/{n}").parse().unwrap();
    Cosigner::ed25519(name, SigningKey::from_bytes(&[n; 32]))
}

/// `L` stands for the log's key, `W1` to `W9` for those of witnesses.
fn text(rules: &str) -> String {
    let log = log("log.example", 100).verifier_key().to_string();
    let keys = (1..10).map(|n| (format!("W{n}"), witness(n).verifier_key().to_string()));
    keys.fold(
        rules.replace("log L", &format!("log {log}")).replace("a L", &format!("a {log}")),
        |text, (short, key)| text.replace(&short, &key),
    )
}

fn policy(rules: &str) -> Policy {
    Policy::parse(&text(rules)).unwrap()
}

fn refused(rules: &str) -> (usize, PolicyProblem) {
    match Policy::parse(&text(rules)) {
        Err(PolicyError::Line { line, problem }) => (line, problem),
        other => panic!("{rules}: {other:?}"),
    }
}

/// A checkpoint of the log, cosigned by these.
fn note(cosigned_by: &[u8]) -> Note {
    let checkpoint = Checkpoint::new("log.example", 0, EMPTY_ROOT);
    let mut note = checkpoint.sign(&log("log.example", 100)).unwrap();
    for &n in cosigned_by {
        let line = witness(n).cosign(&note, NonZeroU64::new(1_000 + u64::from(n)).unwrap());
        note.add_signature(line).unwrap();
    }
    note
}

const THREE: &str = "log L https://log.example/
witness a W1 https://a.example/
witness b W2
witness c W3
group two 2 a b c
quorum two
";

#[test]
fn a_policy_is_read_and_written() {
    let spaced = text(THREE).replace(' ', " \t ");
    let read = Policy::parse(&format!("# ours\n\n \t{spaced}")).unwrap();
    assert_eq!(read, policy(THREE));
    assert_eq!(read.to_string(), text(THREE));
    assert_eq!(read.logs()[0].url(), Some("https://log.example/"));
    let urls: Vec<_> = read.witnesses().iter().map(|w| (w.name(), w.url())).collect();
    assert_eq!(urls, [("a", Some("https://a.example/")), ("b", None), ("c", None)]);
    assert_eq!((read.groups()[0].needed(), read.quorum()), (2, Some("two")));
    assert_eq!(policy("quorum none\n").quorum(), None);
    let windows = THREE.replace('\n', "\r\n");
    assert_eq!(policy(&windows), policy(THREE));
}

#[test]
fn each_rule_of_the_text_is_kept_and_its_line_named() {
    use PolicyProblem as P;
    let name = |name: &str| P::RepeatedName(name.into());
    let unknown = |name: &str| P::UnknownName(name.into());
    let cases = [
        ("logs x\n", 1, P::Keyword("logs".into())),
        ("\n# x\nLOG x\n", 3, P::Keyword("LOG".into())),
        ("log L u x\n", 1, P::Words("log <vkey> [<url>]")),
        ("witness a W1\nwitness a W2\n", 2, name("a")),
        ("witness none W1\n", 1, name("none")),
        ("witness a W1\ngroup a any a\n", 2, name("a")),
        ("witness a W1\ngroup g any a\nwitness g W2\n", 3, name("g")),
        ("witness a W1\nwitness b W1\n", 2, P::RepeatedKey),
        ("log L\nlog L https://mirror.example/\n", 2, P::RepeatedKey),
        ("group g any a\nwitness a W1\n", 1, unknown("a")),
        ("witness a W1\ngroup g any g a\n", 2, unknown("g")),
        ("quorum a\nwitness a W1\n", 1, unknown("a")),
        ("witness a W1\ngroup g any a a\n", 2, P::RepeatedMember("a".into())),
        ("witness a W1\ngroup g any a\ngroup h any a\n", 3, P::RepeatedMember("a".into())),
        ("witness a W1\ngroup g 0 a\n", 2, P::Threshold("0".into())),
        ("witness a W1\ngroup g 2 a\n", 2, P::Threshold("2".into())),
        ("witness a W1\ngroup g 01 a\n", 2, P::Threshold("01".into())),
        ("witness a W1\ngroup g most a\n", 2, P::Threshold("most".into())),
        ("quorum none\nquorum none\n", 2, P::RepeatedQuorum),
        ("witness a W1\nquorum a a\n", 2, P::Words("quorum <name>|none")),
    ];
    for (rules, line, problem) in cases {
        assert_eq!(refused(rules), (line, problem), "{rules}");
    }
    assert_eq!(Policy::parse(&text("log L\n")), Err(PolicyError::NoQuorum));
    for words in ["log\n", "witness a\n", "witness\n", "group g any\n", "group g\n", "quorum\n"] {
        assert!(matches!(refused(words), (1, P::Words(_))), "{words}");
    }
}

#[test]
fn keys_stand_where_their_kind_belongs() {
    let wrong = |rules: &str| matches!(refused(rules), (1, PolicyProblem::WrongKind { .. }));
    assert!(wrong("log W1\n") && wrong("witness a L\n"));
    // A log that cosigns itself witnesses nothing.
    let own = VerifierKey::cosigner("w".parse().unwrap(), *log("x", 1).verifier_key().public_key());
    let of_log = log("log.example", 1).verifier_key().to_string();
    for (rules, line) in [
        (format!("log {of_log}\nwitness a {own}\n"), 2),
        (format!("witness a {own}\nlog {of_log}\n"), 2),
    ] {
        let problem = PolicyProblem::RepeatedKey;
        assert_eq!(Policy::parse(&rules), Err(PolicyError::Line { line, problem }));
    }
    let pq = sijill_testkit::shared_or_skip!("vectors/tlog-custody/mldsa44-cosignature.json");
    let pq = crate::json(&pq);
    let rules = format!("# a\nwitness pq {}\n", crate::text(&pq["vkey"]));
    let refused = Policy::parse(&rules).unwrap_err().to_string();
    assert!(refused.starts_with("line 2 ") && refused.contains("0x06 (ML-DSA-44"), "{refused}");
}

#[test]
fn forty_of_each_are_supported() {
    let mut rules = String::new();
    for n in 0..40 {
        rules += &format!("log {}\n", log(&format!("log.example/{n}"), 100 + n).verifier_key());
    }
    for n in 0..40 {
        rules += &format!("witness w{n} {}\n", witness(n).verifier_key());
        let inner = if n > 0 { format!("g{}", n - 1) } else { String::new() };
        rules += &format!("group g{n} all w{n} {inner}\n");
    }
    rules += "quorum g39\n";
    let policy = Policy::parse(&rules).unwrap();
    assert_eq!(
        (policy.logs().len(), policy.witnesses().len(), policy.groups().len()),
        (40, 40, 40)
    );
    let mut note =
        Checkpoint::new("log.example/7", 0, EMPTY_ROOT).sign(&log("log.example/7", 107)).unwrap();
    for n in 0..40 {
        assert!(!policy.judge(&note).unwrap().quorum_met, "{n}");
        let line = witness(n).cosign(&note, NonZeroU64::MIN);
        note.add_signature(line).unwrap();
    }
    assert!(policy.judge(&note).unwrap().quorum_met);
}

#[test]
fn the_quorum_is_met_by_enough_and_otherwise_says_what_is_missing() {
    let policy = policy(THREE);
    let words = |by: &[u8]| {
        let judged = policy.judge(&note(by)).unwrap();
        assert_eq!(judged.quorum_met, judged.missing.is_empty());
        judged.missing.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(words(&[]), ["group two needs 2 of its members and has 0: missing a, b, c"]);
    assert_eq!(words(&[2]), ["group two needs 2 of its members and has 1: missing a, c"]);
    assert_eq!(words(&[2, 3]), [""; 0]);
    assert_eq!(words(&[4, 5]).len(), 1, "a stranger's cosignature counts for nothing");
    let judged = policy.judge(&note(&[3, 1])).unwrap();
    let by: Vec<_> = judged.cosigned.iter().map(|by| (by.witness.as_str(), by.at)).collect();
    assert_eq!(by, [("c", 1_003), ("a", 1_001)]);
    assert_eq!(judged.log, *log("log.example", 100).verifier_key());
}

#[test]
fn groups_of_groups_are_judged_from_the_inside() {
    let rules = "log L\nwitness a W1\nwitness b W2\nwitness c W3\nwitness d W4\nwitness e W5
group families any a b\ngroup un all c d\ngroup both all families un\nquorum both\n";
    let policy = policy(rules);
    let missing = |by: &[u8]| -> Vec<String> {
        policy.judge(&note(by)).unwrap().missing.into_iter().map(|group| group.name).collect()
    };
    assert_eq!(missing(&[1, 3, 4]), [""; 0]);
    assert_eq!(missing(&[2, 3]), ["both", "un"]);
    assert_eq!(missing(&[3, 4, 5]), ["both", "families"]);
    let one = policy.judge(&note(&[1])).unwrap();
    assert_eq!(one.missing[1].absent, ["c", "d"]);
    let alone = Policy::parse(&text("log L\nwitness a W1\nquorum a\n")).unwrap();
    let words = alone.judge(&note(&[])).unwrap().missing[0].to_string();
    assert_eq!(words, "witness a has not cosigned");
}

#[test]
fn one_witness_counts_once_however_often_it_signs() {
    let mut note = note(&[1]);
    for second in 5..9 {
        let line = witness(1).cosign(&note, NonZeroU64::new(second).unwrap());
        note.add_signature(line).unwrap();
    }
    let judged = policy(THREE).judge(&note).unwrap();
    assert_eq!((judged.cosigned.len(), judged.quorum_met), (1, false));
    assert_eq!(judged.cosigned[0].at, 1_001, "of the first line, which was verified");
}

#[test]
fn only_its_own_log_signs_a_checkpoint() {
    let policy = policy(&format!("{THREE}log {}\n", log("other.example", 101).verifier_key()));
    let checkpoint = Checkpoint::new("log.example", 0, EMPTY_ROOT);
    let by_other = checkpoint.sign(&log("other.example", 101)).unwrap();
    let not_its_log = JudgeError::NotByItsLog { origin: "log.example".into() };
    assert_eq!(policy.judge(&by_other), Err(not_its_log.clone()));
    // The right name and the wrong key.
    let impostor = checkpoint.sign(&log("log.example", 102)).unwrap();
    assert_eq!(policy.judge(&impostor), Err(NoteError::NoKnownSignature.into()));
    // Witnesses alone do not make a log.
    let mut witnessed = impostor;
    for n in 1..=3 {
        let line = witness(n).cosign(&witnessed, NonZeroU64::MIN);
        witnessed.add_signature(line).unwrap();
    }
    assert_eq!(policy.judge(&witnessed), Err(not_its_log));
    let text = Note::sign("no checkpoint\n", &[&log("log.example", 100)]).unwrap();
    assert!(matches!(policy.judge(&text), Err(JudgeError::Checkpoint(_))));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn damaged_policies_are_refused_or_written_back(at: prop::sample::Index, piece in "[\n #any0-3]{0,3}") {
        let mut rules = text(THREE);
        let at = at.index(rules.len());
        rules.replace_range(at..=at, &piece);
        if let Ok(read) = Policy::parse(&rules) {
            prop_assert_eq!(Policy::parse(&read.to_string()), Ok(read));
        }
    }

    /// The quorum of k of n, whoever the k are.
    #[test]
    fn k_of_n(by in prop::collection::btree_set(1..=9_u8, 0..9), k in 1..=9_usize) {
        let mut rules = "log L\n".to_owned();
        for n in 1..=9 {
            rules += &format!("witness w{n} W{n}\n");
        }
        rules += &format!("group g {k} w1 w2 w3 w4 w5 w6 w7 w8 w9\nquorum g\n");
        let by: Vec<_> = by.into_iter().collect();
        prop_assert_eq!(policy(&rules).judge(&note(&by)).unwrap().quorum_met, by.len() >= k);
    }
}
