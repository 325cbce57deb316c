//! `sijill init`: a new archive appears whole or not at all.

use std::os::unix::fs::PermissionsExt;

use sijill_tests::contract::{expect_error, tree};
use sijill_tests::{Run, Sijill};

#[test]
fn a_new_archive_says_its_origin_key_and_folder() {
    let folder = tempfile::tempdir().unwrap();
    let new = folder.path().join("deep/er/archive");
    let name = new.to_str().unwrap();
    let (code, answer) =
        Sijill::new().json(["init", name, "--origin", "archive.example.org/damascus"]);
    assert_eq!(code, 0, "{answer}");
    assert_eq!(answer["origin"], "archive.example.org/damascus");
    assert_eq!(answer["archive"], name);
    let vkey = answer["vkey"].as_str().unwrap();
    assert!(vkey.starts_with("archive.example.org/damascus+"), "{vkey}");
    assert!(fs_err::read_to_string(new.join("archive.toml")).unwrap().contains(vkey));
    let checkpoint = fs_err::read_to_string(new.join("checkpoint")).unwrap();
    assert!(checkpoint.starts_with("archive.example.org/damascus\n5\n"), "{checkpoint}");
}

#[test]
fn keys_are_for_the_owner_alone() {
    let scratch = sijill_tests::archive();
    let keys = scratch.archive().join("keys");
    assert_eq!(fs_err::metadata(&keys).unwrap().permissions().mode() & 0o777, 0o700);
    let files: Vec<_> = fs_err::read_dir(&keys).unwrap().map(Result::unwrap).collect();
    assert_eq!(files.len(), 5);
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
}

#[test]
fn a_folder_that_holds_something_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs_err::write(folder.path().join("mine.txt"), "mine").unwrap();
    let before = tree(folder.path());
    let name = folder.path().to_str().unwrap();
    let (code, answer) = Sijill::new().json(["init", name, "--origin", "x.example/y"]);
    expect_error((code, &answer), 2, "occupied");
    let file = folder.path().join("mine.txt");
    let (code, answer) =
        Sijill::new().json(["init", file.to_str().unwrap(), "--origin", "x.example/y"]);
    expect_error((code, &answer), 2, "occupied");
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn an_origin_that_cannot_name_a_log_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let new = folder.path().join("archive");
    for origin in ["", "two words", "a+b", "x.example/a/b"] {
        let (code, answer) =
            Sijill::new().json(["init", new.to_str().unwrap(), "--origin", origin]);
        expect_error((code, &answer), 2, "invalid");
    }
    assert_eq!(tree(folder.path()).len(), 1, "nothing is left behind");
}

#[test]
fn an_empty_folder_may_be_used_and_a_final_slash_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs_err::create_dir(folder.path().join("archive")).unwrap();
    let mut command = Sijill::new().command();
    command.args(["init", "archive/", "--origin", "x.example/y"]).current_dir(folder.path());
    let run = Run::of(command.output().unwrap());
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(Sijill::new().on(&folder.path().join("archive")).json(["verify"]).0, 0);
    assert_eq!(fs_err::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
}
