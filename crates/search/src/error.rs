//! What goes wrong with an index on disk, for the person who waits for an answer.

use std::io;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenWriteError};

/// Why an index could not be written or asked. Nothing is lost by any of them: an index is derived.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// Another process holds the writer's lock.
    #[error("the search index is being written by another process; try again when it has ended")]
    Busy,
    /// The files are not what the writer left.
    #[error("the search index cannot be used: {why}; delete it and `sijill process` makes it anew")]
    Damaged {
        /// What is wrong with which file.
        why: String,
    },
    /// The disk did not do what was asked.
    #[error("the search index could not be read or written: {0}")]
    Io(#[from] io::Error),
    /// The engine could not.
    #[error("the search engine could not do its work: {0}")]
    Engine(TantivyError),
}

impl From<TantivyError> for IndexError {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Busy,
            TantivyError::DataCorruption(corruption) => {
                Self::Damaged { why: format!("{corruption:?}") }
            }
            TantivyError::IoError(error)
            | TantivyError::LockFailure(LockError::IoError(error), _)
            | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: error, .. }) => {
                Self::Io(io::Error::new(error.kind(), error))
            }
            other => Self::Engine(other),
        }
    }
}

impl IndexError {
    /// Whether nothing is wrong but that nobody may write there: a disk that is read-only, a folder of somebody else's.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
        matches!(self, Self::Io(error) if matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem))
    }
}
