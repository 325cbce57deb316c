//! Errors as the person at the terminal meets them: what happened, to which file, what to do, and an exit code.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;
use sijill_accounts::Refusal;
use sijill_attest::AttestError;
use sijill_bag::PackError;
use sijill_describe::SheetError;
use sijill_evidence::check::{CheckError, EarlierError};
use sijill_evidence::export::ExportError;
use sijill_finding::FindingError;
use sijill_ingest::IngestError;
use sijill_server::ServerError;
use sijill_storage::{ErrorKind, StorageError};
use sijill_witness::WitnessError;

/// Wrong usage or refused input.
pub(crate) const REFUSED: Exit = Exit(2);

/// An exit code of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exit(u8);

impl Exit {
    pub const UNSOUND: Self = Self(1);
    pub const UNFINISHED: Self = Self(3);
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.0)
    }
}

impl From<ErrorKind> for Exit {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Unsound => Self::UNSOUND,
            ErrorKind::Refused => REFUSED,
            ErrorKind::Unfinished => Self::UNFINISHED,
        }
    }
}

/// An error with everything that is said about it.
#[derive(Debug, Serialize)]
pub(crate) struct CliError {
    /// A short name for machines.
    pub kind: &'static str,
    /// What happened, in a sentence.
    pub message: String,
    /// The file or folder it happened to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<PathBuf>,
    /// What to do about it.
    pub remedy: String,
    #[serde(skip)]
    pub exit: Exit,
}

impl CliError {
    pub fn usage(message: impl Into<String>) -> Self {
        let remedy = "see sijill --help".to_owned();
        Self { kind: "usage", message: message.into(), path: None, remedy, exit: REFUSED }
    }

    pub fn refused(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            kind: "refused",
            message: message.into(),
            path: None,
            remedy: remedy.into(),
            exit: REFUSED,
        }
    }

    /// The same about a file.
    pub fn about(self, path: &Path) -> Self {
        Self { path: Some(path.to_owned()), ..self }
    }

    /// The same with its path below the archive, where it lies there: a program that reads the error knows
    /// the archive, and not from where it was named.
    pub fn seen_from(mut self, archive: Option<&Path>) -> Self {
        let inside = match (&self.path, archive) {
            (Some(path), Some(archive)) => path.strip_prefix(archive).map(PathBuf::from).ok(),
            _ => None,
        };
        if let Some(inside) = inside.filter(|path| !path.as_os_str().is_empty()) {
            self.path = Some(inside);
        }
        self
    }

    pub fn no_archive() -> Self {
        Self::refused("no archive was named", "name it with --archive DIR, or set SIJILL_ARCHIVE")
    }
}

impl From<StorageError> for CliError {
    fn from(error: StorageError) -> Self {
        Self {
            kind: error.name(),
            message: error.to_string(),
            path: error.path().map(PathBuf::from),
            remedy: error.remedy().to_owned(),
            exit: error.kind().into(),
        }
    }
}

impl From<FindingError> for CliError {
    fn from(error: FindingError) -> Self {
        let (exit, message) = (error.kind().into(), error.to_string());
        let (kind, remedy, path) = match error {
            FindingError::Storage(error) => return error.into(),
            FindingError::Query(error) => {
                let message = format!("{} (at character {})", error.message, error.at + 1);
                return Self { kind: "query", message, path: None, remedy: error.remedy, exit };
            }
            FindingError::Asked { remedy, .. } => ("query", remedy, None),
            FindingError::Text { path, .. } => {
                ("derived", "run sijill process --rebuild: what was read is made anew", Some(path))
            }
            _ => ("index", "see to the disk and try again; nothing in the index is evidence", None),
        };
        Self { kind, message, path, remedy: remedy.to_owned(), exit }
    }
}

impl From<SheetError> for CliError {
    fn from(error: SheetError) -> Self {
        let message = error.to_string();
        match error {
            SheetError::Refused { remedy, .. } => Self::refused(message, remedy),
            SheetError::Worker(_) => Self {
                kind: "unfinished",
                message,
                path: None,
                remedy: "save the sheet as \"CSV UTF-8\", which needs no worker".to_owned(),
                exit: Exit::UNFINISHED,
            },
        }
    }
}

