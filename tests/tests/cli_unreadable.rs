//! Files that cannot be read, or change while they are read. Root reads everything, so strace fails the reads.

use std::io::Write;
use std::path::Path;

use fs_err::OpenOptions;
use serde_json::{Value, json};
use sijill_tests::contract::{masters, objects, record, wait_until};
use sijill_tests::evidence::{Events, sha256};
use sijill_tests::{Run, Scratch, archive};
use walkdir::WalkDir;

/// Runs `ingest` under strace, which follows every thread.
fn ingest_under(scratch: &Scratch, options: &[&str], arguments: &[&str]) -> Run {
    let options = ["-f", "-qq", "-o/dev/null"].iter().chain(options);
    let options: Vec<_> = options.map(|&option| option.to_owned()).collect();
    let mut command = scratch.sijill.command_under("strace", &options);
    command.args(["ingest", "--json"]).args(arguments).current_dir(scratch.dir.path());
    Run::of(command.output().expect("strace is needed for this test"))
}

/// Runs `ingest` while every read of `file` is tampered with as strace's `-e inject` says.
fn ingest_with(scratch: &Scratch, how: &str, file: &Path, arguments: &[&str]) -> (i32, Value) {
    let inject = format!("-einject=read:{how}");
    let run =
        ingest_under(scratch, &["-etrace=read", "-P", file.to_str().unwrap(), &inject], arguments);
    (run.code.unwrap(), run.value())
}

fn is_closed(scratch: &Scratch, outcome: &Value) -> bool {
    let (code, receipt) = scratch.sijill.json(["receipt", outcome["accession"].as_str().unwrap()]);
    assert_eq!(code, 0, "{receipt}");
    receipt["closed"].as_bool().unwrap()
}

/// Four files in two folders; the second of the first folder will be the one that cannot be read.
fn two_folders(scratch: &Scratch) -> (String, std::path::PathBuf) {
    for (name, bytes) in
        [("a/1.jpg", "one"), ("a/2.jpg", "two"), ("a/3.jpg", "three"), ("b/4.jpg", "four")]
    {
        scratch.write(format!("scans/{name}"), bytes);
    }
    (scratch.beside("scans").display().to_string(), scratch.beside("scans/a/2.jpg"))
}

#[test]
fn an_unreadable_file_does_not_stop_the_others_and_a_later_run_completes() {
    let scratch = archive();
    let (scans, bad) = two_folders(&scratch);
    let (code, first) = ingest_with(&scratch, "error=EIO", &bad, &[&scans]);
    assert_eq!((code, &first["files"]), (3, &json!(3)), "{first}");
    assert_eq!(first["problems"][0]["kind"], "unreadable", "{first}");
    assert!(first["problems"][0]["path"].as_str().unwrap().ends_with("a/2.jpg"));
    assert!(!is_closed(&scratch, &first));
    assert_eq!(scratch.verify_sound()["files"], 3);

    let (code, second) = scratch.sijill.json(["ingest", &scans]);
    assert_eq!((code, &second["files"], &second["items"]), (0, &json!(4), &json!(2)), "{second}");
    assert_eq!(second["accession"], first["accession"]);
    assert!(is_closed(&scratch, &second));
    assert_eq!(scratch.verify_sound()["files"], 4);
    assert_eq!(masters(&scratch.archive()).len(), 4);
}

#[test]
fn however_the_path_is_spelled_the_accession_is_continued() {
    let scratch = archive();
    let (scans, bad) = two_folders(&scratch);
    let (_, first) = ingest_with(&scratch, "error=EIO", &bad, &[&scans]);
    for spelled in ["./scans", "scans/", "archive/../scans/."] {
        let (code, outcome) = ingest_with(&scratch, "error=EIO", &bad, &[spelled]);
        assert_eq!((code, &outcome["files"]), (3, &json!(3)), "{spelled}: {outcome}");
        assert_eq!(outcome["accession"], first["accession"], "{spelled}");
    }
}

