//! What is wrong with a sheet, said so that whoever keeps it finds the cell.

use std::fmt;

use serde::Serialize;
use sijill_sandbox::Failure;

/// Something in a sheet that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The row, counted from 1 as a spreadsheet program or an editor counts.
    pub row: u64,
    /// The column, by the header that the sheet has, where it is about one cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What is wrong.
    pub what: String,
}

impl Problem {
    /// A problem of a whole row.
    #[must_use]
    pub fn of_row(row: u64, what: impl Into<String>) -> Self {
        Self { row, column: None, what: what.into() }
    }

    /// A problem of one cell.
    #[must_use]
    pub fn of_cell(row: u64, column: impl Into<String>, what: impl Into<String>) -> Self {
        Self { row, column: Some(column.into()), what: what.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            Some(column) => write!(f, "line {}, column {column}: {}", self.row, self.what),
            None => write!(f, "line {}: {}", self.row, self.what),
        }
    }
}

/// Why a file could not be read as a sheet.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// It is none, or one that is not read.
    #[error("{what}")]
    Refused {
        /// What it is instead.
        what: String,
        /// What to do about it.
        remedy: &'static str,
    },
    /// No worker can be started and confined here; the file may be sound.
    #[error(transparent)]
    Worker(#[from] Failure),
}

impl SheetError {
    pub(crate) fn refused(what: impl Into<String>, remedy: &'static str) -> Self {
        Self::Refused { what: what.into(), remedy }
    }
}