impl From<IngestError> for CliError {
    fn from(error: IngestError) -> Self {
        let exit = error.kind().into();
        match error {
            IngestError::Storage(error) => error.into(),
            IngestError::Refused { ref path, remedy, .. } => Self {
                kind: "refused",
                message: error.to_string(),
                path: Some(path.clone()),
                remedy: remedy.to_owned(),
                exit,
            },
            other => Self {
                kind: "interrupted",
                message: other.to_string(),
                path: None,
                remedy: "run the same command again: it continues".to_owned(),
                exit,
            },
        }
    }
}

impl From<ExportError> for CliError {
    fn from(error: ExportError) -> Self {
        let message = error.to_string();
        let exit = match error {
            ExportError::Storage(error) => return error.into(),
            ExportError::Unsound(_) | ExportError::SelfCheck(_) | ExportError::Since { .. } => {
                Exit::UNSOUND
            }
            ExportError::Open { .. } | ExportError::Policy(_) | ExportError::Refused(_) => REFUSED,
            _ => Exit::UNFINISHED,
        };
        let remedy = "nothing was handed out; set right what is named and run the command again";
        Self { kind: "export", message, path: None, remedy: remedy.to_owned(), exit }
    }
}

impl From<CheckError> for CliError {
    fn from(error: CheckError) -> Self {
        let remedy = "what cannot be read is not verified; copy it again from where it came";
        let message = error.to_string();
        Self {
            kind: "unreadable",
            message,
            path: None,
            remedy: remedy.to_owned(),
            exit: Exit::UNFINISHED,
        }
    }
}

impl From<EarlierError> for CliError {
    fn from(error: EarlierError) -> Self {
        Self::refused(
            error.to_string(),
            "give a checkpoint, a receipt in JSON, a .tlog-proof or a package",
        )
    }
}

impl From<PackError> for CliError {
    fn from(error: PackError) -> Self {
        let remedy = "the package itself is whole in its folder; pack it again elsewhere";
        let message = error.to_string();
        Self {
            kind: "unfinished",
            message,
            path: None,
            remedy: remedy.to_owned(),
            exit: Exit::UNFINISHED,
        }
    }
}

impl From<Refusal> for CliError {
    fn from(error: Refusal) -> Self {
        let (kind, exit) = (error.name(), error.kind().into());
        match error {
            Refusal::Storage(error) => error.into(),
            other => Self {
                kind,
                message: other.to_string(),
                path: None,
                remedy: other.remedy().to_owned(),
                exit,
            },
        }
    }
}

impl From<ServerError> for CliError {
    fn from(error: ServerError) -> Self {
        let remedy = error.remedy();
        match error {
            ServerError::Storage(error) => error.into(),
            ServerError::Certificate { path, what } => {
                Self { path: Some(path), ..Self::refused(what, remedy) }
            }
            other => Self {
                kind: "unfinished",
                message: other.to_string(),
                path: None,
                remedy: remedy.to_owned(),
                exit: Exit::UNFINISHED,
            },
        }
    }
}

impl From<AttestError> for CliError {
    fn from(error: AttestError) -> Self {
        let path = match &error {
            AttestError::Policy { path, .. } => Some(path.clone()),
            AttestError::Forked(fork) => fork.file.clone(),
            _ => None,
        };
        let (kind, exit) = (error.name(), error.kind().into());
        match error {
            AttestError::Storage(error) => error.into(),
            other => Self {
                kind,
                message: other.to_string(),
                path,
                remedy: other.remedy().to_owned(),
                exit,
            },
        }
    }
}

impl From<WitnessError> for CliError {
    fn from(error: WitnessError) -> Self {
        Self {
            kind: error.name(),
            message: error.to_string(),
            path: error.path().map(PathBuf::from),
            remedy: error.remedy().to_owned(),
            exit: error.kind().into(),
        }
    }
}

impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> Self {
        StorageError::from(error).into()
    }
}
