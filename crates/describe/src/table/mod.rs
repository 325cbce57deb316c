//! Sheets as rows of text, whatever program wrote them.

mod columns;
mod csv_file;
mod worksheet;
mod xlsx;

use serde::{Deserialize, Serialize};
use sijill_sandbox::{Failure, Worker};

pub use columns::{Columns, Heading};
pub use worksheet::Worksheet;

use crate::error::SheetError;

/// The largest file that is read, in bytes: a sheet of a million rows is smaller.
const LARGEST: usize = 256 << 20;

/// A sheet: the header and the rows below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub header: Line,
    /// The rows that say something, in order.
    pub lines: Vec<Line>,
}

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number in the file, from 1: the line where it begins, or the spreadsheet's row.
    pub number: u64,
    /// Its cells, without the empty ones at the end.
    pub cells: Vec<String>,
}

impl Table {
    /// Reads a sheet: CSV in UTF-8 (comma, semicolon or tab; with or without a byte order mark), or the first worksheet
    /// of an XLSX file, which is unpacked in a confined worker: this program itself, called with `worker sheet`.
    ///
    /// # Errors
    /// If the bytes are neither, or the file is too large; or if no worker can be started and confined.
    pub fn read(bytes: &[u8]) -> Result<Self, SheetError> {
        Self::read_with(bytes, Worker::start)
    }

    /// The same with another worker.
    ///
    /// # Errors
    /// As [`Table::read`].
    pub fn read_with(
        bytes: &[u8],
        worker: impl FnOnce() -> Result<Worker<Worksheet>, Failure>,
    ) -> Result<Self, SheetError> {
        if bytes.len() > LARGEST {
            let what = format!("the sheet has {} bytes; at most {LARGEST} are read", bytes.len());
            return Err(SheetError::refused(what, "split it into several sheets"));
        }
        // Every ZIP file, and so every XLSX file, begins so; no text does.
        let lines = if bytes.starts_with(b"PK\x03\x04") {
            worksheet::ask(&mut worker()?, bytes)?
        } else {
            csv_file::read(bytes)?
        };
        Self::of(lines)
    }

    /// The first of the lines is the header.
    fn of(lines: Vec<Line>) -> Result<Self, SheetError> {
        let mut lines = lines.into_iter();
        match lines.next() {
            Some(header) => Ok(Self { header, lines: lines.collect() }),
            None => Err(SheetError::refused(
                "line 1: the sheet is empty",
                "give a sheet with a header line and one row for each record",
            )),
        }
    }
}

impl Line {
    /// A row; none if no cell says anything.
    fn of(number: u64, mut cells: Vec<String>) -> Option<Self> {
        while cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        (!cells.is_empty()).then_some(Self { number, cells })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::items::ITEM_HEADINGS;

    proptest! {
        #[test]
        fn nothing_that_is_called_a_sheet_can_do_harm(text in "[a,;\"\r\n\t=المرجع\u{feff}\u{202e}\u{0}-]{0,60}") {
            if let Ok(table) = Table::read(text.as_bytes()) {
                prop_assert!(table.lines.iter().all(|line| line.number > table.header.number));
                if let Ok(columns) = Columns::of(&table.header, &ITEM_HEADINGS) {
                    table.lines.iter().for_each(|line| drop(columns.cells(line)));
                }
            }
        }
    }
}
