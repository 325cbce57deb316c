//! One rule of the inventory broken at a time, in an object whose digests are all right again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{edit_inventory, good, write_inventory};
use serde_json::{Value, json};
use sijill_ocfl::validate_object;

/// What an edit of the inventory brings up.
fn codes(edit: impl FnOnce(&mut Value)) -> (Vec<String>, Vec<String>) {
    let root = good();
    edit_inventory(&root.object(), edit);
    let report = validate_object(root.object()).unwrap();
    let codes =
        |findings: Vec<sijill_ocfl::Finding>| findings.into_iter().map(|f| f.code).collect();
    (codes(report.errors), codes(report.warnings))
}

/// Sets (or with null removes) a value, and expects an error.
fn refused(pointer: &str, value: Value, code: &str) {
    let (errors, _) = codes(|inventory| set(inventory, pointer, value.clone()));
    assert!(
        errors.iter().any(|error| error == code),
        "{pointer} = {value}: no {code} in {errors:?}"
    );
}

fn set(inventory: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = inventory.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value {
        Value::Null => _ = parent.remove(key).unwrap(),
        value => _ = parent.insert(key.to_owned(), value),
    }
}

/// The manifest's and the state's key of `record.json`.
fn key(inventory: &Value) -> String {
    let manifest = inventory["manifest"].as_object().unwrap();
    manifest.iter().find(|(_, paths)| paths[0] == "v1/content/record.json").unwrap().0.clone()
}

/// Replaces the paths of `record.json` in the block, and expects an error.
fn paths_refused(block: &str, paths: Value, code: &str) {
    let (errors, _) = codes(|inventory| {
        let key = key(inventory);
        inventory.pointer_mut(block).unwrap()[key] = paths.clone();
    });
    assert!(errors.iter().any(|error| error == code), "{paths}: no {code} in {errors:?}");
}

#[test]
fn an_edit_that_changes_nothing() {
    assert_eq!(codes(|_| {}), (vec![], vec!["W004".to_owned()]));
}

#[test]
fn top_level() {
    for key in ["id", "type", "digestAlgorithm", "head"] {
        refused(&format!("/{key}"), Value::Null, "E036");
    }
    refused("/id", json!(7), "E037");
    refused("/id", json!(""), "E037");
    refused("/type", json!("https://ocfl.io/1.2/spec/#inventory"), "E038");
    refused("/type", json!("https://ocfl.io/1.0/spec/#inventory"), "E038");
    refused("/type", json!([]), "E038");
    for name in ["md5", "SHA256", "blake2b-512", "../sha256"] {
        refused("/digestAlgorithm", json!(name), "E025");
    }
    refused("/digestAlgorithm", json!("sha512"), "E025");
    refused("/head", json!("v2"), "E040");
    refused("/head", json!(1), "E040");
    refused("/contentDirectory", json!("a/b"), "E017");
    refused("/contentDirectory", json!(1), "E017");
    refused("/contentDirectory", json!(".."), "E018");
    refused("/contentDirectory", json!("other"), "E042");
    refused("/manifest", Value::Null, "E041");
    refused("/manifest", json!([]), "E041");
    refused("/versions", Value::Null, "E043");
    refused("/versions", json!([]), "E044");
    refused("/versions", json!({}), "E008");
    refused("/extra", json!(1), "E102");
}

#[test]
fn version_numbers() {
    let renamed = |name: &'static str| {
        codes(move |inventory| {
            let version = inventory["versions"].as_object_mut().unwrap().remove("v1").unwrap();
            inventory["versions"][name] = version;
        })
        .0
    };
    assert!(renamed("v2").contains(&"E009".to_owned()));
    assert!(renamed("v0").contains(&"E009".to_owned()));
    assert!(renamed("1").contains(&"E009".to_owned()));
    assert!(renamed("v01").contains(&"E040".to_owned()));
    for (name, code) in [("v3", "E010"), ("v02", "E011"), ("v01", "E011"), ("v2x", "E046")] {
        refused(&format!("/versions/{name}"), json!({}), code);
    }
    let long = format!("/versions/v{}1", "0".repeat(100_000));
    refused(&long, json!({}), "E046");
}

#[test]
fn version_blocks() {
    refused("/versions/v1", json!(1), "E047");
    refused("/versions/v1/created", Value::Null, "E048");
    refused("/versions/v1/state", Value::Null, "E048");
    for created in [json!("2026-11-30"), json!("2026-11-30T12:00:00"), json!(5)] {
        refused("/versions/v1/created", created, "E049");
    }
    refused("/versions/v1/state", json!([]), "E050");
    refused("/versions/v1/message", json!(1), "E094");
    refused("/versions/v1/user", json!("me"), "E054");
    refused("/versions/v1/user/name", Value::Null, "E054");
    refused("/versions/v1/user/address", json!(1), "E054");
    refused("/versions/v1/extra", json!(1), "E102");
}

#[test]
fn advice() {
    let warned = |pointer: &str, value: Value, code: &str| {
        let (errors, warnings) = codes(|inventory| set(inventory, pointer, value));
        assert_eq!(errors, [""; 0], "{pointer}");
        assert!(warnings.iter().any(|warning| warning == code), "{pointer}: {warnings:?}");
    };
    warned("/id", json!("register 7"), "W005");
    warned("/versions/v1/message", Value::Null, "W007");
    warned("/versions/v1/user", Value::Null, "W007");
    warned("/versions/v1/user/address", Value::Null, "W008");
    warned("/versions/v1/user/address", json!("next door"), "W009");
}

