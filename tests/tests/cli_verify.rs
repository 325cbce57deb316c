//! `sijill verify`: what is checked, what is said about it, what is written.

use serde_json::{Value, json};
use sijill_tests::contract::{masters, objects, record, tree};
use sijill_tests::evidence::Events;
use sijill_tests::{Scratch, archive};

/// Two items of three files each; the accession.
fn two_items(scratch: &Scratch) -> Value {
    scratch.write_scans("scans/a", 3);
    scratch.write_scans("scans/b", 3);
    scratch.ingest(&scratch.beside("scans"))["accession"].clone()
}

fn flip(path: &std::path::Path) {
    let mut bytes = fs_err::read(path).unwrap();
    bytes[0] ^= 1;
    fs_err::remove_file(path).unwrap();
    fs_err::write(path, bytes).unwrap();
}

#[test]
fn a_sound_archive_is_said_to_be_sound_and_complete() {
    let scratch = archive();
    two_items(&scratch);
    let report = scratch.verify_sound();
    let masters = masters(&scratch.archive());
    let bytes: u64 =
        masters.iter().map(|master| fs_err::metadata(&master.path).unwrap().len()).sum();
    assert_eq!((&report["files"], &report["bytes"]), (&json!(6), &json!(bytes)));
    assert_eq!(report["unacknowledged"], 0);
    assert_eq!(report["events"], Events::of(&scratch.archive()).count());
    assert!(report["checkpoints"].as_u64().unwrap() >= 2, "{report}");
}

#[test]
fn verify_writes_nothing() {
    let scratch = archive();
    two_items(&scratch);
    let before = tree(scratch.dir.path());
    for more in [&["verify"][..], &["verify", "--ledger-only"], &["verify", "--sample", "2"]] {
        assert_eq!(scratch.sijill.json(more).0, 0);
    }
    assert_eq!(tree(scratch.dir.path()), before);
}

