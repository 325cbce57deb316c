//! A page's text while it is being put together, in pixels of the prepared page.

use sijill_imaging::Rect;

use crate::job::{CellSheet, Register};
use crate::merge::{is_latin, letters};
use crate::tesseract::TokenLine;
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

/// The words of a short line in Arabic: the recogniser puts a number at its end first.
fn from_the_right(mut line: TokenLine) -> TokenLine {
    if !line.iter().any(|token| token.text.chars().any(is_latin)) {
        line.sort_by_key(|token| std::cmp::Reverse(right(token.area)));
    }
    line
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
