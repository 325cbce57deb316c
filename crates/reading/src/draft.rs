//! A page's text while it is being put together, in pixels of the prepared page.

use sijill_imaging::Rect;

use crate::job::{CellSheet, Register};
use crate::merge::{is_arabic, is_latin, letters};
use crate::tesseract::{Token, TokenLine};
use crate::text::{Source, Word};

/// A line or a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DraftLine {
    pub table: Option<u32>,
    pub cells: Vec<DraftCell>,
}

/// A line as a whole, or a cell of a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DraftCell {
    pub area: Rect,
    /// The part of the page in which digits are sought; absent for an empty cell.
    pub stretch: Option<Rect>,
    pub words: Vec<Word>,
}

/// A gap of so many times the letters' height parts two lines that stand beside each other.
const APART: u32 = 4;
/// Digits that the recogniser passed over stand at most so many times a line's height before or behind its words.
const PASSED_OVER: u32 = 5;

/// What was read around the tables: lines in the recogniser's order.
pub(crate) fn lines(read: Vec<TokenLine>, source: Source) -> Vec<DraftLine> {
    let mut lines: Vec<DraftLine> = Vec::new();
    for line in read {
        let words = from_the_right(line).into_iter().map(|token| Word {
            text: token.text,
            area: token.area,
            confidence: token.confidence.round() as u8,
            source,
            other: None,
        });
        let parts = parted(words.collect());
        lines.extend(parts.into_iter().filter_map(line_of));
    }
    let areas: Vec<_> = lines.iter().map(|line| line.cells[0].area).collect();
    for (index, line) in lines.iter_mut().enumerate() {
        let others = areas.iter().enumerate().filter(|(other, _)| *other != index);
        let others: Vec<_> = others.map(|(_, area)| *area).collect();
        line.cells[0].stretch = Some(stretch(areas[index], &others));
    }
    lines
}

fn line_of(words: Vec<Word>) -> Option<DraftLine> {
    let area = around(words.iter().map(|word| word.area))?;
    Some(DraftLine { table: None, cells: vec![DraftCell { area, stretch: None, words }] })
}

/// Parts a line at its wide gaps.
fn parted(words: Vec<Word>) -> Vec<Vec<Word>> {
    let mut heights: Vec<_> = words.iter().map(|word| word.area.height).collect();
    heights.sort_unstable();
    let height = heights.get(heights.len() / 2).copied().unwrap_or_default();
    let mut parts: Vec<Vec<Word>> = Vec::new();
    for word in words {
        let is_next = |last: &Word| gap(last.area, word.area) <= height.saturating_mul(APART);
        match parts.last_mut() {
            Some(part) if part.last().is_some_and(is_next) => part.push(word),
            _ => parts.push(vec![word]),
        }
    }
    parts
}

/// White between two rectangles from left to right.
fn gap(one: Rect, other: Rect) -> u32 {
    let behind = |first: Rect, second: Rect| second.left.saturating_sub(right(first));
    behind(one, other).max(behind(other, one))
}

/// A line with room at both ends, as far as no other line begins there.
fn stretch(line: Rect, others: &[Rect]) -> Rect {
    let room = line.height.saturating_mul(PASSED_OVER);
    let is_beside = |other: &&Rect| {
        let overlap = bottom(**other).min(bottom(line)).saturating_sub(other.top.max(line.top));
        overlap * 3 > line.height.min(other.height)
    };
    let mut from = line.left.saturating_sub(room);
    let mut to = right(line).saturating_add(room);
    for other in others.iter().filter(is_beside) {
        if right(*other) <= line.left {
            from = from.max(right(*other));
        } else if other.left >= right(line) {
            to = to.min(other.left);
        }
    }
    let (above, below) = (line.height / 6, line.height / 6);
    let top = line.top.saturating_sub(above);
    Rect { left: from, top, width: to - from, height: line.height + (line.top - top) + below }
}

