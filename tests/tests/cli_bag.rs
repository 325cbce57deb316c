//! `sijill ingest --bag`: what a sender says is kept apart from what we find, and what it should not say is refused.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sijill_bag::{BagInfo, BagWriter, PayloadName};
use sijill_testkit::shared_or_skip;
use sijill_tests::contract::{expect_error, masters, objects, record, tree};
use sijill_tests::{Scratch, archive};

/// A bag beside the archive, with two pages in two folders.
fn bag(scratch: &Scratch) -> PathBuf {
    let bag = scratch.beside("bag");
    let mut writer = BagWriter::create(&bag).unwrap();
    for (name, bytes) in [("one/a.tif", "page a"), ("two/b.tif", "page b")] {
        writer.payload(&PayloadName::new(name).unwrap(), bytes.as_bytes()).unwrap();
    }
    writer.finish(BagInfo::default()).unwrap();
    bag
}

fn ingest(scratch: &Scratch, bag: &Path, more: &[&str]) -> (i32, Value) {
    let arguments = ["ingest", "--bag", bag.to_str().unwrap()];
    scratch.sijill.json(arguments.iter().chain(more))
}

/// The records of all files, by their original paths.
fn files(scratch: &Scratch) -> Vec<(String, Value)> {
    let records = objects(&scratch.archive()).into_iter().map(|object| record(&object));
    let files = records.flat_map(|record| record["files"].as_array().cloned().unwrap_or_default());
    files.map(|file| (file["original"].as_str().unwrap().to_owned(), file)).collect()
}

fn file(scratch: &Scratch, original: &str) -> Value {
    let found = files(scratch).into_iter().find(|(name, _)| name == original);
    found.unwrap_or_else(|| panic!("{original}: {:?}", files(scratch))).1
}

/// Algorithms and whether they agree.
fn claims(file: &Value) -> Vec<(&str, bool)> {
    let claims = file["claims"].as_array().map(Vec::as_slice).unwrap_or_default();
    let claim = |claim: &'_ Value| claim["agrees"].as_bool().unwrap();
    claims.iter().map(|one| (one["algorithm"].as_str().unwrap(), claim(one))).collect()
}

fn kinds(outcome: &Value) -> Vec<&str> {
    let problems = outcome["problems"].as_array().unwrap();
    problems.iter().map(|problem| problem["kind"].as_str().unwrap()).collect()
}

#[test]
fn payload_and_tag_files_are_taken_in_with_the_senders_digests_beside_ours() {
    let scratch = archive();
    let bag = bag(&scratch);
    let (code, outcome) = ingest(&scratch, &bag, &[]);
    assert_eq!((code, kinds(&outcome)), (0, vec![]), "{outcome}");
    assert_eq!((&outcome["files"], &outcome["items"]), (&json!(8), &json!(3)), "{outcome}");
    let page = file(&scratch, "data/one/a.tif");
    assert_eq!(claims(&page), [("sha256", true), ("sha512", true)]);
    assert_eq!(page["claims"][0]["digest"], page["digest"].as_str().unwrap()["sha256:".len()..]);
    // The bag's own tag files are one item, and evidence like any other.
    assert_eq!(claims(&file(&scratch, "manifest-sha256.txt")).len(), 2);
    assert_eq!(claims(&file(&scratch, "tagmanifest-sha512.txt")), []);
    let tags = files(&scratch).into_iter().filter(|(name, _)| !name.contains('/')).count();
    assert_eq!(tags, 6);
    assert_eq!(scratch.verify_sound()["files"], 8);
}

#[test]
fn without_bag_a_bag_is_plain_files() {
    let scratch = archive();
    let outcome = scratch.ingest(&bag(&scratch));
    assert_eq!(outcome["files"], 8);
    assert!(files(&scratch).iter().all(|(_, file)| file.get("claims").is_none()));
}

#[test]
fn a_page_that_contradicts_its_claim_is_secured_and_said_so_loudly() {
    let scratch = archive();
    let bag = bag(&scratch);
    fs_err::write(bag.join("data/one/a.tif"), "page x").unwrap();
    let (code, outcome) = ingest(&scratch, &bag, &[]);
    assert_eq!((code, kinds(&outcome)), (1, vec!["claim-contradicted"]), "{outcome}");
    assert!(outcome["problems"][0]["path"].as_str().unwrap().ends_with("data/one/a.tif"));
    assert_eq!(outcome["files"], 8);
    let page = file(&scratch, "data/one/a.tif");
    assert_eq!(claims(&page), [("sha256", false), ("sha512", false)]);
    let stored = masters(&scratch.archive()).into_iter().find(|m| m.original == b"data/one/a.tif");
    assert_eq!(fs_err::read_to_string(stored.unwrap().path).unwrap(), "page x");
    let gaps: Vec<_> =
        objects(&scratch.archive()).iter().map(|object| record(object)["gaps"].clone()).collect();
    assert!(
        json!(gaps).to_string().contains("do not have the digests that the sender states"),
        "{gaps:?}"
    );
    // The archive itself is sound: it holds what was received.
    scratch.verify_sound();
}

