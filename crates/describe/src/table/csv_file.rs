//! CSV as spreadsheet programs write it.

use super::Line;
use crate::error::SheetError;

const REMEDY: &str = "save the sheet as \"CSV UTF-8\"";

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Line>, SheetError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let what = format!("line {line} is not UTF-8: save the sheet as \"CSV UTF-8\"");
        SheetError::refused(what, REMEDY)
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut counted = Lines { text: text.as_bytes(), byte: 0, line: 1 };
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| SheetError::refused(error.to_string(), REMEDY))?;
        let number = counted.of(record.position().map_or(0, csv::Position::byte));
        lines.extend(Line::of(number, record.iter().map(str::to_owned).collect()));
    }
    Ok(lines)
}

/// What separates the cells: whichever the first line has most of.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| header.bytes().filter(|byte| *byte == delimiter).count();
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|delimiter| (count(*delimiter), *delimiter == b','))
        .unwrap_or(b',')
}

/// Counts lines as an editor does. The reader's own count is one short where lines end in CR LF or are empty.
struct Lines<'t> {
    text: &'t [u8],
    /// Up to where has been counted.
    byte: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of a record that begins at this byte, or after the line ends that stand there.
    fn of(&mut self, byte: u64) -> u64 {
        let begins = usize::try_from(byte).unwrap_or(self.text.len());
        let begins = begins.clamp(self.byte, self.text.len());
        let is_end = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        let ends = self.text.iter().skip(begins).take_while(is_end).count();
        for at in self.byte..begins + ends {
            let (byte, next) = (self.text.get(at), self.text.get(at + 1));
            // A line ends with LF, CR LF, or, from old programs, CR alone.
            let is_line_end = byte == Some(&b'\n') || byte == Some(&b'\r') && next != Some(&b'\n');
            self.line += u64::from(is_line_end);
        }
        self.byte = begins + ends;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Table;

    fn sheet(bytes: &[u8]) -> Result<Table, SheetError> {
        Table::of(read(bytes)?)
    }

    #[test]
    fn rows_are_counted_as_an_editor_counts_them() {
        let text = "\u{feff}a;b\r\n\r\n1;\"x\ny\"\r\n;;\r\n2;z\r\n";
        let table = sheet(text.as_bytes()).unwrap();
        let numbers: Vec<_> = table.lines.iter().map(|line| line.number).collect();
        assert_eq!((table.header.cells.len(), numbers), (2, vec![3, 6]));
        let old = sheet(b"a,b\r1,2\r\r3,4").unwrap();
        assert_eq!(old.lines.iter().map(|line| line.number).collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn what_is_not_text_or_empty_is_refused() {
        let said = |bytes: &[u8]| sheet(bytes).unwrap_err().to_string();
        assert!(said(b"a\nb\n\xff\n").contains("line 3 is not UTF-8"));
        assert!(said(b"").contains("line 1"));
        assert!(said(b"\n ,,\n").contains("empty"));
    }
}
