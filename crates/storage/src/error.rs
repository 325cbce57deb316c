//! What can go wrong in an archive, said so that a person knows what happened, to which file, and what to do.

use std::io;
use std::path::{Path, PathBuf};

use sijill_keys::KeyError;
use sijill_schema::canonical::CanonicalError;

/// How an error ends a command: the three exit codes beside success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The evidence does not verify.
    Unsound,
    /// Wrong usage or refused input.
    Refused,
    /// The work could not be finished: disk full, unreadable, interrupted.
    Unfinished,
}

/// An error of the archive on disk.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum StorageError {
    /// The folder is not an archive.
    #[error("{path} is not a Sijill archive: it has no archive.toml")]
    NotAnArchive { path: PathBuf },
    /// The archive's format is newer than this program.
    #[error("{path} is an archive of format {found}, and this program knows formats up to {known}")]
    FutureFormat { path: PathBuf, found: u64, known: u64 },
    /// There is something where a new archive or copy should be.
    #[error("{path} already exists and is not empty")]
    Occupied { path: PathBuf },
    /// Another process writes to the archive.
    #[error("another process is writing to the archive {path}")]
    Locked { path: PathBuf },
    /// A file of the archive is not what its format says.
    #[error("{path} is damaged: {what}")]
    Damaged { path: PathBuf, what: String },
    /// A name or a setting cannot be used.
    #[error("{what}")]
    Invalid { what: String, remedy: &'static str },
    /// No key opens with the passphrase.
    #[error("the passphrase opens no key in {path}")]
    WrongPassphrase { path: PathBuf },
    /// The person whose key was unlocked lacks a key that the archive uses now.
    #[error("the {role} key was changed since this person's keys were made")]
    KeyChanged { role: &'static str },
    /// No such key.
    #[error("no key {key} is enrolled")]
    NoSuchKey { key: String },
    /// No such record.
    #[error("the archive holds no record {id}")]
    NoSuchRecord { id: String },
    /// The ledger and the checkpoint file contradict each other.
    #[error("the archive is frozen, nothing will be signed: {0}")]
    Frozen(Freeze),
    /// The archive was restored from a copy and nobody has shown the newest checkpoint yet.
    #[error(
        "{path} was restored from a backup and is read-only until its newest checkpoint is shown"
    )]
    Restored { path: PathBuf },
    /// The disk is read-only.
    #[error("{path} is on a read-only disk")]
    ReadOnly { path: PathBuf },
    /// There is not enough room.
    #[error("the disk of {path} has room for {free} bytes; {needed} bytes are needed")]
    DiskFull { path: PathBuf, needed: u64, free: u64 },
    /// A row read back from the ledger is not the row that was written: the disk or the memory is faulty.
    #[error("event {seq} read back from {path} is not what was written; nothing was signed")]
    ReadBack { path: PathBuf, seq: u64 },
    /// An earlier failure left the writer in a state that must not be signed.
    #[error(
        "an earlier write to {path} failed; the archive must be opened again before more is written"
    )]
    Poisoned { path: PathBuf },
    /// A file could not be read or written; the message names it.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A database could not be read or written.
    #[error("{path}: {source}")]
    Sqlite { path: PathBuf, source: rusqlite::Error },
    /// A key file.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A record could not be put into canonical form.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes: {0}")]
    Random(#[from] getrandom::Error),
}

/// Why an archive is frozen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum Freeze {
    /// The ledger is older than a checkpoint that was signed.
    #[error(
        "the checkpoint file says {signed} events, the ledger has only {held}: the ledger is an old copy"
    )]
    Rollback { signed: u64, held: u64 },
    /// The ledger has another history than the one that was signed.
    #[error(
        "the ledger's first {size} events are not those that the checkpoint file was signed over"
    )]
    Fork { size: u64 },
    /// Somebody showed that this log has told two histories.
    #[error("the log has told two histories: {what}")]
    Evidence { what: String },
    /// The checkpoint file is gone although checkpoints were signed.
    #[error("the checkpoint file is missing, and the ledger holds signed checkpoints")]
    NoCheckpointFile,
    /// The checkpoint file is not a checkpoint of this log.
    #[error("the checkpoint file is not a checkpoint of this log: {what}")]
    BadCheckpointFile { what: String },
}

/// Result of this crate.
pub type Result<T, E = StorageError> = std::result::Result<T, E>;

