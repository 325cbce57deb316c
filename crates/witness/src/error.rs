//! What can go wrong with a witness, said so that a person knows what to do.

use std::io;
use std::path::{Path, PathBuf};

use sijill_keys::KeyError;
use sijill_storage::ErrorKind;
use sijill_translog::InvalidKeyName;

/// An error of a witness's folder. That a request is refused is no error but an answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum WitnessError {
    /// The folder is not a witness's.
    #[error("{path} is not a witness's folder: it has no witness.toml")]
    NotAWitness { path: PathBuf },
    /// The folder's format is newer than this program.
    #[error("{path} is a witness of format {found}, and this program knows formats up to {known}")]
    FutureFormat { path: PathBuf, found: u64, known: u64 },
    /// There is something where a new witness should be.
    #[error("{path} already exists and is not empty")]
    Occupied { path: PathBuf },
    /// What the witness cosigned is no longer known.
    #[error("{path} is missing: this witness no longer knows what it cosigned")]
    Forgotten { path: PathBuf },
    /// A file is not what its format says.
    #[error("{path} is damaged: {what}")]
    Damaged { path: PathBuf, what: String },
    /// The name cannot name a key.
    #[error(transparent)]
    Name(#[from] InvalidKeyName),
    /// A log that cannot be witnessed.
    #[error("the log {origin:?} cannot be witnessed: {what}")]
    UnfitLog { origin: String, what: &'static str },
    /// The passphrase does not open the witness's key.
    #[error("the passphrase does not open {path}")]
    WrongPassphrase { path: PathBuf },
    /// The clock stands before the last cosignature.
    #[error("the clock says {now}, and the last cosignature was given at {last}")]
    ClockWentBack { now: jiff::Timestamp, last: jiff::Timestamp },
    /// The clock stands before 1970.
    #[error("the clock is not set")]
    ClockNotSet,
    /// A file could not be read or written; the message names it.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The database could not be read or written.
    #[error("{path}: {source}")]
    Sqlite { path: PathBuf, source: rusqlite::Error },
    /// A key file.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The server cannot listen.
    #[error("cannot listen on {address}: {source}")]
    Listen { address: std::net::SocketAddr, source: io::Error },
}

/// Result of this crate.
pub type Result<T, E = WitnessError> = std::result::Result<T, E>;

impl WitnessError {
    /// Which exit code the error deserves.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Damaged { .. } | Self::Forgotten { .. } => ErrorKind::Unsound,
            Self::ClockWentBack { .. } | Self::ClockNotSet | Self::Io(_) | Self::Sqlite { .. } => {
                ErrorKind::Unfinished
            }
            _ => ErrorKind::Refused,
        }
    }

    /// A short name of the error for machines.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NotAWitness { .. } => "not-a-witness",
            Self::FutureFormat { .. } => "future-format",
            Self::Occupied { .. } => "occupied",
            Self::Forgotten { .. } => "forgotten",
            Self::Damaged { .. } => "damaged",
            Self::Name(_) => "invalid",
            Self::UnfitLog { .. } => "unfit-log",
            Self::WrongPassphrase { .. } => "wrong-passphrase",
            Self::ClockWentBack { .. } | Self::ClockNotSet => "clock",
            Self::Io(_) => "io",
            Self::Sqlite { .. } => "database",
            Self::Key(_) => "key",
            Self::Listen { .. } => "listen",
        }
    }

    /// What the person can do about it.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::NotAWitness { .. } => {
                "name the witness with --witness DIR or SIJILL_WITNESS, or make one with sijill witness init"
            }
            Self::FutureFormat { .. } => "use a newer Sijill",
            Self::Occupied { .. } => "choose a folder that does not exist yet or is empty",
            Self::Forgotten { .. } | Self::Damaged { .. } => {
                "do not restore a backup: retire this witness, say so, and make a new one under another name"
            }
            Self::Name(_) => "use something like a web address without https://, and no spaces",
            Self::UnfitLog { .. } => "ask the archive for the vkey that sijill init printed",
            Self::WrongPassphrase { .. } => "type the passphrase again, or set SIJILL_PASSPHRASE",
            Self::ClockWentBack { .. } | Self::ClockNotSet => {
                "set the clock: a witness states when it saw a checkpoint, and must not state it wrongly"
            }
            Self::Io(_) | Self::Sqlite { .. } => {
                "see that the disk is there and has room, then try again"
            }
            Self::Key(_) => "see the file witness.pem",
            Self::Listen { .. } => "choose another address with --listen",
        }
    }

    /// The file or folder it happened to.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::NotAWitness { path }
            | Self::FutureFormat { path, .. }
            | Self::Occupied { path }
            | Self::Forgotten { path }
            | Self::Damaged { path, .. }
            | Self::WrongPassphrase { path }
            | Self::Sqlite { path, .. } => Some(path),
            _ => None,
        }
    }
}
