//! What we write is what the specification wants.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;

use common::{FILES, ID, good, inventory};
use sijill_ocfl::{Inventory, Kind, User, detect, sidecar, validate_object};

#[test]
fn our_root_and_object_are_valid() {
    let root = good();
    let report = root.validate();
    assert_eq!((report.kind, report.objects), (Kind::Root, 1));
    assert_eq!(report.errors, []);
    // SHA-256 joins ledger, storage, bag and court; OCFL prefers SHA-512.
    let warnings: Vec<_> = report.warnings.iter().map(|warning| warning.code.as_str()).collect();
    assert_eq!(warnings, ["W004"]);
    assert!(validate_object(root.object()).unwrap().is_valid());
    assert_eq!(detect(root.path()), Some(Kind::Root));
    assert_eq!(detect(root.object()), Some(Kind::Object));
}

#[test]
fn an_inventory_reads_back() {
    let written = inventory();
    let read = Inventory::parse(&written.to_json()).unwrap();
    assert_eq!(read, written);
    assert_eq!((read.id(), read.head(), read.digest_algorithm()), (ID, "v1", "sha256"));
    let content: BTreeMap<_, _> = read.content().collect();
    assert_eq!(content.len(), FILES.len());
    assert_eq!(content["v1/content/0001.tif"], content["v1/content/sub/0003.tif"]);
    let state: BTreeMap<_, _> = read.state().collect();
    assert_eq!(state["register/page 2.tif"], content["v1/content/0002.tif"]);
    assert!(Inventory::parse(b"{}").is_err());
}

#[test]
fn equal_bytes_share_one_key_of_the_manifest() {
    let json: serde_json::Value = serde_json::from_slice(&inventory().to_json()).unwrap();
    let manifest = json["manifest"].as_object().unwrap();
    assert_eq!(manifest.len(), FILES.len() - 1);
    let shared = manifest.values().find(|paths| paths.as_array().unwrap().len() == 2).unwrap();
    assert_eq!(*shared, serde_json::json!(["v1/content/0001.tif", "v1/content/sub/0003.tif"]));
}

#[test]
fn the_order_of_files_does_not_reach_the_bytes() {
    let user = User::default();
    let files = |count: u32| {
        (0..count).map(|n| (format!("p{n}"), format!("{n}.tif"), format!("{:064x}", n % 1000)))
    };
    let first = Inventory::first(ID, "2026-11-30T12:00:00Z", "", &user, files(5000));
    let reversed: Vec<_> = files(5000).collect();
    let reversed = reversed.into_iter().rev();
    let second = Inventory::first(ID, "2026-11-30T12:00:00Z", "", &user, reversed);
    assert_eq!(first.to_json(), second.to_json());
}

#[test]
fn the_sidecar_is_a_line_for_sha256sum() {
    let (name, line) = sidecar(b"");
    assert_eq!(name, "inventory.json.sha256");
    let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(line, format!("{digest}  inventory.json\n").as_bytes());
}