impl StorageError {
    /// Which exit code the error deserves.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Damaged { .. } => ErrorKind::Unsound,
            Self::NotAnArchive { .. }
            | Self::FutureFormat { .. }
            | Self::Occupied { .. }
            | Self::Invalid { .. }
            | Self::WrongPassphrase { .. }
            | Self::KeyChanged { .. }
            | Self::NoSuchKey { .. }
            | Self::NoSuchRecord { .. }
            | Self::Frozen(_)
            | Self::Restored { .. }
            | Self::Key(_) => ErrorKind::Refused,
            _ => ErrorKind::Unfinished,
        }
    }

    /// A short name of the error for machines.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotAnArchive { .. } => "not-an-archive",
            Self::FutureFormat { .. } => "future-format",
            Self::Occupied { .. } => "occupied",
            Self::Locked { .. } => "locked",
            Self::Damaged { .. } => "damaged",
            Self::Invalid { .. } => "invalid",
            Self::WrongPassphrase { .. } => "wrong-passphrase",
            Self::KeyChanged { .. } => "key-changed",
            Self::NoSuchKey { .. } => "no-such-key",
            Self::NoSuchRecord { .. } => "no-such-record",
            Self::Frozen(_) => "frozen",
            Self::Restored { .. } => "restored",
            Self::ReadOnly { .. } => "read-only",
            Self::DiskFull { .. } => "disk-full",
            Self::ReadBack { .. } => "read-back",
            Self::Poisoned { .. } => "poisoned",
            Self::Io(error) => io_name(error),
            Self::Sqlite { source, .. } => sqlite_name(source),
            Self::Key(_) => "key",
            Self::Canonical(_) => "canonical",
            Self::Random(_) => "random",
        }
    }

    /// What the person can do about it.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NotAnArchive { .. } => {
                "name the archive with --archive DIR or SIJILL_ARCHIVE, or make one with sijill init"
            }
            Self::FutureFormat { .. } => {
                "use a newer Sijill; an old one might damage what it does not understand"
            }
            Self::Occupied { .. } => "choose a folder that does not exist yet or is empty",
            Self::Locked { .. } => "wait until it has ended, then try again",
            Self::Damaged { .. } => "run sijill verify, and restore the file from a backup",
            Self::Invalid { remedy, .. } => remedy,
            Self::WrongPassphrase { .. } => "type the passphrase again, or set SIJILL_PASSPHRASE",
            Self::KeyChanged { .. } => {
                "the person who changed it runs sijill key add --person NAME for you again"
            }
            Self::NoSuchKey { .. } => "see sijill key list",
            Self::NoSuchRecord { .. } => "see sijill show for what the archive holds",
            Self::Frozen(Freeze::Evidence { .. }) => {
                "this log can never sign again: keep the evidence file, tell the witnesses and whoever holds receipts, and go on from a sound backup with sijill restore --successor"
            }
            Self::Frozen(_) => {
                "nothing here may be repaired by signing again: keep both files, and restore the newest backup"
            }
            Self::Restored { .. } => {
                "run sijill restore with --last-checkpoint FILE, or with --successor ORIGIN"
            }
            Self::ReadOnly { .. } => "copy the archive to a disk that can be written to",
            Self::DiskFull { .. } => {
                "free room or use a larger disk, then run the same command again: it continues"
            }
            Self::ReadBack { .. } => {
                "stop using this machine for the archive and test its memory and disk"
            }
            Self::Poisoned { .. } => {
                "run the command again; it continues where it was acknowledged"
            }
            Self::Io(error) if is_full(error) => {
                "free room on the disk, then run the same command again: it continues"
            }
            Self::Io(_) | Self::Sqlite { .. } => {
                "check the disk and its permissions, then run the command again: it continues"
            }
            Self::Key(_) => "check the key files in the archive's folder keys",
            Self::Canonical(_) => "shorten or correct the record",
            Self::Random(_) => "restart the machine",
        }
    }

    /// The file or folder that the error is about, where there is one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::NotAnArchive { path }
            | Self::FutureFormat { path, .. }
            | Self::Occupied { path }
            | Self::Locked { path }
            | Self::Damaged { path, .. }
            | Self::WrongPassphrase { path }
            | Self::Restored { path }
            | Self::ReadOnly { path }
            | Self::DiskFull { path, .. }
            | Self::ReadBack { path, .. }
            | Self::Poisoned { path }
            | Self::Sqlite { path, .. } => Some(path),
            _ => None,
        }
    }
}

fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

fn io_name(error: &io::Error) -> &'static str {
    match error.kind() {
        _ if is_full(error) => "disk-full",
        io::ErrorKind::ReadOnlyFilesystem => "read-only",
        io::ErrorKind::PermissionDenied => "permission-denied",
        io::ErrorKind::NotFound => "not-found",
        _ => "io",
    }
}

fn sqlite_name(error: &rusqlite::Error) -> &'static str {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => "disk-full",
        Some(rusqlite::ErrorCode::ReadOnly) => "read-only",
        _ => "database",
    }
}

/// Adds the database's path to an error of SQLite.
pub(crate) trait SqliteContext<T> {
    fn at(self, path: &Path) -> Result<T>;
}

impl<T> SqliteContext<T> for rusqlite::Result<T> {
    fn at(self, path: &Path) -> Result<T> {
        self.map_err(|source| StorageError::Sqlite { path: path.to_owned(), source })
    }
}
