//! Small bags, made from text.

#![allow(dead_code, reason = "not every test uses all of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sijill_bag::{Algorithm, Code, Report, digests, validate};
use tempfile::TempDir;

/// A bag in a folder of its own.
pub struct TestBag {
    folder: TempDir,
}

impl TestBag {
    /// A bag of a version with these payload files (below `data/`), in manifests and tag manifests of these
    /// algorithms.
    pub fn new(version: &str, algorithms: &[Algorithm], files: &[(&str, &[u8])]) -> Self {
        let bag = Self { folder: tempfile::tempdir().unwrap() };
        let declaration = format!("BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n");
        bag.write("bagit.txt", declaration.as_bytes());
        fs_err::create_dir(bag.path().join("data")).unwrap();
        files.iter().for_each(|(name, bytes)| bag.write(&format!("data/{name}"), bytes));
        for algorithm in algorithms {
            let listed: Vec<_> = files.iter().map(|(name, _)| format!("data/{name}")).collect();
            bag.write_manifest(&format!("manifest-{algorithm}.txt"), *algorithm, &listed);
        }
        bag.tag_manifests();
        bag
    }

    /// A bag of version 1.0 with SHA-256 manifests.
    pub fn plain(files: &[(&str, &[u8])]) -> Self {
        Self::new("1.0", &[Algorithm::Sha256], files)
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        fs_err::create_dir_all(self.at(name).parent().unwrap()).unwrap();
        fs_err::write(self.at(name), bytes).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs_err::read_to_string(self.at(name)).unwrap()
    }

    /// Changes a tag file's text, and makes the tag manifests anew, as a forger would.
    pub fn edit(&self, name: &str, edit: impl FnOnce(String) -> String) {
        let text = edit(self.read(name));
        self.write(name, text.as_bytes());
        self.tag_manifests();
    }

    pub fn write_manifest(&self, name: &str, algorithm: Algorithm, listed: &[String]) {
        let mut lines = String::new();
        for path in listed {
            let file = fs_err::File::open(self.at(path)).unwrap();
            let digest = digests(file, &[algorithm]).unwrap().remove(0);
            writeln!(lines, "{digest}  {path}").unwrap();
        }
        self.write(name, lines.as_bytes());
    }

    /// Lists every file in the bag's folder in a tag manifest for each payload manifest.
    pub fn tag_manifests(&self) {
        let names = fs_err::read_dir(self.path()).unwrap().map(|entry| entry.unwrap());
        let names = names.filter(|entry| entry.file_type().unwrap().is_file());
        let names = names.map(|entry| entry.file_name().into_string().unwrap());
        let mut names: Vec<_> = names.filter(|name| !name.starts_with("tagmanifest-")).collect();
        names.sort();
        for algorithm in [Algorithm::Md5, Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512] {
            if names.contains(&format!("manifest-{algorithm}.txt")) {
                self.write_manifest(&format!("tagmanifest-{algorithm}.txt"), algorithm, &names);
            }
        }
    }

    pub fn validate(&self) -> Report {
        validate(self.path()).unwrap()
    }

    /// Expects exactly these errors and warnings, in any order, once each or more.
    #[track_caller]
    pub fn expect(&self, errors: &[Code], warnings: &[Code]) {
        let report = self.validate();
        let codes = |findings: &[sijill_bag::Finding]| {
            let mut codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
            codes.sort();
            codes.dedup();
            codes
        };
        let sorted = |codes: &[Code]| {
            let mut codes = codes.to_vec();
            codes.sort();
            codes
        };
        let found = (codes(&report.errors), codes(&report.warnings));
        assert_eq!(found, (sorted(errors), sorted(warnings)), "{report:#?}");
    }
}
