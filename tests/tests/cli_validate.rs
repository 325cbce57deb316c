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

/// Bags that the suite itself broke; what they should be is tested, and argued, in the bag crate.
const WITHOUT_A_CLEAR_VERDICT: [&str; 3] = [
    "duplicate-file-with-different-case",
    "same-filename-listed-twice-with-different-normalization",
    "special-system-files",
];

#[test]
fn every_bag_of_the_conformance_suite_is_judged_rightly() {
    let suite = shared_or_skip!("corpus/bagit-conformance-suite");
    let found = WalkDir::new(&suite).min_depth(3).max_depth(3).sort_by_file_name();
    let found = found.into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_dir());
    let is_clear = |entry: &walkdir::DirEntry| {
        !WITHOUT_A_CLEAR_VERDICT.contains(&&*entry.file_name().to_string_lossy())
    };
    let bags: Vec<_> = found.filter(is_clear).collect();
    let of = |label: &str| {
        let is_of = |path: &std::path::Path| path.parent().unwrap().ends_with(label);
        bags.iter().filter(|bag| is_of(bag.path())).count()
    };
    let labels = ["valid", "invalid", "linux-only", "windows-only", "warning"];
    assert_eq!(labels.map(of), [17, 8, 4, 4, 2]);
    let wrong: Vec<_> =
        bags.par_iter().filter_map(|bag| wrong_verdict_on_bag(bag.path())).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

fn wrong_verdict_on_bag(bag: &std::path::Path) -> Option<String> {
    let label = bag.parent()?.file_name()?.to_str()?;
    let run = Sijill::new().run(["--json", "validate", bag.to_str()?]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let right = match label {
        "valid" => run.code == Some(0),
        "warning" => run.code == Some(0) && run.stderr.contains("warning ["),
        _ => run.code == Some(1) && report["errors"] != json!([]),
    };
    let agrees = report["ok"] == json!(run.code == Some(0)) && report["kind"] == json!("bag");
    (!right || !agrees).then(|| format!("{}: {run:?}", bag.display()))
}

#[test]
fn a_bag_is_found_out_by_itself_in_a_folder_and_in_a_zip() {
    let folder = tempfile::tempdir().unwrap();
    let bag = folder.path().join("bag");
    let writer = sijill_bag::BagWriter::create(&bag).unwrap();
    writer.finish(sijill_bag::BagInfo::default()).unwrap();
    let zip = folder.path().join("bag.zip");
    sijill_bag::pack(&bag, &zip).unwrap();
    for path in [&bag, &zip] {
        let (code, report) = Sijill::new().json(["validate", path.to_str().unwrap()]);
        assert_eq!((code, &report["kind"]), (0, &json!("bag")), "{report}");
        let (code, _) = Sijill::new().json(["validate", path.to_str().unwrap(), "--as", "bag"]);
        assert_eq!(code, 0);
    }
    let text = folder.path().join("text.txt");
    fs_err::write(&text, "no bag").unwrap();
    let (code, report) = Sijill::new().json(["validate", text.to_str().unwrap()]);
    assert_eq!((code, &report["errors"][0]["code"]), (1, &json!("container")), "{report}");
    fs_err::remove_file(bag.join("bagit.txt")).unwrap();
    let (code, report) = Sijill::new().json(["validate", bag.to_str().unwrap(), "--as", "bag"]);
    assert_eq!((code, &report["errors"][0]["code"]), (1, &json!("no-declaration")), "{report}");
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
    for kind in [&[][..], &["--as", "object"], &["--as", "root"], &["--as", "bag"]] {
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
