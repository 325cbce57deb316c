//! What somebody would do who wants a changed bag to pass.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::TestBag;
use proptest::prelude::*;
use sijill_bag::{
    Algorithm, Bag, BagInfo, BagWriter, Code, Container, PayloadName, TagName, pack, validate,
};

/// A bag that holds one of two pictures with the same MD5, after it was swapped for the other.
fn swapped(algorithms: &[Algorithm]) -> Option<TestBag> {
    let corpus = sijill_testkit::shared("corpus/hash-collisions")?;
    let [one, other] =
        ["md5-1.jpg", "md5-2.jpg"].map(|name| fs_err::read(corpus.join(name)).unwrap());
    assert_ne!(one, other);
    let bag = TestBag::new("1.0", algorithms, &[("page.jpg", &one)]);
    bag.write("data/page.jpg", &other);
    Some(bag)
}

#[test]
fn a_twin_passes_md5_with_a_warning_that_md5_proves_nothing() {
    let Some(bag) = swapped(&[Algorithm::Md5]) else {
        eprintln!("SKIPPED: adversary needs shared/corpus/hash-collisions");
        return;
    };
    bag.expect(&[], &[Code::WeakDigest]);
}

#[test]
fn a_twin_does_not_pass_beside_sha256() {
    let Some(bag) = swapped(&[Algorithm::Md5, Algorithm::Sha256]) else {
        eprintln!("SKIPPED: adversary needs shared/corpus/hash-collisions");
        return;
    };
    bag.expect(&[Code::Altered], &[]);
}

#[test]
fn what_no_signature_covers_is_warned_of() {
    let bag = TestBag::plain(&[("a", b"1")]);
    bag.write("extra.txt", b"READ THIS FIRST");
    bag.write("metadata/more.xml", b"");
    let report = bag.validate();
    assert!(report.is_valid());
    let unlisted = report.warnings.iter().filter(|found| found.code == Code::UnlistedTagFile);
    assert_eq!(unlisted.count(), 2);
    fs_err::remove_file(bag.at("tagmanifest-sha256.txt")).unwrap();
    bag.expect(&[], &[Code::NoTagManifest]);
}

#[test]
fn links_are_errors_wherever_they_lead() {
    for target in ["/etc/hostname", "a", "."] {
        let bag = TestBag::plain(&[("a", b"1")]);
        std::os::unix::fs::symlink(target, bag.at("data/link")).unwrap();
        bag.expect(&[Code::Symlink], &[]);
    }
    // A listed file that became a link is missing too.
    let bag = TestBag::plain(&[("a", b"1")]);
    fs_err::rename(bag.at("data/a"), bag.at("a")).unwrap();
    std::os::unix::fs::symlink("../a", bag.at("data/a")).unwrap();
    bag.expect(&[Code::Symlink, Code::Missing], &[Code::UnlistedTagFile]);
    // The whole payload elsewhere.
    let bag = TestBag::plain(&[("a", b"1")]);
    let elsewhere = tempfile::tempdir().unwrap();
    fs_err::rename(bag.at("data"), elsewhere.path().join("data")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("data"), bag.at("data")).unwrap();
    bag.expect(&[Code::Symlink, Code::NoPayload, Code::Missing], &[]);
}

fn payload() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
    let name = "[a-z0-9_-]{1,8}(/[a-z0-9_-]{1,8}){0,2}\\.[a-z]{3}";
    let files =
        proptest::collection::btree_map(name, proptest::collection::vec(any::<u8>(), 0..64), 1..6);
    files.prop_map(|files| files.into_iter().collect())
}

fn written(files: &[(String, Vec<u8>)]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ep-1");
    let mut writer = BagWriter::create(&path).unwrap();
    for (name, bytes) in files {
        writer.payload(&PayloadName::new(name).unwrap(), &bytes[..]).unwrap();
    }
    writer.tag(&TagName::new("README.txt").unwrap(), b"Read me.").unwrap();
    let mut info = BagInfo::default();
    info.push("Source-Organization", "An archive").unwrap();
    writer.finish(info).unwrap();
    (folder, path)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_we_write_is_valid_and_any_changed_byte_of_it_is_found(
        files in payload(),
        which in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        flip in 1..=255_u8,
    ) {
        let (folder, bag) = written(&files);
        let report = validate(&bag).unwrap();
        prop_assert!(report.is_valid() && report.warnings.is_empty(), "{report:#?}");
        let zip = folder.path().join("ep-1.zip");
        pack(&bag, &zip).unwrap();
        let report = validate(&zip).unwrap();
        prop_assert!(report.is_valid() && report.warnings.is_empty(), "{report:#?}");

        let container = Container::open(&bag).unwrap();
        let full: Vec<_> = container.files().filter(|(_, size)| *size > 0).collect();
        let (path, size) = full[which.index(full.len())];
        let mut bytes = fs_err::read(bag.join(path)).unwrap();
        bytes[place.index(size as usize)] ^= flip;
        fs_err::write(bag.join(path), &bytes).unwrap();
        let report = validate(&bag).unwrap();
        // A digest's case has no meaning; in a tag manifest no other file watches over it.
        let harmless = path.starts_with("tagmanifest-") && flip == 0x20;
        prop_assert!(harmless || !report.is_valid(), "{path}");
    }

    #[test]
    fn no_bytes_in_tag_files_can_do_harm(
        declaration in "(BagIt-Version: (1\\.0|0\\.97)\nTag-File-Character-Encoding: (UTF-8|UTF-16|ISO-8859-1)\n)|\\PC{0,40}",
        manifest in "([0-9a-f]{32}  (data/|\\.\\./|%|\\*|/|\\\\)\\PC{0,12}\n){0,4}|\\PC{0,80}",
        fetch in "(https://x\\.example - (data/|\\.\\./|%)\\PC{0,12}\n){0,4}|\\PC{0,80}",
        info in "([A-Z][a-z]{0,8}:? \\PC{0,12}\n){0,4}|\\PC{0,80}",
        noise in proptest::collection::vec(any::<u8>(), 0..40),
    ) {
        let bag = TestBag::new("1.0", &[Algorithm::Md5], &[("a", b"1")]);
        bag.write("bagit.txt", declaration.as_bytes());
        bag.write("manifest-md5.txt", manifest.as_bytes());
        bag.write("tagmanifest-md5.txt", &noise);
        bag.write("fetch.txt", fetch.as_bytes());
        bag.write("bag-info.txt", info.as_bytes());
        let bag = Bag::read(Container::open(bag.path()).unwrap());
        let report = bag.validate();
        let listed = bag.claims("../etc/passwd").is_empty() && bag.claims("/etc/passwd").is_empty();
        prop_assert!(listed && !report.is_valid());
    }
}
