//! One accession being taken in: which items are open, what was acknowledged before, what it came to.
//!
//! The same paths with the same accession file continue an accession that is not closed. What it means to
//! continue is decided from the ledger and the intake journals alone, so that it does not matter how the
//! earlier run ended.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sijill_schema::{
    AccessionClosed, AccessionId, Digest, FileRecord, ItemDescription, ItemId, Salt, canonical,
};
use sijill_storage::{Deed, StorageError, Writer};

use crate::accession::Statement;
use crate::bag::SentBag;
use crate::begun::{Begun, Outcome, fingerprint};
use crate::error::{IngestError, SourceProblem};
use crate::open_item::OpenItem;
use crate::pass::pool;
use crate::plan::{Held, Plan};
use crate::resume::gone;
use crate::sheet::Row;
use crate::source::{Sources, original};

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

/// An accession that is being taken in.
pub struct Intake<'w> {
    pub(crate) writer: &'w mut Writer,
    pub(crate) sources: Sources,
    pub(crate) statement: Arc<Statement>,
    /// What the sender says, where the files came in a bag.
    sent: Option<SentBag>,
    /// What was found at the source before anything was written.
    pub(crate) plan: Plan,
    pub(crate) accession: AccessionId,
    reference: String,
    /// Whether an earlier run began it.
    pub(crate) continued: bool,
    next_number: u64,
    pub(crate) open: HashMap<PathBuf, OpenItem>,
    pub(crate) outcome: Outcome,
    pub(crate) pool: rayon::ThreadPool,
}

impl<'w> Intake<'w> {
    /// Begins an accession, or continues the one that the same paths and the same statement began. Looks at
    /// everything first: what is refused leaves no trace.
    ///
    /// # Errors
    /// If a path or a row of the sheet cannot be used, the disk is too small, or the accession cannot be
    /// recorded.
    pub fn begin(
        writer: &'w mut Writer,
        paths: &[PathBuf],
        statement: Statement,
    ) -> Result<Self, IngestError> {
        let sources = Sources::new(paths, writer.archive().folder())?;
        let plan = Plan::of(&sources, &statement)?;
        Self::over(writer, sources, statement, plan, None)
    }

    /// The same for a bag: what its sender says about the files is recorded beside what we find.
    ///
    /// # Errors
    /// As [`Intake::begin`].
    pub fn begin_bag(
        writer: &'w mut Writer,
        sent: SentBag,
        mut statement: Statement,
    ) -> Result<Self, IngestError> {
        let sources = Sources::new(&[sent.folder().to_owned()], writer.archive().folder())?;
        let plan = Plan::of(&sources, &statement)?;
        sent.add_gap(&mut statement);
        Self::over(writer, sources, statement, plan, Some(sent))
    }

    /// The same for a hot folder, where what the sheet names may not be there yet.
    ///
    /// # Errors
    /// If the folder cannot be used or the accession cannot be recorded.
    pub fn begin_hot(
        writer: &'w mut Writer,
        folder: &Path,
        statement: Statement,
    ) -> Result<Self, IngestError> {
        let sources = Sources::new(&[folder.to_owned()], writer.archive().folder())?;
        Self::over(writer, sources, statement, Plan::default(), None)
    }

    /// Goes on with an accession by its identifier; files are handed in and not looked for. What earlier runs secured
    /// is not counted.
    ///
    /// # Errors
    /// If there is no such accession or it is closed.
    pub(crate) fn reopen(
        writer: &'w mut Writer,
        accession: AccessionId,
    ) -> Result<Self, IngestError> {
        let row = writer.catalogue().accession(accession)?;
        let row = row.ok_or_else(|| StorageError::NoSuchRecord { id: accession.to_string() })?;
        if !writer.is_open(accession)? {
            let what = "the accession is closed";
            return Err(IngestError::refused(accession.to_string(), what, "begin another one"));
        }
        let text = row.record.as_deref().unwrap_or_default();
        let record = canonical::from_slice(text.as_bytes()).map_err(StorageError::from)?;
        let sources = Sources::new(&[], writer.archive().folder())?;
        let begun = Begun::earlier(writer, &row)?;
        Ok(Self {
            next_number: writer.catalogue().last_item_number(accession)? + 1,
            writer,
            sources,
            statement: Arc::new(Statement::of_record(&record)),
            sent: None,
            plan: Plan::default(),
            accession,
            reference: begun.reference.clone(),
            continued: true,
            open: HashMap::new(),
            outcome: begun.outcome(),
            pool: pool()?,
        })
    }

