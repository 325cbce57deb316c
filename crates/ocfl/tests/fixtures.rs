//! The fixtures of the OCFL community: 1.0 and 1.1, good, warn and bad, with the codes in their
//! names.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sijill_ocfl::{Finding, Kind, Report, detect, validate_object};

/// Bad fixtures that we refuse for another reason than their name says.
const OTHER_CODE: [&str; 0] = [];

struct Fixture {
    label: String,
    name: String,
    report: Report,
}

impl Fixture {
    /// The codes of one letter in the fixture's name.
    fn codes(&self, letter: char) -> BTreeSet<&str> {
        let is_code = |part: &&str| {
            let digits = part.strip_prefix(letter).unwrap_or_default();
            digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        self.name.split('_').filter(is_code).collect()
    }
}

fn names_one(findings: &[Finding], codes: &BTreeSet<&str>) -> bool {
    findings.iter().any(|finding| codes.contains(finding.code.as_str()))
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let entries = fs_err::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn all(corpus: &Path) -> Vec<Fixture> {
    let mut fixtures = Vec::new();
    for label in folders(corpus).iter().flat_map(|version| folders(version)) {
        for object in folders(&label) {
            fixtures.push(Fixture {
                label: label.file_name().unwrap().to_string_lossy().into_owned(),
                name: object.file_name().unwrap().to_string_lossy().into_owned(),
                report: validate_object(&object).unwrap(),
            });
        }
    }
    fixtures
}

#[test]
fn the_verdict_on_every_fixture() {
    let corpus = sijill_testkit::shared_or_skip!("corpus/ocfl-fixtures");
    let (mut good, mut warn, mut bad) = (0, 0, 0);
    for fixture in all(&corpus) {
        let (name, report) = (&fixture.name, &fixture.report);
        match fixture.label.as_str() {
            "good-objects" => {
                assert!(report.is_valid(), "{name}: {:#?}", report.errors);
                good += 1;
            }
            "warn-objects" => {
                assert!(report.is_valid(), "{name}: {:#?}", report.errors);
                let codes = fixture.codes('W');
                assert!(names_one(&report.warnings, &codes), "{name}: {:#?}", report.warnings);
                warn += 1;
            }
            "bad-objects" => {
                assert!(!report.is_valid(), "{name} passed");
                bad += 1;
            }
            other => panic!("unknown label {other}"),
        }
    }
    println!("{good} good, {warn} warn, {bad} bad");
    assert!(good >= 15 && warn >= 16 && bad >= 60, "{good} good, {warn} warn, {bad} bad");
}

#[test]
fn good_fixtures_of_sha512_have_no_warning() {
    let corpus = sijill_testkit::shared_or_skip!("corpus/ocfl-fixtures");
    let fixtures = all(&corpus);
    let good = fixtures.iter().filter(|fixture| fixture.label == "good-objects");
    for fixture in good {
        assert_eq!(fixture.report.warnings, [], "{}", fixture.name);
    }
}

#[test]
fn every_bad_fixture_is_refused_for_its_reason() {
    let corpus = sijill_testkit::shared_or_skip!("corpus/ocfl-fixtures");
    let fixtures = all(&corpus);
    let bad: Vec<_> = fixtures.iter().filter(|fixture| fixture.label == "bad-objects").collect();
    let other = |fixture: &&&Fixture| !names_one(&fixture.report.errors, &fixture.codes('E'));
    let other: Vec<_> = bad.iter().filter(other).collect();
    for fixture in &other {
        println!("{}: {:#?}", fixture.name, fixture.report.errors);
    }
    let other: Vec<_> = other.iter().map(|fixture| fixture.name.as_str()).collect();
    assert_eq!(other, OTHER_CODE);
}

#[test]
fn fixtures_declare_what_they_are() {
    let corpus = sijill_testkit::shared_or_skip!("corpus/ocfl-fixtures");
    assert_eq!(detect(corpus.join("1.1/good-objects/spec-ex-full")), Some(Kind::Object));
    assert_eq!(detect(corpus.join("1.1/bad-objects/E003_no_decl")), None);
    assert_eq!(detect(corpus.join("nothing")), None);
    assert!(validate_object(corpus.join("nothing")).is_err());
}

/// Some names carry two codes. We give both but for one fixture, whose second code (E013) is advice
/// to writers.
#[test]
fn every_code_in_the_names_but_one() {
    let corpus = sijill_testkit::shared_or_skip!("corpus/ocfl-fixtures");
    let mut missing = Vec::new();
    for fixture in all(&corpus).iter().filter(|fixture| fixture.label == "bad-objects") {
        let codes = fixture.codes('E');
        let absent = |code: &&&str| !names_one(&fixture.report.errors, &BTreeSet::from([**code]));
        missing.extend(codes.iter().filter(absent).map(|code| format!("{} {code}", fixture.name)));
    }
    assert_eq!(missing, ["E011_E013_invalid_padded_head_version E013"]);
}
