//! What can go wrong between a question and its answer.

use std::path::PathBuf;

use sijill_search::{IndexError, QueryError};
use sijill_storage::{ErrorKind, StorageError};

/// Why nothing could be looked for, or the index not be kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum FindingError {
    /// The archive.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The question cannot be understood.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// Nothing was asked that anybody could be found by.
    #[error("nobody can be found by this: {what}")]
    Asked { what: String, remedy: &'static str },
    /// What a machine read on a page cannot be read back.
    #[error("{}: {why}", path.display())]
    Text { path: PathBuf, why: String },
    /// The disk.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl FindingError {
    /// Which exit code the error deserves.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Storage(error) => error.kind(),
            Self::Query(_) | Self::Asked { .. } => ErrorKind::Refused,
            Self::Index(_) | Self::Text { .. } | Self::Io(_) => ErrorKind::Unfinished,
        }
    }
}
