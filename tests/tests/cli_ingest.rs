//! `sijill ingest`: what is taken in, how it is counted, what is refused.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use sijill_tests::contract::{masters, objects, record, source, tree};
use sijill_tests::evidence::sha256;
use sijill_tests::{Run, Scratch, archive};

/// Two folders, a file beside them, a copy, an empty file and a symbolic link.
fn mixed(scratch: &Scratch) -> std::path::PathBuf {
    let scans = scratch.beside("scans");
    scratch.write("scans/loose.txt", "loose");
    scratch.write("scans/one/a.jpg", "page a");
    scratch.write("scans/one/b.jpg", "page b");
    scratch.write("scans/one/two/copy of a.jpg", "page a");
    scratch.write("scans/one/two/empty.tif", "");
    std::os::unix::fs::symlink("/etc/passwd", scans.join("one/two/link")).unwrap();
    scans
}

#[test]
fn the_outcome_counts_items_files_bytes_copies_and_events() {
    let scratch = archive();
    let outcome = scratch.ingest(&mixed(&scratch));
    let expected = [("items", 3), ("files", 5), ("bytes", 23), ("duplicates", 1)];
    for (name, count) in expected {
        assert_eq!(outcome[name], count, "{name}: {outcome}");
    }
    let events = scratch.verify_sound()["events"].as_u64().unwrap();
    assert_eq!(outcome["events"], json!({ "first": 5, "last": events - 1 }));
    let checkpoint = fs_err::read_to_string(scratch.archive().join("checkpoint")).unwrap();
    assert_eq!(outcome["checkpoint"], checkpoint);
    assert!(checkpoint.starts_with(&format!("x.example/y\n{events}\n")), "{checkpoint}");
}

