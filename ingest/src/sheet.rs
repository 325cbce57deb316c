//! The sheet that teams really keep: CSV, one row an item, with English or Arabic headers.
//!
//! Comma, semicolon or tab; with or without a byte order mark; Arabic or Latin digits. A sheet may be typed with
//! composed letters while the folders' names are decomposed, so paths are compared in NFC; what is stored are the
//! folder's own bytes. Every mistake names its row and column.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use sijill_schema::AccessLevel;
use unicode_normalization::UnicodeNormalization;

use crate::error::IngestError;
use crate::source::{Found, Sources};

const REMEDY: &str = "correct the sheet; docs/accession.md shows the columns";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Reference,
    Path,
    Title,
    Place,
    Pages,
    Access,
    Notes,
}

const HEADERS: [(Column, &str, &str); 7] = [
    (Column::Reference, "reference", "المرجع"),
    (Column::Path, "path", "المسار"),
    (Column::Title, "title", "العنوان"),
    (Column::Place, "place", "المكان"),
    (Column::Pages, "pages", "عدد الصفحات"),
    (Column::Access, "access", "مستوى الوصول"),
    (Column::Notes, "notes", "ملاحظات"),
];

const LEVELS: [(AccessLevel, &str, &str); 4] = [
    (AccessLevel::Open, "open", "مفتوح"),
    (AccessLevel::Restricted, "restricted", "مقيد"),
    (AccessLevel::Confidential, "confidential", "سري"),
    (AccessLevel::Sealed, "sealed", "مختوم"),
];

/// One row: what the team says about one item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// The line in the file, from 1.
    pub line: u64,
    pub path: PathBuf,
    pub reference: Option<String>,
    pub title: Option<String>,
    pub place: Option<String>,
    pub pages: Option<u64>,
    pub access: Option<AccessLevel>,
    pub notes: Option<String>,
}

/// The whole sheet, by path.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    file: PathBuf,
    rows: HashMap<String, Row>,
}

impl Sheet {
    pub fn parse(file: &Path, bytes: &[u8]) -> Result<Self, IngestError> {
        let refuse = |what: String| IngestError::refused(file, what, REMEDY);
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let line =
                bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
            refuse(format!("line {line} is not UTF-8: save the sheet as \"CSV UTF-8\""))
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(text))
            .flexible(true)
            .from_reader(text.as_bytes());
        let columns = columns(reader.headers().map_err(|error| refuse(error.to_string()))?)
            .map_err(refuse)?;
        let mut rows = HashMap::new();
        let mut lines = Lines { text, byte: 0, line: 1 };
        for record in reader.records() {
            let record = record.map_err(|error| refuse(error.to_string()))?;
            let line = lines.of(record.position().map_or(0, csv::Position::byte));
            let Some(row) = row(&columns, &record, line).map_err(refuse)? else { continue };
            if let Some(earlier) = rows.insert(key(&row.path), row.clone()) {
                let path = row.path.display();
                return Err(refuse(format!(
                    "line {line}, column path: {path} stands in line {} already",
                    earlier.line
                )));
            }
        }
        Ok(Self { file: file.to_owned(), rows })
    }

    /// Makes sure that everything that the sheet names is there.
    pub fn check(&self, sources: &Sources) -> Result<(), IngestError> {
        let mut missing: HashMap<&String, &Row> =
            self.rows.iter().filter(|(_, row)| !sources.contains(&row.path)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        // Names may be decomposed on disk and composed in the sheet; then only the walk can tell.
        for found in sources.walk() {
            if let Found::File(file) = found {
                missing.retain(|row, _| !file.relative.ancestors().any(|path| key(path) == **row));
            }
        }
        match missing.values().min_by_key(|row| row.line) {
            None => Ok(()),
            Some(row) => {
                let (line, path, count) = (row.line, row.path.display(), missing.len());
                let what = format!(
                    "line {line}, column path: {path} is not at the source ({count} such rows)"
                );
                Err(IngestError::refused(&self.file, what, REMEDY))
            }
        }
    }

    /// The row of the item that a file belongs to: its own, or that of the nearest folder around it; and the
    /// path of that item at the source.
    pub fn item_of(&self, relative: &Path) -> Option<(&Row, PathBuf)> {
        relative.ancestors().find_map(|path| Some((self.rows.get(&key(path))?, path.to_owned())))
    }
}

/// Counts lines as an editor does. The reader's own count is one short where lines end in CR LF or are empty.
struct Lines<'t> {
    text: &'t str,
    /// Up to where has been counted.
    byte: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of a record that begins at this byte, or after the line ends that stand there.
    fn of(&mut self, byte: u64) -> u64 {
        let text = self.text.as_bytes();
        let begins = usize::try_from(byte).unwrap_or(text.len()).clamp(self.byte, text.len());
        let is_end = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        let begins = begins + text[begins..].iter().take_while(is_end).count();
        self.line += text[self.byte..begins].iter().filter(|byte| **byte == b'\n').count() as u64;
        self.byte = begins;
        self.line
    }
}

/// A path as it is compared: NFC, with `/`, without `./` and a final `/`.
fn key(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let parts = text.split('/').filter(|part| !part.is_empty() && *part != ".");
    parts.collect::<Vec<_>>().join("/").nfc().collect()
}

fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| header.bytes().filter(|byte| *byte == delimiter).count();
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|delimiter| (count(*delimiter), *delimiter == b','))
        .unwrap_or(b',')
}

