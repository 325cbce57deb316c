//! The folder as tantivy sees it: every file is hashed as it is written, and the seal is written before the state.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use sijill_schema::Digest;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};
use uuid::Uuid;

use super::seal::{self, MANAGED, META, Note, SEAL, Seal, Sealed, Seen};
use crate::IndexError;

/// A folder that keeps a seal.
#[derive(Clone)]
pub(super) struct Guarded {
    inner: MmapDirectory,
    folder: PathBuf,
    format: &'static str,
    known: Arc<Mutex<Known>>,
}

#[derive(Default)]
struct Known {
    seal: Seal,
    /// Digests of the files that were written or verified, by name.
    digests: HashMap<String, Digest>,
}

/// As much of `meta.json` as names files.
#[derive(Deserialize)]
struct Meta {
    segments: Vec<Segment>,
}

#[derive(Deserialize)]
struct Segment {
    segment_id: Uuid,
    deletes: Option<Deletes>,
}

#[derive(Deserialize)]
struct Deletes {
    opstamp: u64,
}

impl Segment {
    /// Whether a file belongs to this state of the segment.
    fn has(&self, name: &str) -> bool {
        let Some((stem, kind)) = name.split_once('.') else { return false };
        let of_other_deletes = kind.ends_with("del")
            && self.deletes.as_ref().is_none_or(|now| kind != format!("{}.del", now.opstamp));
        stem == self.segment_id.simple().to_string()
            && !of_other_deletes
            && !kind.ends_with(".temp")
    }
}

impl Guarded {
    /// The folder, of which a seal that was verified is known.
    pub fn open(folder: &Path, format: &'static str, seal: Seal) -> Result<Self, IndexError> {
        let inner = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        let notes = seal.states.iter().flat_map(|state| &state.files);
        let digests = notes.map(|note| (note.name.clone(), note.sha256)).collect();
        let known = Arc::new(Mutex::new(Known { seal, digests }));
        Ok(Self { inner, folder: folder.to_owned(), format, known })
    }

    /// Seals the state that `meta` describes, beside the one that is.
    fn seal(&self, meta: &[u8]) -> io::Result<()> {
        let described: Meta = serde_json::from_slice(meta)?;
        let mut known = lock(&self.known);
        let mut files = Vec::new();
        for (name, sha256) in &known.digests {
            if described.segments.iter().any(|segment| segment.has(name)) {
                let seen = Seen::of(&self.folder.join(name))?;
                files.push(Note { name: name.clone(), sha256: *sha256, seen });
            }
        }
        files.sort_by(|one, other| one.name.cmp(&other.name));
        let now = seal::stamp(&self.folder).map(Digest::from_bytes);
        let mut states = vec![Sealed { meta: Digest::of(meta), files }];
        states.extend(known.seal.states.iter().find(|state| Some(state.meta) == now).cloned());
        known.seal = Seal { format: self.format.to_owned(), states };
        self.inner.atomic_write(Path::new(SEAL), &known.seal.to_bytes()?)
    }
}

/// A thread that panicked while it held the lock left nothing half done: what is kept is replaced as a whole.
fn lock(known: &Mutex<Known>) -> MutexGuard<'_, Known> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Guarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "index in {}", self.folder.display())
    }
}

impl Directory for Guarded {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        lock(&self.known).digests.remove(path.to_string_lossy().as_ref());
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let hashing = Hashing {
            inner: self.inner.open_write(path)?,
            hash: Sha256::new(),
            name: path.to_string_lossy().into_owned(),
            known: Arc::clone(&self.known),
        };
        Ok(BufWriter::new(Box::new(hashing)))
    }

    /// tantivy's list of the files that it made: all that there are, so that nothing needs to be kept in step.
    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        if path != Path::new(MANAGED) {
            return self.inner.atomic_read(path);
        }
        let list = || {
            let names = seal::files(&self.folder)?;
            let made: Vec<_> = names.iter().filter(|name| *name != SEAL).collect();
            serde_json::to_vec(&made).map_err(io::Error::from)
        };
        list().map_err(|error| OpenReadError::wrap_io_error(error, path.to_path_buf()))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new(MANAGED) {
            return Ok(());
        }
        if path == Path::new(META) {
            self.seal(data)?;
        }
        self.inner.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    /// A reader waits for files that are being removed. Where nothing can be written, nobody removes files.
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.inner.acquire_lock(lock) {
            Err(LockError::IoError(error)) if lock.is_blocking && is_read_only(&error) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            outcome => outcome,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

fn is_read_only(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied)
}

/// Hashes what is written to a file, and notes the digest when it is whole.
struct Hashing {
    inner: WritePtr,
    hash: Sha256,
    name: String,
    known: Arc<Mutex<Known>>,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or(bytes));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl TerminatingWrite for Hashing {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.inner.terminate_ref(token)?;
        let digest = Digest::from_bytes(self.hash.finalize_reset().into());
        lock(&self.known).digests.insert(std::mem::take(&mut self.name), digest);
        Ok(())
    }
}
