//! Copying one file into staging: every byte is read once, hashed and written.
//!
//! The size, times and inode of the source are looked at before and after. If they differ, or another number
//! of bytes was read than there should have been, somebody wrote to the file meanwhile: the copy is thrown away
//! and made again.

use std::fs::Metadata;
use std::io::{ErrorKind, Read, Seek, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use fs_err::os::unix::fs::OpenOptionsExt;
use fs_err::{File, OpenOptions};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use sijill_schema::{Digest, FileRecord, ItemId, PageId, Salt};
use sijill_storage::{Staging, StorageError};

use crate::again::Held;
use crate::error::{SourceProblem, SourceProblemKind};
use crate::source::{SourceFile, original};

const BUFFER: usize = 256 * 1024;

/// How often a file that changes while it is read is read again.
const ATTEMPTS: usize = 3;

/// A file to copy, and the name that it gets.
#[derive(Debug)]
pub(crate) struct Job {
    pub item: ItemId,
    pub stored: String,
    pub source: SourceFile,
    /// A stored file that may have the same bytes.
    pub held: Option<Held>,
}

/// Why a file was not copied.
pub(crate) enum CopyError {
    /// The source is at fault; the rest goes on.
    Source(SourceProblem),
    /// The archive is at fault; everything stops.
    Archive(StorageError),
}

enum Attempt {
    Copied(FileRecord),
    Changed,
}

impl Job {
    /// Copies the file.
    pub fn run(&self, staging: &Staging) -> Result<FileRecord, CopyError> {
        for _ in 0..ATTEMPTS {
            match self.attempt(staging) {
                Ok(Attempt::Copied(record)) => return Ok(record),
                Ok(Attempt::Changed) => self.discard(staging)?,
                Err(error) => {
                    self.discard(staging)?;
                    return Err(error);
                }
            }
        }
        Err(self.source_problem(
            SourceProblemKind::Changing,
            "the file kept changing while it was read".to_owned(),
        ))
    }

    fn attempt(&self, staging: &Staging) -> Result<Attempt, CopyError> {
        let mut source = self.open_source()?;
        let before = source.metadata().map_err(|error| self.unreadable(&error))?;
        if !before.is_file() {
            return Err(self.source_problem(
                SourceProblemKind::Special,
                "not a regular file any more".to_owned(),
            ));
        }
        let (digest, size) = match self.link(staging, &mut source)? {
            Some(linked) => linked,
            None => self.store(staging, &mut source, before.len())?,
        };
        let after = source.metadata().map_err(|error| self.unreadable(&error))?;
        if size != after.len() || !is_same(&before, &after) {
            return Ok(Attempt::Changed);
        }
        Ok(Attempt::Copied(self.record(digest, size, &after)?))
    }

    /// Makes the page another name of the stored bytes that it repeats, if it does.
    fn link(
        &self,
        staging: &Staging,
        source: &mut File,
    ) -> Result<Option<(Digest, u64)>, CopyError> {
        let Some(held) = &self.held else { return Ok(None) };
        let same = held.same_as(source).map_err(|error| self.unreadable(&error))?;
        if let Some(digest) = same
            && staging.link_page(self.item, &self.stored, &held.path).map_err(CopyError::Archive)?
        {
            return Ok(Some((digest, held.size)));
        }
        source.rewind().map_err(|error| self.unreadable(&error))?;
        Ok(None)
    }

    fn store(
        &self,
        staging: &Staging,
        source: &mut File,
        length: u64,
    ) -> Result<(Digest, u64), CopyError> {
        let mut target =
            staging.create_page(self.item, &self.stored).map_err(CopyError::Archive)?;
        let (digest, size) = self.copy(source, &mut target, length)?;
        staging.finish_page(target, size).map_err(CopyError::Archive)?;
        Ok((digest, size))
    }

    /// Opens the source for reading; a link or pipe that took its place since is refused, not followed.
    fn open_source(&self) -> Result<File, CopyError> {
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        let flags = i32::try_from(flags.bits()).unwrap_or_default();
        let opened = OpenOptions::new().read(true).custom_flags(flags).open(&self.source.path);
        opened.map_err(|error| self.unreadable(&error))
    }

    fn copy(
        &self,
        source: &mut File,
        target: &mut File,
        length: u64,
    ) -> Result<(Digest, u64), CopyError> {
        let mut buffer = vec![0; usize::try_from(length).unwrap_or(BUFFER).clamp(1, BUFFER)];
        let (mut hasher, mut size) = (Sha256::new(), 0);
        loop {
            let read = match source.read(&mut buffer) {
                Ok(0) => return Ok((Digest::from_bytes(hasher.finalize().into()), size)),
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.unreadable(&error)),
            };
            hasher.update(&buffer[..read]);
            target.write_all(&buffer[..read]).map_err(|error| CopyError::Archive(error.into()))?;
            size += read as u64;
            if size > length {
                // It grew meanwhile. A file that grows as fast as it is read would be read for ever.
                return Ok((Digest::from_bytes(hasher.finalize().into()), size));
            }
        }
    }

    fn record(
        &self,
        digest: Digest,
        size: u64,
        metadata: &Metadata,
    ) -> Result<FileRecord, CopyError> {
        Ok(FileRecord {
            page: PageId::new(),
            stored: self.stored.clone(),
            original: original(&self.source.relative),
            digest,
            size,
            modified: modified(metadata),
            claims: Vec::new(),
            salt: Salt::random().map_err(|error| CopyError::Archive(error.into()))?,
        })
    }

    fn discard(&self, staging: &Staging) -> Result<(), CopyError> {
        staging.remove_page(self.item, &self.stored).map_err(CopyError::Archive)
    }

    fn unreadable(&self, error: &std::io::Error) -> CopyError {
        self.source_problem(SourceProblemKind::Unreadable, error.to_string())
    }

    fn source_problem(&self, kind: SourceProblemKind, detail: String) -> CopyError {
        CopyError::Source(SourceProblem {
            kind,
            path: original(&self.source.path).display(),
            detail,
        })
    }
}

