//! A good root, damaged in one way at a time: none may pass, none may make the validator fail.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use common::{good, write};
use sijill_ocfl::{Report, object_path, root_files, validate_object, validate_root};

/// Damages a good object. It must be invalid, in itself and in its root.
fn damaged(what: &str, code: &str, damage: impl FnOnce(&Path)) {
    let root = good();
    damage(&root.object());
    let report = validate_object(root.object()).unwrap();
    assert!(has(&report, code), "{what}: no {code} in {:#?}", report.errors);
    assert!(!root.validate().is_valid(), "{what}");
}

fn damaged_root(what: &str, code: &str, damage: impl FnOnce(&Path)) {
    let root = good();
    damage(root.path());
    let report = root.validate();
    assert!(has(&report, code), "{what}: no {code} in {:#?}", report.errors);
}

fn has(report: &Report, code: &str) -> bool {
    report.errors.iter().any(|finding| finding.code == code)
}

fn remove(path: PathBuf) {
    fs_err::remove_file(path).unwrap();
}

fn truncate(path: PathBuf, length: u64) {
    fs_err::OpenOptions::new().write(true).open(path).unwrap().set_len(length).unwrap();
}

fn files_below(path: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(path).into_iter().map(Result::unwrap);
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

#[test]
fn a_flipped_bit_in_any_file_of_an_object() {
    let root = good();
    let files = files_below(&root.object());
    assert_eq!(files.len(), 10);
    for file in files {
        let bytes = fs_err::read(&file).unwrap();
        for at in [0, bytes.len() / 2, bytes.len().saturating_sub(1)] {
            let mut flipped = bytes.clone();
            match flipped.get_mut(at) {
                Some(byte) => *byte ^= 1,
                None => flipped.push(0),
            }
            fs_err::write(&file, flipped).unwrap();
            assert!(!validate_object(root.object()).unwrap().is_valid(), "{file:?} at {at}");
        }
        fs_err::write(&file, bytes).unwrap();
    }
    assert!(root.validate().is_valid(), "the flips were undone");
}

#[test]
fn a_file_of_an_object_gone() {
    let model = good();
    for file in files_below(&model.object()) {
        let root = good();
        let name = file.strip_prefix(model.object()).unwrap();
        remove(root.object().join(name));
        // The inventory in a version's folder may be absent, but then its sidecar is a stray.
        assert!(!validate_object(root.object()).unwrap().is_valid(), "{name:?}");
    }
}

#[test]
fn content() {
    damaged("a page gone", "E092", |o| remove(o.join("v1/content/0001.tif")));
    damaged("a page empty", "E092", |o| truncate(o.join("v1/content/0002.tif"), 0));
    damaged("a page cut", "E092", |o| truncate(o.join("v1/content/0002.tif"), 5));
    damaged("an extra page", "E023", |o| write(&o.join("v1/content/0009.tif"), b"new"));
    damaged("an extra copy of a page", "E023", |o| {
        write(&o.join("v1/content/0009.tif"), b"first page");
    });
    damaged("an empty folder", "E024", |o| fs_err::create_dir(o.join("v1/content/new")).unwrap());
    damaged("two pages swapped", "E092", |o| {
        let (one, two) = (o.join("v1/content/0001.tif"), o.join("v1/content/0002.tif"));
        fs_err::rename(&one, o.join("tmp")).unwrap();
        fs_err::rename(&two, &one).unwrap();
        fs_err::rename(o.join("tmp"), two).unwrap();
    });
    damaged("a page renamed", "E092", |o| {
        let name = o.join("v1/content/0001.tif");
        fs_err::rename(&name, o.join("v1/content/0001.TIF")).unwrap();
    });
    damaged("the content folder gone", "E092", |o| {
        fs_err::remove_dir_all(o.join("v1/content")).unwrap();
    });
    damaged("a page that is a folder", "E092", |o| {
        remove(o.join("v1/content/0001.tif"));
        write(&o.join("v1/content/0001.tif/0001.tif"), b"first page");
    });
    damaged("a name outside UTF-8", "E023", |o| {
        let name = std::os::unix::ffi::OsStrExt::from_bytes(b"v1/content/\xff".as_slice());
        write(&o.join::<&std::ffi::OsStr>(name), b"new");
    });
}

/// Each link leads to the right bytes; it is the link that is refused.
#[test]
fn links() {
    let outside = tempfile::tempdir().unwrap();
    let moved = |path: PathBuf| {
        let there = outside.path().join(path.file_name().unwrap());
        if path.is_dir() {
            fs_err::rename(&path, &there).unwrap();
        } else {
            fs_err::copy(&path, &there).unwrap();
            remove(path.clone());
        }
        symlink(there, path).unwrap();
    };
    damaged("a page", "E090", |o| moved(o.join("v1/content/0001.tif")));
    damaged("the content folder", "E090", |o| moved(o.join("v1/content")));
    damaged("the version folder", "E090", |o| moved(o.join("v1")));
    damaged("the inventory", "E063", |o| moved(o.join("inventory.json")));
    damaged("the sidecar", "E058", |o| moved(o.join("inventory.json.sha256")));
    damaged("a loop", "E090", |o| symlink(o, o.join("v1/content/loop")).unwrap());
    damaged("a dangling link", "E090", |o| symlink("nowhere", o.join("x")).unwrap());
    damaged_root("the layout", "E090", |r| moved(r.join("ocfl_layout.json")));
    damaged_root("its parameters", "E071", |r| {
        moved(r.join(root_files().pop().unwrap().0));
    });
    damaged_root("the extensions", "E090", |r| moved(r.join("extensions")));
    damaged_root("in the root", "E090", |r| symlink(r, r.join("loop")).unwrap());
    damaged_root("in the hierarchy", "E090", |r| symlink("/", r.join("3c0")).unwrap());
}

#[test]
fn inventories_and_sidecars() {
    damaged("no inventory", "E063", |o| remove(o.join("inventory.json")));
    damaged("no sidecar", "E058", |o| remove(o.join("inventory.json.sha256")));
    damaged("the version's sidecar gone", "E058", |o| remove(o.join("v1/inventory.json.sha256")));
    for length in [0, 10, 63, 64, 66, 75] {
        damaged("a cut sidecar", "E061", |o| truncate(o.join("inventory.json.sha256"), length));
    }
    damaged("another file's sidecar", "E061", |o| {
        write(&o.join("inventory.json.sha256"), format!("{:064}  other.json\n", 0).as_bytes());
    });
    damaged("another digest", "E060", |o| {
        write(&o.join("inventory.json.sha256"), format!("{:064}  inventory.json\n", 0).as_bytes());
    });
    damaged("an inventory cut short", "E033", |o| truncate(o.join("inventory.json"), 100));
    damaged("an empty inventory", "E033", |o| truncate(o.join("inventory.json"), 0));
    damaged("an inventory beyond all size", "E033", |o| {
        truncate(o.join("inventory.json"), 1 << 40);
    });
    damaged("the version's inventory another", "E064", |o| {
        let mut json = fs_err::read(o.join("inventory.json")).unwrap();
        json.push(b' ');
        write(&o.join("v1/inventory.json"), &json);
    });
}

#[test]
fn strays_in_an_object() {
    damaged("no declaration", "E003", |o| remove(o.join("0=ocfl_object_1.1")));
    damaged("two declarations", "E003", |o| {
        write(&o.join("0=ocfl_object_1.0"), b"ocfl_object_1.0\n")
    });
    damaged("a wrong declaration", "E007", |o| write(&o.join("0=ocfl_object_1.1"), b"ocfl_1.1\n"));
    damaged("an unknown version", "E006", |o| {
        write(&o.join("0=ocfl_object_9.9"), b"ocfl_object_9.9\n")
    });
    damaged("a file", "E001", |o| write(&o.join(".DS_Store"), b""));
    damaged("a folder", "E001", |o| write(&o.join("content/x"), b""));
    damaged("a version too many", "E046", |o| fs_err::create_dir(o.join("v2")).unwrap());
    damaged("a version too few", "E010", |o| fs_err::rename(o.join("v1"), o.join("logs")).unwrap());
    damaged("a file in a version", "E015", |o| write(&o.join("v1/x"), b""));
    damaged("a file in extensions", "E067", |o| write(&o.join("extensions/x"), b""));
}

#[test]
fn the_root() {
    let (config, _) = root_files().pop().unwrap();
    damaged_root("no declaration", "E069", |r| remove(r.join("0=ocfl_1.1")));
    damaged_root("two declarations", "E076", |r| write(&r.join("0=ocfl_1.0"), b"ocfl_1.0\n"));
    damaged_root("a wrong declaration", "E080", |r| write(&r.join("0=ocfl_1.1"), b"ocfl_1.1"));
    damaged_root("an unknown version", "E079", |r| write(&r.join("0=ocfl_2.0"), b"ocfl_2.0\n"));
    damaged_root("an older version", "E081", |r| {
        remove(r.join("0=ocfl_1.1"));
        write(&r.join("0=ocfl_1.0"), b"ocfl_1.0\n");
    });
    damaged_root("no layout", "E070", |r| write(&r.join("ocfl_layout.json"), b"[]"));
    damaged_root("an unknown layout", "E071", |r| {
        write(&r.join("ocfl_layout.json"), br#"{"extension":"x","description":"x"}"#);
    });
    damaged_root("another layout", "E071", |r| write(&r.join(&config), br#"{"tupleSize":2}"#));
    damaged_root("no possible layout", "E071", |r| write(&r.join(&config), br#"{"tupleSize":33}"#));
    damaged_root("a file in extensions", "E086", |r| write(&r.join("extensions/x"), b""));
    damaged_root("a stray file", "E072", |r| write(&r.join("abc/x"), b""));
    damaged_root("an empty folder", "E073", |r| fs_err::create_dir(r.join("abc")).unwrap());
    damaged_root("an object elsewhere", "E071", |r| {
        fs_err::rename(r.join(object_path(common::ID)), r.join("moved")).unwrap();
    });
}

#[test]
fn no_object_and_no_root() {
    let root = good();
    assert!(validate_object(root.path().join("nothing")).is_err());
    assert!(validate_root(root.path().join("nothing")).is_err());
    let file = root.object().join("inventory.json");
    assert!(has(&validate_object(&file).unwrap(), "E003"));
    assert!(has(&validate_root(&file).unwrap(), "E069"));
    assert!(has(&validate_object(root.path()).unwrap(), "E006"));
}
