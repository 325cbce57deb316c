//! `sijill serve`, from outside: a person who makes an archive, or takes an account over, signs in and goes. The person is a Python
//! script of its own; nothing of ours works out its codes.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use serde_json::Value;
use sijill_tests::foreign::python;
use sijill_tests::{Sijill, archive};

const PERSON: &str = include_str!("../foreign/rooms.py");

/// A server on a free port; it is killed when it is dropped.
struct Serving {
    child: Child,
    told: Value,
}

impl Serving {
    fn of(sijill: &Sijill, options: &[&str]) -> Self {
        let mut command = sijill.command();
        command.args(["serve", "--json", "--listen", "127.0.0.1:0"]).args(options);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        Self { child, told }
    }

    fn text(&self, key: &str) -> String {
        self.told[key].as_str().unwrap_or_else(|| panic!("no {key}: {}", self.told)).to_owned()
    }

    /// Has the person live a story.
    fn story(&self, authority: &str, story: &[&str]) {
        let address = self.text("listening");
        let arguments: Vec<PathBuf> =
            [address.as_str(), authority].iter().chain(story).map(PathBuf::from).collect();
        let arguments: Vec<&Path> = arguments.iter().map(PathBuf::as_path).collect();
        let (code, said) = python(PERSON, &arguments);
        assert_eq!(code, 0, "{said}");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
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
    serving.story(&serving.text("trust"), &["found", &serving.text("code")]);
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
    serving.story("-", &["invited", "desk", invited["code"].as_str().unwrap()]);
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
    let server = serving.child.id().to_string();
    let code = invited["code"].as_str().unwrap();
    serving.story("-", &["cut-off", "desk", code, &server, &kept, &one, &two]);
    drop(serving);
    let (code, report) = sijill.json(["verify"]);
    assert_eq!((code, &report["ok"]), (0, &true.into()), "{report}");
    assert_eq!((&report["files"], &report["unacknowledged"]), (&1.into(), &1.into()), "{report}");
    let serving = Serving::of(sijill, &["--plain"]);
    serving.story("-", &["go-on", "desk", &kept, &one, &two]);
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
