//! Files that are handed in one by one, as over the web, and not found in a folder: they come into custody by the same
//! steps, as items of an accession that is named by its identifier.
//!
//! Who was cut off sends the same files again: a file of the same name and digest is in the item already, and is told
//! again with the time at which it was secured.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use sijill_schema::{AccessionId, Act, Digest, FileRecord, Id, ItemId, PageId};
use sijill_storage::{Deed, StorageError, Writer};

use crate::accession::Statement;
use crate::begun::Outcome;
use crate::copy::{CopyError, Job, stored_name};
use crate::error::IngestError;
use crate::intake::{Closing, Intake};
use crate::plan::{Held, Plan};
use crate::sheet::Row;
use crate::source::{SourceFile, original};

/// The longest mark of an item, in characters.
const MARK: usize = 200;

/// A file that has arrived whole.
#[derive(Debug, Clone)]
pub struct HandedIn {
    /// Its name as the sender has it; it becomes data and never a path on disk.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// The digest of the bytes that arrived.
    pub digest: Digest,
}

/// What is said of the item that files belong to. Only the mark matters for an item that has begun.
#[derive(Debug, Clone, Default)]
pub struct ItemMark {
    /// What stands on the folder, register or envelope: it names the item within its accession.
    pub mark: String,
    /// What it is called.
    pub title: Option<String>,
    /// How many pages were counted.
    pub pages: Option<u64>,
    /// Anything else.
    pub notes: Option<String>,
}

/// A file that is in custody: durable, signed, logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecuredFile {
    /// Its name as the sender has it.
    pub name: String,
    /// The page that it holds.
    pub page: PageId,
    /// Its digest.
    pub digest: Digest,
    /// Its size in bytes.
    pub size: u64,
    /// When it was secured.
    pub at: Timestamp,
    /// The event that says so, counted from 0.
    pub event: u64,
    /// Whether it was in custody before this time.
    pub before: bool,
}

/// What came of handing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The item.
    pub item: ItemId,
    /// The files in the order in which they were handed in.
    pub files: Vec<SecuredFile>,
}

/// Begins an accession to which files will be handed in.
///
/// # Errors
/// If it cannot be recorded.
pub fn begin(writer: &mut Writer, statement: &Statement) -> Result<AccessionId, IngestError> {
    let mut intake = Sha256::new();
    intake.update(b"handed in\0");
    // No other taking in is this one.
    intake.update(ItemId::new().uuid().as_bytes());
    let describe = |id, number| statement.record(id, number, Vec::new());
    let attachments = statement.attachments.clone();
    let (record, _) = writer.begin_accession(&intake.finalize().into(), attachments, describe)?;
    Ok(record.id)
}

/// Secures files of an item, which begins with its first one. When this returns, all of them are in custody.
///
/// # Errors
/// If the accession is closed, the item is sealed, the mark is none, the disk is too small, a file is not as it arrived,
/// or the archive fails.
pub fn hand_in(
    writer: &mut Writer,
    accession: AccessionId,
    item: &ItemMark,
    files: &[HandedIn],
) -> Result<Taken, IngestError> {
    let mark = item.mark.trim();
    if mark.is_empty() || mark.chars().count() > MARK || mark.chars().any(char::is_control) {
        let what = "this is no mark of an item";
        return Err(IngestError::refused(mark, what, "write one line of at most 200 letters"));
    }
    let mut intake = Intake::reopen(writer, accession)?;
    let path = PathBuf::from(mark);
    let earlier = intake.writer.catalogue().items_at(accession, &original(&path))?;
    for row in &earlier {
        if intake.writer.is_sealed(row.id)? {
            let what = "the item with this mark is sealed and takes no more files";
            return Err(IngestError::refused(path, what, "give the files another mark"));
        }
    }
    let row = Row {
        path: path.clone(),
        reference: Some(mark.to_owned()),
        title: item.title.clone(),
        pages: item.pages,
        notes: item.notes.clone(),
        ..Row::default()
    };
    intake.hand_in(&path, Some(&row), files)
}

/// Secures a better scan of a page and has it take that page's place. Both are kept. Where the page's item is sealed, the
/// scan begins another item of the same mark.
///
/// # Errors
/// As [`hand_in`], and if the page is not known.
pub fn scan_again(writer: &mut Writer, page: PageId, file: HandedIn) -> Result<Taken, IngestError> {
    let unknown = || StorageError::NoSuchRecord { id: page.to_string() };
    let mut item = None;
    for seq in writer.index().events_of_page(page)? {
        let event = writer.event(seq)?;
        item = item.or(event.item.filter(|_| event.page == Some(page)));
    }
    let row = writer.catalogue().item(item.ok_or_else(unknown)?)?.ok_or_else(unknown)?;
    let mut intake = Intake::reopen(writer, row.accession)?;
    let path = PathBuf::from(String::from_utf8_lossy(row.path.as_bytes()).into_owned());
    let same = Row { reference: Some(row.reference), ..Row::default() };
    let taken = intake.hand_in(&path, Some(&same), &[file])?;
    for file in taken.files.iter().filter(|file| file.page != page) {
        writer.supersede(page, file.page)?;
    }
    Ok(taken)
}

