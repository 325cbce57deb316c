//! Comparing files on disk with what the ledger says they are.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sijill_ocfl::{INVENTORY, Inventory, OBJECT_DECLARATION, sidecar};
use sijill_schema::{Digest, FileRecord, ItemId, ItemRecord, PageId, canonical};
use walkdir::WalkDir;

use super::files::{hash, kind_of};
use super::items::{ExpectedFile, ExpectedItem, ExpectedSeal};
use super::{Findings, Problem, ProblemKind, Progress};
use crate::archive::Archive;
use crate::layout::{CONTENT, RECORD};
use crate::staging::Staging;

#[derive(Clone, Copy)]
pub(super) struct Checker<'a> {
    pub archive: &'a Archive,
    pub findings: &'a Findings,
    pub progress: &'a dyn Progress,
}

/// The object of a sealed item as it lies on disk.
struct SealedObject<'a> {
    item: ItemId,
    folder: PathBuf,
    seal: &'a ExpectedSeal,
}

impl Checker<'_> {
    pub fn item(&self, expected: &ExpectedItem) {
        if !expected.files.is_empty() && expected.files.iter().all(|file| file.chosen) {
            let checked = (expected.item, expected.files.len() as u64);
            self.findings.update(|report| report.checked.push(checked));
        }
        match &expected.sealed {
            Some(seal) => self.sealed(expected, seal),
            None => self.staged(expected),
        }
    }

    /// A sealed item: its inventory is the one that the closing event names, every file in the inventory has
    /// its digest, nothing else is there, and the files are those of the item's events.
    fn sealed(&self, expected: &ExpectedItem, seal: &ExpectedSeal) {
        let layout = &self.archive.layout;
        // Between the closing event and the rename, a sealed object still lies in staging.
        let places = [layout.object(expected.item), layout.staged(expected.item)];
        let Some(folder) = places.iter().find(|folder| folder.is_dir()) else {
            let what = format!("the object with {} masters is missing", expected.files.len());
            return self.at(
                &places[0],
                Problem::new(ProblemKind::Missing, what).item(expected.item).event(seal.seq),
            );
        };
        let object = SealedObject { item: expected.item, folder: folder.clone(), seal };
        let by_digest: HashMap<Digest, &ExpectedFile> =
            expected.files.iter().map(|file| (file.object.digest, file)).collect();
        match self.inventory(&object) {
            Some(inventory) => self.content(&object, &inventory, expected, &by_digest),
            None => self.without_inventory(&object, expected),
        }
    }

    /// The inventory whose digest the ledger names; it lies in the object twice.
    fn inventory(&self, object: &SealedObject<'_>) -> Option<Inventory> {
        let mut authentic = None;
        for folder in [object.folder.clone(), object.folder.join("v1")] {
            let path = folder.join(INVENTORY);
            match fs_err::read(&path) {
                Ok(bytes) if Digest::of(&bytes) == object.seal.inventory.digest => {
                    let (name, expected) = sidecar(&bytes);
                    self.same_bytes(object, &folder.join(name), &expected);
                    authentic = Inventory::parse(&bytes).ok();
                }
                Ok(_) => self.object_problem(
                    object,
                    &path,
                    ProblemKind::Altered,
                    "the inventory is not the one that was sealed",
                ),
                Err(error) => self.read_problem(object, &path, &error),
            }
        }
        let (name, expected) = OBJECT_DECLARATION;
        self.same_bytes(object, &object.folder.join(name), expected);
        authentic
    }

    fn content(
        &self,
        object: &SealedObject<'_>,
        inventory: &Inventory,
        expected: &ExpectedItem,
        by_digest: &HashMap<Digest, &ExpectedFile>,
    ) {
        let listed: Vec<(PathBuf, Option<Digest>)> = inventory
            .content()
            .map(|(path, digest)| {
                (object.folder.join(path), format!("sha256:{digest}").parse().ok())
            })
            .collect();
        listed
            .par_iter()
            .for_each(|(path, digest)| self.listed_file(object, path, digest.as_ref(), by_digest));
        self.nothing_else(object, listed.iter().map(|(path, _)| path.as_path()));
        self.record(object, expected);
    }

    fn listed_file(
        &self,
        object: &SealedObject<'_>,
        path: &Path,
        digest: Option<&Digest>,
        by_digest: &HashMap<Digest, &ExpectedFile>,
    ) {
        let master = digest.and_then(|digest| by_digest.get(digest));
        if master.is_some_and(|file| !file.chosen) {
            return;
        }
        let event = master.map_or(object.seal.seq, |file| file.seq);
        if let Some(size) = self.file(object.item, event, path, digest)
            && master.is_some()
        {
            self.count(size);
        }
    }

    /// The object lost both inventories: the masters are still found by the record, where that is whole.
    fn without_inventory(&self, object: &SealedObject<'_>, expected: &ExpectedItem) {
        let path = object.folder.join(CONTENT).join(RECORD);
        let record =
            fs_err::read(&path).ok().filter(|bytes| Digest::of(bytes) == object.seal.record);
        let Some(record) =
            record.and_then(|bytes| canonical::from_slice::<ItemRecord>(&bytes).ok())
        else {
            let what = "neither inventory nor record is whole: the masters cannot be told apart";
            return self.object_problem(object, &object.folder, ProblemKind::Unreadable, what);
        };
        let stored: HashMap<PageId, FileRecord> =
            record.files.into_iter().map(|file| (file.page, file)).collect();
        self.masters(expected, &stored, &object.folder.join(CONTENT));
    }

    fn masters(
        &self,
        expected: &ExpectedItem,
        stored: &HashMap<PageId, FileRecord>,
        content: &Path,
    ) {
        expected.files.par_iter().for_each(|file| match stored.get(&file.page) {
            Some(record) if canonical::digest(record).ok() == Some(file.record) => {
                let chosen = file.chosen.then(|| content.join(&record.stored));
                let size = chosen.and_then(|path| {
                    self.file(expected.item, file.seq, &path, Some(&file.object.digest))
                });
                size.into_iter().for_each(|size| self.count(size));
            }
            Some(_) => {
                self.journal_problem(expected, file, "the intake record of this file was altered")
            }
            None => {
                self.journal_problem(expected, file, "the intake record of this file is missing")
            }
        });
    }

    /// The record says of every file what its event says, and all of it is what the closing event covers.
    fn record(&self, object: &SealedObject<'_>, expected: &ExpectedItem) {
        let path = object.folder.join(CONTENT).join(RECORD);
        let Ok(bytes) = fs_err::read(&path) else { return };
        if Digest::of(&bytes) != object.seal.record {
            return; // reported already: the inventory lists the record too
        }
        let Some(closed) = &object.seal.closed else { return };
        let record = match canonical::from_slice::<ItemRecord>(&bytes) {
            Ok(record) => record,
            Err(error) => {
                return self.object_problem(
                    object,
                    &path,
                    ProblemKind::Altered,
                    &error.to_string(),
                );
            }
        };
        let same_files = record.files.len() == expected.files.len()
            && record.files.iter().zip(&expected.files).all(|(file, event)| {
                file.page == event.page
                    && file.digest == event.object.digest
                    && file.size == event.object.size
                    && canonical::digest(file).ok() == Some(event.record)
            });
        let covered = closed.pages == record.files.len() as u64
            && closed.list == Digest::of(record.list().as_bytes())
            && canonical::digest(&record.description).ok() == Some(closed.description);
        if !(same_files && covered) {
            let what =
                "the sealed record, the files' events and the closing event contradict each other";
            self.object_problem(object, &path, ProblemKind::LedgerRow, what);
        }
    }

    fn nothing_else<'p>(&self, object: &SealedObject<'_>, listed: impl Iterator<Item = &'p Path>) {
        let mut known: HashSet<PathBuf> = listed.map(Path::to_owned).collect();
        for folder in [object.folder.clone(), object.folder.join("v1")] {
            known.insert(folder.join(format!("{INVENTORY}.sha256")));
            known.insert(folder.join(INVENTORY));
        }
        known.insert(object.folder.join(OBJECT_DECLARATION.0));
        for entry in WalkDir::new(&object.folder) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() || known.contains(entry.path()) => {}
                Ok(entry) => self.object_problem(
                    object,
                    entry.path(),
                    ProblemKind::Unexpected,
                    "no event explains this file",
                ),
                Err(error) => self.object_problem(
                    object,
                    &object.folder,
                    ProblemKind::Unreadable,
                    &error.to_string(),
                ),
            }
        }
    }

    /// An item that is not sealed: every acknowledged file is in staging.
    fn staged(&self, expected: &ExpectedItem) {
        let journal = Staging::new(self.archive.layout.clone()).journal(expected.item);
        let records = match journal {
            Ok(records) => records.into_iter().map(|record| (record.page, record)).collect(),
            Err(error) => {
                let path = self.archive.layout.journal(expected.item);
                self.at(
                    &path,
                    Problem::new(ProblemKind::Unreadable, error.to_string()).item(expected.item),
                );
                HashMap::new()
            }
        };
        self.masters(expected, &records, &self.archive.layout.staged(expected.item).join(CONTENT));
    }

    /// Reads a file and compares its digest. Returns its size where it is as it should be.
    fn file(
        &self,
        item: ItemId,
        event: u64,
        path: &Path,
        expected: Option<&Digest>,
    ) -> Option<u64> {
        let problem = match hash(path) {
            Ok((digest, size)) if Some(&digest) == expected => return Some(size),
            Ok((digest, _)) => Problem::new(
                ProblemKind::Altered,
                format!("the bytes now have the digest {digest}"),
            ),
            Err(error) => Problem::new(kind_of(&error), error.to_string()),
        };
        self.at(path, problem.item(item).event(event));
        None
    }

    fn same_bytes(&self, object: &SealedObject<'_>, path: &Path, expected: &[u8]) {
        match fs_err::read(path) {
            Ok(bytes) if bytes == expected => {}
            Ok(_) => self.object_problem(
                object,
                path,
                ProblemKind::Altered,
                "the file is not as it was sealed",
            ),
            Err(error) => self.read_problem(object, path, &error),
        }
    }

    fn count(&self, size: u64) {
        self.progress.files_done(1, size);
        self.findings.update(|report| {
            report.files += 1;
            report.bytes += size;
        });
    }

    fn read_problem(&self, object: &SealedObject<'_>, path: &Path, error: &io::Error) {
        self.object_problem(object, path, kind_of(error), &error.to_string());
    }

    fn object_problem(
        &self,
        object: &SealedObject<'_>,
        path: &Path,
        kind: ProblemKind,
        what: &str,
    ) {
        self.at(path, Problem::new(kind, what).item(object.item).event(object.seal.seq));
    }

    fn journal_problem(&self, expected: &ExpectedItem, file: &ExpectedFile, what: &str) {
        let path = self.archive.layout.journal(expected.item);
        self.at(
            &path,
            Problem::new(ProblemKind::Altered, what).item(expected.item).event(file.seq),
        );
    }

    pub(super) fn at(&self, path: &Path, problem: Problem) {
        self.findings.problem(problem.path(self.archive.layout.relative(path)));
    }
}