#[test]
fn a_flipped_byte_is_named_with_its_item_file_and_event() {
    let scratch = archive();
    two_items(&scratch);
    let master = masters(&scratch.archive()).remove(4);
    flip(&master.path);
    let (code, report) = scratch.sijill.json(["verify"]);
    assert_eq!((code, &report["ok"]), (1, &json!(false)));
    let problems = report["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 1, "{report:#}");
    let problem = &problems[0];
    assert_eq!(problem["kind"], "altered");
    assert_eq!(scratch.archive().join(problem["path"].as_str().unwrap()), master.path);
    let event = Events::of(&scratch.archive()).get(problem["event"].as_u64().unwrap() as usize);
    assert_eq!(event["object"]["digest"], format!("sha256:{}", master.stated));
    assert_eq!(event["item"], problem["item"]);
    assert!(problem["detail"].as_str().unwrap().len() > 10);
}

#[test]
fn a_missing_and_an_unexpected_file_are_told_apart() {
    let scratch = archive();
    two_items(&scratch);
    let master = masters(&scratch.archive()).remove(0);
    fs_err::rename(&master.path, master.path.with_file_name("000099.tif")).unwrap();
    let (code, report) = scratch.sijill.json(["verify"]);
    let mut kinds: Vec<_> = report["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| problem["kind"].clone())
        .collect();
    kinds.sort_by_key(ToString::to_string);
    kinds.dedup();
    assert_eq!((code, kinds), (1, vec![json!("missing"), json!("unexpected")]), "{report:#}");
}

#[test]
fn one_item_may_be_verified_alone() {
    let scratch = archive();
    let accession = two_items(&scratch);
    let items = scratch.items(&accession);
    let bad = masters(&scratch.archive()).remove(0);
    flip(&bad.path);
    let mut codes = Vec::new();
    for item in &items {
        for name in [&item["id"], &item["reference"]] {
            let (code, report) = scratch.sijill.json(["verify", name.as_str().unwrap()]);
            // The file that was altered is a problem and not counted.
            let counted = 3 - report["problems"].as_array().unwrap().len();
            assert_eq!((&report["files"], &report["complete"]), (&json!(counted), &json!(false)));
            codes.push(code);
        }
    }
    codes.sort_unstable();
    assert_eq!(codes, [0, 0, 1, 1], "only the item with the flipped byte is unsound");
    let (code, report) = scratch.sijill.json(["verify", accession.as_str().unwrap()]);
    assert_eq!((code, &report["files"]), (1, &json!(5)), "{report}");
}

#[test]
fn the_ledger_alone_is_never_complete_and_reads_no_file() {
    let scratch = archive();
    two_items(&scratch);
    flip(&masters(&scratch.archive())[0].path);
    let (code, report) = scratch.sijill.json(["verify", "--ledger-only"]);
    assert_eq!((code, &report["ok"], &report["complete"]), (0, &json!(true), &json!(false)));
    assert_eq!(report["files"], 0);
    assert_eq!(report["events"], Events::of(&scratch.archive()).count());
}

#[test]
fn a_sample_reads_fewer_files_and_is_not_complete() {
    let scratch = archive();
    scratch.write_scans("scans", 60);
    scratch.ingest(&scratch.beside("scans"));
    let (code, report) = scratch.sijill.json(["verify", "--sample", "10"]);
    assert_eq!((code, &report["complete"]), (0, &json!(false)), "{report}");
    let files = report["files"].as_u64().unwrap();
    assert!((1..=10).contains(&files), "{report}");
    let (_, report) = scratch.sijill.json(["verify", "--sample", "1000"]);
    assert_eq!(report["files"], 60, "{report}");
}

#[test]
fn record_adds_one_fixity_event_an_item() {
    let scratch = archive();
    let accession = two_items(&scratch);
    let before = scratch.verify_sound()["events"].as_u64().unwrap();
    let (code, report) = scratch.sijill.json(["verify", "--record"]);
    assert_eq!(code, 0, "{report}");
    let events = Events::of(&scratch.archive());
    let fixity = events.acts("fix");
    let mut checked: Vec<_> = fixity.iter().map(|event| event["item"].to_string()).collect();
    checked.sort();
    let mut items: Vec<_> =
        scratch.items(&accession).iter().map(|item| item["id"].to_string()).collect();
    items.sort();
    assert_eq!(checked, items);
    assert_eq!(events.count() as u64, before + 2);
    assert!(fixity.iter().all(|event| event["outcome"] == "suc"));
    scratch.verify_sound();
}

#[test]
fn a_recorded_check_of_an_altered_item_is_a_failure_and_exit_1() {
    let scratch = archive();
    two_items(&scratch);
    let bad = masters(&scratch.archive()).remove(0);
    flip(&bad.path);
    assert_eq!(scratch.sijill.json(["verify", "--record"]).0, 1);
    let object = bad.path.ancestors().nth(3).unwrap();
    let item = record(object)["description"]["id"].clone();
    let fixity = Events::of(&scratch.archive()).acts("fix");
    assert_eq!(fixity.len(), 2);
    for event in fixity {
        let expected = if event["item"] == item { "fai" } else { "suc" };
        assert_eq!(event["outcome"], expected, "{event}");
    }
}

#[test]
fn an_accession_stays_closed_after_its_items_were_checked() {
    let scratch = archive();
    let first = two_items(&scratch);
    assert_eq!(scratch.sijill.json(["verify", "--record"]).0, 0);
    let (_, receipt) = scratch.sijill.json(["receipt", first.as_str().unwrap()]);
    assert_eq!(receipt["closed"], true);
    let second = scratch.ingest(&scratch.beside("scans"));
    assert_ne!(second["accession"], first);
    assert_eq!(second["duplicates"], 6);
}

#[test]
fn a_staged_file_without_an_event_is_counted_and_no_problem() {
    let scratch = archive();
    two_items(&scratch);
    let stray = "archive/staging/01a20000-0000-7000-8000-000000000000/v1/content/000001.jpg";
    scratch.write(stray, "copied, never acknowledged");
    let report = scratch.verify_sound();
    assert_eq!(report["unacknowledged"], 1, "{report}");
}

#[test]
fn a_frozen_archive_is_unsound_and_refuses_to_be_written_to() {
    let scratch = archive();
    let old = scratch.beside("old.sqlite");
    fs_err::copy(scratch.archive().join("ledger.sqlite"), &old).unwrap();
    two_items(&scratch);
    fs_err::copy(&old, scratch.archive().join("ledger.sqlite")).unwrap();
    let (code, report) = scratch.sijill.json(["verify"]);
    assert_eq!(code, 1, "{report}");
    let kinds: Vec<_> =
        report["problems"].as_array().unwrap().iter().map(|problem| &problem["kind"]).collect();
    assert!(kinds.contains(&&json!("rollback")), "{report:#}");
    let before = tree(&scratch.archive());
    let scans = scratch.beside("scans");
    scratch.fails(&["ingest", scans.to_str().unwrap()], 2, "frozen");
    scratch.fails(&["log", "checkpoint"], 2, "frozen");
    let checkpoint = scratch.archive().join("checkpoint");
    assert_eq!(before[&checkpoint], tree(&scratch.archive())[&checkpoint], "nothing was signed");
    assert_eq!(objects(&scratch.archive()).len(), 3);
}