/// Sets the rows of the tables between the lines, by their height on the page.
pub(crate) fn with_tables(
    mut lines: Vec<DraftLine>,
    tables: &[Register],
    mut writing: Vec<Vec<Word>>,
) -> Vec<DraftLine> {
    writing.reverse();
    for (number, table) in tables.iter().enumerate() {
        let rows = table.rows.iter().map(|row| DraftLine {
            table: Some(number as u32),
            cells: row
                .iter()
                .map(|cell| DraftCell {
                    area: cell.area,
                    stretch: cell.ink,
                    words: cell.ink.and_then(|_| writing.pop()).unwrap_or_default(),
                })
                .collect(),
        });
        let rows: Vec<_> = rows.collect();
        let is_below = |line: &DraftLine| line.cells[0].area.top >= table.area.top;
        let place = lines.iter().position(is_below).unwrap_or(lines.len());
        lines.splice(place..place, rows);
    }
    lines
}

/// Of less the recogniser is not sure enough to add a line that it had passed over: most such ink is no writing.
const ADDED: u8 = 50;

/// Adds a line that had been passed over, by its height on the page, unless what was read there is no better than a guess.
/// Its words stay if they are, and with them the place where figures are sought.
pub(crate) fn add_missed(lines: &mut Vec<DraftLine>, place: Rect, words: Vec<Word>) {
    let is_word = |word: &Word| letters(&word.text) >= 3 && word.confidence >= ADDED;
    if !words.iter().any(is_word) {
        return;
    }
    let middle = place.top.saturating_add(place.height / 2);
    let is_below = |line: &DraftLine| {
        let area = around(line.cells.iter().map(|cell| cell.area));
        area.is_some_and(|area| area.top.saturating_add(area.height / 2) > middle)
    };
    let at = lines.iter().position(is_below).unwrap_or(lines.len());
    let cell = DraftCell { area: place, stretch: Some(place), words };
    lines.insert(at, DraftLine { table: None, cells: vec![cell] });
}

/// Gives each word that was read on a sheet to its cell, moved to where it stands on the page. `inks` are the cells'
/// writing on the prepared page, in the order in which the sheets count them.
pub(crate) fn give_to_cells(
    read: Vec<TokenLine>,
    sheet: &CellSheet,
    inks: &[Rect],
    writing: &mut [Vec<Word>],
) {
    for token in read.into_iter().flat_map(from_the_right) {
        let middle = token.area.top + token.area.height / 2;
        let distance = |(_, place): &&(u32, Rect)| {
            middle.saturating_sub(bottom(*place)) + place.top.saturating_sub(middle)
        };
        let Some((cell, place)) = sheet.places.iter().min_by_key(distance) else { continue };
        let cell = *cell as usize;
        let (Some(ink), Some(words)) = (inks.get(cell), writing.get_mut(cell)) else { continue };
        let moved = |at: u32, from: u32, to: u32| at.saturating_sub(from).saturating_add(to);
        words.push(Word {
            area: Rect {
                left: moved(token.area.left, place.left, ink.left),
                top: moved(token.area.top, place.top, ink.top),
                ..token.area
            },
            text: token.text,
            confidence: token.confidence.round() as u8,
            source: Source::Arabic,
            other: None,
        });
    }
}

/// Puts numbers and marks where they stand between the words of a line in Arabic: the recogniser may put a number at its
/// end first. Words keep their order; their boxes overlap too much to tell it.
fn from_the_right(line: TokenLine) -> TokenLine {
    let is_letter = |c: char| is_arabic(c) || is_latin(c);
    if line.iter().any(|token| token.text.chars().any(is_latin)) {
        return line;
    }
    let middle = |token: &Token| token.area.left.saturating_add(token.area.width / 2);
    let (mut words, rest): (TokenLine, TokenLine) =
        line.into_iter().partition(|token| token.text.chars().any(is_letter));
    for token in rest {
        let is_left = |word: &Token| middle(word) < middle(&token);
        let at = words.iter().position(is_left).unwrap_or(words.len());
        words.insert(at, token);
    }
    words
}

pub(crate) fn right(area: Rect) -> u32 {
    area.left.saturating_add(area.width)
}

pub(crate) fn bottom(area: Rect) -> u32 {
    area.top.saturating_add(area.height)
}

