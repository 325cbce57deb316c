//! Every bit counts: one flipped bit, anywhere in a small archive, is noticed by `verify`.
//!
//! Flipped are the bits of both databases, of `archive.toml`, of `checkpoint`, of everything under `objects/` and
//! of what is staged, one at a time; the archive is then verified and the bit flipped back. A flip must be
//! noticed, and outside the databases the report must name that very file. In a database a flip may go
//! unnoticed if every row that the ledger vouches for still reads the same. Mostly it then struck bytes that
//! SQLite does not use, counted by region; sometimes a part of the catalogue that nothing signed refers to,
//! counted by name (`rows.rs` lists them). Of the unallocated bytes of a database, which are most of it, only one
//! bit each is flipped. Nothing vouches for the comments and the date in `archive.toml`.
//!
//! Not flipped: `keys/` (a damaged key does not open; no evidence depends on it), `ledger-index.sqlite` (built
//! again from the ledger, never trusted) and `policy.txt` (it says whom people trust; people write it).
//!
//! `cargo test` flips a stride; `cargo xtask bits` more, with `--long` (`SIJILL_CAMPAIGN=long`) every bit.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use sijill_schema::{FileRecord, canonical};
use sijill_tests::campaign::Reach;
use sijill_tests::rows::{Reader, Rows, first_difference};
use sijill_tests::specimen::{Copy, Said, Specimen};
use sijill_tests::sqlite_map::regions;

/// A file whose bits are flipped, as it should be.
struct Victim {
    name: PathBuf,
    bytes: Vec<u8>,
    kind: Kind,
}

