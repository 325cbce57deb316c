//! `sijill key`: people come, change their passphrase and leave; keys are replaced; every change is an event.

use serde_json::Value;
use sijill_tests::contract::expect_error;
use sijill_tests::evidence::Events;
use sijill_tests::{Run, Scratch, archive};

/// Runs a command with one passphrase and, where it is asked for, another.
fn with(scratch: &Scratch, own: &str, new: &str, arguments: &[&str]) -> (i32, Value) {
    let mut command = scratch.sijill.command();
    command.env("SIJILL_PASSPHRASE", own).env("SIJILL_NEW_PASSPHRASE", new);
    let run = Run::of(command.args(arguments).arg("--json").output().unwrap());
    (run.code.unwrap(), run.value())
}

fn keys(scratch: &Scratch) -> Vec<Value> {
    let (code, answer) = scratch.sijill.json(["key", "list"]);
    assert_eq!(code, 0, "{answer}");
    answer["keys"].as_array().unwrap().clone()
}

fn valid(scratch: &Scratch, role: &str) -> Vec<String> {
    let keys = keys(scratch);
    let keys = keys.iter().filter(|key| key["role"] == role && key["valid"] == true);
    keys.map(|key| key["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_new_archive_has_one_valid_key_of_each_role_and_knows_its_operator() {
    let scratch = archive();
    let roles: Vec<_> =
        keys(&scratch).iter().map(|key| key["role"].as_str().unwrap().to_owned()).collect();
    assert_eq!(roles, ["person", "log", "station", "seal", "sealing"]);
    let enrolled = Events::of(&scratch.archive()).acts("sijill/key-enrolled");
    assert_eq!(enrolled.len(), 5);
    assert_eq!(keys(&scratch)[0]["person"], "operator");
    assert!(keys(&scratch).iter().all(|key| key["valid"] == true));
}

#[test]
fn each_role_can_be_rotated_and_everything_still_verifies() {
    let scratch = archive();
    let scans = scratch.write_scans("scans", 1);
    for role in ["log", "station", "seal", "sealing", "person"] {
        let old = valid(&scratch, role).remove(0);
        let (code, answer) = scratch.sijill.json(["key", "rotate", &old]);
        assert_eq!((code, &answer["replaces"]), (0, &Value::from(old.clone())), "{role}: {answer}");
        assert_eq!(valid(&scratch, role), [answer["key"].as_str().unwrap()], "{role}");
        scratch.fails(&["key", "rotate", &old], 2, "no-such-key");
    }
    scratch.ingest(&scans);
    scratch.verify_sound();
    assert_eq!(keys(&scratch).iter().filter(|key| key["valid"] == true).count(), 5);
    assert_eq!(keys(&scratch).len(), 10);
    assert_eq!(keys(&scratch)[9]["person"], "operator", "who it is goes with the key");
}

#[test]
fn a_second_person_works_with_a_passphrase_of_their_own() {
    let scratch = archive();
    let scans = scratch.write_scans("scans", 1);
    let scans = scans.to_str().unwrap();
    let (code, added) = with(
        &scratch,
        sijill_tests::PASSPHRASE,
        "of the second",
        &["key", "add", "--person", "ليلى حداد"],
    );
    assert_eq!(code, 0, "{added}");
    assert_eq!(with(&scratch, "of the second", "", &["ingest", scans]).0, 0);
    let secured = Events::of(&scratch.archive()).acts("ing");
    assert_eq!(secured[0]["agent"], added["key"]);
    let named: Vec<_> =
        keys(&scratch).into_iter().filter(|key| key["person"] == "ليلى حداد").collect();
    assert_eq!(named.len(), 1);
    assert_eq!(named[0]["id"], added["key"]);
    scratch.verify_sound();
}

#[test]
fn a_person_added_after_the_sealing_key_was_rotated_can_list_keys_too() {
    let scratch = archive();
    let old = valid(&scratch, "sealing").remove(0);
    assert_eq!(scratch.sijill.json(["key", "rotate", &old]).0, 0);
    let (code, _) = with(
        &scratch,
        sijill_tests::PASSPHRASE,
        "of the second",
        &["key", "add", "--person", "Omar"],
    );
    assert_eq!(code, 0);
    let (code, answer) = with(&scratch, "of the second", "", &["key", "list"]);
    assert_eq!(code, 0, "{answer}");
    let names: Vec<_> = answer["keys"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|key| key["person"].as_str())
        .collect();
    assert!(names.contains(&"Omar"), "{answer}");
}

#[test]
fn after_a_shared_key_was_rotated_the_others_are_told_and_get_it_again() {
    let scratch = archive();
    let own = sijill_tests::PASSPHRASE;
    let add = ["key", "add", "--person", "Omar"];
    assert_eq!(with(&scratch, own, "of the second", &add).0, 0);
    let old = valid(&scratch, "station").remove(0);
    assert_eq!(scratch.sijill.json(["key", "rotate", &old]).0, 0);
    let (code, answer) = with(&scratch, "of the second", "", &["log", "checkpoint"]);
    expect_error((code, &answer), 2, "key-changed");
    assert_eq!(with(&scratch, own, "of the second", &add).0, 0);
    assert_eq!(with(&scratch, "of the second", "", &["log", "checkpoint"]).0, 0);
    assert_eq!(valid(&scratch, "person").len(), 2, "nobody was enrolled twice");
}

#[test]
fn a_revoked_key_opens_nothing_and_what_it_signed_still_stands() {
    let scratch = archive();
    let scans = scratch.write_scans("scans", 1);
    let own = sijill_tests::PASSPHRASE;
    let (_, added) = with(&scratch, own, "of the second", &["key", "add", "--person", "Omar"]);
    let key = added["key"].as_str().unwrap();
    assert_eq!(with(&scratch, "of the second", "", &["ingest", scans.to_str().unwrap()]).0, 0);
    let (code, answer) = scratch.sijill.json(["key", "revoke", key]);
    assert_eq!(code, 0, "{answer}");
    let event = Events::of(&scratch.archive()).get(answer["event"].as_u64().unwrap() as usize);
    assert_eq!(
        (&event["act"], &event["detail"]["key"]),
        (&Value::from("sijill/key-revoked"), &added["key"])
    );
    let (code, answer) = with(&scratch, "of the second", "", &["log", "checkpoint"]);
    expect_error((code, &answer), 2, "wrong-passphrase");
    assert!(!valid(&scratch, "person").contains(&key.to_owned()));
    scratch.verify_sound();
}

#[test]
fn the_last_person_and_shared_keys_cannot_be_revoked() {
    let scratch = archive();
    for role in ["person", "log", "station", "seal", "sealing"] {
        let key = valid(&scratch, role).remove(0);
        scratch.fails(&["key", "revoke", &key], 2, "invalid");
        assert_eq!(valid(&scratch, role), [key]);
    }
}

#[test]
fn after_a_change_only_the_new_passphrase_opens() {
    let scratch = archive();
    let (code, answer) =
        with(&scratch, sijill_tests::PASSPHRASE, "another one", &["key", "passphrase"]);
    assert_eq!((code, &answer["changed"]), (0, &Value::from(true)));
    scratch.fails(&["log", "checkpoint"], 2, "wrong-passphrase");
    assert_eq!(with(&scratch, "another one", "", &["log", "checkpoint"]).0, 0);
    assert_eq!(Events::of(&scratch.archive()).count(), 5, "the keys stay the same: no event");
}

#[test]
fn public_keys_are_written_for_others_without_a_passphrase() {
    let scratch = archive();
    let to = scratch.beside("public");
    let mut command = scratch.sijill.command();
    command.args(["key", "public", "--json", "--to"]).arg(&to).env_remove("SIJILL_PASSPHRASE");
    let run = Run::of(command.output().unwrap());
    assert_eq!(run.code, Some(0), "{run:?}");
    let files = run.value()["files"].as_array().unwrap().clone();
    assert_eq!(files.len(), 6);
    for file in files {
        assert!(to.join(file.as_str().unwrap()).is_file(), "{file}");
    }
    let vkeys = fs_err::read_to_string(to.join("keys.txt")).unwrap();
    let config = fs_err::read_to_string(scratch.archive().join("archive.toml")).unwrap();
    assert_eq!(vkeys.lines().filter(|vkey| config.contains(vkey)).count(), 1, "the log's: {vkeys}");
}
