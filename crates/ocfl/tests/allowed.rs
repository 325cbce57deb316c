//! What the specification advises against, or leaves to the archive, but does not forbid.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::path::Path;

use common::{good, write};
use sijill_ocfl::object_path;

fn remove(path: &Path) {
    fs_err::remove_file(path).unwrap();
}

fn codes(report: &sijill_ocfl::Report) -> Vec<&str> {
    report.errors.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn warnings() {
    let warned = |code: &str, change: &dyn Fn(&Path, &Path)| {
        let root = good();
        change(root.path(), &root.object());
        let report = root.validate();
        assert_eq!(report.errors, [], "{code}");
        let found = report.warnings.iter().any(|warning| warning.code == code);
        assert!(found, "{code}: {:#?}", report.warnings);
    };
    warned("W002", &|_, o| write(&o.join("v1/other/x"), b""));
    warned("W010", &|_, o| {
        remove(&o.join("v1/inventory.json"));
        remove(&o.join("v1/inventory.json.sha256"));
    });
    warned("W013", &|_, o| write(&o.join("extensions/ours/x"), b""));
    warned("W016", &|r, _| write(&r.join("extensions/ours/x"), b""));
    warned("W004", &|_, o| write(&o.join("logs/x"), b""));
    warned("W004", &|r, _| write(&r.join("README"), b"files in the root itself are ignored"));
}

#[test]
fn other_layouts() {
    let root = good();
    let flat = br#"{"extension":"0002-flat-direct-storage-layout","description":""}"#;
    write(&root.path().join("ocfl_layout.json"), flat);
    assert_eq!(codes(&root.validate()), ["E071"]);
    fs_err::rename(root.object(), root.path().join(common::ID)).unwrap();
    // The folders that led to the object are empty now.
    assert_eq!(codes(&root.validate()), ["E073"]);
    let top = object_path(common::ID)[..3].to_owned();
    fs_err::remove_dir_all(root.path().join(top)).unwrap();
    assert_eq!(root.validate().errors, []);
    remove(&root.path().join("ocfl_layout.json"));
    assert_eq!(root.validate().errors, []);
}
