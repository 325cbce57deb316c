//! Disks that are full or read-only.

use serde_json::json;
use sijill_tests::contract::{expect_error, masters, tree};
use sijill_tests::disk::Disk;
use sijill_tests::{Scratch, Sijill, archive};

/// An archive on the disk, holding one small accession; scans lie beside it, elsewhere.
fn on(disk: &Disk) -> (Sijill, Scratch) {
    let elsewhere = archive();
    let folder = disk.path("archive");
    let sijill = Sijill::new().on(&folder);
    let arguments = ["init", folder.to_str().unwrap(), "--origin", "x.example/small"];
    assert_eq!(sijill.json(arguments).0, 0);
    let scans = elsewhere.write_scans("scans", 2);
    assert_eq!(sijill.json(["ingest", scans.to_str().unwrap()]).0, 0);
    (sijill, elsewhere)
}

#[test]
fn on_a_read_only_disk_everything_can_be_verified_and_nothing_written() {
    let Some(disk) = Disk::of("4m") else { return };
    let (sijill, elsewhere) = on(&disk);
    // The index knows everything but the last event.
    assert_eq!(sijill.json(["search", "*"]).0, 0);
    assert_eq!(sijill.json(["verify", "--record"]).0, 0);
    disk.make_read_only();
    let (code, found) = sijill.json(["search", "*"]);
    let (behind, why) = (found["index"]["behind"].as_u64(), found["index"]["unkept"].as_str());
    assert_eq!((code, behind > Some(0)), (0, true), "{found}");
    assert!(why.is_some_and(|why| why.contains("could not be read or written")), "{found}");
    let (code, report) = sijill.json(["verify"]);
    assert_eq!(
        (code, &report["complete"], &report["files"]),
        (0, &json!(true), &json!(2)),
        "{report}"
    );
    let (_, shown) = sijill.json(["show"]);
    let accession = shown["accessions"][0]["id"].as_str().unwrap().to_owned();
    for reading in [&["show", &accession][..], &["history", &accession], &["receipt", &accession]] {
        assert_eq!(sijill.json(reading).0, 0, "{reading:?}");
    }
    let copy = elsewhere.beside("copy");
    assert_eq!(sijill.json(["backup", copy.to_str().unwrap()]).0, 0);
    let scans = elsewhere.beside("scans");
    for writing in
        [&["ingest", scans.to_str().unwrap()][..], &["log", "checkpoint"], &["verify", "--record"]]
    {
        let (code, answer) = sijill.json(writing);
        expect_error((code, &answer), 3, "read-only");
    }
}

#[test]
fn a_disk_that_is_too_small_is_refused_before_anything_is_written() {
    let Some(disk) = Disk::of("4m") else { return };
    let (sijill, elsewhere) = on(&disk);
    let before = tree(&disk.path("archive"));
    let large = elsewhere.write("large/scan.tif", vec![7; 6_000_000]);
    let (code, answer) = sijill.json(["ingest", large.to_str().unwrap()]);
    expect_error((code, &answer), 3, "disk-full");
    let message = answer["error"]["message"].as_str().unwrap();
    let numbers: Vec<u64> =
        message.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let (free, needed) = (numbers[0], numbers[1]);
    assert!(needed >= 6_000_000 && free < 4 << 20, "{message}");
    assert_eq!(tree(&disk.path("archive")), before);
    assert_eq!(sijill.json(["verify"]).0, 0);
}

#[test]
fn a_disk_that_fills_up_on_the_way_keeps_what_was_acknowledged_and_continues_later() {
    let Some(disk) = Disk::of("16m") else { return };
    let (sijill, elsewhere) = on(&disk);
    for number in 0..600 {
        elsewhere
            .write(format!("many/{:02}/{number:04}.tif", number / 50), vec![number as u8; 2000]);
    }
    let many = elsewhere.beside("many");
    // Free enough by the count, then taken by somebody else while the first files are being copied.
    let ballast = disk.path("ballast");
    let mut command = sijill.command();
    command.args(["ingest", many.to_str().unwrap(), "--json"]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null());
    let child = command.spawn().unwrap();
    sijill_tests::contract::wait_until("copying has begun", || {
        fs_err::read_dir(disk.path("archive/staging")).is_ok_and(|entries| entries.count() > 0)
    });
    // It ends when the disk is full; whether the taking in was faster is seen below.
    let _ = fs_err::write(&ballast, vec![1; 16 << 20]);
    let run = sijill_tests::Run::of(child.wait_with_output().unwrap());
    let (code, report) = sijill.json(["verify"]);
    assert_eq!((code, &report["ok"]), (0, &json!(true)), "{report:#}");
    if run.code != Some(0) {
        assert_eq!(run.code, Some(3), "{run:?}");
        assert_eq!(run.value()["error"]["kind"], "disk-full", "{run:?}");
    }
    fs_err::remove_file(&ballast).unwrap();
    let (code, outcome) = sijill.json(["ingest", many.to_str().unwrap()]);
    assert_eq!((code, &outcome["files"]), (0, &json!(600)), "{outcome}");
    let held = masters(&disk.path("archive")).len();
    assert!(held == 602 || run.code == Some(0) && held == 1202, "{held}");
    assert_eq!(sijill.json(["verify"]).0, 0);
}
