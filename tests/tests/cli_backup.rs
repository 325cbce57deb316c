//! `sijill backup` and `sijill restore`, as a drill: a copy made in use, the disk lost, the work continued.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sijill_tests::contract::{expect_error, objects, tree, wait_until};
use sijill_tests::{Run, Scratch, Sijill, archive};

fn backup(scratch: &Scratch, name: &str) -> PathBuf {
    let to = scratch.beside(name);
    let (code, answer) = scratch.sijill.json(["backup", to.to_str().unwrap()]);
    assert_eq!((code, &answer["verified"]["ok"]), (0, &json!(true)), "{answer}");
    to
}

/// `restore` of a copy to a new place.
fn restore(copy: &Path, to: &Path) -> (i32, Value) {
    Sijill::new().on(to).json(["restore", copy.to_str().unwrap()])
}

fn show_checkpoint(archive: &Path, checkpoint: &Path) -> (i32, Value) {
    let name = archive.to_str().unwrap();
    Sijill::new().on(archive).json([
        "restore",
        name,
        "--last-checkpoint",
        checkpoint.to_str().unwrap(),
    ])
}

#[test]
fn a_copy_made_while_another_process_writes_is_whole_and_sound() {
    let scratch = archive();
    for folder in 0..40 {
        scratch.write_scans(&format!("scans/{folder:02}"), 75);
    }
    let scans = scratch.beside("scans");
    let ingest = scratch.start(&["ingest", scans.to_str().unwrap(), "--json"]);
    wait_until("the first item is sealed", || objects(&scratch.archive()).len() > 1);
    let copy = backup(&scratch, "copy");
    let ended = Run::of(ingest.wait_with_output().unwrap());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let (code, report) = Sijill::new().on(&copy).json(["verify"]);
    assert_eq!(
        (code, &report["ok"], &report["complete"]),
        (0, &json!(true), &json!(true)),
        "{report:#}"
    );
    let files = report["files"].as_u64().unwrap();
    assert!(files > 0 && files < 3000, "the copy is of a moment in the middle: {report}");
    assert_eq!(scratch.verify_sound()["files"], 3000);
}

#[test]
fn a_restored_archive_is_read_only_until_the_newest_checkpoint_is_shown() {
    let scratch = archive();
    let scans = scratch.write_scans("scans", 3);
    let accession = scratch.ingest(&scans)["accession"].clone();
    let newest = scratch.beside("newest");
    fs_err::copy(scratch.archive().join("checkpoint"), &newest).unwrap();
    let copy = backup(&scratch, "copy");
    fs_err::remove_dir_all(scratch.archive()).unwrap();

    let place = scratch.beside("restored");
    let (code, answer) = restore(&copy, &place);
    assert_eq!((code, &answer["read_only"]), (0, &json!(true)), "{answer}");
    let restored = Sijill::new().on(&place);
    assert_eq!(restored.json(["verify"]).0, 0);
    let before = tree(&place);
    for writing in
        [&["ingest", scans.to_str().unwrap()][..], &["log", "checkpoint"], &["verify", "--record"]]
    {
        let (code, answer) = restored.json(writing);
        expect_error((code, &answer), 2, "restored");
    }
    assert_eq!(tree(&place), before);

    let (code, answer) = show_checkpoint(&place, &newest);
    assert_eq!((code, &answer["read_only"]), (0, &json!(false)), "{answer}");
    let (code, outcome) = restored.json(["ingest", scans.to_str().unwrap()]);
    assert_eq!((code, &outcome["duplicates"]), (0, &json!(3)), "{outcome}");
    assert_ne!(outcome["accession"], accession);
    let (code, report) = restored.json(["verify"]);
    assert_eq!((code, &report["files"]), (0, &json!(6)), "{report}");
}

#[test]
fn a_copy_older_than_the_checkpoint_shown_is_refused() {
    let scratch = archive();
    let scans = scratch.write_scans("scans", 2);
    let copy = backup(&scratch, "copy");
    scratch.ingest(&scans);
    let place = scratch.beside("restored");
    assert_eq!(restore(&copy, &place).0, 0);
    let (code, answer) = show_checkpoint(&place, &scratch.archive().join("checkpoint"));
    expect_error((code, &answer), 2, "frozen");
    let (code, answer) = Sijill::new().on(&place).json(["log", "checkpoint"]);
    expect_error((code, &answer), 2, "restored");
}

#[test]
fn a_checkpoint_of_another_log_or_none_at_all_is_refused() {
    let (scratch, other) = (archive(), archive());
    let copy = backup(&scratch, "copy");
    let place = scratch.beside("restored");
    assert_eq!(restore(&copy, &place).0, 0);
    let foreign = show_checkpoint(&place, &other.archive().join("checkpoint"));
    expect_error((foreign.0, &foreign.1), 2, "invalid");
    let noise = scratch.write("noise", "not a checkpoint\n");
    let (code, answer) = show_checkpoint(&place, &noise);
    expect_error((code, &answer), 2, "invalid");
    assert_eq!(Sijill::new().on(&place).json(["log", "checkpoint"]).0, 2);
}

#[test]
fn a_damaged_original_is_copied_and_the_copy_is_said_to_be_unsound() {
    let scratch = archive();
    scratch.ingest(&scratch.write_scans("scans", 2));
    let master = sijill_tests::contract::masters(&scratch.archive()).remove(0);
    fs_err::remove_file(&master.path).unwrap();
    fs_err::write(&master.path, "something else").unwrap();
    let to = scratch.beside("copy");
    let (code, answer) = scratch.sijill.json(["backup", to.to_str().unwrap()]);
    assert_eq!((code, &answer["verified"]["ok"]), (1, &json!(false)), "{answer}");
    assert_eq!(answer["verified"]["problems"][0]["kind"], "altered");
}

#[test]
fn a_backup_goes_only_where_nothing_is() {
    let scratch = archive();
    scratch.write("occupied/file", "mine");
    let before = tree(&scratch.beside("occupied"));
    let to = scratch.beside("occupied");
    scratch.fails(&["backup", to.to_str().unwrap()], 2, "occupied");
    assert_eq!(tree(&to), before);
}

#[test]
fn a_backup_inside_the_archive_is_refused() {
    let scratch = archive();
    let before = tree(&scratch.archive());
    for inside in ["copy", "objects/new/copy"] {
        let to = scratch.archive().join(inside);
        scratch.fails(&["backup", to.to_str().unwrap()], 2, "refused");
    }
    assert_eq!(tree(&scratch.archive()), before);
}

#[test]
fn a_recorded_backup_is_an_event() {
    let scratch = archive();
    let to = scratch.beside("copy");
    let (code, _) = scratch.sijill.json(["backup", "--record", to.to_str().unwrap()]);
    assert_eq!(code, 0);
    let events = sijill_tests::evidence::Events::of(&scratch.archive()).acts("rep");
    assert_eq!((events.len(), &events[0]["outcome"]), (1, &json!("suc")));
    scratch.verify_sound();
}

#[test]
fn restoring_over_an_archive_in_use_is_refused() {
    let scratch = archive();
    let copy = backup(&scratch, "copy");
    scratch.ingest(&scratch.write_scans("scans", 1));
    let before = tree(&scratch.archive());
    let (code, answer) = restore(&copy, &scratch.archive());
    expect_error((code, &answer), 2, "occupied");
    assert_eq!(tree(&scratch.archive()), before);
}
