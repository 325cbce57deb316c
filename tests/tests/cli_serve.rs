//! `sijill serve`, from outside: a person who makes an archive, or takes an account over, signs in and goes. The person is a Python
//! script of its own; nothing of ours works out its codes.

use std::path::{Path, PathBuf};

use sijill_tests::foreign::python;
use sijill_tests::serving::Serving;
use sijill_tests::{Sijill, archive};

const PERSON: &str = include_str!("../foreign/rooms.py");

/// Has the person live a story.
fn live(serving: &Serving, authority: &str, story: &[&str]) {
    let address = serving.text("listening");
    let arguments: Vec<PathBuf> =
        [address.as_str(), authority].iter().chain(story).map(PathBuf::from).collect();
    let arguments: Vec<&Path> = arguments.iter().map(PathBuf::as_path).collect();
    let (code, said) = python(PERSON, &arguments);
    assert_eq!(code, 0, "{said}");
}

fn assert_sound(sijill: &Sijill) {
    let (code, report) = sijill.json(["verify"]);
    assert_eq!((code, &report["ok"]), (0, &true.into()), "{report}");
}

#[test]
fn an_archive_is_made_in_the_browser_over_tls_and_its_maker_signs_in() {
    let scratch = archive();
    let sijill = scratch.sijill.on(&scratch.beside("made"));
    let serving = Serving::of(&sijill, &[]);
    assert!(serving.text("listening").starts_with("https://127.0.0.1:"));
    live(&serving, &serving.text("trust"), &["found", &serving.text("code")]);
    drop(serving);
    let made = sijill.json(["account", "list"]);
    assert_eq!(made.0, 2, "the passphrase is the one that was chosen, not ours: {}", made.1);
}

#[test]
fn an_invited_person_takes_the_account_over_and_a_killed_server_leaves_a_sound_archive() {
    let archive = archive();
    let sijill = &archive.sijill;
    let (code, invited) = sijill.json(["account", "add", "desk", "--name", "Layla"]);
    assert_eq!(code, 0, "{invited}");
    let serving = Serving::of(sijill, &["--plain"]);
    live(&serving, "-", &["invited", "desk", invited["code"].as_str().unwrap()]);
    drop(serving);
    assert_sound(sijill);
}

/// The power goes in the middle of an upload: what the page called secured is there, and who was cut off sends the same
/// files again.
#[test]
fn a_server_that_is_killed_in_the_middle_of_an_upload_loses_nothing_that_it_acknowledged() {
    let archive = archive();
    let sijill = &archive.sijill;
    let (code, invited) = sijill.json(["account", "add", "desk", "--name", "Layla"]);
    assert_eq!(code, 0, "{invited}");
    let (code, granted) = sijill.json(["account", "grant", "desk", "scanner"]);
    assert_eq!(code, 0, "{granted}");
    let (code, confirmed) = sijill.json(["account", "confirm", granted["grant"].as_str().unwrap()]);
    assert_eq!(code, 0, "{confirmed}");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/cli/sample");
    let sample = |name: &str| sample.join(name).to_str().unwrap().to_owned();
    let (one, two) = (sample("01_transfer_order.jpg"), sample("06_court_multipage.tif"));
    let kept = archive.beside("kept.html").to_str().unwrap().to_owned();
    let serving = Serving::of(sijill, &["--plain"]);
    let server = serving.id().to_string();
    let code = invited["code"].as_str().unwrap();
    live(&serving, "-", &["cut-off", "desk", code, &server, &kept, &one, &two]);
    drop(serving);
    let (code, report) = sijill.json(["verify"]);
    assert_eq!((code, &report["ok"]), (0, &true.into()), "{report}");
    assert_eq!((&report["files"], &report["unacknowledged"]), (&1.into(), &1.into()), "{report}");
    let serving = Serving::of(sijill, &["--plain"]);
    live(&serving, "-", &["go-on", "desk", &kept, &one, &two]);
    drop(serving);
    let (code, report) = sijill.json(["verify"]);
    assert_eq!((code, &report["files"]), (0, &2.into()), "{report}");
    assert_eq!(report["unacknowledged"], 0, "{report}");
}

#[test]
fn what_would_be_open_to_everybody_is_refused() {
    let archive = archive();
    for (options, kind) in [
        (&["serve", "--plain", "--listen", "0.0.0.0:0"][..], "refused"),
        (&["serve", "--certificate", "/nowhere.pem"][..], "usage"),
    ] {
        let (code, said) = archive.sijill.json(options);
        assert_eq!((code, &said["error"]["kind"]), (2, &kind.into()), "{said}");
    }
}
