//! Sheets that describe items anew: one row an item, found by its identifier, its path or its reference.
//!
//! What a sheet does not say stays: an empty cell changes nothing, and `-` takes a value away. Every row is looked at, so
//! that every problem is named at once.

use std::collections::HashMap;

use serde::Serialize;
use sijill_schema::{Interpretation, ItemDescription, ItemId, RecordDate, canonical};
use sijill_storage::{ItemRow, StorageError};

use crate::cell;
use crate::error::Problem;
use crate::guard::unguarded;
use crate::places::{Books, FindError};
use crate::table::{Columns, Heading, Line, Table};

/// What a cell says to take a value away.
const NOTHING: &str = "-";

/// What a column of a sheet of items holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemColumn {
    /// The item's identifier.
    Id,
    /// The reference code.
    Reference,
    /// The folder or file that it was taken from.
    Path,
    /// The title.
    Title,
    /// Where it lay, in one line.
    Place,
    /// How many pages were counted on the table.
    Pages,
    /// The date as it is written.
    Date,
    /// The first day that the date can mean.
    Earliest,
    /// The last one.
    Latest,
    /// How precisely the date is known.
    Precision,
    /// Who may see it.
    Access,
    /// What in it can harm.
    Flags,
    /// Anything else.
    Notes,
}

/// The columns of a sheet of items, in the order of exports.
pub const ITEM_HEADINGS: [Heading<ItemColumn>; 13] = [
    Heading { column: ItemColumn::Id, names: &["id", "المعرّف"] },
    Heading { column: ItemColumn::Reference, names: &["reference", "المرجع"] },
    Heading { column: ItemColumn::Path, names: &["path", "المسار"] },
    Heading { column: ItemColumn::Title, names: &["title", "العنوان"] },
    Heading { column: ItemColumn::Place, names: &["place", "المكان"] },
    Heading { column: ItemColumn::Pages, names: &["pages", "عدد الصفحات"] },
    Heading { column: ItemColumn::Date, names: &["date", "التاريخ"] },
    Heading { column: ItemColumn::Earliest, names: &["earliest", "أبكر تاريخ"] },
    Heading { column: ItemColumn::Latest, names: &["latest", "آخر تاريخ"] },
    Heading { column: ItemColumn::Precision, names: &["precision", "الدقة"] },
    Heading { column: ItemColumn::Access, names: &["access", "مستوى الوصول"] },
    Heading { column: ItemColumn::Flags, names: &["flags", "التحذيرات"] },
    Heading { column: ItemColumn::Notes, names: &["notes", "ملاحظات"] },
];

/// What an import would do.
#[derive(Debug, Clone, Default)]
pub struct ItemPlan {
    /// Everything that is wrong; where there is anything, nothing is imported.
    pub problems: Vec<Problem>,
    /// The items that change.
    pub changes: Vec<ItemChange>,
    /// How many rows say what the archive says already.
    pub unchanged: u64,
}

/// An item that changes.
#[derive(Debug, Clone, Serialize)]
pub struct ItemChange {
    /// The row of the sheet.
    pub row: u64,
    /// The item.
    pub item: ItemId,
    /// Its reference code until now.
    pub reference: String,
    /// What changes.
    pub fields: Vec<FieldChange>,
    /// How it is described then.
    #[serde(skip)]
    pub description: ItemDescription,
}

/// One value that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Which, by the English header.
    pub field: &'static str,
    /// What it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What it becomes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// Finds out what a sheet would change.
///
/// # Errors
/// If the books cannot be read. What is wrong with the sheet stands in the plan.
pub fn plan_items(table: &Table, books: Books<'_>) -> Result<ItemPlan, StorageError> {
    let mut plan = ItemPlan::default();
    let columns = match Columns::of(&table.header, &ITEM_HEADINGS) {
        Ok(columns) => columns,
        Err(problems) => return Ok(ItemPlan { problems, ..plan }),
    };
    let names = [ItemColumn::Id, ItemColumn::Path, ItemColumn::Reference];
    if !names.iter().any(|column| columns.has(*column)) {
        let what = "the sheet needs a column id, path or reference, by which the items are found";
        plan.problems.push(Problem::of_row(table.header.number, what));
        return Ok(plan);
    }
    let mut seen: HashMap<ItemId, u64> = HashMap::new();
    for line in &table.lines {
        match plan_row(&columns, line, books, &mut seen) {
            Ok(Some(change)) => plan.changes.push(change),
            Ok(None) => plan.unchanged += 1,
            Err(Stop::Problems(problems)) => plan.problems.extend(problems),
            Err(Stop::Storage(error)) => return Err(error),
        }
    }
    Ok(plan)
}

