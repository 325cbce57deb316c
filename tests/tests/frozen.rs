//! A ledger that is not the one that was signed: an old copy, another continuation, a lost checkpoint. Nothing
//! may be signed on top of it, `verify` says what it is, and the right files put back are fine again.

use std::path::Path;

use serde_json::Value;
use sijill_tests::{Scratch, archive};

/// What a ledger consists of after commands that ended normally.
const LEDGER: &str = "ledger.sqlite";
const CHECKPOINT: &str = "checkpoint";

fn ingest(scratch: &Scratch, batch: &str) -> (i32, Value) {
    let source = scratch.write_scans(batch, 3);
    scratch.sijill.json(["ingest".as_ref(), source.as_os_str()])
}

fn ingest_well(scratch: &Scratch, batch: &str) {
    let (code, outcome) = ingest(scratch, batch);
    assert_eq!(code, 0, "{outcome}");
}

/// Copies files of the archive aside, or back.
fn copy(from: &Path, to: &Path, names: &[&str]) {
    fs_err::create_dir_all(to).unwrap();
    for name in names {
        fs_err::copy(from.join(name), to.join(name)).unwrap();
    }
}

/// Every writing command refuses, and leaves everything as it is.
fn assert_frozen(scratch: &Scratch) {
    let before = ledger_bytes(scratch);
    let (code, said) = ingest(scratch, "more");
    assert_eq!((code, &said["error"]["kind"]), (2, &"frozen".into()), "{said}");
    for command in [&["key", "add", "--person", "Nour"][..], &["verify", "--record"]] {
        let run = scratch.sijill.run(command.iter().copied());
        assert_eq!(run.code, Some(2), "{command:?}: {run:?}");
        assert!(run.stderr.contains("frozen"), "{run:?}");
    }
    assert_eq!(ledger_bytes(scratch), before, "a refused command wrote to the ledger");
}

fn ledger_bytes(scratch: &Scratch) -> (Vec<u8>, Option<Vec<u8>>) {
    let read = |name| fs_err::read(scratch.archive().join(name));
    (read(LEDGER).unwrap(), read(CHECKPOINT).ok())
}

fn assert_verify_names(scratch: &Scratch, kind: &str) {
    let (code, report) = scratch.sijill.json(["verify"]);
    assert_eq!((code, &report["ok"]), (1, &false.into()), "{report}");
    let problems = report["problems"].as_array().unwrap();
    let named =
        problems.iter().any(|problem| problem["kind"] == kind && problem["path"] == CHECKPOINT);
    assert!(named, "no {kind} in {report}");
}

fn assert_sound(scratch: &Scratch) {
    let (code, report) = scratch.sijill.json(["verify"]);
    assert_eq!((code, &report["ok"]), (0, &true.into()), "{report}");
}

#[test]
fn an_old_ledger_beside_a_newer_checkpoint_is_a_rollback() {
    let scratch = archive();
    ingest_well(&scratch, "first");
    let (old, new) = (scratch.beside("old"), scratch.beside("new"));
    copy(&scratch.archive(), &old, &[LEDGER]);
    ingest_well(&scratch, "second");
    copy(&scratch.archive(), &new, &[LEDGER]);

    copy(&old, &scratch.archive(), &[LEDGER]);
    assert_frozen(&scratch);
    assert_verify_names(&scratch, "rollback");

    copy(&new, &scratch.archive(), &[LEDGER]);
    assert_sound(&scratch);
    ingest_well(&scratch, "third");
    assert_sound(&scratch);
}

#[test]
fn a_lost_checkpoint_freezes() {
    let scratch = archive();
    ingest_well(&scratch, "first");
    let aside = scratch.beside("aside");
    copy(&scratch.archive(), &aside, &[CHECKPOINT]);
    fs_err::remove_file(scratch.archive().join(CHECKPOINT)).unwrap();
    assert_frozen(&scratch);
    assert_verify_names(&scratch, "missing");

    copy(&aside, &scratch.archive(), &[CHECKPOINT]);
    assert_sound(&scratch);
    ingest_well(&scratch, "second");
    assert_sound(&scratch);
}

/// Ledger and checkpoint both old: inside the archive nothing tells, which is why receipts and witnesses hold
/// newer heads. But the objects that came later are then unexplained.
#[test]
fn a_whole_old_copy_leaves_objects_unexplained() {
    let scratch = archive();
    ingest_well(&scratch, "first");
    let old = scratch.beside("old");
    copy(&scratch.archive(), &old, &[LEDGER, CHECKPOINT]);
    ingest_well(&scratch, "second");
    copy(&old, &scratch.archive(), &[LEDGER, CHECKPOINT]);
    let (code, report) = scratch.sijill.json(["verify"]);
    assert_eq!(code, 1, "{report}");
    let problems = report["problems"].as_array().unwrap();
    assert!(problems.iter().any(|problem| problem["kind"] == "unexpected"), "{report}");
}

/// Two continuations of one history, both signed by the log's key.
#[test]
fn another_continuation_is_a_fork() {
    let scratch = archive();
    ingest_well(&scratch, "first");
    let (base, one) = (scratch.beside("base"), scratch.beside("one"));
    copy(&scratch.archive(), &base, &[LEDGER, CHECKPOINT]);
    ingest_well(&scratch, "second");
    copy(&scratch.archive(), &one, &[LEDGER, CHECKPOINT]);
    copy(&base, &scratch.archive(), &[LEDGER, CHECKPOINT]);
    ingest_well(&scratch, "third");
    ingest_well(&scratch, "fourth");

    copy(&one, &scratch.archive(), &[CHECKPOINT]);
    assert_frozen(&scratch);
    assert_verify_names(&scratch, "fork");
}
