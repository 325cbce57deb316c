//! The house: a crate uses only crates above it, and files stay small enough to be read in one sitting.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use walkdir::WalkDir;

/// The crates from top to bottom. Those on one floor do not use one another.
const FLOORS: [&[&str]; 10] = [
    &[
        "sijill-schema",
        "sijill-translog",
        "sijill-keys",
        "sijill-ocfl",
        "sijill-timestamp",
        "sijill-sandbox",
        "sijill-arabic",
    ],
    &[
        "sijill-storage",
        "sijill-bag",
        "sijill-letters",
        "sijill-imaging",
        "sijill-names",
        "sijill-mentions",
    ],
    &["sijill-reading", "sijill-search", "sijill-describe"],
    &["sijill-finding", "sijill-iiif"],
    &["sijill-ingest", "sijill-attest", "sijill-witness", "sijill-evidence", "sijill-accounts"],
    &["sijill-server"],
    &["sijill"],
    &["sijill-testkit"],
    &["sijill-tests"],
    &["xtask"],
];

/// The longest file, in lines.
const LONGEST: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn packages() -> Vec<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["metadata", "--no-deps", "--format-version=1", "--offline"]).current_dir(root());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|crates| crates.contains(&name))
}

/// Every use of one of our crates by another, but for its tests: who uses whom.
fn arrows(packages: &[Value]) -> Vec<(String, String)> {
    let of = |package: &Value| {
        let from = package["name"].as_str().unwrap().to_owned();
        let uses = package["dependencies"].as_array().unwrap().clone();
        let ours =
            uses.into_iter().filter(|used| used["kind"] != "dev" && used["path"].is_string());
        ours.map(move |used| (from.clone(), used["name"].as_str().unwrap().to_owned())).collect()
    };
    packages.iter().flat_map(|package| -> Vec<_> { of(package) }).collect()
}

/// The arrows that do not point upwards.
fn wrong(arrows: &[(String, String)]) -> Vec<String> {
    let is_wrong = |(from, to): &&(String, String)| floor(from) <= floor(to);
    arrows.iter().filter(is_wrong).map(|(from, to)| format!("{from} uses {to}")).collect()
}

#[test]
fn every_crate_has_its_floor() {
    let mut names: Vec<_> =
        packages().iter().map(|package| package["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    let mut known: Vec<_> = FLOORS.concat().into_iter().map(str::to_owned).collect();
    known.sort();
    assert_eq!(names, known);
}

#[test]
fn every_arrow_points_upwards() {
    let arrows = arrows(&packages());
    let ingest_uses_storage = ("sijill-ingest".to_owned(), "sijill-storage".to_owned());
    assert!(arrows.contains(&ingest_uses_storage), "the arrows are seen: {arrows:?}");
    assert_eq!(wrong(&arrows), Vec::<String>::new());
}

#[test]
fn an_arrow_the_wrong_way_or_on_one_floor_is_found() {
    let arrow = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    let bad = [arrow("sijill-storage", "sijill-ingest"), arrow("sijill-keys", "sijill-schema")];
    assert_eq!(wrong(&bad).len(), 2);
    assert_eq!(wrong(&[arrow("sijill", "sijill-keys")]).len(), 0);
}

#[test]
fn no_file_is_too_long_to_be_read_in_one_sitting() {
    let is_ours = |path: &Path| {
        let below = path.strip_prefix(root()).unwrap();
        let hidden = |part: std::path::Component<'_>| {
            let name = part.as_os_str().to_string_lossy();
            name == "target" || name == "tests" || name.starts_with('.')
        };
        !below.components().any(hidden)
    };
    let mut files = 0;
    let mut long = Vec::new();
    for entry in WalkDir::new(root()).into_iter().filter_entry(|entry| is_ours(entry.path())) {
        let entry = entry.unwrap();
        if entry.path().extension().is_some_and(|extension| extension == "rs") {
            let lines = fs_err::read_to_string(entry.path()).unwrap().lines().count();
            files += 1;
            let name = entry.path().strip_prefix(root()).unwrap().display().to_string();
            long.extend((lines >= LONGEST).then_some(name));
        }
    }
    assert!(files > 50, "{files} files were found");
    assert_eq!(long, Vec::<String>::new(), "split them");
}
