//! One accession being taken in: which items are open, what was acknowledged before, what it came to.
//!
//! The same paths with the same accession file continue an accession that is not closed. What it means to
//! continue is decided from the ledger and the intake journals alone, so that it does not matter how the
//! earlier run ended.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use sijill_schema::{
    AccessionClosed, AccessionId, Act, Digest, EventRange, FileRecord, Gap, GapReason,
    ItemDescription, ItemId, ItemRecord, OriginalPath, Salt, canonical,
};
use sijill_storage::{AccessionRow, Deed, ItemRow, StorageError, Writer};

use crate::accession::Statement;
use crate::copy::modified;
use crate::error::{IngestError, SourceProblem};
use crate::sheet::Row;
use crate::source::{SourceFile, Sources, original};

/// When items and the accession are closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// Once everything is secured; an item with an unreadable file stays open, and so does the accession.
    WhenWhole,
    /// At the end in any case; what could not be read becomes a recorded gap.
    WithGaps,
    /// Not now: more files will come.
    Later,
}

/// What a taking in came to. The counts are those of the whole accession, also of earlier runs.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// The accession.
    pub accession: AccessionId,
    /// Its reference code.
    #[serde(skip)]
    pub reference: String,
    /// Whether it is closed.
    #[serde(skip)]
    pub closed: bool,
    /// How many items it has.
    pub items: u64,
    /// How many files are secured.
    pub files: u64,
    /// How many bytes they have.
    pub bytes: u64,
    /// How many of the files the archive held already.
    pub duplicates: u64,
    /// The accession's first and last event.
    pub events: EventRange,
    /// The newest signed checkpoint, the whole note.
    pub checkpoint: String,
    /// What the team should look at.
    pub problems: Vec<SourceProblem>,
}

impl Outcome {
    /// Whether everything that should have been secured was.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.problems.iter().any(|problem| problem.kind.is_failure())
    }
}

/// An accession that is being taken in.
pub struct Intake<'w> {
    pub(crate) writer: &'w mut Writer,
    pub(crate) sources: Sources,
    pub(crate) statement: Statement,
    accession: AccessionId,
    reference: String,
    /// Whether an earlier run began it.
    continued: bool,
    next_number: u64,
    pub(crate) open: HashMap<PathBuf, OpenItem>,
    pub(crate) outcome: Outcome,
}

/// An item that still takes files.
pub(crate) struct OpenItem {
    pub id: ItemId,
    number: u64,
    description: ItemDescription,
    files: Vec<FileRecord>,
    /// What was acknowledged at this path before, in this item or in a sealed one.
    known: HashMap<OriginalPath, (u64, Option<Timestamp>)>,
    next_page: u64,
    /// Whether the catalogue has it.
    announced: bool,
    /// How many of its files could not be read.
    failures: u64,
}

impl<'w> Intake<'w> {
    /// Begins an accession, or continues the one that the same paths and the same statement began.
    ///
    /// # Errors
    /// If a path cannot be used or the accession cannot be recorded.
    pub fn begin(
        writer: &'w mut Writer,
        paths: &[PathBuf],
        statement: Statement,
    ) -> Result<Self, IngestError> {
        let sources = Sources::new(paths, writer.archive().folder())?;
        let intake = fingerprint(&sources, &statement);
        let row = writer.catalogue().accession_by_intake(&intake)?;
        let continued = match row {
            Some(row) if writer.is_open(row.id)? => Some(row),
            _ => None,
        };
        let (accession, reference, first) = match &continued {
            Some(row) => (
                row.id,
                reference_of(row)?,
                writer.index().events_of(row.id.into())?.first().copied().unwrap_or(0),
            ),
            None => {
                let paths = sources.paths().collect();
                let describe = |id, number| statement.record(id, number, paths);
                let (record, first) =
                    writer.begin_accession(&intake, statement.attachments.clone(), describe)?;
                (record.id, record.reference, first)
            }
        };
        let outcome = Outcome {
            accession,
            reference: reference.clone(),
            closed: false,
            items: 0,
            files: 0,
            bytes: 0,
            duplicates: 0,
            events: EventRange { first, last: first },
            checkpoint: String::new(),
            problems: Vec::new(),
        };
        let next_number = writer.catalogue().last_item_number(accession)? + 1;
        let continued = continued.is_some();
        let open = HashMap::new();
        let mut intake = Self {
            writer,
            sources,
            statement,
            accession,
            reference,
            continued,
            next_number,
            open,
            outcome,
        };
        intake.count_earlier_runs()?;
        Ok(intake)
    }

