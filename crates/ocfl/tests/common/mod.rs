//! A storage root with one object, written by our own writer.

#![allow(dead_code, reason = "each test binary uses a part")]

use std::path::{Path, PathBuf};

use serde_json::Value;
use sijill_ocfl::{Inventory, OBJECT_DECLARATION, Report, User, object_path, root_files, sidecar};
use tempfile::TempDir;

pub const ID: &str = "urn:uuid:01890a5d-ac96-774b-bcce-b302099a8057";

/// Logical path, content path, bytes. Two of them have the same bytes, two share one name apart
/// from the case.
pub const FILES: [(&str, &str, &[u8]); 5] = [
    ("record.json", "record.json", b"{}"),
    ("سجل/صفحة ١.tif", "0001.tif", b"first page"),
    ("register/page 2.tif", "0002.tif", b"second page"),
    ("register/Page 2.tif", "sub/0003.tif", b"first page"),
    ("empty", "empty", b""),
];

/// A storage root that is deleted at the end of the test.
pub struct Root {
    folder: TempDir,
}

impl Root {
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn object(&self) -> PathBuf {
        self.path().join(object_path(ID))
    }

    pub fn validate(&self) -> Report {
        sijill_ocfl::validate_root(self.path()).unwrap()
    }
}

pub fn write(path: &Path, bytes: &[u8]) {
    fs_err::create_dir_all(path.parent().unwrap()).unwrap();
    fs_err::write(path, bytes).unwrap();
}

/// Writes an inventory and its sidecar to the object's folder and to that of its version.
pub fn write_inventory(object: &Path, json: &[u8]) {
    let (name, line) = sidecar(json);
    for folder in [object.to_owned(), object.join("v1")] {
        write(&folder.join("inventory.json"), json);
        write(&folder.join(&name), &line);
    }
}

/// Changes the inventory of an object as a forger would: all digests of the inventory are right
/// again.
pub fn edit_inventory(object: &Path, edit: impl FnOnce(&mut Value)) {
    let json = fs_err::read(object.join("inventory.json")).unwrap();
    let mut value = serde_json::from_slice(&json).unwrap();
    edit(&mut value);
    write_inventory(object, &serde_json::to_vec(&value).unwrap());
}

pub fn inventory() -> Inventory {
    let user =
        User { name: "Archivist".to_owned(), address: "mailto:archivist@example.org".to_owned() };
    let files = FILES.iter().map(|(logical, content, bytes)| {
        let digest = sidecar(bytes).1[..64].to_vec();
        (logical.to_string(), content.to_string(), String::from_utf8(digest).unwrap())
    });
    Inventory::first(ID, "2026-11-30T12:00:00Z", "intake", &user, files)
}

pub fn good() -> Root {
    let root = Root { folder: tempfile::tempdir().unwrap() };
    for (path, bytes) in root_files() {
        write(&root.path().join(path), &bytes);
    }
    let object = root.object();
    write(&object.join(OBJECT_DECLARATION.0), OBJECT_DECLARATION.1);
    for (_, content, bytes) in FILES {
        write(&object.join("v1/content").join(content), bytes);
    }
    write_inventory(&object, &inventory().to_json());
    root
}
