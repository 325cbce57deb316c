//! Who is named on a page, in which role and with which particulars; what sort of record it is; which dates and numbers
//! stand on it. All of it is proposed by rules over the words around names, without any list of names, and each finding
//! says where it stands: the page is what counts.

mod chain;
mod figures;
mod form;
mod kind;
mod particulars;
mod prose;
mod register;
mod token;
mod vocabulary;

use std::ops::Range;

use sijill_schema::{Area, Interpretation, MentionRole, Named, RecordNumber, RecordType};

/// A line of running text, or a row of a register.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Which of the page's tables it is a row of.
    pub table: Option<u32>,
    /// One, or the cells of the row, the first is the rightmost.
    pub cells: Vec<Cell>,
}

/// Text that stands together.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// The text as it was read.
    pub text: String,
    /// Where it stands on the page.
    pub area: Option<Area>,
    /// Where its single words stand: their bytes in the text, and the place.
    pub words: Vec<(Range<usize>, Area)>,
}

/// A person found on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPerson {
    /// In which role.
    pub role: MentionRole,
    /// As the page names them.
    pub named: Named,
    /// Where the name stands.
    pub area: Option<Area>,
}

/// What a page tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The people named on it, in the order of reading.
    pub people: Vec<FoundPerson>,
    /// What sort of record it says it is; the likeliest first.
    pub types: Vec<RecordType>,
    /// Dates on it.
    pub dates: Vec<Interpretation>,
    /// Numbers that stand for something.
    pub numbers: Vec<RecordNumber>,
}

/// Reads what a page tells from its lines.
#[must_use]
pub fn read(lines: &[Line]) -> Told {
    let mut people = register::people(lines);
    let prose: Vec<&Line> = lines.iter().filter(|line| line.table.is_none()).collect();
    let (forms, rest) = form::people(&prose);
    people.extend(forms);
    people.extend(prose::people(&rest));
    let types = kind::types(lines);
    for person in people.iter_mut().filter(|person| person.role == MentionRole::Subject) {
        person.role = kind::role(&types);
    }
    let texts = figures::texts(lines);
    Told { people, types, dates: figures::dates(&texts), numbers: figures::numbers(&texts) }
}
