//! The sheet that `sijill describe import` takes back unchanged.

use rust_xlsxwriter::{Workbook, XlsxError};
use sijill_schema::ItemDescription;

use super::{Outgoing, OutgoingItem};
use crate::cell::{flag_name, level_name, precision_name};
use crate::error::SheetError;
use crate::guard::guarded;
use crate::items::{ITEM_HEADINGS, ItemColumn};

/// The items as CSV, one row an item. A byte order mark stands in front, without which spreadsheet programs take the
/// Arabic for another encoding; cells that they would take for formulas are guarded.
///
/// # Errors
/// Never in practice: writing into memory does not fail.
pub fn csv(out: &Outgoing) -> Result<Vec<u8>, std::io::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    rows(out).try_for_each(|row| writer.write_record(row))?;
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// The same sheet as XLSX (ISO/IEC 29500). Every cell is text.
///
/// # Errors
/// If a cell is longer, or there are more rows, than spreadsheet programs take: 32,767 letters, 1,048,576 rows.
pub fn xlsx(out: &Outgoing) -> Result<Vec<u8>, SheetError> {
    let refused = |error: XlsxError| {
        let what = format!("no XLSX file can hold this: {error}");
        SheetError::refused(what, "export it as csv")
    };
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows(out)) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).map_err(refused)?;
        }
    }
    book.save_to_buffer().map_err(refused)
}

/// The header and the items, as they stand in a sheet.
fn rows(out: &Outgoing) -> impl Iterator<Item = Vec<String>> {
    let names = ITEM_HEADINGS.iter().filter_map(|heading| heading.names.first());
    let header = names.map(|name| (*name).to_owned()).collect();
    let items = out.accessions.iter().flat_map(|accession| &accession.items);
    let cells = |item: &OutgoingItem| {
        item_cells(&item.description).iter().map(|cell| guarded(cell)).collect()
    };
    std::iter::once(header).chain(items.map(cells))
}

/// What a sheet says of an item, in the order of the headings.
pub(crate) fn item_cells(item: &ItemDescription) -> Vec<String> {
    ITEM_HEADINGS.iter().map(|heading| item_cell(item, heading.column)).collect()
}

fn item_cell(item: &ItemDescription, column: ItemColumn) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let meant = item.date.as_ref().and_then(|date| date.interpreted.as_ref());
    match column {
        ItemColumn::Id => item.id.to_string(),
        ItemColumn::Reference => item.reference.clone(),
        ItemColumn::Path => item.path.display(),
        ItemColumn::Title => text(&item.title),
        ItemColumn::Place => text(&item.place_as_written),
        ItemColumn::Pages => item.pages_stated.map(|pages| pages.to_string()).unwrap_or_default(),
        ItemColumn::Date => {
            item.date.as_ref().map(|date| date.as_written.clone()).unwrap_or_default()
        }
        ItemColumn::Earliest => meant.map(|days| days.earliest().to_string()).unwrap_or_default(),
        ItemColumn::Latest => meant.map(|days| days.latest().to_string()).unwrap_or_default(),
        ItemColumn::Precision => {
            meant.map(|days| precision_name(days.precision()).to_owned()).unwrap_or_default()
        }
        ItemColumn::Access => level_name(item.access).to_owned(),
        ItemColumn::Flags => {
            let names = item.flags.iter().map(|flag| flag_name(*flag));
            names.collect::<Vec<_>>().join("; ")
        }
        ItemColumn::Notes => text(&item.notes),
    }
}
