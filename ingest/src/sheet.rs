//! The sheet that teams really keep: CSV or XLSX, one row an item, with English or Arabic headers. A sheet may be typed with
//! composed letters while the folders' names are decomposed, so paths are compared in NFC; what is stored are the
//! folder's own bytes. Every mistake names its row and column.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use sijill_describe::{
    Columns, Heading, ITEM_HEADINGS, ItemColumn, Line, Problem, SheetError, Table, date, flags,
    level, number, unguarded,
};
use sijill_schema::{AccessLevel, ContentFlag, RecordDate};
use unicode_normalization::UnicodeNormalization;

use crate::error::IngestError;
use crate::source::{Found, Sources};

const REMEDY: &str = "correct the sheet; docs/accession.md shows the columns";

/// What can be said of an item before it has an identifier; days that a date means are stated later.
fn headings() -> Vec<Heading<ItemColumn>> {
    let later = [ItemColumn::Id, ItemColumn::Earliest, ItemColumn::Latest, ItemColumn::Precision];
    ITEM_HEADINGS.into_iter().filter(|heading| !later.contains(&heading.column)).collect()
}

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
    pub date: Option<RecordDate>,
    pub access: Option<AccessLevel>,
    pub flags: Vec<ContentFlag>,
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
        let table = Table::read(bytes).map_err(|error| match error {
            SheetError::Refused { what, .. } => refuse(what),
            SheetError::Worker(failure) => failure.into(),
        })?;
        let columns = Columns::of(&table.header, &headings());
        let first = |problems: Vec<Problem>| problems.first().map(ToString::to_string);
        let columns = columns.map_err(|problems| refuse(first(problems).unwrap_or_default()))?;
        if !columns.has(ItemColumn::Path) {
            return Err(refuse("line 1: the column path / المسار is missing".to_owned()));
        }
        let mut rows = HashMap::new();
        for line in &table.lines {
            let row = row(&columns, line).map_err(|problem| refuse(problem.to_string()))?;
            if let Some(earlier) = rows.insert(key(&row.path), row.clone()) {
                let path = row.path.display();
                return Err(refuse(format!(
                    "line {}, column path: {path} stands in line {} already",
                    line.number, earlier.line
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

/// A path as it is compared: NFC, with `/`, without `./` and a final `/`.
fn key(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let parts = text.split('/').filter(|part| !part.is_empty() && *part != ".");
    parts.collect::<Vec<_>>().join("/").nfc().collect()
}

fn row(columns: &Columns<ItemColumn>, line: &Line) -> Result<Row, Problem> {
    let mut row = Row { line: line.number, ..Row::default() };
    for (column, cell) in columns.cells(line)? {
        let cell = unguarded(cell).trim();
        let wrong = |what| columns.problem(line, column, what);
        match column {
            ItemColumn::Path => row.path = PathBuf::from(cell.replace('\\', "/")),
            ItemColumn::Reference => row.reference = Some(cell.to_owned()),
            ItemColumn::Title => row.title = Some(cell.to_owned()),
            ItemColumn::Place => row.place = Some(cell.to_owned()),
            ItemColumn::Notes => row.notes = Some(cell.to_owned()),
            ItemColumn::Date => row.date = Some(date(cell)),
            ItemColumn::Pages => row.pages = Some(number(cell).map_err(wrong)?),
            ItemColumn::Access => row.access = Some(level(cell).map_err(wrong)?),
            ItemColumn::Flags => row.flags = flags(cell).map_err(wrong)?,
            // Not among the headings of an intake.
            ItemColumn::Id | ItemColumn::Earliest | ItemColumn::Latest | ItemColumn::Precision => {}
        }
    }
    if row.path.as_os_str().is_empty() {
        return Err(columns.problem(line, ItemColumn::Path, "the cell is empty"));
    }
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Sheet, String> {
        Sheet::parse(Path::new("items.csv"), text.as_bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn english_and_arabic_headers_say_the_same() {
        let english = parse("reference,path,title,place,pages,access,notes,date,flags\nR-1,box 1,Register,Room 3,34,sealed,wet,1985,minors\n").unwrap();
        let arabic = parse(
            "\u{feff}المرجع;المسار;العنوان;المكان;عدد الصفحات;مستوى الوصول;ملاحظات;التاريخ;التحذيرات\r\nR-1;box 1;Register;Room 3;٣٤;مختوم;wet;1985;قاصرون\r\n",
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
            ("path\na,b\n", "line 2: the row has 2 cells"),
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
