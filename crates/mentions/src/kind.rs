//! What sort of record a page is, by the words of its titles.

use sijill_arabic::words;
use sijill_schema::{MentionRole, RecordType};

use crate::vocabulary::{count, is_like, vocabulary};
use crate::{Cell, Line};

/// The most words of a line that can be a title.
const TITLE: usize = 8;

/// The sorts that its short lines name, those with more words first.
pub(crate) fn types(lines: &[Line]) -> Vec<RecordType> {
    let single = lines.iter().filter(|line| line.table.is_none()).flat_map(|line| &line.cells);
    let titles: Vec<Vec<String>> =
        single.map(of_cell).filter(|words| words.len() <= TITLE).collect();
    let is_in = |entry: &str| titles.iter().any(|title| holds(title, entry));
    let mut found: Vec<RecordType> = Vec::new();
    let mut most = 0;
    for (entry, kind) in &vocabulary().types {
        // One word less says nothing where a longer title was found: مذكرة in مذكرة نقل.
        if count(entry) < most {
            break;
        }
        if !found.contains(kind) && is_in(entry) {
            found.push(*kind);
            most = count(entry);
        }
    }
    found
}

/// In which role a record of these sorts names those whom it is about.
pub(crate) fn role(types: &[RecordType]) -> MentionRole {
    match types.first() {
        Some(RecordType::DeathNotice) => MentionRole::Deceased,
        Some(RecordType::WantedCircular) => MentionRole::Wanted,
        _ => MentionRole::Subject,
    }
}

fn of_cell(cell: &Cell) -> Vec<String> {
    words(&cell.text).into_iter().map(|word| word.folded).collect()
}

/// Whether the words of an entry follow one another in a title.
fn holds(title: &[String], entry: &str) -> bool {
    title.windows(count(entry)).any(|window| is_like(&window.join(" "), entry))
}
