//! What goes wrong with an index on disk, for the person who waits for an answer.

use std::io;

use tantivy::TantivyError;
use tantivy::directory::error::LockError;

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
            other => Self::Engine(other),
        }
    }
}