    fn count_earlier_runs(&mut self) -> Result<(), IngestError> {
        if !self.continued {
            return Ok(());
        }
        let mut items = Vec::new();
        self.writer.catalogue().for_each_item(self.accession, |row| {
            items.push(row.id);
            Ok(())
        })?;
        for item in items {
            let events = self.writer.index().events_of(item)?;
            self.outcome.items += u64::from(!events.is_empty());
            for seq in events {
                self.count_earlier_event(seq)?;
            }
        }
        Ok(())
    }

    fn count_earlier_event(&mut self, seq: u64) -> Result<(), IngestError> {
        let event = self.writer.event(seq)?;
        self.outcome.events.last = self.outcome.events.last.max(seq);
        if let (Act::Secured(_), Some(object)) = (&event.act, event.object) {
            self.outcome.files += 1;
            self.outcome.bytes += object.size;
            self.outcome.duplicates +=
                u64::from(self.writer.index().first_holder(&object.digest)? != Some(seq));
        }
        Ok(())
    }

    /// How many bytes earlier runs have secured.
    pub(crate) fn secured_bytes(&self) -> u64 {
        self.outcome.bytes
    }

    /// The open item at a path, begun or continued if need be.
    pub(crate) fn item_at(
        &mut self,
        path: &Path,
        row: Option<&Row>,
    ) -> Result<&mut OpenItem, IngestError> {
        if !self.open.contains_key(path) {
            let item = self.begin_item(path, row)?;
            self.writer.staging().open(item.id)?;
            self.open.insert(path.to_owned(), item);
        }
        self.open.get_mut(path).ok_or_else(|| {
            let what = format!("the item {} was lost", path.display());
            IngestError::Storage(StorageError::Invalid { what, remedy: "run the command again" })
        })
    }

    fn begin_item(&mut self, path: &Path, row: Option<&Row>) -> Result<OpenItem, IngestError> {
        let mut known = HashMap::new();
        if self.continued {
            for earlier in self.writer.catalogue().items_at(self.accession, &original(path))? {
                if let Some(item) = self.continue_item(&earlier, &mut known)? {
                    return Ok(item);
                }
            }
        }
        let number = self.next_number;
        self.next_number += 1;
        let description = self.describe(path, row, number)?;
        let (id, files) = (description.id, Vec::new());
        Ok(OpenItem {
            id,
            number,
            description,
            files,
            known,
            next_page: 1,
            announced: false,
            failures: 0,
        })
    }

    /// Learns what an earlier run secured at this path; returns the item if it is still open.
    fn continue_item(
        &self,
        row: &ItemRow,
        known: &mut HashMap<OriginalPath, (u64, Option<Timestamp>)>,
    ) -> Result<Option<OpenItem>, IngestError> {
        let sealed = self.sealed_record(row.id)?;
        let is_sealed = sealed.is_some();
        let files = match sealed {
            Some(record) => record.files,
            None => self.writer.resume_item(row.id)?,
        };
        known.extend(files.iter().map(|file| (file.original.clone(), (file.size, file.modified))));
        if is_sealed {
            return Ok(None);
        }
        let description =
            canonical::from_slice(row.description.as_bytes()).map_err(StorageError::from)?;
        let next_page =
            files.iter().filter_map(|file| page_number(&file.stored)).max().unwrap_or(0) + 1;
        let (id, number, known) = (row.id, row.number, std::mem::take(known));
        Ok(Some(OpenItem {
            id,
            number,
            description,
            files,
            known,
            next_page,
            announced: true,
            failures: 0,
        }))
    }

    fn sealed_record(&self, item: ItemId) -> Result<Option<ItemRecord>, IngestError> {
        for seq in self.writer.index().events_of(item)?.into_iter().rev() {
            if let Act::ItemClosed(closed) = self.writer.event(seq)?.act {
                return Ok(Some(self.writer.archive().item_record(item, &closed.record)?));
            }
        }
        Ok(None)
    }

    fn describe(
        &self,
        path: &Path,
        row: Option<&Row>,
        number: u64,
    ) -> Result<ItemDescription, IngestError> {
        let row = row.cloned().unwrap_or_default();
        Ok(ItemDescription {
            id: ItemId::new(),
            accession: self.accession,
            reference: row.reference.unwrap_or_else(|| format!("{}/{number:04}", self.reference)),
            title: row.title,
            path: original(path),
            place_as_written: row.place,
            place: sijill_schema::PlacePath::default(),
            date: None,
            pages_stated: row.pages,
            access: row.access.unwrap_or(self.statement.facts.access),
            flags: Vec::new(),
            notes: row.notes,
            salt: Salt::random().map_err(StorageError::from)?,
        })
    }

