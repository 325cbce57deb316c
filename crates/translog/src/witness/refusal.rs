//! What a witness answers when it does not cosign.

use super::MalformedRequest;
use crate::{Hash, NoteError, ProofError};

/// The content type of a checkpoint, of cosignatures, and of words.
pub const CHECKPOINT_TYPE: &str = "text/plain; charset=utf-8";

/// The content type of the size that a witness cosigned last.
const SIZE_TYPE: &str = "text/x.tlog.size";

/// Why a witness does not cosign, in the order in which it checks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// 400: the bytes are no request.
    #[error(transparent)]
    Malformed(#[from] MalformedRequest),
    /// 404: the witness is not set up for a log of this origin.
    #[error("this witness does not know the log {0:?}")]
    UnknownOrigin(String),
    /// 403: no key of the log signed the checkpoint, or such a signature fails.
    #[error("the checkpoint is not signed by its log: {0}")]
    NotSigned(#[source] NoteError),
    /// 400: the size said to be cosigned last is above the checkpoint's.
    #[error("the request extends {old} leaves, but its checkpoint has only {size}")]
    OldAboveSize {
        /// The size in the request.
        old: u64,
        /// The checkpoint's size.
        size: u64,
    },
    /// 409: another size was cosigned last. The answer names it, so that the asker can try again.
    #[error("the request extends {old} leaves, but {last} were cosigned last")]
    NotTheLast {
        /// The size in the request.
        old: u64,
        /// The size cosigned last; 0 if none was.
        last: u64,
    },
    /// 422: the log signed another root for the very size cosigned last. That proves two histories.
    #[error(
        "the log has signed two histories: for {size} events it shows the root {signed}, and {cosigned} was cosigned"
    )]
    Fork {
        /// The size that both are of.
        size: u64,
        /// The root that was cosigned.
        cosigned: Hash,
        /// The root that the log signed now.
        signed: Hash,
    },
    /// 422: the checkpoint is not shown to extend the one cosigned last. A bad proof does not prove two
    /// histories.
    #[error("the checkpoint is not shown to extend the one cosigned last: {why}")]
    NotAnExtension {
        /// What is wrong with the proof.
        #[source]
        why: ProofError,
    },
}

impl Refusal {
    /// The HTTP status of the answer.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Malformed(_) | Self::OldAboveSize { .. } => 400,
            Self::NotSigned(_) => 403,
            Self::UnknownOrigin(_) => 404,
            Self::NotTheLast { .. } => 409,
            Self::Fork { .. } | Self::NotAnExtension { .. } => 422,
        }
    }

    /// The body of the answer: the size cosigned last for a 409, else words.
    #[must_use]
    pub fn body(&self) -> String {
        match self {
            Self::NotTheLast { last, .. } => format!("{last}\n"),
            _ => format!("{self}\n"),
        }
    }

    /// The content type of the body.
    #[must_use]
    pub const fn content_type(&self) -> &'static str {
        match self {
            Self::NotTheLast { .. } => SIZE_TYPE,
            _ => CHECKPOINT_TYPE,
        }
    }

    /// Whether the refused checkpoint bears its log's signature, and so must be kept: beside what was
    /// cosigned it may prove that the log has two histories.
    #[must_use]
    pub const fn is_signed_by_log(&self) -> bool {
        match self {
            Self::Malformed(_) | Self::UnknownOrigin(_) | Self::NotSigned(_) => false,
            Self::OldAboveSize { .. }
            | Self::NotTheLast { .. }
            | Self::Fork { .. }
            | Self::NotAnExtension { .. } => true,
        }
    }

    /// Whether the refused checkpoint and the one cosigned last prove a fork by themselves.
    #[must_use]
    pub const fn is_fork(&self) -> bool {
        matches!(self, Self::Fork { .. })
    }
}