#[test]
fn what_did_not_come_is_named_and_recorded_as_a_gap() {
    let scratch = archive();
    let bag = bag(&scratch);
    fs_err::remove_file(bag.join("data/two/b.tif")).unwrap();
    fs_err::write(bag.join("data/extra.tif"), "unlisted").unwrap();
    let (code, outcome) = ingest(&scratch, &bag, &[]);
    assert_eq!(code, 1, "{outcome}");
    let mut found = kinds(&outcome);
    found.sort_unstable();
    // The unlisted file and the wrong Payload-Oxum; the file that is missing from two manifests counts once.
    assert_eq!(found, ["bag-invalid", "bag-invalid", "claim-missing"], "{outcome}");
    assert_eq!(outcome["files"], 8);
    let receipt = scratch.sijill.json(["receipt", outcome["accession"].as_str().unwrap()]).1;
    let gaps = receipt["gaps"].to_string();
    assert!(gaps.contains("1 files that the sender's manifests list"), "{receipt}");
}

#[test]
fn a_bag_with_a_path_that_leaves_it_is_refused_whole() {
    let suite = shared_or_skip!("corpus/bagit-conformance-suite");
    let names = ["linux-only", "windows-only"].map(|label| suite.join("v0.97").join(label));
    let found = names.iter().flat_map(|label| fs_err::read_dir(label).unwrap());
    let mut bags: Vec<_> = found.map(|entry| entry.unwrap().path()).collect();
    bags.push(suite.join("v0.97/invalid/out-of-scope-file-paths-using-dot-notation"));
    assert_eq!(bags.len(), 9);
    let scratch = archive();
    let before = tree(&scratch.archive());
    for bag in bags {
        expect_error(refused(&scratch, &bag), 2, "refused");
    }
    assert_eq!(tree(&scratch.archive()), before);
}

fn refused<'a>(scratch: &Scratch, bag: &Path) -> (i32, &'a Value) {
    let (code, answer) = ingest(scratch, bag, &[]);
    (code, Box::leak(Box::new(answer)))
}

#[test]
fn what_is_no_bag_is_refused() {
    let scratch = archive();
    let scans = scratch.write_scans("scans", 1);
    let before = tree(&scratch.archive());
    expect_error(refused(&scratch, &scans), 2, "refused");
    expect_error(refused(&scratch, &scratch.beside("absent")), 2, "refused");
    let bag = bag(&scratch);
    let zip = scratch.beside("bag.zip");
    sijill_bag::pack(&bag, &zip).unwrap();
    expect_error(refused(&scratch, &zip), 2, "refused");
    let (code, answer) = ingest(&scratch, &bag, &[scans.to_str().unwrap()]);
    expect_error((code, &answer), 2, "usage");
    assert_eq!(tree(&scratch.archive()), before);
}

#[test]
fn a_dry_run_compares_and_writes_nothing() {
    let scratch = archive();
    let bag = bag(&scratch);
    fs_err::write(bag.join("data/one/a.tif"), "page x").unwrap();
    let before = tree(&scratch.archive());
    let (code, plan) = ingest(&scratch, &bag, &["--dry-run"]);
    assert_eq!((code, kinds(&plan)), (0, vec!["claim-contradicted"]), "{plan}");
    assert_eq!(tree(&scratch.archive()), before);
}

#[test]
fn every_valid_bag_of_the_suite_is_taken_in_and_none_is_fetched() {
    let suite = shared_or_skip!("corpus/bagit-conformance-suite");
    let scratch = archive();
    let found = fs_err::read_dir(suite.join("v0.97/valid")).unwrap();
    let mut taken = 0;
    for bag in found.map(|entry| entry.unwrap().path()) {
        let (code, outcome) = ingest(&scratch, &bag, &[]);
        assert_eq!(code, 0, "{}: {outcome}", bag.display());
        taken += 1;
    }
    assert_eq!(taken, 8);
    scratch.verify_sound();
}
