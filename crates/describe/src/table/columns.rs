//! Which column of a sheet holds what, by headers in English or Arabic.

use sijill_arabic::fold;

use super::Line;
use crate::error::Problem;
use crate::guard::unguarded;

/// A column that a sheet may have, with its names. The first is the one that exports use, the second the Arabic one.
#[derive(Debug, Clone, Copy)]
pub struct Heading<C: 'static> {
    /// What the column holds.
    pub column: C,
    /// Its names.
    pub names: &'static [&'static str],
}

/// The columns of one sheet, in its order.
#[derive(Debug, Clone)]
pub struct Columns<C> {
    columns: Vec<(C, String)>,
}

impl<C: Copy + PartialEq + 'static> Columns<C> {
    /// Finds out what the columns hold.
    ///
    /// # Errors
    /// Every header that is not known or stands twice.
    pub fn of(header: &Line, known: &[Heading<C>]) -> Result<Self, Vec<Problem>> {
        let (mut columns, mut problems) = (Vec::new(), Vec::new());
        for (index, name) in header.cells.iter().enumerate() {
            let name = unguarded(name.trim());
            let place = (index + 1).to_string();
            let is_meant = |heading: &&Heading<C>| {
                heading.names.iter().any(|known| plain(known) == plain(name))
            };
            match known.iter().find(is_meant) {
                None => {
                    let what = format!("{name:?} is not a column; there are {}", names(known));
                    problems.push(Problem::of_cell(header.number, place, what));
                }
                Some(heading) if columns.iter().any(|(column, _)| *column == heading.column) => {
                    let what = format!("{name:?} stands twice");
                    problems.push(Problem::of_cell(header.number, place, what));
                }
                Some(heading) => columns.push((heading.column, name.to_owned())),
            }
        }
        if problems.is_empty() { Ok(Self { columns }) } else { Err(problems) }
    }

    /// Whether the sheet has a column.
    #[must_use]
    pub fn has(&self, column: C) -> bool {
        self.columns.iter().any(|(known, _)| *known == column)
    }

    /// The header that the sheet has for a column; the first of `known` where it has none.
    #[must_use]
    pub fn name(&self, column: C) -> &str {
        let found = self.columns.iter().find(|(known, _)| *known == column);
        found.map_or("", |(_, name)| name)
    }

    /// The cells of a row that say something, trimmed, with what they hold.
    ///
    /// # Errors
    /// If the row has cells beyond the header.
    pub fn cells<'l>(&self, line: &'l Line) -> Result<Vec<(C, &'l str)>, Problem> {
        if line.cells.len() > self.columns.len() {
            let (cells, columns) = (line.cells.len(), self.columns.len());
            let what = format!("the row has {cells} cells, the header {columns}");
            return Err(Problem::of_row(line.number, what));
        }
        let pairs = self.columns.iter().zip(&line.cells);
        let cells = pairs.map(|((column, _), cell)| (*column, cell.trim()));
        Ok(cells.filter(|(_, cell)| !cell.is_empty()).collect())
    }

    /// A problem of one cell, by the header that the sheet has.
    #[must_use]
    pub fn problem(&self, line: &Line, column: C, what: impl Into<String>) -> Problem {
        Problem::of_cell(line.number, self.name(column), what)
    }
}

/// A header as it is compared.
fn plain(name: &str) -> String {
    fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn names<C>(known: &[Heading<C>]) -> String {
    let pair = |heading: &Heading<C>| {
        heading.names.iter().take(2).copied().collect::<Vec<_>>().join(" / ")
    };
    known.iter().map(pair).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [Heading<u8>; 2] = [
        Heading { column: 1, names: &["name", "الاسم"] },
        Heading { column: 2, names: &["mother", "اسم الأم", "الأم"] },
    ];

    fn line(cells: &[&str]) -> Line {
        Line { number: 1, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() }
    }

    #[test]
    fn headers_are_known_in_both_languages_and_as_people_type_them() {
        let columns = Columns::of(&line(&["الأســم", " اسم الام "]), &KNOWN);
        assert_eq!(columns.map(|columns| columns.has(1)).map_err(|all| all.len()), Ok(true));
        let columns = Columns::of(&line(&["Mother"]), &KNOWN).unwrap();
        assert_eq!(columns.cells(&line(&[" x "])).unwrap(), [(2, "x")]);
    }

    #[test]
    fn every_header_that_is_wrong_is_named() {
        let problems = Columns::of(&line(&["colour", "name", "الاسم"]), &KNOWN).unwrap_err();
        let said: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert!(said[0].starts_with("line 1, column 1: \"colour\" is not a column"), "{said:?}");
        assert!(said[1].starts_with("line 1, column 3") && said.len() == 2, "{said:?}");
    }
}