/// Seals an item that takes no more files.
///
/// # Errors
/// If nothing of it is in custody, it is sealed already, or its accession is closed.
pub fn seal_item(writer: &mut Writer, item: ItemId) -> Result<(), IngestError> {
    let unknown = || StorageError::NoSuchRecord { id: item.to_string() };
    let row = writer.catalogue().item(item)?.ok_or_else(unknown)?;
    let intake = Intake::reopen(writer, row.accession)?;
    let open = intake.continue_item(&row, &mut std::collections::HashMap::new())?;
    match open.filter(|open| !open.files.is_empty()) {
        Some(open) => {
            intake.writer.commit(&[Deed::Close(open.sealed(None))])?;
            Ok(())
        }
        None => {
            let what = "the item is sealed already, or holds nothing";
            Err(IngestError::refused(item.to_string(), what, "look at its files"))
        }
    }
}

/// Seals every item of an accession and closes it.
///
/// # Errors
/// If it is closed already or the archive fails.
pub fn close(writer: &mut Writer, accession: AccessionId) -> Result<Outcome, IngestError> {
    let mut intake = Intake::reopen(writer, accession)?;
    intake.count_earlier_runs()?;
    intake.seal_left(None)?;
    intake.finish(Closing::WhenWhole)
}

impl Intake<'_> {
    fn hand_in(
        &mut self,
        path: &Path,
        row: Option<&Row>,
        files: &[HandedIn],
    ) -> Result<Taken, IngestError> {
        self.check_room_for(files)?;
        let staging = self.writer.staging();
        let (mut records, mut deeds) = (Vec::with_capacity(files.len()), Vec::new());
        for file in files {
            let source = source(path, file)?;
            let item = self.item_at(path, row)?;
            let name = original(&source.relative);
            let is_it = |known: &&FileRecord| known.original == name && known.digest == file.digest;
            if let Some(known) = item.files.iter().find(is_it) {
                records.push(known.clone());
                continue;
            }
            let stored = stored_name(item.next_page(), &source.relative);
            let job = Job { item: item.id, stored, source, held: None };
            let mut record = job.run(&staging).map_err(not_copied)?;
            if record.digest != file.digest {
                staging.remove_page(job.item, &job.stored)?;
                let what = "its bytes are no longer those that arrived".to_owned();
                return Err(StorageError::Damaged { path: file.path.clone(), what }.into());
            }
            // The file that arrived is ours; when the sender's was modified, nobody has said.
            record.modified = None;
            self.secured(path, record.clone(), &mut deeds)?;
            records.push(record);
        }
        let events = self.writer.commit(&deeds)?.events;
        let item = self.item_at(path, row)?.id;
        self.told(item, &records, events.start)
    }

    fn check_room_for(&self, files: &[HandedIn]) -> Result<(), IngestError> {
        let mut plan = Plan { files: files.len() as u64, ..Plan::default() };
        for file in files {
            plan.bytes += fs_err::metadata(&file.path)?.len();
        }
        plan.check_room(self.writer.archive().folder(), &Held::default())
    }

    /// What the ledger says of the files, looked up after it was committed. `first` is the first new event.
    fn told(&self, item: ItemId, records: &[FileRecord], first: u64) -> Result<Taken, IngestError> {
        let mut files = Vec::with_capacity(records.len());
        for record in records {
            for event in self.writer.index().events_of_page(record.page)? {
                let read = self.writer.event(event)?;
                if let Act::Secured(_) = read.act {
                    let name = Path::new(&record.original.display()).file_name().map_or_else(
                        || record.original.display(),
                        |name| name.to_string_lossy().into_owned(),
                    );
                    let FileRecord { page, digest, size, .. } = *record;
                    let before = event < first;
                    files.push(SecuredFile {
                        name,
                        page,
                        digest,
                        size,
                        at: read.at,
                        event,
                        before,
                    });
                }
            }
        }
        Ok(Taken { item, files })
    }
}

/// A file that arrived, under the name that its sender gave it: the last part, whatever the sender's system parts names
/// with.
fn source(item: &Path, file: &HandedIn) -> Result<SourceFile, IngestError> {
    let name = file.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|character| *character != '\0').collect();
    let name = if name.is_empty() || name == ".." { "_".to_owned() } else { name };
    let metadata = fs_err::symlink_metadata(&file.path)?;
    Ok(SourceFile { path: file.path.clone(), relative: item.join(name), metadata, named: false })
}

fn not_copied(error: CopyError) -> IngestError {
    match error {
        CopyError::Archive(error) => error.into(),
        CopyError::Source(problem) => {
            std::io::Error::other(format!("a file that arrived: {}", problem.detail)).into()
        }
    }
}

#[cfg(test)]
mod tests;
