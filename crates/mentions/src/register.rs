//! Registers: the head of a column says what its cells are.

use sijill_schema::{MentionRole, Named};

use crate::form::set;
use crate::token::{Token, of_text};
use crate::vocabulary::{Field, phrase, vocabulary};
use crate::{FoundPerson, Line};

/// Among how many rows of a table its head is looked for.
const HEAD: usize = 4;

pub(crate) fn people(lines: &[Line]) -> Vec<FoundPerson> {
    let mut found = Vec::new();
    let mut tables: Vec<u32> = lines.iter().filter_map(|line| line.table).collect();
    tables.dedup();
    for table in tables {
        let rows: Vec<&Line> = lines.iter().filter(|line| line.table == Some(table)).collect();
        found.extend(of_table(&rows));
    }
    found
}

fn of_table(rows: &[&Line]) -> Vec<FoundPerson> {
    let heads = rows.iter().take(HEAD).enumerate().map(|(at, row)| (at, head(row)));
    let Some((at, columns)) = heads.max_by_key(|(at, columns)| (known(columns), usize::MAX - at))
    else {
        return Vec::new();
    };
    let Some(name) = columns.iter().position(|field| *field == Some(Field::Name)) else {
        return Vec::new();
    };
    rows.iter().skip(at + 1).filter_map(|row| person(row, &columns, name)).collect()
}

fn head(row: &Line) -> Vec<Option<Field>> {
    row.cells.iter().map(|cell| vocabulary().column_head(&phrase(&cell.text))).collect()
}

fn known(columns: &[Option<Field>]) -> usize {
    columns.iter().flatten().count()
}

fn person(row: &Line, columns: &[Option<Field>], name: usize) -> Option<FoundPerson> {
    let cell = row.cells.get(name)?;
    let mut named = Named::default();
    for (cell, field) in row.cells.iter().zip(columns) {
        if let Some(field) = field {
            set(&mut named, *field, cell);
        }
    }
    // Single letters and figures in a cell of names are dirt.
    let tokens = of_text(cell);
    let is_name = |token: &&Token| {
        token.folded.chars().count() > 1 && !token.folded.chars().any(char::is_numeric)
    };
    let names: Vec<&str> = tokens.iter().filter(is_name).map(|token| token.text.as_str()).collect();
    if names.is_empty() {
        return None;
    }
    named.name = names.join(" ");
    Some(FoundPerson { role: MentionRole::Subject, named, area: cell.area })
}
