//! bagit.py and the validator of BagIt Profiles judge the bags that we write, and what `sijill export` makes.

use std::path::{Path, PathBuf};
use std::process::Command;

use sijill_bag::{
    BagInfo, BagWriter, EVIDENCE_PROFILE, EVIDENCE_PROFILE_IDENTIFIER, PayloadName, TagName,
    add_seal,
};
use sijill_tests::foreign::{referees, shell};
use tempfile::TempDir;

/// A bag with everything that the profile demands.
fn package() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let bag = folder.path().join("ep-1");
    let mut writer = BagWriter::create(&bag).unwrap();
    for (name, bytes) in [("originals/item-1/000001.tif", "page"), ("metadata/empty", "")] {
        writer.payload(&PayloadName::new(name).unwrap(), bytes.as_bytes()).unwrap();
    }
    let tags = ["README-VERIFY.txt", "README-check-proofs.py", "check.html"];
    for name in tags {
        writer.tag(&TagName::new(name).unwrap(), b"x\n").unwrap();
    }
    writer.tag(&TagName::new("bag-profile.json").unwrap(), EVIDENCE_PROFILE.as_bytes()).unwrap();
    let mut info = BagInfo::default();
    info.push("BagIt-Profile-Identifier", EVIDENCE_PROFILE_IDENTIFIER).unwrap();
    info.push("Source-Organization", "archive.example/سجل").unwrap();
    info.push("External-Identifier", "urn:uuid:018f0000-0000-7000-8000-000000000000").unwrap();
    info.push("Bagging-Date", "2026-11-22").unwrap();
    info.push("Bag-Software-Agent", "sijill 0.1.0").unwrap();
    info.push("Bag-Group-Identifier", "a case with a very long name ".repeat(5).trim_end())
        .unwrap();
    writer.finish(info).unwrap();
    for name in ["tagmanifest-sha256.txt.sig", "archive-p256.pub.pem"] {
        add_seal(&bag, &PayloadName::new(name).unwrap(), b"seal").unwrap();
    }
    (folder, bag)
}

fn said(command: &mut Command) -> (bool, String) {
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

fn bagit(referees: &Path, bag: &Path) -> (bool, String) {
    said(
        Command::new(referees.join("python"))
            .arg(referees.join("bagit.py"))
            .arg("--validate")
            .arg(bag),
    )
}

/// What the profile's validator says; its exit code alone is not enough.
fn profile(referees: &Path, bag: &Path) -> (bool, String) {
    let file = bag.join("bag-profile.json");
    let mut command = Command::new(referees.join("python"));
    command
        .arg(referees.join("bagit_profile.py"))
        .args(["--no-logfile", "--report", "--file"])
        .arg(file);
    let (succeeded, said) = said(command.arg(EVIDENCE_PROFILE_IDENTIFIER).arg(bag));
    (succeeded && said.contains("✓ Validates against") && !said.contains('✗'), said)
}

#[test]
fn bagit_py_accepts_our_bags_and_refuses_one_after_a_flipped_byte() {
    let Some(referees) = referees() else { return };
    let (_folder, bag) = package();
    let (valid, said) = bagit(&referees, &bag);
    assert!(valid && said.contains("is valid"), "{said}");
    fs_err::write(bag.join("data/originals/item-1/000001.tif"), "pags").unwrap();
    let (valid, said) = bagit(&referees, &bag);
    assert!(!valid && said.contains("invalid"), "{said}");
}

#[test]
fn sha256sum_and_sha512sum_accept_our_bags() {
    let (_folder, bag) = package();
    for sums in ["sha256sum", "sha512sum"] {
        let alone = sums.trim_end_matches("sum");
        let script =
            format!("{sums} -c --strict --quiet manifest-{alone}.txt tagmanifest-{alone}.txt");
        let (code, said) = shell(&bag, &script, &[]);
        assert_eq!(code, 0, "{said}");
    }
}

#[test]
fn the_profile_is_met_and_its_validator_names_what_is_missing() {
    let Some(referees) = referees() else { return };
    let (_folder, bag) = package();
    let (valid, said) = profile(&referees, &bag);
    assert!(valid, "{said}");

    let seal = bag.join("seals/tagmanifest-sha256.txt.sig");
    fs_err::rename(&seal, seal.with_extension("away")).unwrap();
    let (valid, said) = profile(&referees, &bag);
    assert!(!valid && said.contains("Required tag file"), "{said}");
    fs_err::rename(seal.with_extension("away"), &seal).unwrap();

    for (name, why) in [
        ("extra.txt", "not listed in Tag-Files-Allowed"),
        ("manifest-md5.txt", "not allowed by Manifests-Allowed"),
        ("fetch.txt", "Fetch.txt is present but is not allowed"),
    ] {
        fs_err::write(bag.join(name), "").unwrap();
        let (valid, said) = profile(&referees, &bag);
        assert!(!valid && said.contains(why), "{name}: {said}");
        fs_err::remove_file(bag.join(name)).unwrap();
    }
    let info = fs_err::read_to_string(bag.join("bag-info.txt")).unwrap();
    fs_err::write(bag.join("bag-info.txt"), info.replace("Bagging-Date", "Bagged")).unwrap();
    let (valid, said) = profile(&referees, &bag);
    assert!(!valid && said.contains("Bagging-Date"), "{said}");
}

/// The reference is not beyond doubt: it accepts what RFC 8493 forbids, and warns of nothing. Ours has to stay stricter.
#[test]
fn we_refuse_all_that_bagit_py_refuses_in_the_suite() {
    let Some(referees) = referees() else { return };
    let suite = sijill_testkit::shared_or_skip!("corpus/bagit-conformance-suite");
    let bags = walkdir::WalkDir::new(suite).min_depth(3).max_depth(3).sort_by_file_name();
    let mut judged = 0;
    for bag in bags.into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_dir()) {
        let theirs = bagit(&referees, bag.path());
        let ours = sijill_bag::validate(bag.path()).unwrap();
        assert!(theirs.0 || !ours.is_valid(), "{}: {}", bag.path().display(), theirs.1);
        judged += 1;
    }
    assert!(judged >= 37, "{judged}");
}
