//! XLSX (ISO/IEC 29500): the cells of the first worksheet, as text.
//!
//! The file came from somebody else. It is unpacked once to nowhere before anything reads it, so that one that unpacks to
//! more than memory holds is refused, and its cells are taken one by one, so that a single cell in the last corner of the
//! sheet does not ask for every cell before it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use zip::ZipArchive;

use super::{Line, Table};
use crate::error::SheetError;

/// The most that a file may unpack to, in bytes.
const MOST_UNPACKED: u64 = 512 << 20;

/// The most cells that are read.
const MOST_CELLS: usize = 5_000_000;

/// The most columns that a sheet may have.
const MOST_COLUMNS: u32 = 256;

const REMEDY: &str = "save the sheet as XLSX once more, or as \"CSV UTF-8\"";

pub(super) fn read(bytes: &[u8]) -> Result<Table, SheetError> {
    check_unpacked(bytes)?;
    // The library panics at some cell references that no program writes (a test has one).
    let read = std::panic::catch_unwind(|| read_first(bytes));
    read.unwrap_or_else(|_| Err(refuse("it is damaged".to_owned())))
}

fn read_first(bytes: &[u8]) -> Result<Table, SheetError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    let first = book.sheet_names().first().cloned();
    let first = first.ok_or_else(|| refuse("it has no worksheet".to_owned()))?;
    let mut reader = book.worksheet_cells_reader(&first).map_err(refused)?;
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut cells = 0;
    while let Some(cell) = reader.next_cell().map_err(refused)? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        cells += 1;
        if cells > MOST_CELLS || column >= MOST_COLUMNS {
            let what = format!(
                "the sheet has more than {MOST_CELLS} cells or more than {MOST_COLUMNS} columns"
            );
            return Err(refuse(what));
        }
        let row = rows.entry(row).or_default();
        let column = column as usize;
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        row[column] = text;
    }
    let line = |(row, cells): (u32, Vec<String>)| Line::of(u64::from(row) + 1, cells);
    Table::of(rows.into_iter().filter_map(line).collect())
}

/// Unpacks every part to nowhere and stops at the limit, whatever sizes the file states.
fn check_unpacked(bytes: &[u8]) -> Result<(), SheetError> {
    let damaged = |error: &dyn std::fmt::Display| refuse(format!("it is damaged: {error}"));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| damaged(&error))?;
        let copied = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        let copied = copied.map_err(|error| damaged(&error))?;
        left = left
            .checked_sub(copied)
            .ok_or_else(|| refuse(format!("it unpacks to more than {MOST_UNPACKED} bytes")))?;
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

fn refused(error: XlsxError) -> SheetError {
    refuse(error.to_string())
}

fn refuse(what: String) -> SheetError {
    SheetError { what: format!("the XLSX file cannot be read: {what}"), remedy: REMEDY }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="one" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    const BOOK_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
    const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

    /// A workbook with one worksheet of these rows.
    fn workbook(rows: &str) -> Vec<u8> {
        let sheet = format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
        );
        let parts = [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS),
            ("xl/styles.xml", STYLES),
            ("xl/worksheets/sheet1.xml", &sheet),
        ];
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn cells_are_read_as_they_show() {
        let rows = r#"<row r="2"><c r="A2" t="inlineStr"><is><t>المرجع</t></is></c><c r="C2" t="inlineStr"><is><t>date</t></is></c></row>
            <row r="5"><c r="A5"><v>34</v></c><c r="C5" s="1"><v>41369</v></c></row>"#;
        let table = Table::read(&workbook(rows)).unwrap();
        assert_eq!(
            (table.header.number, table.header.cells),
            (2, vec!["المرجع".into(), String::new(), "date".into()])
        );
        assert_eq!(
            table.lines,
            [Line { number: 5, cells: vec!["34".into(), String::new(), "2013-04-05".into()] }]
        );
    }

    #[test]
    fn a_cell_in_the_last_corner_asks_for_no_memory() {
        let rows = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="B1048576"><v>2</v></c></row>"#;
        assert_eq!(Table::read(&workbook(rows)).unwrap().lines[0].number, 1_048_576);
        let rows = r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#;
        assert!(Table::read(&workbook(rows)).unwrap_err().what.contains("columns"));
    }

    #[test]
    fn what_is_damaged_or_no_workbook_is_refused() {
        let sound = workbook(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#);
        for cut in [4, 40, sound.len() / 2, sound.len() - 1] {
            assert!(Table::read(&sound[..cut]).is_err(), "{cut}");
        }
        assert!(Table::read(&workbook("")).unwrap_err().what.contains("empty"));
        assert!(Table::read(b"PK\x03\x04").is_err());
        let reference = r#"<row r="1"><c r="ZZZZZZ99999999999" t="s"><v>1</v></c></row>"#;
        drop(Table::read(&workbook(reference)));
    }

    #[test]
    fn a_file_that_unpacks_to_more_than_memory_holds_is_refused() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("xl/workbook.xml", SimpleFileOptions::default().large_file(true)).unwrap();
        let zeros = vec![0; 1 << 20];
        for _ in 0..=MOST_UNPACKED >> 20 {
            zip.write_all(&zeros).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        assert!(bytes.len() < 8 << 20, "{}", bytes.len());
        assert!(Table::read(&bytes).unwrap_err().what.contains("unpacks to more"));
    }

    proptest! {
        #[test]
        fn no_worksheet_can_do_harm(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "<row r=\"1\">", "<row r=\"0\">", "<row>", "</row>", "<c r=\"A1\">", "<c r=\"ZZZZZZ99999999999\" t=\"s\">",
                    "<c t=\"inlineStr\" r=\"\">", "<c s=\"99\">", "</c>", "<v>1e400</v>", "<v>-1</v>", "<v>99999999999</v>", "<v>",
                    "</v>", "<is><t>x</t></is>", "&amp;", "&x;", "<!--", "<f>1+1</f>",
                ]),
                0..24,
            ),
        ) {
            let _ = Table::read(&workbook(&parts.concat()));
        }
    }
}