    /// Takes what was copied into account, in order, and says what is to be recorded of it.
    pub(crate) fn secured(&mut self, path: &Path, record: FileRecord, deeds: &mut Vec<Deed>) {
        let accession = self.accession;
        let Some(item) = self.open.get_mut(path) else { return };
        if !item.announced {
            item.announced = true;
            self.outcome.items += 1;
            deeds.push(Deed::Open(item.number, item.description.clone()));
        }
        deeds.push(Deed::Secure(item.id, accession, record.clone()));
        item.known.insert(record.original.clone(), (record.size, record.modified));
        item.files.push(record);
    }

    pub(crate) fn failed(&mut self, path: &Path, problem: SourceProblem) {
        if let Some(item) = self.open.get_mut(path) {
            item.failures += u64::from(problem.kind.is_failure());
        }
        self.outcome.problems.push(problem);
    }

    /// Closes an item that takes no more files, unless something of it could not be read and may be later.
    pub(crate) fn close_item(
        &mut self,
        path: &Path,
        closing: Closing,
        deeds: &mut Vec<Deed>,
    ) -> Result<(), IngestError> {
        let Some(item) = self.open.remove(path) else { return Ok(()) };
        if item.files.is_empty() {
            return Ok(self.writer.staging().forget(item.id)?);
        }
        if item.failures == 0 || closing == Closing::WithGaps {
            let gaps = item.gaps();
            deeds.push(Deed::Close(ItemRecord {
                description: item.description,
                files: item.files,
                gaps,
            }));
        }
        Ok(())
    }

    /// Closes the accession and signs the checkpoint that its receipt shows.
    pub(crate) fn finish(mut self, closing: Closing) -> Result<Outcome, IngestError> {
        let whole = self.outcome.is_whole() && closing == Closing::WhenWhole;
        if whole || closing == Closing::WithGaps {
            let totals = self.totals()?;
            self.outcome.events.last = self.writer.close_accession(self.accession, totals)?;
            self.outcome.closed = true;
        }
        self.checkpoint()?;
        Ok(self.outcome)
    }

    fn totals(&self) -> Result<AccessionClosed, IngestError> {
        let (mut list, mut items) = (String::new(), 0);
        self.writer.catalogue().for_each_item(self.accession, |row| {
            if self.writer.is_sealed(row.id)? {
                list.push_str(&format!("{}\n", row.id));
                items += 1;
            }
            Ok(())
        })?;
        let Outcome { files, bytes, .. } = self.outcome;
        Ok(AccessionClosed { items, files, bytes, list: Digest::of(list.as_bytes()) })
    }

    pub(crate) fn checkpoint(&mut self) -> Result<(), IngestError> {
        let note = self.writer.checkpoint()?;
        self.outcome.checkpoint = String::from_utf8_lossy(&note).into_owned();
        Ok(())
    }
}

impl OpenItem {
    /// Whether a file was acknowledged before and has not changed since, as far as size and time tell.
    pub fn knows(&self, file: &SourceFile) -> bool {
        let facts = (file.metadata.len(), modified(&file.metadata));
        self.known.get(&original(&file.relative)) == Some(&facts)
    }

    pub fn next_page(&mut self) -> u64 {
        let number = self.next_page;
        self.next_page += 1;
        number
    }

    fn gaps(&self) -> Vec<Gap> {
        let gap = |reason, what| Gap { reason, what, from: None, until: None };
        let secured = self.files.len() as u64;
        let differs = self.description.pages_stated.filter(|stated| *stated != secured);
        let differs = differs.map(|stated| {
            gap(
                GapReason::CountDiffers,
                format!("{stated} pages were stated, {secured} were secured."),
            )
        });
        let unread = (self.failures > 0)
            .then(|| gap(GapReason::Other, format!("{} files could not be read.", self.failures)));
        differs.into_iter().chain(unread).collect()
    }
}

/// What makes two takings in the same: the paths, and the files that state what was taken over.
fn fingerprint(sources: &Sources, statement: &Statement) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for path in sources.paths() {
        hasher.update((path.as_bytes().len() as u64).to_be_bytes());
        hasher.update(path.as_bytes());
    }
    for (name, bytes) in &statement.attachments {
        hasher.update(name);
        hasher.update(Sha256::digest(bytes));
    }
    hasher.finalize().into()
}

fn reference_of(row: &AccessionRow) -> Result<String, IngestError> {
    let text = row.record.as_deref().unwrap_or_default();
    let record: sijill_schema::AccessionRecord =
        canonical::from_slice(text.as_bytes()).map_err(StorageError::from)?;
    Ok(record.reference)
}

fn page_number(stored: &str) -> Option<u64> {
    stored.split('.').next()?.parse().ok()
}
