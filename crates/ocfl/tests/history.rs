//! An object with two versions: the earlier inventory and the object's must tell the same story.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::path::Path;

use common::{Root, good, write};
use serde_json::{Value, json};
use sijill_ocfl::{Report, sidecar, validate_object};

fn store(folder: &Path, inventory: &Value) {
    let json = serde_json::to_vec(inventory).unwrap();
    let (name, line) = sidecar(&json);
    write(&folder.join("inventory.json"), &json);
    write(&folder.join(name), &line);
}

/// Adds a second version that is like the first, after an edit of the inventory.
fn second(edit: impl FnOnce(&mut Value)) -> Root {
    let root = good();
    let object = root.object();
    let json = fs_err::read(object.join("inventory.json")).unwrap();
    let mut inventory: Value = serde_json::from_slice(&json).unwrap();
    inventory["head"] = json!("v2");
    inventory["versions"]["v2"] = inventory["versions"]["v1"].clone();
    edit(&mut inventory);
    store(&object, &inventory);
    store(&object.join("v2"), &inventory);
    root
}

fn validate(root: &Root) -> (Vec<String>, Vec<String>) {
    let Report { errors, warnings, .. } = validate_object(root.object()).unwrap();
    let [errors, warnings] =
        [errors, warnings].map(|findings| findings.into_iter().map(|f| f.code).collect());
    (errors, warnings)
}

fn refused(code: &str, edit: impl FnOnce(&mut Value)) {
    assert_eq!(validate(&second(edit)).0, [code]);
}

/// The list of paths in the first version's state that holds `record.json`.
fn record(inventory: &mut Value) -> &mut Vec<Value> {
    let state = inventory["versions"]["v1"]["state"].as_object_mut().unwrap();
    let list = state.values_mut().find(|paths| paths[0] == "record.json").unwrap();
    list.as_array_mut().unwrap()
}

#[test]
fn two_versions() {
    let (errors, warnings) = validate(&second(|_| {}));
    // Each of the two inventories uses SHA-256.
    assert_eq!((errors, warnings), (vec![], vec!["W004".to_owned(); 2]));
}

#[test]
fn the_first_version_rewritten() {
    refused("E066", |inventory| record(inventory).push(json!("added")));
    refused("E066", |inventory| record(inventory)[0] = json!("renamed"));
    refused("E066", |inventory| {
        let state = inventory["versions"]["v1"]["state"].as_object_mut().unwrap();
        state.retain(|_, paths| paths[0] != "record.json");
    });
    refused("E066", |inventory| {
        let state = inventory["versions"]["v1"]["state"].as_object_mut().unwrap();
        let (one, two) =
            (state.keys().next().unwrap().clone(), state.keys().next_back().unwrap().clone());
        let (first, last) = (state[&one].clone(), state[&two].clone());
        state[&one] = last;
        state[&two] = first;
    });
    let (errors, warnings) = validate(&second(|inventory| {
        inventory["versions"]["v1"]["message"] = json!("something else");
    }));
    assert!(errors.is_empty() && warnings.contains(&"W011".to_owned()), "{errors:?} {warnings:?}");
}

#[test]
fn what_may_not_change() {
    refused("E037", |inventory| inventory["id"] = json!("urn:uuid:another"));
    refused("E019", |inventory| inventory["contentDirectory"] = json!("content"));
}

#[test]
fn the_copy_of_the_latest_inventory() {
    let root = second(|_| {});
    let mut inventory = fs_err::read_to_string(root.object().join("inventory.json")).unwrap();
    inventory = inventory.replacen("intake", "outset", 1);
    write(&root.object().join("v2/inventory.json"), inventory.as_bytes());
    write(&root.object().join("v2/inventory.json.sha256"), &sidecar(inventory.as_bytes()).1);
    assert_eq!(validate(&root).0, ["E064"]);
}
