//! The same folder once more: a team often copies a stick that it has copied before.
//!
//! Every file is taken in again, with an event of its own, because it came again. Only the bytes need not be
//! stored twice: where an item of the same path holds a file of the same name and size, both are read side by side,
//! and if no byte differs the new page becomes another name of the stored bytes. A stored copy that was damaged
//! differs, and then the bytes are stored anew: a good copy is never passed over for a bad one.

use std::collections::HashMap;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use fs_err::File;
use sha2::{Digest as _, Sha256};
use sijill_schema::{Digest, OriginalPath};

use crate::error::IngestError;
use crate::intake::Intake;
use crate::source::original;

/// How many earlier items of the same path are looked at.
const EARLIER: u32 = 2;

const BUFFER: usize = 128 * 1024;

/// A stored file that may have the same bytes.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub path: PathBuf,
    pub size: u64,
}

impl Intake<'_> {
    /// What earlier accessions hold under a path, by the files' original paths.
    pub(crate) fn held_at(&self, path: &Path) -> Result<HashMap<OriginalPath, Held>, IngestError> {
        let mut held = HashMap::new();
        for row in self.writer.catalogue().newest_items_at(&original(path), EARLIER)? {
            if row.accession == self.accession {
                continue;
            }
            // An earlier item that is open or damaged is of no use here; `verify` is there to say so.
            let Ok(Some(record)) = self.sealed_record(row.id) else { continue };
            for file in record.files {
                let path = self.writer.archive().page_path(row.id, &file.stored);
                held.entry(file.original).or_insert(Held { path, size: file.size });
            }
        }
        Ok(held)
    }
}

impl Held {
    /// Reads a source to its end beside the stored file. Returns the digest of the source, if no byte
    /// differs. That the stored file cannot be read, or has other bytes, only means that it is of no use.
    ///
    /// # Errors
    /// If the source cannot be read.
    pub fn same_as(&self, source: &mut File) -> std::io::Result<Option<Digest>> {
        let Ok(mut stored) = File::open(&self.path) else { return Ok(None) };
        let (mut ours, mut theirs) = (vec![0; BUFFER], vec![0; BUFFER]);
        let mut hasher = Sha256::new();
        loop {
            let read = match source.read(&mut ours) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                other => other?,
            };
            if read == 0 {
                let ended = matches!(stored.read(&mut theirs), Ok(0));
                return Ok(ended.then(|| Digest::from_bytes(hasher.finalize().into())));
            }
            let theirs = &mut theirs[..read];
            if stored.read_exact(theirs).is_err() || theirs != &ours[..read] {
                return Ok(None);
            }
            hasher.update(theirs);
        }
    }
}
