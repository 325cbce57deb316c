//! Wrong usage and refused input: exit 2, one sentence, one remedy, and nothing done.

use std::process::Command;

use sijill_tests::contract::{expect_error, tree};
use sijill_tests::{Run, Sijill, archive};

/// Every command and what stands below it.
const COMMANDS: [&[&str]; 27] = [
    &[],
    &["init"],
    &["key"],
    &["key", "list"],
    &["key", "add"],
    &["key", "rotate"],
    &["key", "revoke"],
    &["key", "passphrase"],
    &["key", "public"],
    &["ingest"],
    &["watch"],
    &["receipt"],
    &["search"],
    &["find"],
    &["describe", "import"],
    &["describe", "export"],
    &["office", "add"],
    &["assert", "same"],
    &["alert", "add"],
    &["verify"],
    &["show"],
    &["history"],
    &["log", "checkpoint"],
    &["backup"],
    &["restore"],
    &["validate"],
    &["demo"],
];

#[test]
fn every_command_explains_itself() {
    for command in COMMANDS {
        let run = Sijill::new().run(command.iter().chain(&["--help"]));
        assert_eq!(run.code, Some(0), "{command:?}");
        let usage = format!("Usage: sijill {}", command.join(" "));
        assert!(run.stdout.contains(usage.trim_end()), "{command:?}: {}", run.stdout);
        assert_eq!(run.stderr, "", "{command:?}");
    }
}

#[test]
fn the_help_lists_every_command() {
    let run = Sijill::new().run(["--help"]);
    let names = COMMANDS.iter().filter_map(|command| command.first());
    for name in names {
        assert!(run.stdout.contains(&format!("\n  {name} ")), "{name}: {}", run.stdout);
    }
}

#[test]
fn an_unknown_flag_or_command_is_wrong_usage() {
    for arguments in [&["verify", "--fast"][..], &["destroy"], &["ingest"], &[]] {
        let run = Sijill::new().run(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {run:?}");
        assert_eq!(run.stdout, "", "{arguments:?}");
    }
}

#[test]
fn with_json_wrong_usage_is_an_object_that_names_what_is_missing() {
    let (code, answer) = Sijill::new().json(["ingest"]);
    expect_error((code, &answer), 2, "usage");
    assert!(answer["error"]["message"].as_str().unwrap().contains("PATH"), "{answer}");
    let (code, answer) = Sijill::new().json(["verify", "--fast"]);
    expect_error((code, &answer), 2, "usage");
    assert!(answer["error"]["message"].as_str().unwrap().contains("--fast"), "{answer}");
}

#[test]
fn without_an_archive_nothing_can_be_done() {
    for arguments in
        [&["verify"][..], &["ingest", "."], &["show"], &["key", "list"], &["log", "checkpoint"]]
    {
        let (code, answer) = Sijill::new().json(arguments);
        expect_error((code, &answer), 2, "refused");
        assert!(answer["error"]["remedy"].as_str().unwrap().contains("--archive"), "{answer}");
    }
}

#[test]
fn a_folder_that_is_no_archive_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let foreign = Sijill::new().on(folder.path());
    for arguments in [&["verify"][..], &["ingest", "/etc/hostname"], &["backup", "x"], &["show"]] {
        let (code, answer) = foreign.json(arguments);
        expect_error((code, &answer), 2, "not-an-archive");
    }
    assert_eq!(tree(folder.path()).len(), 1, "nothing was written");
}

#[test]
fn a_newer_format_is_refused_whatever_else_it_says() {
    let scratch = archive();
    fs_err::write(scratch.archive().join("archive.toml"), "format = 2\nother = [1]\n").unwrap();
    let before = tree(&scratch.archive());
    for arguments in [&["verify"][..], &["ingest", "/etc/hostname"], &["show"]] {
        let error = scratch.fails(arguments, 2, "future-format");
        assert!(error["message"].as_str().unwrap().contains("format 2"), "{error}");
    }
    assert_eq!(tree(&scratch.archive()), before);
}

#[test]
fn global_options_may_stand_before_or_after_the_command() {
    let scratch = archive();
    let folder = scratch.archive();
    let folder = folder.to_str().unwrap();
    let sijill = Sijill::new();
    let before = sijill.run(["--json", "--archive", folder, "verify"]);
    let after = sijill.run(["verify", "--archive", folder, "--json"]);
    assert_eq!((before.code, after.code), (Some(0), Some(0)), "{before:?} {after:?}");
    assert_eq!(before.value(), after.value());
    assert_eq!(before.value()["ok"], true);
}

#[test]
fn the_option_wins_over_the_environment() {
    let (one, other) = (archive(), archive());
    fs_err::remove_file(other.archive().join("archive.toml")).unwrap();
    let named = one.archive();
    let (code, _) = other.sijill.json(["verify", "--archive", named.to_str().unwrap()]);
    assert_eq!(code, 0);
    assert_eq!(other.sijill.json(["verify"]).0, 2);
}

#[test]
fn the_archive_may_be_named_from_inside_it() {
    let scratch = archive();
    for name in [".", "../archive", "../archive/"] {
        let mut command = scratch.sijill.command();
        command.args(["verify", "--json", "--archive", name]).current_dir(scratch.archive());
        let run = Run::of(command.output().unwrap());
        assert_eq!(run.code, Some(0), "{name}: {run:?}");
    }
}

#[test]
fn with_json_there_is_one_object_and_messages_go_elsewhere() {
    let scratch = archive();
    let run = scratch.sijill.run(["verify", "NO-SUCH-ITEM", "--json"]);
    assert_eq!(run.code, Some(2));
    assert_eq!(run.stdout.lines().count(), 1, "{run:?}");
    assert!(run.value()["error"]["message"].as_str().unwrap().contains("NO-SUCH-ITEM"));
    assert!(run.stderr.contains("NO-SUCH-ITEM"), "a person is told too: {run:?}");
}

#[test]
fn quiet_says_nothing_but_errors() {
    let scratch = archive();
    let run = scratch.sijill.run(["verify", "--quiet"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(0), "", ""));
    let run = scratch.sijill.run(["show", "NO-SUCH-ITEM", "--quiet"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("NO-SUCH-ITEM"), "{run:?}");
}

#[test]
fn a_reader_that_goes_away_is_not_a_failure() {
    let scratch = archive();
    let line = format!("set -o pipefail; {} show | true", scratch.sijill.binary().display());
    let mut command = Command::new("bash");
    command.args(["-c", &line]).env("SIJILL_ARCHIVE", scratch.archive());
    let run = Run::of(command.output().unwrap());
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
}
