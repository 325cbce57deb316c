//! What people type: the text form of a transcription, and where two people who typed the same page disagree.
//!
//! In the text form every line is a line of the page, or a row of its register; the cells of a row are separated by
//! tabs, the first is the rightmost. Empty lines are left out.

use serde::Serialize;
use sijill_schema::{Transcription, Zone};

/// Reads the text form.
#[must_use]
pub fn zones(text: &str) -> Vec<Zone> {
    // Editors put a byte order mark before the first letter.
    let is_nothing = |c: char| c.is_whitespace() || c == '\u{feff}';
    let cell = |cell: &str| cell.trim_matches(is_nothing).to_owned();
    let cells = text.lines().map(|line| line.split('\t').map(cell).collect());
    let rows = cells.filter(|cells: &Vec<String>| cells.iter().any(|cell| !cell.is_empty()));
    rows.map(|cells| Zone { area: None, cells }).collect()
}

/// Writes the text form.
#[must_use]
pub fn text(zones: &[Zone]) -> String {
    zones.iter().map(|zone| zone.cells.join("\t") + "\n").collect()
}

/// A place where two people read something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// The row of the first transcription, from 1; absent where only the second has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// The cell, from 1, the rightmost first; absent where a whole row is there only once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<usize>,
    /// What the first person read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// What the second person read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second: Option<String>,
}

/// Where two transcriptions of one page differ, row by row and cell by cell. A row that one of them left out shifts
/// nothing: rows are matched so that as few cells as possible differ. Blanks at the ends and between words count once.
#[must_use]
pub fn disagreements(first: &[Zone], second: &[Zone]) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for pair in matched(first, second) {
        match pair {
            (Some(row), Some(other)) => {
                let (one, two) = (&first[row].cells, &second[other].cells);
                for cell in 0..one.len().max(two.len()) {
                    let (first, second) = (one.get(cell), two.get(cell));
                    if plain(first) != plain(second) {
                        found.push(Disagreement {
                            row: Some(row + 1),
                            cell: Some(cell + 1),
                            first: first.cloned(),
                            second: second.cloned(),
                        });
                    }
                }
            }
            (row, other) => found.push(Disagreement {
                row: row.map(|row| row + 1),
                cell: None,
                first: row.map(|row| first[row].cells.join("\t")),
                second: other.map(|other| second[other].cells.join("\t")),
            }),
        }
    }
    found
}

/// Where the newest transcriptions of the last two people differ; nothing as long as one person typed the page.
#[must_use]
pub fn between_people(transcriptions: &[Transcription]) -> Vec<Disagreement> {
    let Some(last) = transcriptions.last() else { return Vec::new() };
    let other = transcriptions.iter().rev().find(|earlier| earlier.by != last.by);
    other.map(|other| disagreements(&other.zones, &last.zones)).unwrap_or_default()
}

fn plain(cell: Option<&String>) -> String {
    cell.map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
}

/// Pairs of rows in order, with the least sum of costs: two for a row that stands alone; for two rows together, up to
/// three as their cells differ.
fn matched(first: &[Zone], second: &[Zone]) -> Vec<(Option<usize>, Option<usize>)> {
    const ALONE: f64 = 2.0;
    let (rows, columns) = (first.len(), second.len());
    let mut cost = vec![vec![0.0_f64; columns + 1]; rows + 1];
    for row in (0..=rows).rev() {
        for column in (0..=columns).rev() {
            cost[row][column] = match (row < rows, column < columns) {
                (false, false) => 0.0,
                (true, false) => cost[row + 1][column] + ALONE,
                (false, true) => cost[row][column + 1] + ALONE,
                (true, true) => {
                    let together =
                        cost[row + 1][column + 1] + difference(&first[row], &second[column]);
                    let alone = cost[row + 1][column].min(cost[row][column + 1]) + ALONE;
                    together.min(alone)
                }
            };
        }
    }
    let (mut row, mut column, mut pairs) = (0, 0, Vec::new());
    while row < rows || column < columns {
        let is_together = row < rows
            && column < columns
            && cost[row][column]
                == cost[row + 1][column + 1] + difference(&first[row], &second[column]);
        if is_together {
            pairs.push((Some(row), Some(column)));
            (row, column) = (row + 1, column + 1);
        } else if row < rows && cost[row][column] == cost[row + 1][column] + ALONE {
            pairs.push((Some(row), None));
            row += 1;
        } else {
            pairs.push((None, Some(column)));
            column += 1;
        }
    }
    pairs
}

/// From 0 for equal rows to 3 for rows of which no cell and no word is the same.
fn difference(one: &Zone, two: &Zone) -> f64 {
    let words = |zone: &Zone| -> Vec<String> {
        zone.cells.iter().flat_map(|cell| cell.split_whitespace()).map(str::to_owned).collect()
    };
    let (ours, mut theirs) = (words(one), words(two));
    let most = ours.len().max(theirs.len()).max(1);
    let mut shared = 0;
    for word in &ours {
        if let Some(at) = theirs.iter().position(|other| other == word) {
            theirs.swap_remove(at);
            shared += 1;
        }
    }
    3.0 * (most - shared) as f64 / most as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_form_reads_back() {
        let typed = "\u{feff}الاسم\tسنة الولادة\r\n\n  سمير الزعتر\t١٩٧٤ \n";
        let read = zones(typed);
        assert_eq!(read.len(), 2);
        assert_eq!(read[1].cells, ["سمير الزعتر", "١٩٧٤"]);
        assert_eq!(zones(&text(&read)), read);
    }

    #[test]
    fn two_who_read_the_same_agree_whatever_their_blanks() {
        let (one, two) = (zones("سمير  الزعتر\t١٩٧٤\n"), zones("سمير الزعتر\t١٩٧٤\n"));
        assert_eq!(disagreements(&one, &two), []);
    }

    #[test]
    fn a_digit_read_differently_is_named_by_row_and_cell() {
        let one = zones("أ\t١\nسمير الزعتر\t١٩٧٤\n");
        let two = zones("أ\t١\nسمير الزعتر\t١٩٧٣\n");
        let found = disagreements(&one, &two);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].row, found[0].cell), (Some(2), Some(2)));
        let read = (found[0].first.as_deref(), found[0].second.as_deref());
        assert_eq!(read, (Some("١٩٧٤"), Some("١٩٧٣")));
    }

    #[test]
    fn a_row_left_out_is_one_disagreement() {
        let one = zones("واحد\t١\nاثنان\t٢\nثلاثة\t٣\n");
        let two = zones("واحد\t١\nثلاثة\t٣\n");
        let found = disagreements(&one, &two);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].row, found[0].first.as_deref()), (Some(2), Some("اثنان\t٢")));
        let back = disagreements(&two, &one);
        assert_eq!(
            (back.len(), back[0].row, back[0].second.as_deref()),
            (1, None, Some("اثنان\t٢"))
        );
    }
}
