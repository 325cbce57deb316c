//! The words of running text, with what separates them and where they stand.

use sijill_arabic::words;
use sijill_schema::Area;

use crate::{Cell, Line};

/// A word of running text.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// As it was read.
    pub text: String,
    pub folded: String,
    pub area: Option<Area>,
    /// Which line it stands in.
    pub line: usize,
    /// What stands between the word before and this one.
    pub gap: Gap,
}

impl Token {
    /// Whether it is written in Latin letters.
    pub fn is_latin(&self) -> bool {
        self.text.starts_with(|letter: char| letter.is_alphabetic() && letter < '\u{250}')
    }
}

/// What stands between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Nothing but a blank, or a hyphen inside a Latin name.
    Blank,
    /// The end of a line that goes on in the next.
    Wrapped,
    /// A dash, a bracket.
    Dash,
    /// A full stop, a comma, a colon; the end of a short line.
    Break,
}

/// From how many words on a line counts as one that may go on in the next.
const LONG: usize = 5;

pub(crate) fn tokens(lines: &[&Line]) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut goes_on = false;
    for (number, line) in lines.iter().enumerate() {
        let first = found.len();
        for cell in &line.cells {
            add(cell, number, &mut found);
        }
        if let Some(token) = found.get_mut(first) {
            // A figure at the beginning counts the entries of a list.
            let counts = token.folded.starts_with(|letter: char| letter.is_numeric());
            let new_line = if goes_on && !counts { Gap::Wrapped } else { Gap::Break };
            token.gap = token.gap.max(new_line);
            if let Some(next) = found.get_mut(first + 1).filter(|_| counts) {
                next.gap = next.gap.max(Gap::Dash);
            }
        }
        let ends =
            line.cells.last().is_some_and(|cell| cell.text.trim_end().ends_with(['.', ':', '؟']));
        goes_on = found.len() - first >= LONG && !ends;
    }
    found
}

/// The words of a single text.
pub(crate) fn of_text(cell: &Cell) -> Vec<Token> {
    let mut found = Vec::new();
    add(cell, 0, &mut found);
    found
}

fn add(cell: &Cell, line: usize, found: &mut Vec<Token>) {
    let mut end = 0;
    for word in words(&cell.text) {
        let between = cell.text.get(end..word.range.start).unwrap_or_default();
        let text = cell.text.get(word.range.clone()).unwrap_or_default().to_owned();
        let area = area(cell, &word.range);
        found.push(Token { gap: gap(between, &text), text, folded: word.folded, area, line });
        end = word.range.end;
    }
}

fn gap(between: &str, next: &str) -> Gap {
    let is_latin = next.starts_with(|letter: char| letter.is_ascii_alphabetic());
    if is_latin && matches!(between, "-" | "'" | "’") {
        return Gap::Blank;
    }
    let of = |mark: char| match mark {
        mark if mark.is_whitespace() => Gap::Blank,
        '-' | '–' | '—' | '/' | '(' | ')' | '[' | ']' | '|' | '_' | 'ـ' => Gap::Dash,
        _ => Gap::Break,
    };
    between.chars().map(of).max().unwrap_or(Gap::Blank)
}

/// The place of a word: its own where it is known, else that of its line.
fn area(cell: &Cell, range: &std::ops::Range<usize>) -> Option<Area> {
    let covers = |word: &&(std::ops::Range<usize>, Area)| {
        word.0.start < range.end && range.start < word.0.end
    };
    let own = cell.words.iter().filter(covers).map(|word| word.1);
    own.reduce(Area::with).or(cell.area)
}

/// The words as they stand in the text, one blank between two.
pub(crate) fn written(tokens: &[Token]) -> String {
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    words.join(" ")
}

/// The place of all of them, where they stand in one line: a name that goes on in the next line has two places, and
/// the first is shown.
pub(crate) fn place(tokens: &[Token]) -> Option<Area> {
    let line = tokens.first()?.line;
    tokens
        .iter()
        .filter(|token| token.line == line)
        .filter_map(|token| token.area)
        .reduce(Area::with)
}