/// Why a row came to nothing.
enum Stop {
    Problems(Vec<Problem>),
    Storage(StorageError),
}

impl From<StorageError> for Stop {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

fn plan_row(
    columns: &Columns<ItemColumn>,
    line: &Line,
    books: Books<'_>,
    seen: &mut HashMap<ItemId, u64>,
) -> Result<Option<ItemChange>, Stop> {
    let one = |problem| Stop::Problems(vec![problem]);
    let cells = columns.cells(line).map_err(one)?;
    let row = match find(&cells, books) {
        Ok(row) => row,
        Err((_, FindError::Storage(error))) => return Err(error.into()),
        Err((Some(column), FindError::NotFound(what))) => {
            return Err(one(columns.problem(line, column, what)));
        }
        Err((None, FindError::NotFound(what))) => {
            return Err(one(Problem::of_row(line.number, what)));
        }
    };
    if let Some(earlier) = seen.insert(row.id, line.number) {
        let what = format!("the item {} stands in line {earlier} already", row.reference);
        return Err(one(Problem::of_row(line.number, what)));
    }
    let before: ItemDescription =
        canonical::from_slice(row.description.as_bytes()).map_err(StorageError::from)?;
    let mut after = before.clone();
    let mut problems = Vec::new();
    let mut dates = Dates::default();
    for (column, raw) in cells {
        let said = if raw == NOTHING { None } else { Some(unguarded(raw).trim()) };
        if let Err(what) = apply(column, said, &mut after, &mut dates) {
            problems.push(columns.problem(line, column, what));
        }
    }
    if let Err((column, what)) = dates.apply(&mut after) {
        problems.push(columns.problem(line, column, what));
    }
    if !problems.is_empty() {
        return Err(Stop::Problems(problems));
    }
    let fields = differences(&before, &after);
    let change = ItemChange {
        row: line.number,
        item: row.id,
        reference: row.reference,
        fields,
        description: after,
    };
    Ok((!change.fields.is_empty()).then_some(change))
}

type Cells<'l> = [(ItemColumn, &'l str)];

fn find(cells: &Cells<'_>, books: Books<'_>) -> Result<ItemRow, (Option<ItemColumn>, FindError)> {
    let said = |wanted| {
        let cell = cells.iter().find(|(column, _)| *column == wanted);
        cell.map(|(_, cell)| unguarded(cell).trim())
    };
    let at = |column: ItemColumn| move |error| (Some(column), error);
    if let Some(id) = said(ItemColumn::Id) {
        return books.item(id).map_err(at(ItemColumn::Id));
    }
    let reference = said(ItemColumn::Reference);
    if let Some(path) = said(ItemColumn::Path) {
        return books.item_at(path, reference).map_err(at(ItemColumn::Path));
    }
    if let Some(reference) = reference {
        return books.item_called(reference).map_err(at(ItemColumn::Reference));
    }
    let what = "nothing says which item it is: id, path and reference are empty".to_owned();
    Err((None, FindError::NotFound(what)))
}

/// Takes one cell into account; `said` is absent where the value is to be taken away.
fn apply(
    column: ItemColumn,
    said: Option<&str>,
    item: &mut ItemDescription,
    dates: &mut Dates,
) -> Result<(), String> {
    match column {
        ItemColumn::Id => {}
        // Where the item was found by its id, a path that is another's was pasted into the wrong row.
        ItemColumn::Path => check_path(said, item)?,
        ItemColumn::Reference => {
            let said = said.filter(|said| !said.is_empty()).ok_or("an item needs a reference")?;
            if item.reference.trim() != said {
                item.reference = said.to_owned();
            }
        }
        ItemColumn::Title => set(&mut item.title, said),
        ItemColumn::Place => set(&mut item.place_as_written, said),
        ItemColumn::Notes => set(&mut item.notes, said),
        ItemColumn::Pages => item.pages_stated = said.map(cell::number).transpose()?,
        ItemColumn::Access => {
            item.access = cell::level(said.ok_or("an item needs an access level")?)?;
        }
        ItemColumn::Flags => item.flags = cell::flags(said.unwrap_or_default())?,
        ItemColumn::Date => dates.written = Some(said.map(str::to_owned)),
        ItemColumn::Earliest => dates.earliest = said.map(str::to_owned),
        ItemColumn::Latest => dates.latest = said.map(str::to_owned),
        ItemColumn::Precision => dates.precision = said.map(str::to_owned),
    }
    Ok(())
}

