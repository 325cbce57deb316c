//! Writers that are killed at any moment. A program of its own: a child that is being started holds its parent's locks for
//! a moment, and other tests would find their index busy.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use common::*;
use sijill_schema::PageId;
use sijill_search::{Opened, PageDocument, Pages, Tally, Writer};
use uuid::Uuid;

const HEAP: usize = 15_000_000;

/// The page of this number, always the same.
fn numbered(number: u64) -> PageDocument {
    let page_id = PageId::from_uuid(Uuid::from_u64_pair(1, number));
    PageDocument {
        page: page_id, ..page(&format!("alpha page{number} {}", "كلمة ".repeat(40)))
    }
}

fn tally(count: u64) -> Tally {
    let mut tally = Tally::default();
    (0..count).map(numbered).for_each(|page| tally.add(page.page, &page.stamp));
    tally
}

/// Variable that turns this test program into a writer of the index in the folder that it names.
const FOLDER: &str = "SIJILL_TEST_INDEX";

/// Pages of one commit.
const BATCH: u64 = 50;

/// Not a test: what the next one starts and kills. It goes on from the last commit and never ends.
#[test]
fn writes_without_end_when_it_is_told_to() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let mut next = match Pages::open(folder).unwrap() {
        Opened::Sound(pages) => pages.payload().unwrap().map_or(0, |said| said.parse().unwrap()),
        _ => 0,
    };
    let mut writer = Writer::open(folder, HEAP).unwrap();
    loop {
        for number in next..next + BATCH {
            writer.put(&numbered(number)).unwrap();
        }
        // An entry that is replaced leaves a list of removed entries.
        writer.put(&numbered(next / 2)).unwrap();
        next += BATCH;
        writer.commit(&next.to_string()).unwrap();
    }
}

#[test]
fn a_writer_that_is_killed_leaves_the_last_commit_and_the_next_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut last = 0;
    for round in 0..25_u64 {
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writes_without_end_when_it_is_told_to"])
            .env(FOLDER, folder.path())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // Somebody searches meanwhile.
        let until = std::time::Instant::now() + Duration::from_millis(40 + (round * 37) % 300);
        while std::time::Instant::now() < until {
            match Pages::open(folder.path()).unwrap() {
                Opened::Sound(pages) => {
                    check(&pages);
                }
                Opened::Absent => {}
                Opened::Damaged { why } => panic!("round {round}, while it was written: {why}"),
            }
        }
        writer.kill().unwrap();
        writer.wait().unwrap();
        let pages = match Pages::open(folder.path()).unwrap() {
            Opened::Sound(pages) => pages,
            Opened::Absent => continue,
            Opened::Damaged { why } => panic!("round {round}: {why}"),
        };
        let now = check(&pages);
        assert!(now >= last, "a commit was lost: {now} after {last}");
        last = now;
    }
    assert!(last > BATCH, "the writer never got to its second commit");
    Writer::open(folder.path(), HEAP).unwrap().finish().unwrap();
    check(&open(folder.path()));
}

/// Compares an index with what its commit says; how many pages that is.
fn check(pages: &Pages) -> u64 {
    let Some(said) = pages.payload().unwrap() else { return 0 };
    let count: u64 = said.parse().unwrap();
    assert_eq!(pages.count_and_digest().unwrap(), tally(count));
    let found = ask(pages, "alpha");
    assert_eq!(found.total, count);
    assert_eq!(ask(pages, &format!("page{}", count - 1)).hits[0].page, numbered(count - 1).page);
    count
}
