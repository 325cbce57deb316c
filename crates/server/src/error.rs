//! What can go wrong, as people and programs are told: a page in their language, or one shape of JSON with a
//! sentence, the same as the command line's.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use sijill_accounts::Refusal;
use sijill_finding::FindingError;
use sijill_ingest::IngestError;
use sijill_search::IndexError;
use sijill_storage::{ErrorKind, StorageError};

/// Why the server does not begin or go on.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The address is taken, or is not one of this machine.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// A certificate or key cannot be used.
    #[error("{} cannot be used: {what}", path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The archive refuses or fails.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A file or the network fails.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl ServerError {
    /// What to do.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Listen { .. } => "choose another address with --listen, or end what uses it",
            Self::Certificate { .. } => {
                "give PEM files, the certificate with the chain that leads to it; or remove the \
                 folder that is named to have a new certificate made"
            }
            Self::Storage(error) => error.remedy(),
            Self::Io(_) => "see to the disk or the network and start again",
        }
    }
}

/// Why a request got no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// There is no such page, or none that this person may know of.
    #[error("there is nothing at this address")]
    NotFound,
    /// The address is there and the method is not.
    #[error("this address does not answer that method")]
    WrongMethod,
    /// Nobody is signed in.
    #[error("sign in first")]
    SignInFirst,
    /// The second factor is not fresh.
    #[error("show the second factor again")]
    StepUpFirst,
    /// The person may not.
    #[error("this account may not do that")]
    NotAllowed,
    /// The request did not come from one of our own forms.
    #[error("the request did not come from a page of this server")]
    NotOurForm,
    /// Name, password or code is wrong; which of them is not told.
    #[error("name, password or code is wrong")]
    NotLetIn,
    /// Too many tries.
    #[error("too many tries")]
    TooMany,
    /// What was sent does not make sense.
    #[error("{what}")]
    Refused {
        /// What is wrong, in a sentence that names nobody.
        what: String,
        /// What to do.
        remedy: String,
    },
    /// What was sent is too large.
    #[error("what was sent is too large")]
    TooLarge,
    /// So many requests at a time are not answered.
    #[error("too many requests at a time")]
    Busy,
    /// It took too long.
    #[error("the answer took too long")]
    TooSlow,
    /// It could not be recorded that a page is read.
    #[error("the reading could not be recorded, so nothing is shown")]
    NotRecorded,
    /// The archive refuses or fails.
    #[error("{0}")]
    Storage(#[from] StorageError),
    /// Something that should not happen.
    #[error("the server failed: {0}")]
    Internal(&'static str),
}

impl Failure {
    /// A short name for machines.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::WrongMethod => "method",
            Self::SignInFirst => "sign-in",
            Self::StepUpFirst => "step-up",
            Self::NotAllowed => "not-allowed",
            Self::NotOurForm => "form",
            Self::NotLetIn => "not-let-in",
            Self::TooMany => "too-many",
            Self::Refused { .. } => "refused",
            Self::TooLarge => "too-large",
            Self::Busy => "busy",
            Self::TooSlow => "too-slow",
            Self::NotRecorded => "not-recorded",
            Self::Storage(_) => "archive",
            Self::Internal(_) => "internal",
        }
    }

    /// The status of HTTP (RFC 9110 §15).
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::SignInFirst | Self::NotLetIn => StatusCode::UNAUTHORIZED,
            Self::StepUpFirst | Self::NotAllowed | Self::NotOurForm => StatusCode::FORBIDDEN,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Refused { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Busy | Self::TooSlow | Self::NotRecorded => StatusCode::SERVICE_UNAVAILABLE,
            Self::Storage(error) => match error.kind() {
                ErrorKind::Refused => StatusCode::UNPROCESSABLE_ENTITY,
                ErrorKind::Unsound => StatusCode::INTERNAL_SERVER_ERROR,
                ErrorKind::Unfinished => StatusCode::SERVICE_UNAVAILABLE,
            },
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The words of the page: what happened, and what to do.
    #[must_use]
    pub const fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::NotFound => ("error-not-found", "error-not-found-do"),
            Self::WrongMethod => ("error-method", "error-method-do"),
            Self::SignInFirst => ("error-sign-in", "error-sign-in-do"),
            Self::StepUpFirst => ("error-step-up", "error-step-up-do"),
            Self::NotAllowed => ("error-not-allowed", "error-not-allowed-do"),
            Self::NotOurForm => ("error-form", "error-form-do"),
            Self::NotLetIn => ("error-not-let-in", "error-not-let-in-do"),
            Self::TooMany => ("error-too-many", "error-too-many-do"),
            Self::Refused { .. } => ("error-refused", "error-refused-do"),
            Self::TooLarge => ("error-too-large", "error-too-large-do"),
            Self::Busy => ("error-busy", "error-busy-do"),
            Self::TooSlow => ("error-too-slow", "error-too-slow-do"),
            Self::NotRecorded => ("error-not-recorded", "error-not-recorded-do"),
            Self::Storage(_) => ("error-archive", "error-archive-do"),
            Self::Internal(_) => ("error-internal", "error-internal-do"),
        }
    }

    /// What is said in the language of programs besides the words, where it helps: about the request or the
    /// archive, never about a person.
    #[must_use]
    pub fn detail(&self) -> Option<(String, String)> {
        match self {
            Self::Refused { what, remedy } => Some((what.clone(), remedy.clone())),
            Self::Storage(error) => Some((error.to_string(), error.remedy().to_owned())),
            _ => None,
        }
    }

    /// `{"error":{"kind","message","remedy"}}`, as the command line prints it.
    #[must_use]
    pub fn json(&self) -> Value {
        let remedy = match self {
            Self::Refused { remedy, .. } => remedy.as_str(),
            Self::Storage(error) => error.remedy(),
            Self::NotFound => "look at the list again; what was there may not be open to you",
            Self::WrongMethod => "see the description of the interface",
            Self::SignInFirst | Self::NotLetIn => "sign in at /sign-in and try again",
            Self::StepUpFirst => "give a fresh code at /step-up and try again",
            Self::NotAllowed => "ask an administrator for a grant",
            Self::NotOurForm => "send the form's token in the header x-sijill-form",
            Self::TooMany | Self::Busy | Self::TooSlow => "wait a little and try again",
            Self::TooLarge => "send less at a time",
            Self::NotRecorded => {
                "tell whoever runs the server: nothing is shown until it is started again"
            }
            Self::Internal(_) => "try again; if it stays, tell whoever runs the server",
        };
        let error = json!({ "kind": self.kind(), "message": self.to_string(), "remedy": remedy });
        json!({ "error": error })
    }

    /// The failure that a bare status stands for, as the framework gives it to requests that no room sees.
    pub(crate) fn of_status(status: StatusCode) -> Option<Self> {
        match status {
            StatusCode::NOT_FOUND => Some(Self::NotFound),
            StatusCode::METHOD_NOT_ALLOWED => Some(Self::WrongMethod),
            StatusCode::PAYLOAD_TOO_LARGE => Some(Self::TooLarge),
            status if status.is_client_error() => Some(Self::Refused {
                what: "the request cannot be read".to_owned(),
                remedy: "see the description of the interface".to_owned(),
            }),
            status if status.is_server_error() => Some(Self::Internal("no answer")),
            _ => None,
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::SignIn => Self::NotLetIn,
            Refusal::TooMany { .. } | Refusal::DayLimit { .. } => Self::TooMany,
            Refusal::SessionEnded => Self::SignInFirst,
            Refusal::StepUp => Self::StepUpFirst,
            Refusal::NotAllowed => Self::NotAllowed,
            Refusal::NotRecorded => Self::NotRecorded,
            Refusal::Storage(error) => Self::Storage(error),
            other => Self::Refused { what: other.to_string(), remedy: other.remedy().to_owned() },
        }
    }
}

impl From<FindingError> for Failure {
    fn from(error: FindingError) -> Self {
        match error {
            FindingError::Storage(error) => Self::Storage(error),
            FindingError::Query(mistake) => Self::Refused {
                what: format!(
                    "{} (at character {})",
                    mistake.message,
                    mistake.at.saturating_add(1)
                ),
                remedy: mistake.remedy,
            },
            FindingError::Asked { what, remedy } => {
                Self::Refused { what, remedy: remedy.to_owned() }
            }
            FindingError::Index(IndexError::Busy) => Self::Busy,
            _ => Self::Internal("the search index cannot be used"),
        }
    }
}

impl From<IngestError> for Failure {
    fn from(error: IngestError) -> Self {
        match error {
            IngestError::Refused { what, remedy, .. } => {
                Self::Refused { what, remedy: remedy.to_owned() }
            }
            IngestError::Storage(error) => Self::Storage(error),
            _ => Self::Internal("taking in was stopped"),
        }
    }
}

/// The frame turns this into a page or JSON, because it knows the language.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}