fn check_path(said: Option<&str>, item: &ItemDescription) -> Result<(), String> {
    use unicode_normalization::UnicodeNormalization;
    let plain =
        |text: &str| -> String { text.replace('\\', "/").trim_matches('/').nfc().collect() };
    let held = String::from_utf8_lossy(item.path.as_bytes()).into_owned();
    match said {
        Some(path) if plain(path) == plain(&held) || path == item.path.display() => Ok(()),
        _ => Err(format!(
            "the item was taken from {}; where it came from stays",
            item.path.display()
        )),
    }
}

/// A value that somebody typed with spaces around it is the same value.
fn set(value: &mut Option<String>, said: Option<&str>) {
    if value.as_deref().map(str::trim) != said {
        *value = said.map(str::to_owned);
    }
}

/// What the columns of the date say, which belong together.
#[derive(Default)]
struct Dates {
    written: Option<Option<String>>,
    earliest: Option<String>,
    latest: Option<String>,
    precision: Option<String>,
}

impl Dates {
    fn apply(self, item: &mut ItemDescription) -> Result<(), (ItemColumn, String)> {
        let held = item.date.as_ref().map(|date| date.as_written.clone());
        let written = match self.written.clone() {
            None => held.clone(),
            Some(said) => said,
        };
        let meant = self.meant()?;
        let Some(written) = written else {
            if meant.is_some() {
                let what = "the days are given and the column date is empty: how is it written?";
                return Err((ItemColumn::Earliest, what.to_owned()));
            }
            item.date = None;
            return Ok(());
        };
        let is_same = held.as_deref().map(str::trim) == Some(written.trim());
        let before = item.date.take();
        item.date = Some(match (meant, before) {
            (Some(meant), Some(before)) if is_same => {
                RecordDate { interpreted: Some(meant), ..before }
            }
            (Some(meant), _) => RecordDate { as_written: written, interpreted: Some(meant) },
            (None, Some(before)) if is_same => before,
            (None, _) => cell::date(&written),
        });
        Ok(())
    }

    /// The interval that the columns earliest, latest and precision give.
    fn meant(&self) -> Result<Option<Interpretation>, (ItemColumn, String)> {
        let day = |column, cell: &Option<String>| {
            let cell = cell.as_ref();
            let parsed = cell.map(|cell| {
                let what = || (column, format!("{cell:?} is not a day such as 2013-04-05"));
                cell::day(cell).ok_or_else(what)
            });
            parsed.transpose()
        };
        let earliest = day(ItemColumn::Earliest, &self.earliest)?;
        let latest = day(ItemColumn::Latest, &self.latest)?;
        let (earliest, latest) = match (earliest, latest) {
            (None, None) if self.precision.is_none() => return Ok(None),
            (Some(earliest), Some(latest)) => (earliest, latest),
            _ => {
                let what = "earliest, latest and precision are given together or not at all";
                return Err((ItemColumn::Earliest, what.to_owned()));
            }
        };
        let precision = self.precision.as_deref().unwrap_or("about");
        let precision = cell::precision(precision).ok_or_else(|| {
            (ItemColumn::Precision, format!("{precision:?} is none of day, month, year, about"))
        })?;
        let meant = Interpretation::new(earliest, latest, precision);
        meant.map(Some).map_err(|error| (ItemColumn::Latest, error.to_string()))
    }
}

fn differences(before: &ItemDescription, after: &ItemDescription) -> Vec<FieldChange> {
    let (old, new) = (crate::out::item_cells(before), crate::out::item_cells(after));
    let headings = ITEM_HEADINGS.iter().zip(old.into_iter().zip(new));
    let changed = headings.filter(|(_, (old, new))| old != new);
    let said = |cell: String| (!cell.is_empty()).then_some(cell);
    changed
        .map(|(heading, (old, new))| FieldChange {
            field: heading.names.first().copied().unwrap_or_default(),
            from: said(old),
            to: said(new),
        })
        .collect()
}
