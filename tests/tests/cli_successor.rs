//! `sijill restore --successor`: the disk is lost, the backup is older than the newest checkpoint.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sijill_tests::evidence::Events;
use sijill_tests::{Scratch, Sijill, archive};

/// An archive that went on after its backup, the backup, and the newest checkpoint.
fn lost() -> (Scratch, PathBuf, PathBuf) {
    let scratch = archive();
    scratch.ingest(&scratch.write_scans("first", 2));
    let copy = scratch.beside("copy");
    assert_eq!(scratch.sijill.json(["backup", copy.to_str().unwrap()]).0, 0);
    scratch.ingest(&scratch.write_scans("second", 2));
    let newest = scratch.beside("newest");
    fs_err::copy(scratch.archive().join("checkpoint"), &newest).unwrap();
    (scratch, copy, newest)
}

fn succeed(copy: &Path, to: &Path, origin: &str, newest: &Path) -> (i32, Value) {
    Sijill::new().on(to).json([
        "restore",
        copy.to_str().unwrap(),
        "--successor",
        origin,
        "--last-checkpoint",
        newest.to_str().unwrap(),
    ])
}

#[test]
fn a_successor_goes_on_under_its_own_name_and_begins_with_the_newest_checkpoint() {
    let (scratch, copy, newest) = lost();
    let place = scratch.beside("successor");
    let (code, answer) = succeed(&copy, &place, "next.example/archive", &newest);
    assert_eq!((code, &answer["read_only"]), (0, &json!(false)), "{answer}");

    let begun = Events::of(&place).acts("sijill/successor-begun");
    let predecessor = begun[0]["detail"]["predecessor"].as_str().unwrap();
    assert_eq!(predecessor, fs_err::read_to_string(&newest).unwrap());
    assert_eq!(begun[0]["log"], "next.example/archive");

    let successor = Sijill::new().on(&place);
    let third = scratch.write_scans("third", 3);
    assert_eq!(successor.json(["ingest", third.to_str().unwrap()]).0, 0);
    let (code, report) = successor.json(["verify"]);
    assert_eq!((code, &report["files"]), (0, &json!(5)), "{report:#}");
    let head = fs_err::read_to_string(place.join("checkpoint")).unwrap();
    assert!(head.starts_with("next.example/archive\n"), "{head}");
}

#[test]
fn a_successor_needs_a_name_of_its_own_and_a_checkpoint_of_this_log() {
    let (scratch, copy, newest) = lost();
    let place = scratch.beside("successor");
    let own_name = fs_err::read_to_string(&newest).unwrap().lines().next().unwrap().to_owned();
    assert_eq!(succeed(&copy, &place, &own_name, &newest).0, 2, "the old log would go on");
    assert!(!place.exists());

    let other = archive();
    let foreign = other.archive().join("checkpoint");
    let note = fs_err::read(scratch.archive().join("checkpoint")).unwrap();
    let forged = scratch.write("forged", [note.as_slice(), b"x"].concat());
    for wrong in [foreign, forged] {
        assert_eq!(succeed(&copy, &place, "next.example/archive", &wrong).0, 2, "{wrong:?}");
        assert!(!place.exists());
    }
}
