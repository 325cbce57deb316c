//! A taking in that was stopped is continued by the same command: one accession, every file once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sijill_tests::contract::{interrupt, masters, objects, source, wait_until};
use sijill_tests::{Scratch, archive};

const FOLDERS: usize = 15;
const FILES: usize = 100;

/// Enough small files that a taking in can be stopped in its middle.
fn many(scratch: &Scratch) -> PathBuf {
    for folder in 0..FOLDERS {
        for file in 0..FILES {
            let name = format!("scans/folder-{folder:02}/{file:03}.jpg");
            scratch.write(name, format!("page {file} of folder {folder}"));
        }
    }
    scratch.beside("scans")
}

fn has_sealed(scratch: &Scratch) -> bool {
    // The first object is the accession's own.
    objects(&scratch.archive()).len() > 1
}

/// Starts a taking in and lets `stop` end it once the first item is sealed.
fn begun(scratch: &Scratch, scans: &Path) -> std::process::Child {
    let child = scratch.start(&["ingest", scans.to_str().unwrap(), "--json"]);
    wait_until("the first item is sealed", || has_sealed(scratch));
    child
}

/// What must hold once everything is in, however often the taking in was stopped.
fn check_whole(scratch: &Scratch, scans: &Path, outcome: &Value) {
    assert_eq!(outcome["files"], FOLDERS * FILES, "{outcome}");
    assert_eq!(outcome["items"], FOLDERS, "{outcome}");
    assert_eq!(outcome["duplicates"], 0, "{outcome}");
    let held = masters(&scratch.archive());
    assert_eq!(held.len(), FOLDERS * FILES, "no file twice");
    let names: BTreeSet<_> = held.into_iter().map(|master| master.original).collect();
    assert_eq!(names, source(scans).into_keys().collect());
    assert_eq!(scratch.verify_sound()["files"], FOLDERS * FILES);
    let (_, shown) = scratch.sijill.json(["show"]);
    assert_eq!(shown["accessions"].as_array().unwrap().len(), 1, "{shown}");
}

#[test]
fn a_killed_ingest_is_continued_without_a_file_lost_or_taken_twice() {
    let scratch = archive();
    let scans = many(&scratch);
    let mut child = begun(&scratch, &scans);
    child.kill().unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), None, "it was killed before it ended");
    let kept = scratch.verify_sound()["files"].as_u64().unwrap();
    assert!(kept > 0 && kept < (FOLDERS * FILES) as u64, "{kept}");
    check_whole(&scratch, &scans, &scratch.ingest(&scans));
}

#[test]
fn an_interrupted_ingest_says_so_and_is_continued() {
    let scratch = archive();
    let scans = many(&scratch);
    let run = interrupt(begun(&scratch, &scans));
    assert_eq!(run.code, Some(3), "{run:?}");
    assert_eq!(run.value()["error"]["kind"], "interrupted");
    let (code, report) = scratch.sijill.json(["verify"]);
    assert_eq!((code, &report["unacknowledged"]), (0, &json!(0)), "{report}");
    let said = run.value()["error"]["message"].as_str().unwrap().to_owned();
    assert!(said.contains(&report["files"].to_string()), "{said}: {report}");
    check_whole(&scratch, &scans, &scratch.ingest(&scans));
}

#[test]
fn what_is_gone_when_an_accession_is_continued_stays_held_and_is_sealed_as_a_gap() {
    let scratch = archive();
    let scans = many(&scratch);
    let mut child = begun(&scratch, &scans);
    child.kill().unwrap();
    child.wait().unwrap();
    let kept = scratch.verify_sound()["files"].as_u64().unwrap();
    fs_err::remove_dir_all(&scans).unwrap();
    fs_err::create_dir(&scans).unwrap();
    let outcome = scratch.ingest(&scans);
    assert_eq!(outcome["files"], kept, "{outcome}");
    assert_eq!(masters(&scratch.archive()).len() as u64, kept, "everything is sealed");
    assert_eq!(scratch.verify_sound()["files"], kept);
}

#[test]
fn files_that_came_meanwhile_join_the_accession_that_is_continued() {
    let scratch = archive();
    let scans = many(&scratch);
    let first = interrupt(begun(&scratch, &scans));
    assert_eq!(first.code, Some(3));
    for name in ["folder-00/late.jpg", "folder-99/late.jpg"] {
        scratch.write(Path::new("scans").join(name), name);
    }
    let outcome = scratch.ingest(&scans);
    assert_eq!(outcome["files"], FOLDERS * FILES + 2, "{outcome}");
    let held: BTreeSet<_> =
        masters(&scratch.archive()).into_iter().map(|master| master.original).collect();
    assert_eq!(held, source(&scans).into_keys().collect());
    scratch.verify_sound();
}