/// When a file was last modified, in the precision that canonical JSON keeps.
pub(crate) fn modified(metadata: &Metadata) -> Option<Timestamp> {
    let nanoseconds = i32::try_from(metadata.mtime_nsec()).ok()?;
    Timestamp::new(metadata.mtime(), nanoseconds).ok()
}

fn is_same(before: &Metadata, after: &Metadata) -> bool {
    let facts =
        |meta: &Metadata| (meta.dev(), meta.ino(), meta.len(), meta.mtime(), meta.mtime_nsec());
    facts(before) == facts(after)
}

/// The name under which a page is stored: its number in the item, and the extension where it is a plain one,
/// so that a person who opens the folder without Sijill can look at the files.
pub(crate) fn stored_name(number: u64, original: &Path) -> String {
    let extension = original.extension().map(|extension| extension.as_bytes().to_ascii_lowercase());
    let plain =
        extension.filter(|bytes| bytes.len() <= 8 && bytes.iter().all(u8::is_ascii_alphanumeric));
    match plain.and_then(|bytes| String::from_utf8(bytes).ok()) {
        Some(extension) if !extension.is_empty() => format!("{number:06}.{extension}"),
        _ => format!("{number:06}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_names_are_ours() {
        let name = |original: &str| stored_name(7, Path::new(original));
        assert_eq!(name("سجل.TIF"), "000007.tif");
        assert_eq!(name("no extension"), "000007");
        assert_eq!(name("a.صورة"), "000007");
        assert_eq!(name("../../etc/passwd"), "000007");
        assert_eq!(name("a.tar gz"), "000007");
        assert_eq!(name(".hidden"), "000007");
        assert_eq!(name("a."), "000007");
    }
}
