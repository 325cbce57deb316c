//! XLSX (ISO/IEC 29500): the cells of the first worksheet, as text. Runs in the confined worker only.
//!
//! The file came from somebody else. It is unpacked once to nowhere before anything reads it, so that one that unpacks to
//! more than memory holds is refused, and its cells are taken one by one, so that a single cell in the last corner of the
//! sheet does not ask for every cell before it. Whatever else it does to the library, it does to the worker.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use zip::ZipArchive;

use super::Line;

/// The most that a file may unpack to, in bytes.
const MOST_UNPACKED: u64 = 512 << 20;

/// The most cells that are read.
const MOST_CELLS: usize = 5_000_000;

/// The most rows that a sheet may have: as many as spreadsheet programs know.
const MOST_ROWS: u32 = 1 << 20;

/// The most columns that a sheet may have.
const MOST_COLUMNS: u32 = 256;

/// The rows that say something, or why there are none.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Line>, String> {
    check_unpacked(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(said)?;
    let first = book.sheet_names().first().cloned();
    let first = first.ok_or_else(|| "it has no worksheet".to_owned())?;
    let mut reader = book.worksheet_cells_reader(&first).map_err(said)?;
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut cells = 0;
    while let Some(cell) = reader.next_cell().map_err(said)? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        cells += 1;
        if cells > MOST_CELLS || row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(format!(
                "the sheet has more than {MOST_CELLS} cells, {MOST_ROWS} rows or {MOST_COLUMNS} columns"
            ));
        }
        let row = rows.entry(row).or_default();
        let column = column as usize;
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        if let Some(place) = row.get_mut(column) {
            *place = text;
        }
    }
    let line = |(row, cells): (u32, Vec<String>)| Line::of(u64::from(row) + 1, cells);
    Ok(rows.into_iter().filter_map(line).collect())
}

/// Unpacks every part to nowhere and stops at the limit, whatever sizes the file states.
fn check_unpacked(bytes: &[u8]) -> Result<(), String> {
    let damaged = |error: &dyn std::fmt::Display| format!("it is damaged: {error}");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| damaged(&error))?;
        let copied = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        let copied = copied.map_err(|error| damaged(&error))?;
        left = left
            .checked_sub(copied)
            .ok_or_else(|| format!("it unpacks to more than {MOST_UNPACKED} bytes"))?;
    }
    Ok(())
}

/// What a cell shows. Dates are written as ISO 8601 does: the spreadsheet holds only a number.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTime(stamp) => {
            let (year, month, day, hour, minute, second, _) = stamp.to_ymd_hms_milli();
            if (hour, minute, second) == (0, 0, 0) {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
            }
        }
    }
}

fn said(error: XlsxError) -> String {
    error.to_string()
}
