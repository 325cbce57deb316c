//! Why something was refused or could not be done.

use sijill_storage::{ErrorKind, StorageError};

/// A refusal. Its text never tells whether somebody has an account.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Handle, password or code is wrong, the account is locked, or there is none: one text for all of them.
    #[error("the name, the password or the code is not right")]
    SignIn,
    /// Too many tries; how many seconds to wait.
    #[error("too many tries: wait {seconds} seconds")]
    TooMany {
        /// After so many seconds another try is allowed.
        seconds: u64,
    },
    /// There is no such session, or it has ended.
    #[error("the session has ended")]
    SessionEnded,
    /// A second factor must be shown anew.
    #[error("show your second factor again: this needs a code that is not older than two minutes")]
    StepUp,
    /// No grant allows it.
    #[error("this is not yours to do")]
    NotAllowed,
    /// The person has read or handed out as much as one may in a day.
    #[error("the day's limit of {limit} is reached")]
    DayLimit {
        /// The limit.
        limit: u32,
    },
    /// A password that cannot be used.
    #[error("{what}")]
    Password {
        /// Why.
        what: &'static str,
    },
    /// Something else that was asked for cannot be done.
    #[error("{what}")]
    Refused {
        /// What cannot be done.
        what: String,
        /// What to do instead.
        remedy: &'static str,
    },
    /// It could not be recorded that a page is read, so the page must not be shown.
    #[error("the reading could not be recorded, so nothing is shown")]
    NotRecorded,
    /// The archive.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Result of this crate.
pub type Result<T, E = Refusal> = std::result::Result<T, E>;

impl Refusal {
    pub(crate) fn refused(what: impl Into<String>, remedy: &'static str) -> Self {
        Self::Refused { what: what.into(), remedy }
    }

    /// Which exit code the refusal deserves.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Storage(error) => error.kind(),
            Self::NotRecorded => ErrorKind::Unfinished,
            _ => ErrorKind::Refused,
        }
    }

    /// A short name of the refusal for machines.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::TooMany { .. } => "too-many-tries",
            Self::SessionEnded => "session-ended",
            Self::StepUp => "step-up",
            Self::NotAllowed => "not-allowed",
            Self::DayLimit { .. } => "day-limit",
            Self::Password { .. } => "password",
            Self::Refused { .. } => "refused",
            Self::NotRecorded => "not-recorded",
            Self::Storage(error) => error.name(),
        }
    }

    /// What the person can do about it.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::SignIn => "try again; if you lost something, ask an administrator of the archive",
            Self::TooMany { .. } => "wait, then try again",
            Self::SessionEnded => "sign in",
            Self::StepUp => "type a new code of your second factor",
            Self::NotAllowed => "ask an administrator for a role that allows it",
            Self::DayLimit { .. } => "go on tomorrow, or tell the overseer why you need more",
            Self::Password { .. } => {
                "choose a sentence of at least 15 characters that only you would think of"
            }
            Self::Refused { remedy, .. } => remedy,
            Self::NotRecorded => "tell the keeper of the archive; look at the disk's room",
            Self::Storage(error) => error.remedy(),
        }
    }
}
