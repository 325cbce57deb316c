//! Who may write: passphrases, and one writer at a time.

use fs_err::File;
use sijill_tests::contract::{expect_error, tree};
use sijill_tests::{PASSPHRASE, Run, archive};

#[test]
fn a_wrong_passphrase_is_refused_and_nothing_is_written() {
    let scratch = archive();
    let scans = scratch.write_scans("scans", 2);
    let before = tree(&scratch.archive());
    for arguments in [
        &["ingest", scans.to_str().unwrap()][..],
        &["key", "list"],
        &["log", "checkpoint"],
        &["verify", "--record"],
    ] {
        let mut command = scratch.sijill.command();
        let run = Run::of(
            command
                .args(arguments)
                .arg("--json")
                .env("SIJILL_PASSPHRASE", "guess")
                .output()
                .unwrap(),
        );
        expect_error((run.code.unwrap(), &run.value()), 2, "wrong-passphrase");
    }
    assert_eq!(tree(&scratch.archive()), before);
}

#[test]
fn the_path_of_an_error_is_below_the_archive() {
    let scratch = archive();
    let mut command = scratch.sijill.command();
    command.args(["key", "list", "--json"]).env("SIJILL_PASSPHRASE", "guess");
    let run = Run::of(command.output().unwrap());
    assert_eq!(run.value()["error"]["path"], "keys", "{run:?}");
}

#[test]
fn without_a_terminal_a_missing_passphrase_is_refused() {
    let scratch = archive();
    let mut command = scratch.sijill.command();
    command.args(["log", "checkpoint", "--json"]).env_remove("SIJILL_PASSPHRASE");
    let run = Run::of(command.stdin(std::process::Stdio::null()).output().unwrap());
    expect_error((run.code.unwrap(), &run.value()), 2, "refused");
    assert!(run.value()["error"]["remedy"].as_str().unwrap().contains("SIJILL_PASSPHRASE"));
}

#[test]
fn an_empty_passphrase_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let new = folder.path().join("new");
    let mut command = sijill_tests::Sijill::new().command();
    command.args(["init", "--origin", "x.example/y", "--json"]).arg(&new);
    let run = Run::of(command.env("SIJILL_PASSPHRASE", "").output().unwrap());
    expect_error((run.code.unwrap(), &run.value()), 2, "refused");
    assert!(!new.exists());
}

#[test]
fn the_passphrase_may_stand_in_a_file() {
    let scratch = archive();
    let file = scratch.write("passphrase", format!("{PASSPHRASE}\nsecond line\n"));
    let mut command = scratch.sijill.command();
    command.args(["log", "checkpoint", "--passphrase-file"]).arg(file);
    let run = Run::of(command.env_remove("SIJILL_PASSPHRASE").output().unwrap());
    assert_eq!(run.code, Some(0), "{run:?}");
}

#[test]
fn a_passphrase_file_that_is_not_there_is_refused() {
    let scratch = archive();
    let error =
        scratch.fails(&["log", "checkpoint", "--passphrase-file", "/no/such/file"], 2, "refused");
    assert!(error["message"].as_str().unwrap().contains("/no/such/file"), "{error}");
}

#[test]
fn verify_show_and_history_need_no_passphrase() {
    let scratch = archive();
    let accession = scratch.ingest(&scratch.write_scans("scans", 1))["accession"].clone();
    let accession = accession.as_str().unwrap();
    for arguments in [
        &["verify"][..],
        &["show"],
        &["show", accession],
        &["history", accession],
        &["receipt", accession],
    ] {
        let mut command = scratch.sijill.command();
        let run =
            Run::of(command.args(arguments).env_remove("SIJILL_PASSPHRASE").output().unwrap());
        assert_eq!(run.code, Some(0), "{arguments:?}: {run:?}");
    }
}

#[test]
fn a_second_writer_waits_outside_and_readers_do_not() {
    let scratch = archive();
    let scans = scratch.write_scans("scans", 1);
    let folder = File::open(scratch.archive()).unwrap();
    folder.file().lock().unwrap();
    scratch.fails(&["ingest", scans.to_str().unwrap()], 3, "locked");
    scratch.fails(&["log", "checkpoint"], 3, "locked");
    scratch.verify_sound();
    drop(folder);
    scratch.ingest(&scans);
}
