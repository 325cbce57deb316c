//! `sijill validate` and `sijill demo`.

use rayon::prelude::*;
use serde_json::json;
use sijill_testkit::shared_or_skip;
use sijill_tests::contract::{expect_error, masters, objects, tree};
use sijill_tests::{Sijill, archive};
use walkdir::WalkDir;

#[test]
fn every_fixture_of_the_specification_is_judged_rightly() {
    let fixtures = shared_or_skip!("corpus/ocfl-fixtures");
    let found = WalkDir::new(&fixtures).min_depth(3).max_depth(3).sort_by_file_name();
    let found: Vec<_> = found.into_iter().map(Result::unwrap).collect();
    let folders: Vec<_> = found.iter().filter(|entry| entry.file_type().is_dir()).collect();
    assert_eq!(folders.len(), 99);
    let wrong: Vec<_> =
        folders.par_iter().filter_map(|entry| wrong_verdict(entry.path())).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

/// What is wrong with the verdict on a fixture; the folder around it says what it should be.
fn wrong_verdict(fixture: &std::path::Path) -> Option<String> {
    let kind = fixture.parent()?.file_name()?.to_str()?;
    let (code, report) = Sijill::new().json(["validate", fixture.to_str()?]);
    let [errors, warnings] =
        ["errors", "warnings"].map(|part| report[part].as_array().unwrap().len());
    let right = match kind {
        "good-objects" => code == 0 && errors == 0,
        "warn-objects" => code == 0 && errors == 0 && warnings > 0,
        "bad-objects" => code == 1 && errors > 0,
        _ => false,
    };
    let agrees = report["ok"] == json!(code == 0);
    (!right || !agrees).then(|| format!("{}: {code} {report}", fixture.display()))
}

#[test]
fn what_we_write_is_valid_as_a_root_and_object_by_object() {
    let scratch = archive();
    scratch.ingest(&scratch.write_scans("scans", 3));
    let root = scratch.archive().join("objects");
    let (code, report) = Sijill::new().json(["validate", root.to_str().unwrap()]);
    assert_eq!(
        (code, &report["kind"], &report["ok"]),
        (0, &json!("root"), &json!(true)),
        "{report}"
    );
    assert_eq!(report["errors"], json!([]));
    let objects = objects(&scratch.archive());
    assert_eq!(objects.len(), 2);
    for object in objects {
        let (code, report) = Sijill::new().json(["validate", object.to_str().unwrap()]);
        assert_eq!((code, &report["kind"]), (0, &json!("object")), "{report}");
    }
}

#[test]
fn an_altered_object_is_invalid_with_a_code_of_the_specification() {
    let scratch = archive();
    scratch.ingest(&scratch.write_scans("scans", 1));
    let master = masters(&scratch.archive()).remove(0).path;
    fs_err::remove_file(&master).unwrap();
    fs_err::write(&master, "other").unwrap();
    let root = scratch.archive().join("objects");
    let (code, report) = Sijill::new().json(["validate", root.to_str().unwrap()]);
    assert_eq!((code, &report["ok"]), (1, &json!(false)));
    let codes: Vec<_> =
        report["errors"].as_array().unwrap().iter().map(|error| error["code"].clone()).collect();
    assert!(codes.contains(&json!("E092")), "{report}");
}

#[test]
fn a_path_that_is_not_there_is_refused_and_a_folder_without_declaration_is_invalid() {
    let (code, answer) = Sijill::new().json(["validate", "/no/such/folder"]);
    expect_error((code, &answer), 2, "refused");
    let folder = tempfile::tempdir().unwrap();
    for kind in [&[][..], &["--as", "object"], &["--as", "root"]] {
        let path = [folder.path().to_str().unwrap()];
        let (code, report) = Sijill::new().json(["validate"].iter().chain(&path).chain(kind));
        assert_eq!((code, &report["ok"]), (1, &json!(false)), "{kind:?}: {report}");
    }
    assert_eq!(tree(folder.path()).len(), 1);
}

#[test]
fn an_object_is_no_root_and_a_root_is_no_object() {
    let scratch = archive();
    scratch.ingest(&scratch.write_scans("scans", 1));
    let (root, object) = (scratch.archive().join("objects"), objects(&scratch.archive()).remove(0));
    assert_eq!(Sijill::new().json(["validate", root.to_str().unwrap(), "--as", "object"]).0, 1);
    assert_eq!(Sijill::new().json(["validate", object.to_str().unwrap(), "--as", "root"]).0, 1);
}

#[test]
fn the_demonstration_finds_the_byte_that_it_changed() {
    let (code, story) = Sijill::new().json(["demo"]);
    assert_eq!((code, &story["found"]), (0, &json!(true)), "{story}");
    assert_eq!(story["verify"]["ok"], true);
    assert_eq!(story["ingest"]["files"], 13);
    assert_eq!(story["verify_after"]["ok"], false);
    assert_eq!(story["verify_after"]["problems"][0]["path"], story["changed"]);
    assert_eq!(story["verify_after"]["problems"].as_array().unwrap().len(), 1);
}

#[test]
fn the_demonstration_may_be_kept_and_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let run = Sijill::new().run(["demo", "--keep", folder.path().to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stdout.contains("FOUND: objects/"), "{}", run.stdout);
    let kept = Sijill::new().on(&folder.path().join("archive"));
    let (code, report) = kept.json(["verify"]);
    assert_eq!((code, &report["problems"][0]["kind"]), (1, &json!("altered")), "{report}");
}
