//! Damaged files by the thousand through the worker: the parent lives, the limits hold, and each file has an answer.
//!
//! `cargo test` takes a few hundred; `cargo xtask hostile` takes more (`SIJILL_HOSTILE_FILES`). The seed is printed and
//! can be given again (`SIJILL_SEED`): the same seed makes the same files.
#![allow(clippy::unwrap_used)]

mod damage;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use damage::{Random, damaged};
use sijill_imaging::identify::identify;
use sijill_imaging::pages::{PageReader, Pages};
use sijill_sandbox::{Job, Limits, Program};
use sijill_testkit::shared_or_skip;
use walkdir::WalkDir;

/// Enough for the test that always runs.
const USUAL: u64 = 300;
/// The campaign is after crashes, not after slow files: those have a test of their own.
const LIMITS: Limits =
    Limits { cpu: Duration::from_secs(4), wall: Duration::from_secs(40), ..Pages::LIMITS };
/// Files above this only make the campaign slow.
const LARGEST: u64 = 300_000;

fn reader() -> PageReader {
    let program = Program::at(Path::new(env!("CARGO_BIN_EXE_sijill-imaging-worker")));
    PageReader::start_with(program.argument("worker").argument("pages"), LIMITS).unwrap()
}

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

/// Shows the first pages of a file; how each attempt ended, and the most memory that it took.
fn attempt(reader: &mut PageReader, bytes: &[u8]) -> (Vec<&'static str>, u64) {
    const PAGES: u32 = 3;
    let mut ends = Vec::new();
    match reader.open(bytes) {
        Err(error) => ends.push(error.code()),
        Ok(mut file) => {
            for number in 0..file.pages().min(PAGES) {
                ends.push(file.page(number).map_or_else(|error| error.code(), |_| "shown"));
            }
        }
    }
    (ends, reader.usage().map_or(0, |usage| usage.memory))
}

#[test]
fn damaged_files_harm_nobody() {
    let corpus = shared_or_skip!("corpus");
    let files = WalkDir::new(&corpus).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let small = files.filter(|entry| entry.metadata().unwrap().len() <= LARGEST);
    let pictures = small.map(|entry| fs_err::read(entry.path()).unwrap());
    let pictures: Vec<_> = pictures.filter(|bytes| identify(bytes).codec.is_some()).collect();
    assert!(pictures.len() > 400, "{} pictures in the corpus", pictures.len());

    let (seed, count) = (setting("SIJILL_SEED", 1), setting("SIJILL_HOSTILE_FILES", USUAL));
    println!("{count} damaged files of {} pictures with seed {seed}", pictures.len());
    let (next, peak) = (AtomicU64::new(0), AtomicU64::new(0));
    let ends: Mutex<BTreeMap<&str, u64>> = Mutex::default();
    let suspects: Mutex<Vec<String>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut reader = reader();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        break;
                    }
                    let mut random = Random::new(seed.wrapping_mul(1 << 32).wrapping_add(number));
                    let (found, memory) = attempt(&mut reader, &damaged(&mut random, &pictures));
                    peak.fetch_max(memory, Ordering::Relaxed);
                    for end in found {
                        *ends.lock().unwrap().entry(end).or_default() += 1;
                        if end == "killed-by-sandbox" {
                            suspects.lock().unwrap().push(format!("seed {seed} file {number}"));
                        }
                    }
                }
            });
        }
    });
    let ends = ends.into_inner().unwrap();
    println!("{ends:?}; at most {} MiB of address space", peak.load(Ordering::Relaxed) >> 20);
    assert!(peak.into_inner() <= Pages::LIMITS.memory, "more memory than allowed");
    let suspects = suspects.into_inner().unwrap();
    assert!(suspects.is_empty(), "system calls that no decoder needs: {suspects:?}");
    assert!(ends.get("shown") > Some(&(count / 20)), "hardly anything was decoded: {ends:?}");
    assert!(ends.get("damaged") > Some(&(count / 20)), "hardly anything was refused: {ends:?}");
}
