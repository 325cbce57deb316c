//! The text of a page as the rules for mentions and the index take it: what people wrote down, and what a machine read.

use std::ops::Range;

use sijill_mentions::{Cell, Line};
use sijill_reading::text::{self, PageText};
use sijill_schema::{Area, MentionBasis, Transcription};
use sijill_search::Passage;

/// What a machine read.
pub(crate) fn of_machine(text: &PageText) -> Vec<Line> {
    let lines = text.lines.iter().filter(|line| !line.doubtful);
    let line = |line: &text::Line| Line {
        table: line.table,
        cells: line.cells.iter().map(cell).collect(),
    };
    lines.map(line).collect()
}

/// What a person wrote down; zones of several cells are rows of one register.
pub(crate) fn of_person(transcription: &Transcription) -> Vec<Line> {
    let cell = |text: &String, area| Cell { text: text.clone(), area, words: Vec::new() };
    let zones = transcription.zones.iter().map(|zone| Line {
        table: (zone.cells.len() > 1).then_some(0),
        cells: zone.cells.iter().map(|text| cell(text, zone.area)).collect(),
    });
    zones.collect()
}

/// The passages of some lines; a line is one passage, whatever its cells.
pub(crate) fn passages(lines: &[Line], basis: MentionBasis) -> impl Iterator<Item = Passage> {
    let written = lines.iter().filter(|line| line.cells.iter().any(|cell| !cell.text.is_empty()));
    written.map(move |line| passage(line, basis))
}

fn passage(line: &Line, basis: MentionBasis) -> Passage {
    let (mut text, mut words, mut area) = (String::new(), Vec::new(), None::<Area>);
    for cell in &line.cells {
        if !text.is_empty() {
            text.push('\t');
        }
        let from = text.len();
        text.push_str(&cell.text);
        let moved = |range: &Range<usize>| range.start + from..range.end + from;
        words.extend(cell.words.iter().map(|(range, area)| (moved(range), *area)));
        area = match (area, cell.area) {
            (Some(one), Some(other)) => Some(one.with(other)),
            (one, other) => one.or(other),
        };
    }
    Passage { text, basis, area, words }
}

fn cell(cell: &text::Cell) -> Cell {
    let (mut text, mut words) = (String::new(), Vec::with_capacity(cell.words.len()));
    for word in &cell.words {
        if !text.is_empty() {
            text.push(' ');
        }
        let from = text.len();
        text.push_str(&word.text);
        words.push((from..text.len(), area(word.area)));
    }
    Cell { text, area: Some(area(cell.area)), words }
}

fn area(rect: sijill_imaging::Rect) -> Area {
    Area { left: rect.left, top: rect.top, width: rect.width, height: rect.height }
}