#[test]
fn symbolic_links_are_problems_but_no_failure_and_never_followed() {
    let scratch = archive();
    let outcome = scratch.ingest(&mixed(&scratch));
    let problems = outcome["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 1, "{outcome}");
    assert_eq!(problems[0]["kind"], "symlink");
    assert!(problems[0]["path"].as_str().unwrap().ends_with("one/two/link"), "{outcome}");
    let secret = sha256(&fs_err::read("/etc/passwd").unwrap());
    assert!(masters(&scratch.archive()).iter().all(|master| master.stored != secret));
}

#[test]
fn a_pipe_is_reported_and_never_opened() {
    let scratch = archive();
    let scans = scratch.write_scans("scans", 1);
    assert!(Command::new("mkfifo").arg(scans.join("pipe")).status().unwrap().success());
    let outcome = scratch.ingest(&scans);
    assert_eq!(outcome["files"], 1);
    assert_eq!(outcome["problems"][0]["kind"], "special", "{outcome}");
}

#[test]
fn every_file_is_stored_as_it_was_and_under_a_name_of_ours() {
    let scratch = archive();
    let scans = mixed(&scratch);
    scratch.ingest(&scans);
    let held = masters(&scratch.archive());
    let found = held.iter().map(|master| (master.original.clone(), master.stored.clone()));
    assert_eq!(found.collect::<std::collections::BTreeMap<_, _>>(), source(&scans));
    for master in held {
        let name = master.path.file_stem().unwrap().to_str().unwrap();
        assert!(name.len() == 6 && name.bytes().all(|byte| byte.is_ascii_digit()), "{name}");
        assert_eq!(master.stated, master.stored);
    }
}

#[test]
fn each_folder_is_an_item_and_its_path_is_kept() {
    let scratch = archive();
    scratch.ingest(&mixed(&scratch));
    let objects = objects(&scratch.archive());
    let records = objects.iter().map(|object| record(object));
    let paths: BTreeSet<_> = records
        .filter_map(|record| record["description"]["path"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(paths, [".", "one", "one/two"].map(str::to_owned).into());
}

#[test]
fn files_named_on_the_command_line_are_items_of_their_own() {
    let scratch = archive();
    let scans = scratch.write_scans("scans", 3);
    let files = ["scan-0000.tif", "scan-0002.tif"].map(|name| scans.join(name));
    let arguments = ["ingest", files[0].to_str().unwrap(), files[1].to_str().unwrap()];
    let (code, outcome) = scratch.sijill.json(arguments);
    assert_eq!((code, &outcome["items"], &outcome["files"]), (0, &json!(2), &json!(2)));
}

#[test]
fn folders_of_the_same_name_stay_apart() {
    let scratch = archive();
    for (card, page) in [("card-1", "front"), ("card-2", "rear!")] {
        let file = scratch.write(format!("{card}/DCIM/1.jpg"), page);
        // As cameras do: the same name, the same size, the same time.
        let dated = Command::new("touch").args(["-d", "2020-01-01 00:00:00"]).arg(file).status();
        assert!(dated.unwrap().success());
    }
    let folders = ["card-1/DCIM", "card-2/DCIM"].map(|name| scratch.beside(name));
    let arguments = ["ingest", folders[0].to_str().unwrap(), folders[1].to_str().unwrap()];
    let (code, outcome) = scratch.sijill.json(arguments);
    assert_eq!(
        (code, &outcome["items"], &outcome["files"]),
        (0, &json!(2), &json!(2)),
        "{outcome}"
    );
    let names: BTreeSet<_> =
        masters(&scratch.archive()).into_iter().map(|master| master.original).collect();
    assert_eq!(names, [b"card-1/DCIM/1.jpg".to_vec(), b"card-2/DCIM/1.jpg".to_vec()].into());
}

#[test]
fn naming_the_same_files_twice_is_refused() {
    let scratch = archive();
    let scans = mixed(&scratch);
    let before = tree(&scratch.archive());
    let (whole, part) = (scans.to_str().unwrap(), scans.join("one"));
    for paths in [[whole, whole], [whole, part.to_str().unwrap()], [part.to_str().unwrap(), whole]]
    {
        scratch.fails(&["ingest", paths[0], paths[1]], 2, "refused");
    }
    assert_eq!(tree(&scratch.archive()), before);
}

#[test]
fn an_empty_folder_makes_an_empty_accession() {
    let scratch = archive();
    fs_err::create_dir(scratch.beside("empty")).unwrap();
    let outcome = scratch.ingest(&scratch.beside("empty"));
    assert_eq!((&outcome["items"], &outcome["files"]), (&json!(0), &json!(0)));
    scratch.verify_sound();
}

#[test]
fn a_dry_run_says_what_would_be_and_writes_nothing() {
    let scratch = archive();
    let scans = mixed(&scratch);
    let before = tree(scratch.dir.path());
    let mut command = scratch.sijill.command();
    command.args(["ingest", "--dry-run", "--json"]).arg(&scans).env_remove("SIJILL_PASSPHRASE");
    let run = Run::of(command.output().unwrap());
    assert_eq!(run.code, Some(0), "{run:?}");
    let plan = run.value();
    assert_eq!(
        (&plan["items"], &plan["files"], &plan["bytes"]),
        (&json!(3), &json!(5), &json!(23))
    );
    assert_eq!(plan["problems"][0]["kind"], "symlink");
    assert_eq!(tree(scratch.dir.path()), before);
}

#[test]
fn the_same_folder_again_after_closing_is_another_copy_with_its_own_provenance() {
    let scratch = archive();
    let scans = scratch.write_scans("scans", 3);
    let (first, second) = (scratch.ingest(&scans), scratch.ingest(&scans));
    assert_ne!(first["accession"], second["accession"]);
    assert_eq!((&first["duplicates"], &second["duplicates"]), (&json!(0), &json!(3)));
    assert_eq!(second["files"], 3);
    assert_eq!(scratch.verify_sound()["files"], 6);
    for outcome in [first, second] {
        let (code, report) =
            scratch.sijill.json(["verify", outcome["accession"].as_str().unwrap()]);
        assert_eq!((code, &report["files"]), (0, &json!(3)), "{report}");
    }
}

#[test]
fn the_archive_cannot_take_itself_in() {
    let scratch = archive();
    let before = tree(&scratch.archive());
    let folder = scratch.archive();
    for path in [&folder, &folder.join("objects"), &folder.join("checkpoint"), scratch.dir.path()] {
        let error = scratch.fails(&["ingest", path.to_str().unwrap()], 2, "refused");
        assert!(error["message"].as_str().unwrap().contains("itself"), "{error}");
    }
    assert_eq!(tree(&scratch.archive()), before);
}

#[test]
fn a_path_that_is_not_there_is_refused_before_anything_is_written() {
    let scratch = archive();
    let scans = scratch.write_scans("scans", 1);
    let before = tree(&scratch.archive());
    let error =
        scratch.fails(&["ingest", scans.to_str().unwrap(), "/no/such/folder"], 2, "refused");
    assert_eq!(error["path"], "/no/such/folder");
    assert_eq!(tree(&scratch.archive()), before);
}

#[test]
fn a_relative_archive_and_a_relative_path_are_understood() {
    let scratch = archive();
    scratch.write_scans("scans", 2);
    let mut command = scratch.sijill.command();
    command.args(["ingest", "./scans/", "--archive", "archive", "--json"]);
    let run = Run::of(command.current_dir(scratch.dir.path()).output().unwrap());
    assert_eq!((run.code, run.value()["files"].clone()), (Some(0), json!(2)), "{run:?}");
}

#[test]
fn the_words_for_people_are_the_receipt_in_both_languages() {
    let scratch = archive();
    let scans = mixed(&scratch);
    let run = scratch.sijill.run([Path::new("ingest"), &scans]);
    assert_eq!(run.code, Some(0));
    for words in ["إيصال استلام · RECEIPT", "الملفات · Files", "مغلقة · closed"]
    {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    assert!(run.stderr.contains("one/two/link"), "the problem is said: {}", run.stderr);
}

#[test]
fn no_command_leaves_a_write_ahead_log() {
    let scratch = archive();
    scratch.ingest(&mixed(&scratch));
    scratch.verify_sound();
    let names =
        fs_err::read_dir(scratch.archive()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    let files = ["archive.toml", "catalogue.sqlite", "checkpoint", "keys", "ledger-index.sqlite"];
    assert_eq!(
        names,
        [&files[..], &["ledger.sqlite", "objects", "policy.txt", "staging"]].concat()
    );
    assert_eq!(fs_err::read_dir(scratch.archive().join("staging")).unwrap().count(), 0);
}

#[test]
fn the_numbers_of_a_receipt_are_those_of_the_outcome() {
    let scratch = archive();
    let outcome = scratch.ingest(&mixed(&scratch));
    let (code, receipt) = scratch.sijill.json(["receipt", outcome["accession"].as_str().unwrap()]);
    assert_eq!(code, 0);
    for part in ["accession", "files", "bytes", "events", "checkpoint"] {
        assert_eq!(receipt[part], outcome[part], "{part}");
    }
    assert_eq!(
        receipt["items"].as_array().map(Vec::len),
        outcome["items"].as_u64().map(|n| n as usize)
    );
    assert_eq!(receipt["closed"], Value::Bool(true));
}