#[test]
fn accepting_gaps_closes_the_accession_and_records_what_is_missing() {
    let scratch = archive();
    let (scans, bad) = two_folders(&scratch);
    let (code, outcome) = ingest_with(&scratch, "error=EIO", &bad, &[&scans, "--accept-gaps"]);
    assert_eq!(code, 3, "a file is missing still: {outcome}");
    assert!(is_closed(&scratch, &outcome));
    let gaps: Vec<_> = objects(&scratch.archive())
        .iter()
        .filter_map(|object| record(object)["gaps"].as_array().cloned())
        .flatten()
        .filter(|gap| gap["what"].as_str().unwrap().contains("1 files could not be read"))
        .collect();
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    let events = Events::of(&scratch.archive());
    let outcomes: Vec<_> =
        events.acts("ine").iter().map(|event| event["outcome"].clone()).collect();
    assert_eq!(outcomes, ["war", "suc"]);
    scratch.verify_sound();
}

#[test]
fn a_file_that_changes_while_it_is_read_is_read_again() {
    let scratch = archive();
    let scan = scratch.write("scans/1.jpg", "half of ");
    let staging = scratch.archive().join("staging");
    let copy_begun = || {
        let entries = WalkDir::new(&staging).into_iter().flatten();
        entries.into_iter().any(|entry| entry.file_name() == "000001.jpg")
    };
    let (code, outcome) = std::thread::scope(|scope| {
        let ingest = scope.spawn(|| {
            let scans = scratch.beside("scans").display().to_string();
            ingest_with(&scratch, "delay_enter=400000:when=1", &scan, &[&scans])
        });
        wait_until("the copy has begun", copy_begun);
        let mut file = OpenOptions::new().append(true).open(&scan).unwrap();
        file.write_all(b"the page").unwrap();
        ingest.join().unwrap()
    });
    assert_eq!((code, &outcome["bytes"]), (0, &json!(16)), "{outcome}");
    assert_eq!(masters(&scratch.archive())[0].stored, sha256(b"half of the page"));
    scratch.verify_sound();
}

#[test]
fn a_file_that_keeps_changing_is_left_for_later() {
    let scratch = archive();
    let scan = scratch.write("scans/1.jpg", "never ");
    let done = std::sync::atomic::AtomicBool::new(false);
    let scans = scratch.beside("scans").display().to_string();
    let (code, outcome) = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                let mut file = OpenOptions::new().append(true).open(&scan).unwrap();
                file.write_all(b"ready ").unwrap();
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
        });
        let ended = ingest_with(&scratch, "delay_enter=100000", &scan, &[&scans]);
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        ended
    });
    assert_eq!((code, &outcome["files"]), (3, &json!(0)), "{outcome}");
    assert_eq!(outcome["problems"][0]["kind"], "changing", "{outcome}");
    assert_eq!(scratch.verify_sound()["files"], 0);
    let (code, outcome) = scratch.sijill.json(["ingest", &scans]);
    assert_eq!((code, &outcome["files"]), (0, &json!(1)), "{outcome}");
}

#[test]
fn an_item_that_a_power_cut_left_in_the_catalogue_is_counted_once_it_is_secured() {
    let scratch = archive();
    let scan = scratch.write("scans/1.jpg", "page");
    let scans = scratch.beside("scans").display().to_string();
    let (_, begun) = ingest_with(&scratch, "error=EIO", &scan, &[&scans]);
    assert_eq!(begun["items"], 0, "{begun}");
    // The item stands in the catalogue before its file has an event; the power goes just between the two.
    let log = scratch.archive().join("ledger.sqlite-wal");
    let kill =
        ["-etrace=pwrite64", "-P", log.to_str().unwrap(), "-einject=pwrite64:signal=KILL:when=1"];
    let run = ingest_under(&scratch, &kill, &[&scans]);
    assert_eq!(run.code, None, "{run:?}");
    assert_eq!(scratch.verify_sound()["files"], 0);
    let (code, outcome) = scratch.sijill.json(["ingest", &scans]);
    assert_eq!((code, &outcome["accession"]), (0, &begun["accession"]), "{outcome}");
    assert_eq!((&outcome["items"], &outcome["files"]), (&json!(1), &json!(1)), "{outcome}");
    assert_eq!(scratch.verify_sound()["files"], 1);
}
