//! Looking before anything is written: how much there is, and what will be reported. This is all that a dry
//! run does.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde::Serialize;
use sijill_storage::{StorageError, durable};

use crate::accession::Statement;
use crate::error::{IngestError, SourceProblem};
use crate::sheet::Row;
use crate::source::{Found, SourceFile, Sources};

/// Room that each file needs besides its bytes: its events, journal line, record and folders.
const ROOM_PER_FILE: u64 = 8 * 1024;

/// What earlier runs have secured.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Held {
    pub files: u64,
    pub bytes: u64,
}

/// What a taking in would do.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Plan {
    /// How many items there would be.
    pub items: u64,
    /// How many files.
    pub files: u64,
    /// How many bytes.
    pub bytes: u64,
    /// What would be reported.
    pub problems: Vec<SourceProblem>,
}

impl Plan {
    /// Looks at the sources without writing anything.
    ///
    /// # Errors
    /// If a path or a row of the sheet cannot be used.
    pub fn make(
        paths: &[PathBuf],
        archive: &Path,
        statement: &Statement,
    ) -> Result<Self, IngestError> {
        let sources = Sources::new(paths, archive)?;
        Self::of(&sources, statement)
    }

    pub(crate) fn of(sources: &Sources, statement: &Statement) -> Result<Self, IngestError> {
        if let Some(sheet) = &statement.sheet {
            sheet.check(sources)?;
        }
        let (mut plan, mut rows, mut folder) = (Self::default(), HashSet::new(), None);
        for found in sources.walk() {
            match found {
                Found::Problem(problem) => plan.problems.push(problem),
                Found::File(file) => {
                    plan.files += 1;
                    plan.bytes += file.metadata.len();
                    let (item, row) = item_path(&file, statement);
                    // The files of a folder follow one another; those of a row of the sheet need not.
                    let is_new = match row {
                        Some(row) => rows.insert(row.line),
                        None => folder.as_ref() != Some(&item),
                    };
                    plan.items += u64::from(is_new);
                    folder = Some(item);
                }
            }
        }
        Ok(plan)
    }

    /// Refuses before harm where the disk is too small for what is not held yet.
    pub(crate) fn check_room(&self, archive: &Path, held: &Held) -> Result<(), IngestError> {
        let free = durable::free_bytes(archive)?;
        let files = self.files.saturating_sub(held.files);
        let needed = self.bytes.saturating_sub(held.bytes) + files * ROOM_PER_FILE;
        if needed > free {
            let path = archive.to_owned();
            return Err(StorageError::DiskFull { path, needed, free }.into());
        }
        Ok(())
    }
}

/// The item that a file belongs to: by the sheet, or the folder that directly holds it; a file that was named
/// itself is an item of its own.
pub(crate) fn item_path<'s>(
    file: &SourceFile,
    statement: &'s Statement,
) -> (PathBuf, Option<&'s Row>) {
    if let Some((row, path)) =
        statement.sheet.as_ref().and_then(|sheet| sheet.item_of(&file.relative))
    {
        return (path, Some(row));
    }
    match file.relative.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => (folder.to_owned(), None),
        _ if file.named => (file.relative.clone(), None),
        _ => (PathBuf::from("."), None),
    }
}
