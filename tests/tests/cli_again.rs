//! The same folder once more: every file is taken in again, its bytes are stored once.

use std::os::unix::fs::{MetadataExt, PermissionsExt};

use serde_json::json;
use sijill_tests::contract::masters;
use sijill_tests::{Scratch, archive};

/// How many different files the masters are on disk.
fn inodes(scratch: &Scratch) -> usize {
    let masters = masters(&scratch.archive());
    let inodes = masters.iter().map(|master| fs_err::metadata(&master.path).unwrap().ino());
    inodes.collect::<std::collections::BTreeSet<_>>().len()
}

#[test]
fn bytes_that_come_again_from_the_same_folder_are_stored_once() {
    let scratch = archive();
    let scans = scratch.write_scans("scans", 4);
    let large = scratch.write("scans/large.tif", vec![7; 700_000]);
    scratch.ingest(&scans);
    let stored = inodes(&scratch);
    let again = scratch.ingest(&scans);
    assert_eq!(again["duplicates"], again["files"]);
    assert_eq!(inodes(&scratch), stored);
    assert_eq!(scratch.verify_sound()["files"], json!(10));

    fs_err::write(large, vec![8; 700_000]).unwrap();
    scratch.ingest(&scans);
    assert_eq!(inodes(&scratch), stored + 1, "one file has other bytes of the same number");
    scratch.verify_sound();
}

#[test]
fn a_stored_copy_that_was_damaged_is_not_used_again() {
    let scratch = archive();
    let scans = scratch.write_scans("scans", 1);
    scratch.ingest(&scans);
    let stored = masters(&scratch.archive())[0].path.clone();
    let good = fs_err::read(&stored).unwrap();
    let mut bad = good.clone();
    bad[0] ^= 1;
    fs_err::set_permissions(&stored, std::fs::Permissions::from_mode(0o644)).unwrap();
    fs_err::write(&stored, bad).unwrap();

    scratch.ingest(&scans);
    let whole = masters(&scratch.archive())
        .into_iter()
        .filter(|master| fs_err::read(&master.path).unwrap() == good)
        .count();
    assert_eq!(whole, 1, "the second copy is good");
    let (code, report) = scratch.sijill.json(["verify"]);
    assert_eq!((code, report["problems"].as_array().unwrap().len()), (1, 1), "{report:#}");
}
