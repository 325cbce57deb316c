//! What can stop a taking in, and what merely has to be reported.

use std::path::PathBuf;

use serde::Serialize;
use sijill_storage::{ErrorKind, StorageError};

/// Why files could not be taken in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum IngestError {
    /// Something on the command line or in the team's files cannot be used.
    #[error("{}: {what}", path.display())]
    Refused { path: PathBuf, what: String, remedy: &'static str },
    /// The user asked to stop.
    #[error("stopped: {files} files are secured, the rest is not")]
    Interrupted { files: u64 },
    /// The user asked to stop looking at pages.
    #[error("stopped: {pages} pages were looked at, the rest was not")]
    Stopped { pages: u64 },
    /// No page can be looked at safely here.
    #[error(transparent)]
    Sandbox(#[from] sijill_sandbox::Failure),
    /// The archive.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl IngestError {
    pub(crate) fn refused(
        path: impl Into<PathBuf>,
        what: impl Into<String>,
        remedy: &'static str,
    ) -> Self {
        Self::Refused { path: path.into(), what: what.into(), remedy }
    }

    /// Which exit code the error deserves.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Refused { .. } => ErrorKind::Refused,
            Self::Interrupted { .. } | Self::Stopped { .. } | Self::Sandbox(_) => {
                ErrorKind::Unfinished
            }
            Self::Storage(error) => error.kind(),
        }
    }
}

/// Why something on the command line cannot be read, in words for a person.
pub(crate) fn missing_or(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        _ => error.to_string(),
    }
}

impl From<std::io::Error> for IngestError {
    fn from(error: std::io::Error) -> Self {
        Self::Storage(error.into())
    }
}

/// Something at the source that the team should look at: what was not taken in, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceProblem {
    /// `symlink`, `special`, `unreadable`, `changing`, `claim-contradicted`, `claim-missing` or `bag-invalid`.
    pub kind: SourceProblemKind,
    /// The path at the source, for the eye.
    pub path: String,
    /// What happened.
    pub detail: String,
}

/// Kinds of problems at the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceProblemKind {
    /// A symbolic link: never followed.
    Symlink,
    /// A device, pipe or socket: never opened.
    Special,
    /// A file or folder that cannot be read.
    Unreadable,
    /// A file that kept changing while it was read.
    Changing,
    /// A file that has another digest than the sender's bag says.
    ClaimContradicted,
    /// A file that the sender's bag lists and does not hold.
    ClaimMissing,
    /// Another rule of BagIt that the sender's bag breaks.
    BagInvalid,
}

impl SourceProblemKind {
    /// Whether something that should have been secured was not.
    #[must_use]
    pub fn is_failure(self) -> bool {
        matches!(self, Self::Unreadable | Self::Changing)
    }

    /// Whether what the sender says about the files does not hold, though what was sent is secured.
    #[must_use]
    pub fn is_contradiction(self) -> bool {
        matches!(self, Self::ClaimContradicted | Self::ClaimMissing | Self::BagInvalid)
    }
}
