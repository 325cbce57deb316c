//! Why a letter was not printed.

use std::fmt::Display;

use jiff::Timestamp;
use sijill_schema::canonical::CanonicalError;
use typst::diag::SourceDiagnostic;

use crate::press::sentences;

/// Why a letter was not printed. None of these leaves half a letter behind.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// The data cannot be written as canonical JSON, so they cannot be attached.
    #[error("the letter's data cannot be attached to it: {0}")]
    Data(#[from] CanonicalError),
    /// The date is outside what a PDF can say.
    #[error("{made} cannot be the date of a letter")]
    Date {
        /// The date.
        made: Timestamp,
    },
    /// The report would be a thick book, and setting it would need gigabytes of memory.
    #[error(
        "a certificate lists at most {most} files and events, these are {rows}; export fewer items at a time"
    )]
    TooLong {
        /// Files and events.
        rows: usize,
        /// How many can be printed.
        most: usize,
    },
    /// The head of the log does not fit into a QR code.
    #[error("the head of the log is too long for a QR code ({bytes} bytes)")]
    HeadTooLong {
        /// Its length.
        bytes: usize,
    },
    /// The typesetter refused the text.
    #[error("the letter could not be set: {0}")]
    Setting(String),
    /// A template or one of its files is wrong: a mistake in the program.
    #[error("a template of this program is wrong: {0}")]
    Template(String),
}

impl LetterError {
    pub(crate) fn setting(diagnostics: &[SourceDiagnostic]) -> Self {
        Self::Setting(sentences(diagnostics))
    }

    pub(crate) fn template(reason: &dyn Display) -> Self {
        Self::Template(reason.to_string())
    }
}
