//! Which files are to be looked at, found item by item while the work goes on.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use sijill_schema::{
    AccessionRecord, Act, ContentFlag, ItemDescription, ItemId, PageCommitted, PageId, canonical,
};
use sijill_storage::{Archive, Catalogue, Index, Ledger, Master, StorageError};

use super::Watching;
use super::page::{self, FileFile};
use crate::error::IngestError;

/// A file to be looked at.
#[derive(Debug)]
pub(super) struct Task {
    pub item: ItemId,
    pub master: Master,
    /// Whether what is shown of it is covered until somebody asks for it.
    pub covered: bool,
    /// What the ledger says of its pages already.
    pub committed: Vec<PageCommitted>,
}

/// The files of an archive, in the order in which they came in.
pub(super) struct Queue<'a> {
    archive: &'a Archive,
    reads: bool,
    watching: &'a dyn Watching,
    files: u64,
    state: Mutex<State>,
}

struct State {
    ledger: Ledger,
    index: Index,
    catalogue: Catalogue,
    items: VecDeque<ItemId>,
    tasks: VecDeque<Task>,
    skipped: u64,
    stopped: bool,
}

impl<'a> Queue<'a> {
    /// The files of an archive that were not looked at, or not by this version, or not read where they now can be.
    pub fn new(
        archive: &'a Archive,
        reads: bool,
        watching: &'a dyn Watching,
    ) -> Result<Self, IngestError> {
        let ledger = archive.ledger()?;
        let (index, catalogue) = (archive.index(&ledger)?, archive.catalogue()?);
        let items = catalogue.items()?.into();
        let files = index.files()?;
        let (tasks, skipped, stopped) = (VecDeque::new(), 0, false);
        let state = State { ledger, index, catalogue, items, tasks, skipped, stopped };
        Ok(Self { archive, reads, watching, files, state: Mutex::new(state) })
    }

    /// How many files the archive has.
    pub fn files(&self) -> u64 {
        self.files
    }

    /// How many files needed no looking.
    pub fn skipped(&self) -> u64 {
        self.lock().skipped
    }

    /// Hands out nothing more.
    pub fn stop(&self) {
        self.lock().stopped = true;
    }

    /// The next file.
    pub fn next(&self) -> Result<Option<Task>, IngestError> {
        let mut state = self.lock();
        while !state.stopped {
            if let Some(task) = state.tasks.pop_front() {
                return Ok(Some(task));
            }
            let Some(item) = state.items.pop_front() else { break };
            self.add_tasks(&mut state, item)?;
        }
        Ok(None)
    }

    fn add_tasks(&self, state: &mut State, item: ItemId) -> Result<(), IngestError> {
        let covered = covers(&state.catalogue, item)?;
        for master in self.archive.masters(&state.ledger, &state.index, item)? {
            let page = master.record.page;
            let (committed, is_known) = known(&state.ledger, &state.index, page)?;
            if is_known && self.is_made(item, page, covered)? {
                state.skipped += 1;
                self.watching.files_done(1);
            } else {
                state.tasks.push_back(Task { item, master, covered, committed });
            }
        }
        Ok(())
    }

    /// Whether everything that could be made of a file lies there, made by this version.
    fn is_made(&self, item: ItemId, page: PageId, covered: bool) -> Result<bool, IngestError> {
        let Some(file) = self.archive.derived().get(item, page, page::FILE_FILE)? else {
            return Ok(false);
        };
        let made = serde_json::from_slice::<FileFile>(&file).ok();
        Ok(made.is_some_and(|made| {
            made.made_by == page::MADE_BY && made.covered == covered && (made.read || !self.reads)
        }))
    }

    // A thread that panicked took nothing with it: the state is changed in single steps.
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The commitments to a file's pages, and whether anything is known about it beside that it was taken in.
fn known(
    ledger: &Ledger,
    index: &Index,
    master: PageId,
) -> Result<(Vec<PageCommitted>, bool), IngestError> {
    let (mut committed, mut is_known) = (Vec::new(), false);
    for seq in index.events_of_page(master)? {
        match ledger.event(seq)?.act {
            Act::PageCommitted(page) => {
                committed.push(page);
                is_known = true;
            }
            Act::PageUnreadable(_) => is_known = true,
            _ => {}
        }
    }
    Ok((committed, is_known))
}

/// Whether an item is flagged as showing bodies.
fn covers(catalogue: &Catalogue, item: ItemId) -> Result<bool, IngestError> {
    let Some(row) = catalogue.item(item)? else { return Ok(false) };
    let described: ItemDescription =
        canonical::from_slice(row.description.as_bytes()).map_err(StorageError::from)?;
    let accession = catalogue.accession(row.accession)?.and_then(|row| row.record);
    let accession: Option<AccessionRecord> = accession
        .map(|record| canonical::from_slice(record.as_bytes()).map_err(StorageError::from))
        .transpose()?;
    let flags = accession.map(|record| record.flags).unwrap_or_default();
    Ok(described.flags.iter().chain(&flags).any(|flag| *flag == ContentFlag::Bodies))
}
