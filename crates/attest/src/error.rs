//! What can go wrong when others are asked.

use std::path::PathBuf;

use sijill_storage::{ErrorKind, StorageError};
use sijill_translog::PolicyError;

use crate::fork::Fork;

/// An error of asking others.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum AttestError {
    /// The archive.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The trust policy cannot be used.
    #[error("{path}: {source}")]
    Policy { path: PathBuf, source: PolicyError },
    /// What was asked for, or handed in, cannot be used.
    #[error("{what}")]
    Refused { what: String, remedy: &'static str },
    /// Whoever was asked did not answer, or not so that it can be used.
    #[error("{what}")]
    Unanswered { what: String, remedy: &'static str },
    /// The log has told two histories.
    #[error("{0}")]
    Forked(Box<Fork>),
}

/// Result of this crate.
pub type Result<T, E = AttestError> = std::result::Result<T, E>;

impl AttestError {
    pub(crate) fn refused(what: impl Into<String>, remedy: &'static str) -> Self {
        Self::Refused { what: what.into(), remedy }
    }

    /// Which exit code the error deserves.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Storage(error) => error.kind(),
            Self::Policy { .. } | Self::Refused { .. } => ErrorKind::Refused,
            Self::Unanswered { .. } => ErrorKind::Unfinished,
            Self::Forked(_) => ErrorKind::Unsound,
        }
    }

    /// A short name of the error for machines.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Storage(error) => error.name(),
            Self::Policy { .. } => "policy",
            Self::Refused { .. } => "refused",
            Self::Unanswered { .. } => "unanswered",
            Self::Forked(_) => "fork",
        }
    }

    /// What the person can do about it.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Storage(error) => error.remedy(),
            Self::Policy { .. } => "correct the line; docs/operations.md shows a policy",
            Self::Refused { remedy, .. } | Self::Unanswered { remedy, .. } => remedy,
            Self::Forked(fork) if fork.file.is_none() => Fork::IMPORT,
            Self::Forked(_) => Fork::REMEDY,
        }
    }
}

impl From<std::io::Error> for AttestError {
    fn from(error: std::io::Error) -> Self {
        Self::Storage(error.into())
    }
}