/// The smallest rectangle around all.
pub(crate) fn around(areas: impl Iterator<Item = Rect>) -> Option<Rect> {
    areas.reduce(|one, other| {
        let (left, top) = (one.left.min(other.left), one.top.min(other.top));
        let width = right(one).max(right(other)) - left;
        Rect { left, top, width, height: bottom(one).max(bottom(other)) - top }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::RegisterCell;

    fn token(text: &str, left: u32, width: u32) -> Token {
        let area = Rect { left, top: 100, width, height: 40 };
        Token { text: text.to_owned(), area, confidence: 90.0 }
    }

    fn read(lines: &[DraftLine]) -> Vec<String> {
        let text = |line: &DraftLine| {
            let words = line.cells.iter().flat_map(|cell| &cell.words);
            words.map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        lines.iter().map(text).collect()
    }

    #[test]
    fn a_number_stands_where_it_is_printed() {
        let line = vec![token("1984", 200, 80), token("تولد", 400, 80), token("حمص", 300, 80)];
        assert_eq!(read(&lines(vec![line], Source::Arabic)), ["تولد حمص 1984"]);
        let line = vec![token("عام", 300, 80), token("-", 500, 10), token("من", 290, 95)];
        assert_eq!(read(&lines(vec![line], Source::Arabic)), ["- عام من"]);
    }

    #[test]
    fn lines_that_stand_far_apart_are_two_and_figures_are_sought_between() {
        let line = vec![token("الجمهورية", 900, 90), token("الرقم:", 300, 80)];
        let found = lines(vec![line], Source::Arabic);
        assert_eq!(read(&found), ["الجمهورية", "الرقم:"]);
        let stretch = found[1].cells[0].stretch.unwrap();
        assert_eq!((stretch.left, right(stretch)), (100, 580));
        assert!(stretch.top < 100 && bottom(stretch) > 140);
        let line = |left, text| vec![token(text, left, 80)];
        let near = lines(vec![line(300, "ا"), line(420, "ب")], Source::Arabic);
        assert_eq!(near[0].cells[0].stretch.map(right), Some(420));
    }

    #[test]
    fn rows_stand_between_the_lines_above_and_below() {
        let at = |top| {
            let mut word = token("سطر", 100, 50);
            word.area.top = top;
            vec![word]
        };
        let area = Rect { left: 0, top: 200, width: 500, height: 100 };
        let cell = |ink| RegisterCell { area, ink };
        let table = Register { area, rows: vec![vec![cell(Some(area)), cell(None)]] };
        let word = lines(vec![at(0)], Source::Arabic)[0].cells[0].words.clone();
        let found = with_tables(lines(vec![at(50), at(400)], Source::Arabic), &[table], vec![word]);
        assert_eq!(found.iter().map(|line| line.table).collect::<Vec<_>>(), [None, Some(0), None]);
        assert_eq!(found[1].cells[0].words.len(), 1);
        assert!(found[1].cells[1].words.is_empty() && found[1].cells[1].stretch.is_none());
    }

    #[test]
    fn a_word_of_a_sheet_goes_to_the_nearest_cell_and_its_place() {
        let place = |top| Rect { left: 50, top, width: 100, height: 40 };
        let sheet = CellSheet { size: (300, 300), places: vec![(0, place(60)), (1, place(160))] };
        let ink = |left| Rect { left, top: 1000, width: 100, height: 40 };
        let mut writing = vec![Vec::new(); 2];
        let far = CellSheet { size: (300, 300), places: vec![(7, place(60))] };
        let line = || vec![vec![token("خالد", 70, 40)]];
        give_to_cells(line(), &sheet, &[ink(500), ink(900)], &mut writing);
        assert_eq!(writing[0][0].area, Rect { left: 520, top: 1040, width: 40, height: 40 });
        assert!(writing[1].is_empty());
        give_to_cells(line(), &far, &[ink(500), ink(900)], &mut writing);
        assert_eq!(writing[0].len(), 1);
    }

    #[test]
    fn a_guess_is_no_line_that_had_been_passed_over() {
        let place = |top| Rect { left: 0, top, width: 300, height: 40 };
        let mut found = lines(vec![vec![token("سطر", 100, 50)]], Source::Arabic);
        let word = |text: &str, confidence| Word {
            text: text.to_owned(),
            area: place(20),
            confidence,
            source: Source::Arabic,
            other: None,
        };
        add_missed(&mut found, place(20), vec![word("حب", 95), word("عنوان", 30)]);
        assert_eq!(found.len(), 1);
        add_missed(&mut found, place(20), vec![word("عنوان", 60)]);
        add_missed(&mut found, place(300), vec![word("ذيل", 60)]);
        assert_eq!(read(&found), ["عنوان", "سطر", "ذيل"]);
    }
}