/// By which rule flips in a file are judged.
enum Kind {
    /// The report must name it.
    File,
    /// Lines that matter must read the same, or the flip is noticed.
    Settings(Vec<String>),
    /// The same records, or the report names it.
    Journal(Vec<FileRecord>),
    /// Rows must read the same, or the flip is noticed. With the region of each byte.
    Database(Reader, Rows, Vec<&'static str>),
}

/// What became of a flip.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Named,
    NoticedElsewhere,
    /// Nothing reads otherwise; the region says why.
    Harmless(&'static str),
    /// Something reads otherwise that nothing signed refers to.
    Unbound(&'static str),
    Wrong(String),
}

impl Victim {
    fn new(specimen: &Specimen, name: PathBuf) -> Option<Self> {
        let path = specimen.archive().join(&name);
        let bytes = fs_err::read(&path).unwrap();
        let kind = match name.to_str()? {
            "ledger-index.sqlite" | "policy.txt" => return None,
            key if key.starts_with("keys/") => return None,
            "ledger.sqlite" => database(Reader::of_ledger(), &path, &bytes),
            "catalogue.sqlite" => {
                database(Reader::of_catalogue(&specimen.archive()), &path, &bytes)
            }
            journal if journal.ends_with(".jsonl") => Kind::Journal(records(&bytes)),
            "archive.toml" => Kind::Settings(settings(&bytes)),
            _ => Kind::File,
        };
        Some(Self { name, bytes, kind })
    }

    /// The bits to flip: all, and of a byte in which a database keeps nothing only one.
    fn bits(&self) -> impl Iterator<Item = usize> {
        let keeps_nothing = |byte: usize| match &self.kind {
            Kind::Database(_, _, regions) => regions[byte] == "unallocated",
            _ => false,
        };
        let is_chosen = move |bit: &usize| !keeps_nothing(bit / 8) || bit % 8 == bit / 8 % 8;
        (0..self.bytes.len() * 8).filter(is_chosen)
    }

    /// Flips one bit, verifies, and flips it back.
    fn flip(&self, copy: &Copy, bit: usize) -> Fate {
        let path = copy.path().join(&self.name);
        let mut bytes = self.bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        fs_err::write(&path, &bytes).unwrap();
        let said = copy.verify();
        let fate = if fs_err::read(&path).unwrap() == bytes {
            self.fate(&said, &path, bit / 8)
        } else {
            Fate::Wrong("verify wrote to the file".into())
        };
        fs_err::write(&path, &self.bytes).unwrap();
        fate
    }

    fn fate(&self, said: &Said, path: &Path, byte: usize) -> Fate {
        match said {
            Said::Panicked => Fate::Wrong("verify panicked".into()),
            said if said.names(&self.name) => Fate::Named,
            said if said.is_content() => self.unnoticed(path, byte),
            _ if self.may_be_blamed_elsewhere() => Fate::NoticedElsewhere,
            said => Fate::Wrong(format!("noticed, but not by its name: {said:?}")),
        }
    }

    fn may_be_blamed_elsewhere(&self) -> bool {
        matches!(self.kind, Kind::Settings(_) | Kind::Database(..))
    }

    fn unnoticed(&self, path: &Path, byte: usize) -> Fate {
        let now = fs_err::read(path).unwrap();
        match &self.kind {
            Kind::Journal(before) if records(&now) == *before => {
                Fate::Harmless("the same record, written otherwise")
            }
            Kind::Settings(before) if settings(&now) == *before => {
                Fate::Unbound("comments and the date of making")
            }
            Kind::Database(reader, before, regions) => {
                let after = reader.read(path);
                if let Some((part, rows)) = first_difference(&before.bound, &after.bound) {
                    return Fate::Wrong(format!("{part} changed unnoticed: {rows:?}"));
                }
                let loose = first_difference(&before.loose, &after.loose);
                loose.map_or(Fate::Harmless(regions[byte]), |(part, _)| Fate::Unbound(part))
            }
            _ => {
                let around = byte.saturating_sub(20)..(byte + 20).min(now.len());
                Fate::Wrong(format!("not noticed: …{}…", now[around].escape_ascii()))
            }
        }
    }

    /// The name under which the victim is counted: objects and staged items have random names.
    fn group(&self) -> String {
        let name = self.name.display().to_string();
        let last = self.name.file_name().unwrap_or_default().to_string_lossy();
        match name.split('/').next() {
            Some("objects") => format!("objects: {last}"),
            Some("staging") if last.ends_with(".jsonl") => "staging: journal".to_owned(),
            Some("staging") => "staging: page".to_owned(),
            _ => name,
        }
    }
}

fn database(reader: Reader, path: &Path, bytes: &[u8]) -> Kind {
    let rows = reader.read(path);
    assert!(rows.bound.iter().chain(&rows.loose).all(|(_, rows)| rows.is_ok()), "{rows:?}");
    Kind::Database(reader, rows, regions(bytes))
}

/// The records in an intake journal.
fn records(bytes: &[u8]) -> Vec<FileRecord> {
    let lines = bytes.split(|byte| *byte == b'\n');
    lines.filter_map(|line| canonical::from_slice(line).ok()).collect()
}

/// The lines of `archive.toml` that something depends on.
fn settings(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let matters = |line: &&str| !line.starts_with('#') && !line.starts_with("created");
    text.lines().filter(matters).map(str::to_owned).collect()
}

/// Flips every `stride`-th bit of each victim, on all cores, each with a copy of its own.
fn flip_all(specimen: &Specimen, victims: &[Victim], reach: Reach) -> Vec<(String, Fate)> {
    let all: Vec<(&Victim, usize)> =
        victims.iter().flat_map(|victim| victim.bits().map(move |bit| (victim, bit))).collect();
    // An odd stride meets every bit of a byte in turn.
    let stride = reach.stride(all.len()) | 1;
    let flips: Vec<_> = all.iter().step_by(stride).collect();
    println!("{} of {} flips", flips.len(), all.len());
    let (next, fates) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        let (copy, mut mine) = (specimen.copy(), Vec::new());
        while let Some(&&(victim, bit)) = flips.get(next.fetch_add(1, Ordering::Relaxed)) {
            let fate = match victim.flip(&copy, bit) {
                Fate::Wrong(what) => {
                    Fate::Wrong(format!("{}, bit {bit}: {what}", victim.name.display()))
                }
                fate => fate,
            };
            mine.push((victim.group(), fate));
        }
        fates.lock().unwrap().extend(mine);
    };
    let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    fates.into_inner().unwrap()
}

fn print(fates: &[(String, Fate)]) {
    let mut counts: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for (group, fate) in fates {
        let fate = match fate {
            Fate::Named => "named in the report".to_owned(),
            Fate::NoticedElsewhere => "noticed".to_owned(),
            Fate::Harmless(region) => format!("nothing changed: {region}"),
            Fate::Unbound(part) => format!("nothing vouches for: {part}"),
            Fate::Wrong(_) => "WRONG".to_owned(),
        };
        *counts.entry((group, fate)).or_default() += 1;
    }
    counts.iter().for_each(|((group, fate), count)| println!("{group:36} {fate:44} {count:8}"));
}

fn campaign(reach: Reach) {
    let specimen = Specimen::new();
    let names = specimen.files().into_iter();
    let victims: Vec<Victim> = names.filter_map(|name| Victim::new(&specimen, name)).collect();
    let fates = flip_all(&specimen, &victims, reach);
    print(&fates);
    let wrong = |(_, fate): &(String, Fate)| match fate {
        Fate::Wrong(what) => Some(what.clone()),
        _ => None,
    };
    let wrong: Vec<String> = fates.iter().filter_map(wrong).collect();
    let shown: Vec<_> =
        wrong.iter().take(20).map(|what| what.chars().take(400).collect::<String>()).collect();
    assert!(wrong.is_empty(), "{} flips went wrong:\n{}", wrong.len(), shown.join("\n"));
}

#[test]
fn a_flipped_bit_is_noticed() {
    campaign(Reach::About(2_000));
}

#[test]
#[ignore = "minutes; cargo xtask bits --long"]
fn every_flipped_bit_is_noticed() {
    campaign(Reach::asked(60_000));
}
