//! Spreadsheet files, sound and hostile, are read in the confined worker.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::{Cursor, Write};
use std::path::Path;

use proptest::prelude::*;
use sijill_describe::{Line, SheetError, Table, Worksheet};
use sijill_sandbox::{Job, Program, Worker};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn read(bytes: &[u8]) -> Result<Table, SheetError> {
    let program = Program::at(Path::new(env!("CARGO_BIN_EXE_sijill-describe-worker")));
    Table::read_with(bytes, || Worker::start_with(program, Worksheet::LIMITS))
}

/// The sentence with which a file is refused.
fn refusal(bytes: &[u8]) -> String {
    match read(bytes).unwrap_err() {
        SheetError::Refused { what, .. } => what,
        other => panic!("{other}"),
    }
}

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
    let table = read(&workbook(rows)).unwrap();
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
    assert_eq!(read(&workbook(rows)).unwrap().lines[0].number, 1_048_576);
    let rows = r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#;
    assert!(refusal(&workbook(rows)).contains("columns"));
}

#[test]
fn what_is_damaged_or_no_workbook_is_refused() {
    let sound = workbook(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#);
    for cut in [4, 40, sound.len() / 2, sound.len() - 1] {
        assert!(refusal(&sound[..cut]).contains("cannot be read: it is damaged"), "{cut}");
    }
    assert!(refusal(&workbook("")).contains("empty"));
    assert!(refusal(b"PK\x03\x04").contains("damaged"));
}

#[test]
fn a_file_at_which_the_library_panics_ends_only_the_worker() {
    let reference = r#"<row r="1"><c r="ZZZZZZ99999999999" t="s"><v>1</v></c></row>"#;
    let said = refusal(&workbook(reference));
    assert!(said.starts_with("the XLSX file cannot be read: "), "{said}");
}

#[test]
fn a_sheet_of_more_cells_than_anybody_typed_is_refused() {
    let cells = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#.repeat(5_000_001);
    assert!(refusal(&workbook(&cells)).contains("more than 5000000 cells"));
    let below = r#"<row r="1048577"><c r="A1048577"><v>1</v></c></row>"#;
    assert!(refusal(&workbook(below)).contains("rows"));
}

#[test]
fn a_sheet_that_is_wide_in_every_row_needs_no_more_memory_than_a_worker_has() {
    let row = |row: u32| format!(r#"<row r="{row}"><c r="IV{row}"><v>1</v></c></row>"#);
    let rows: String = (1..=1_000_000).map(row).collect();
    assert!(refusal(&workbook(&rows)).contains("memory"));
}

#[test]
fn a_file_that_unpacks_to_more_than_memory_holds_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.xml", SimpleFileOptions::default().large_file(true)).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..=512 {
        zip.write_all(&zeros).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 8 << 20, "{}", bytes.len());
    assert!(refusal(&bytes).contains("unpacks to more"));
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
        let _ = read(&workbook(&parts.concat()));
    }
}
