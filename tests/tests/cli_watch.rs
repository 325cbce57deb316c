//! `sijill watch`: a hot folder.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use fs_err::OpenOptions;
use serde_json::json;
use sijill_tests::contract::{interrupt, masters, source, wait_until};
use sijill_tests::evidence::held;
use sijill_tests::evidence::sha256;
use sijill_tests::{Scratch, archive};

fn holds(scratch: &Scratch, bytes: &[u8]) -> bool {
    held(&scratch.archive()).contains(&sha256(bytes))
}

fn append(file: &Path, bytes: &[u8]) {
    OpenOptions::new().append(true).open(file).unwrap().write_all(bytes).unwrap();
}

#[test]
fn a_scan_is_secured_once_it_is_finished_and_ingest_closes_the_folder() {
    let scratch = archive();
    let hot = scratch.beside("hot");
    scratch.write("hot/done.tif", "finished long ago");
    let slow = scratch.write("hot/slow.tif", "part 0;");
    let watch = scratch.start(&["watch", hot.to_str().unwrap(), "--json"]);
    let mut written = b"part 0;".to_vec();
    for part in 1..=4 {
        std::thread::sleep(Duration::from_millis(700));
        assert!(!holds(&scratch, &written), "secured before it was finished");
        append(&slow, format!("part {part};").as_bytes());
        written.extend(format!("part {part};").bytes());
    }
    assert!(holds(&scratch, b"finished long ago"), "the other one did not wait");
    wait_until("the slow scan is secured", || holds(&scratch, &written));
    let run = interrupt(watch);
    assert_eq!(run.code, Some(0), "{run:?}");
    let outcome = run.value();
    assert_eq!((&outcome["files"], &outcome["items"]), (&json!(2), &json!(1)), "{outcome}");
    assert_eq!(scratch.verify_sound()["files"], 2);
    let accession = outcome["accession"].as_str().unwrap();
    assert_eq!(scratch.sijill.json(["receipt", accession]).1["closed"], false);

    let closed = scratch.ingest(&hot);
    assert_eq!((&closed["accession"], &closed["files"]), (&outcome["accession"], &json!(2)));
    assert_eq!(scratch.sijill.json(["receipt", accession]).1["closed"], true);
    let names: Vec<_> =
        masters(&scratch.archive()).into_iter().map(|master| master.original).collect();
    assert_eq!(names.len(), 2);
    assert!(names.iter().all(|name| source(&hot).contains_key(name)));
}

#[test]
fn only_a_folder_that_is_there_can_be_watched() {
    let scratch = archive();
    let file = scratch.write("scan.tif", "page");
    for path in ["/no/such/folder", file.to_str().unwrap()] {
        scratch.fails(&["watch", path], 2, "refused");
    }
}