#[test]
fn content_paths() {
    let at = "/manifest";
    paths_refused(at, json!("v1/content/record.json"), "E092");
    paths_refused(at, json!([1]), "E092");
    // Without this rule a lost page could be hidden: a digest in the manifest and the state, and no
    // file.
    paths_refused(at, json!([]), "E092");
    for path in ["/v1/content/record.json", "v1/content/record.json/"] {
        paths_refused(at, json!([path]), "E100");
    }
    for path in ["v1/content/../record.json", "v1/content//record.json", "v1/./record.json"] {
        paths_refused(at, json!([path]), "E099");
    }
    for path in
        ["v2/content/record.json", "v1/record.json", "v1/content", "record.json", "v01/content/x"]
    {
        paths_refused(at, json!([path]), "E042");
    }
    paths_refused(at, json!(["v1/content/record.json", "v1/content/record.json"]), "E101");
    paths_refused(at, json!(["v1/content/record.json", "v1/content/empty"]), "E101");
    paths_refused(at, json!(["v1/content/record.json", "v1/content/record.json/x"]), "E101");
    paths_refused(at, json!(["v1/content/record.json", "v1/content/gone"]), "E092");
}

#[test]
fn logical_paths() {
    let at = "/versions/v1/state";
    paths_refused(at, json!("record.json"), "E051");
    paths_refused(at, json!([]), "E051");
    for path in ["/etc/passwd", "a/"] {
        paths_refused(at, json!([path]), "E053");
    }
    for path in ["..", "a/../../b", "a//b", "./a", ""] {
        paths_refused(at, json!([path]), "E052");
    }
    paths_refused(at, json!(["empty"]), "E095");
    paths_refused(at, json!(["register"]), "E095");
    paths_refused(at, json!(["empty/x"]), "E095");
}

#[test]
fn digests() {
    let other = "a".repeat(64);
    refused(&format!("/manifest/{other}"), json!(["v1/content/x"]), "E107");
    refused("/manifest/abc", json!(["v1/content/x"]), "E025");
    refused(&format!("/versions/v1/state/{other}"), json!(["x"]), "E050");
    let (errors, _) = codes(|inventory| {
        let key = key(inventory);
        inventory["manifest"][key.to_uppercase()] = json!(["v1/content/x"]);
    });
    assert!(errors.contains(&"E096".to_owned()), "{errors:?}");
    let (errors, _) = codes(|inventory| {
        let key = key(inventory);
        let state = inventory["versions"]["v1"]["state"].as_object_mut().unwrap();
        let paths = state.remove(&key).unwrap();
        state.insert(key.to_uppercase(), paths);
    });
    assert_eq!(errors, ["E050"]);
}

#[test]
fn fixity() {
    let md5 = "99914b932bd37a50b983c5e7c90ae93b"; // of {}
    let path = "v1/content/record.json";
    let good = |fixity: Value| codes(|inventory| inventory["fixity"] = fixity).0;
    assert_eq!(good(json!({})), [""; 0]);
    assert_eq!(good(json!({ "md5": { md5: [path] } })), [""; 0]);
    assert_eq!(good(json!({ "md5": { md5.to_uppercase(): [path] } })), [""; 0]);
    // An algorithm that we do not know must be ignored.
    assert_eq!(good(json!({ "crc32": { "x": [path] } })), [""; 0]);
    refused("/fixity", json!([]), "E111");
    for bad in
        [json!({ "md5": [] }), json!({ "md5": { md5: path } }), json!({ "md5": { "x": [path] } })]
    {
        refused("/fixity", bad, "E057");
    }
    refused("/fixity", json!({ "md5": { md5: ["v1/content/x"] } }), "E057");
    refused("/fixity", json!({ "crc32": { "x": ["v1/content/x"] } }), "E057");
    refused("/fixity", json!({ "md5": { md5: ["v1/content/empty"] } }), "E093");
    refused("/fixity", json!({ "md5": { md5: [path], md5.to_uppercase(): [path] } }), "E097");
    refused("/fixity", json!({ "md5": { md5: ["../x"] } }), "E099");
    refused("/fixity", json!({ "md5": { md5: ["/x"] } }), "E100");
}

#[test]
fn json_of_a_hostile_kind() {
    let deep = "[".repeat(1_000_000);
    let commas = format!("[{}0]", "0,".repeat(5_000_000));
    let twice = r#"{"id":"a","id":"b"}"#;
    for json in
        [deep.as_str(), &commas, twice, "[]", "null", "\u{feff}{}", "{}{}", "{\"id\":\"\\ud800\"}"]
    {
        let root = good();
        write_inventory(&root.object(), json.as_bytes());
        let report = validate_object(root.object()).unwrap();
        assert_eq!(report.errors[0].code, "E033", "{:?}", report.errors);
    }
}

/// One logical path deep enough to make a check of all its ancestors take for ever.
#[test]
fn a_path_of_a_million_parts() {
    let deep = "a/".repeat(1_000_000) + "b";
    let (errors, _) = codes(|inventory| {
        let key = key(inventory);
        inventory["versions"]["v1"]["state"][key] = json!([deep, deep.trim_end_matches("/b")]);
    });
    assert_eq!(errors, ["E095"]);
}
