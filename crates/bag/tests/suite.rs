//! The conformance suite of the Library of Congress: the right verdict on every bag that has a clear one.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sijill_bag::{Code, Report, pack, validate};

/// Bags of the suite that lost a file when they were committed from a Mac, whose file system does not tell their names
/// apart or hides them. Their label is `warning`; on Linux they are incomplete, and the report has to say both.
const BROKEN: [(&str, Code); 3] = [
    ("duplicate-file-with-different-case", Code::NamesCollide),
    ("same-filename-listed-twice-with-different-normalization", Code::NamesCollide),
    ("special-system-files", Code::SystemFile),
];

struct Case {
    label: String,
    name: String,
    path: PathBuf,
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let entries = fs_err::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn cases(suite: &Path) -> Vec<Case> {
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let labels = folders(suite).into_iter().flat_map(|version| folders(&version));
    let of = |label: PathBuf| {
        let case = |path: PathBuf| Case { label: name(&label), name: name(&path), path };
        folders(&label).into_iter().map(case).collect::<Vec<_>>()
    };
    labels.flat_map(of).collect()
}

/// What is wrong with a verdict.
fn wrong(case: &Case, report: &Report) -> Option<String> {
    let broken = BROKEN.iter().find(|(name, _)| *name == case.name);
    let right = match (case.label.as_str(), broken) {
        ("warning", Some((_, code))) => {
            let lost = [Code::Missing, Code::PayloadOxum];
            let is_lost = report.errors.iter().all(|finding| lost.contains(&finding.code));
            !report.is_valid() && is_lost && report.has_warning(*code)
        }
        ("valid", _) => report.is_valid(),
        ("invalid" | "linux-only" | "windows-only", _) => !report.is_valid(),
        ("warning", None) => report.is_valid() && warns_of_form(report),
        _ => false,
    };
    (!right)
        .then(|| format!("{}: {:#?} {:#?}", case.path.display(), report.errors, report.warnings))
}

/// A warning about what the bag was made to warn of, and not merely one of its old digests.
fn warns_of_form(report: &Report) -> bool {
    [Code::Md5sumLine, Code::PathForm, Code::ListedTwice]
        .iter()
        .any(|code| report.has_warning(*code))
}

fn counts(cases: &[Case]) -> BTreeMap<&str, usize> {
    cases.iter().fold(BTreeMap::new(), |mut counts, case| {
        *counts.entry(case.label.as_str()).or_default() += 1;
        counts
    })
}

#[test]
fn the_verdict_on_every_bag() {
    let suite = sijill_testkit::shared_or_skip!("corpus/bagit-conformance-suite");
    let cases = cases(&suite);
    let verdicts = cases.iter().map(|case| wrong(case, &validate(&case.path).unwrap()));
    assert_eq!(verdicts.flatten().collect::<Vec<_>>(), Vec::<String>::new());
    let counts = counts(&cases);
    println!("{counts:?}");
    let least =
        [("valid", 17), ("invalid", 8), ("linux-only", 4), ("windows-only", 4), ("warning", 4)];
    assert!(least.iter().all(|(label, least)| counts[label] >= *least), "{counts:?}");
}

#[test]
fn the_same_bags_in_a_zip() {
    let suite = sijill_testkit::shared_or_skip!("corpus/bagit-conformance-suite");
    let folder = tempfile::tempdir().unwrap();
    let cases = cases(&suite);
    let mut verdicts = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let zip = folder.path().join(format!("{number}.zip"));
        pack(&case.path, &zip).unwrap();
        verdicts.extend(wrong(case, &validate(&zip).unwrap()));
    }
    assert_eq!(verdicts, Vec::<String>::new());
    assert!(cases.len() >= 37);
}

/// With the file that it lost, this one is what its label says. The other two cannot be mended: they were made where two
/// names are one file, and their Payload-Oxum counts it once.
#[test]
fn the_bag_with_system_files_mended() {
    let suite = sijill_testkit::shared_or_skip!("corpus/bagit-conformance-suite");
    let case = cases(&suite).into_iter().find(|case| case.name == "special-system-files").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("bag.zip");
    pack(&case.path, &zip).unwrap();
    let script = "import sys, zipfile\nzipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])";
    let python = std::process::Command::new("python3")
        .args(["-c", script])
        .args([&zip, folder.path()])
        .status();
    assert!(python.unwrap().success());
    let bag = folder.path().join("special-system-files");
    fs_err::write(bag.join("data/.DS_Store"), "").unwrap();
    let report = validate(&bag).unwrap();
    assert!(report.is_valid() && report.has_warning(Code::SystemFile), "{report:#?}");
}

/// Every invalid bag is refused for what it was made to show, where its name says so.
#[test]
fn the_reason_is_the_one_in_the_name() {
    let suite = sijill_testkit::shared_or_skip!("corpus/bagit-conformance-suite");
    let reasons = [
        ("baginfo-missing-encoding", Code::Declaration),
        ("corrupt-data-file", Code::Altered),
        ("invalid-version-number", Code::Version),
        ("missing-baginfo", Code::Missing),
        ("notAllManifestsListAllFiles", Code::NotListed),
        ("out-of-scope", Code::LeavesBag),
        ("same-filename-listed-twice-with-different-hashes", Code::ListedTwice),
    ];
    let mut checked = 0;
    for case in cases(&suite).iter().filter(|case| !["valid", "warning"].contains(&&*case.label)) {
        let reason = reasons.iter().find(|(name, _)| case.name.starts_with(name));
        if let Some((_, code)) = reason {
            let report = validate(&case.path).unwrap();
            assert!(report.has_error(*code), "{}: {:#?}", case.name, report.errors);
            checked += 1;
        }
    }
    assert!(checked >= 14, "{checked}");
}