    fn over(
        writer: &'w mut Writer,
        sources: Sources,
        statement: Statement,
        plan: Plan,
        sent: Option<SentBag>,
    ) -> Result<Self, IngestError> {
        let intake = fingerprint(&sources, &statement, sent.is_some());
        let begun = match writer.catalogue().accession_by_intake(&intake)? {
            Some(row) if writer.is_open(row.id)? => Begun::earlier(writer, &row)?,
            _ => {
                plan.check_room(writer.archive().folder(), &Held::default())?;
                Begun::now(writer, &intake, &sources, &statement)?
            }
        };
        let mut intake = Self {
            next_number: writer.catalogue().last_item_number(begun.accession)? + 1,
            writer,
            sources,
            statement: Arc::new(statement),
            sent,
            plan,
            accession: begun.accession,
            reference: begun.reference.clone(),
            continued: begun.continued,
            open: HashMap::new(),
            outcome: begun.outcome(),
            pool: pool()?,
        };
        intake.outcome.problems.extend(intake.sent.iter().flat_map(SentBag::problems).cloned());
        intake.count_earlier_runs()?;
        Ok(intake)
    }

    /// What has been secured so far.
    pub(crate) fn held(&self) -> Held {
        Held { files: self.outcome.files, bytes: self.outcome.bytes }
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
        self.open.get_mut(path).ok_or_else(|| lost(path))
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
        let (id, files, held) = (description.id, Vec::new(), self.held_at(path)?);
        Ok(OpenItem {
            id,
            number,
            description,
            files,
            known,
            held,
            next_page: 1,
            announced: false,
            failures: 0,
        })
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
            date: row.date,
            pages_stated: row.pages,
            access: row.access.unwrap_or(self.statement.facts.access),
            flags: row.flags,
            notes: row.notes,
            salt: Salt::random().map_err(StorageError::from)?,
        })
    }

    /// Takes what was copied into account, in order, and says what is to be recorded of it.
    pub(crate) fn secured(
        &mut self,
        path: &Path,
        mut record: FileRecord,
        deeds: &mut Vec<Deed>,
    ) -> Result<(), IngestError> {
        let accession = self.accession;
        if let Some(sent) = &self.sent {
            record.claims = sent.claims(&record);
        }
        let item = self.open.get_mut(path).ok_or_else(|| lost(path))?;
        // Not when it is announced: a crash can leave an item in the catalogue that no event knows.
        self.outcome.items += u64::from(item.files.is_empty());
        if !item.announced {
            item.announced = true;
            deeds.push(Deed::Open(item.number, item.description.clone()));
        }
        deeds.push(Deed::Secure(item.id, accession, record.clone()));
        item.known.insert(record.original.clone(), (record.size, record.modified));
        item.files.push(record);
        Ok(())
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
            deeds.push(Deed::Close(item.sealed(None)));
        }
        Ok(())
    }

    /// Closes the accession and signs the checkpoint that its receipt shows.
    pub(crate) fn finish(mut self, closing: Closing) -> Result<Outcome, IngestError> {
        let whole = self.outcome.is_whole() && closing == Closing::WhenWhole;
        if whole || closing == Closing::WithGaps {
            self.seal_left(Some(gone()))?;
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
        let unsecured = self.outcome.failures();
        Ok(AccessionClosed { items, files, bytes, unsecured, list: Digest::of(list.as_bytes()) })
    }

    pub(crate) fn checkpoint(&mut self) -> Result<(), IngestError> {
        let note = self.writer.checkpoint()?;
        self.outcome.checkpoint = String::from_utf8_lossy(&note).into_owned();
        Ok(())
    }
}

/// A file must never be passed over because its item was closed too early.
fn lost(path: &Path) -> IngestError {
    let what = format!("the item {} was closed before its last file", path.display());
    StorageError::Invalid { what, remedy: "report this; what was acknowledged is safe" }.into()
}