fn columns(headers: &csv::StringRecord) -> Result<Vec<Column>, String> {
    let mut columns = Vec::new();
    for (index, header) in headers.iter().enumerate() {
        let name: String = header.trim().to_lowercase().nfc().collect();
        let known = HEADERS.iter().find(|(_, english, arabic)| name == *english || name == *arabic);
        let Some((column, ..)) = known else {
            let names: Vec<_> = HEADERS
                .iter()
                .map(|(_, english, arabic)| format!("{english} / {arabic}"))
                .collect();
            return Err(format!(
                "line 1, column {}: {header:?} is not a column; there are {}",
                index + 1,
                names.join(", ")
            ));
        };
        if columns.contains(column) {
            return Err(format!("line 1, column {}: {header:?} stands twice", index + 1));
        }
        columns.push(*column);
    }
    if columns.contains(&Column::Path) {
        Ok(columns)
    } else {
        Err("line 1: the column path / المسار is missing".to_owned())
    }
}

fn row(columns: &[Column], record: &csv::StringRecord, line: u64) -> Result<Option<Row>, String> {
    if record.iter().all(|cell| cell.trim().is_empty()) {
        return Ok(None);
    }
    if record.len() > columns.len() {
        return Err(format!(
            "line {line} has {} cells, the header {}",
            record.len(),
            columns.len()
        ));
    }
    let mut row = Row { line, ..Row::default() };
    for (column, cell) in
        columns.iter().zip(record.iter().map(str::trim)).filter(|(_, cell)| !cell.is_empty())
    {
        match column {
            Column::Path => row.path = PathBuf::from(cell.replace('\\', "/")),
            Column::Reference => row.reference = Some(cell.to_owned()),
            Column::Title => row.title = Some(cell.to_owned()),
            Column::Place => row.place = Some(cell.to_owned()),
            Column::Notes => row.notes = Some(cell.to_owned()),
            Column::Pages => row.pages = Some(number(cell).ok_or_else(|| format!("line {line}, column pages: {cell:?} is not a number"))?),
            Column::Access => row.access = Some(level(cell).ok_or_else(|| format!("line {line}, column access: {cell:?} is none of open, restricted, confidential, sealed"))?),
        }
    }
    if row.path.as_os_str().is_empty() {
        return Err(format!("line {line}, column path: the cell is empty"));
    }
    Ok(Some(row))
}

/// A number in Latin, Arabic-Indic or Persian digits.
fn number(text: &str) -> Option<u64> {
    let digit = |character: char| match character {
        '0'..='9' => Some(character),
        '٠'..='٩' => char::from_digit(character as u32 - '٠' as u32, 10),
        '۰'..='۹' => char::from_digit(character as u32 - '۰' as u32, 10),
        _ => None,
    };
    text.chars().map(digit).collect::<Option<String>>()?.parse().ok()
}

fn level(text: &str) -> Option<AccessLevel> {
    let name: String = text.to_lowercase().nfc().collect();
    LEVELS
        .iter()
        .find(|(_, english, arabic)| name == *english || name == *arabic)
        .map(|(level, ..)| *level)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Sheet, String> {
        Sheet::parse(Path::new("items.csv"), text.as_bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn english_and_arabic_headers_say_the_same() {
        let english = parse("reference,path,title,place,pages,access,notes\nR-1,box 1,Register,Room 3,34,sealed,wet\n").unwrap();
        let arabic = parse(
            "\u{feff}المرجع;المسار;العنوان;المكان;عدد الصفحات;مستوى الوصول;ملاحظات\r\nR-1;box 1;Register;Room 3;٣٤;مختوم;wet\r\n",
        )
        .unwrap();
        assert_eq!(english.rows, arabic.rows);
        assert_eq!(english.rows["box 1"].pages, Some(34));
    }

    #[test]
    fn mistakes_name_their_row_and_column() {
        for (text, place) in [
            ("path,pages\na,3\nb,three\n", "line 3, column pages"),
            ("path,access\na,secret\n", "line 2, column access"),
            ("path,title\na,x\n\na,y\n", "line 4, column path"),
            ("path,title\n,x\n", "line 2, column path"),
            ("path,tittle\n", "line 1, column 2"),
            ("title\nx\n", "line 1: the column path"),
            ("path\na,b\n", "line 2 has 2 cells"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(place), "{text:?}: {error}");
        }
        let error = Sheet::parse(Path::new("a.csv"), b"path\na\n\xff\n").unwrap_err().to_string();
        assert!(error.contains("line 3 is not UTF-8"), "{error}");
    }

    #[test]
    fn a_file_belongs_to_the_nearest_row() {
        let sheet =
            parse("path,title\nbox,outer\nbox/inner,inner\nbox/inner/7.jpg,one leaf\n").unwrap();
        let title =
            |path: &str| sheet.item_of(Path::new(path)).and_then(|(row, _)| row.title.clone());
        assert_eq!(title("box/a.jpg").as_deref(), Some("outer"));
        assert_eq!(title("box/deep/er/a.jpg").as_deref(), Some("outer"));
        assert_eq!(title("box/inner/a.jpg").as_deref(), Some("inner"));
        assert_eq!(title("box/inner/7.jpg").as_deref(), Some("one leaf"));
        assert_eq!(title("elsewhere/a.jpg"), None);
    }

    #[test]
    fn composed_and_decomposed_names_meet() {
        let sheet = parse("path\nأحمد\n").unwrap();
        let decomposed: String = "أحمد/1.jpg".nfd().collect();
        assert!(sheet.item_of(Path::new(&decomposed)).is_some());
    }
}
