//! The text of a page with its geometry, as it is stored: compact JSON, the same bytes for the same reading.

use serde::{Deserialize, Serialize};
use sijill_imaging::Rect;
use sijill_imaging::prepare::Turn;

/// The name under which it is stored, in the folder of what was made from the page.
pub const TEXT_FILE: &str = "text.json";

/// What a machine read on a page. It is a finding aid and never evidence: evidence is the image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageText {
    /// Always true here: no person has looked at it. Who shows the text shows this too.
    pub machine: bool,
    /// What read it.
    pub reader: ReaderUsed,
    /// The clockwise turn that sets the page upright.
    pub turn: Turn,
    /// Lines from top to bottom; of two beside each other the right one comes first, in a page of Latin writing the left
    /// one. Empty for a blank page.
    pub lines: Vec<Line>,
}

/// What read a page: with the same, the same page reads the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReaderUsed {
    /// The program and its version, such as `tesseract 5.3.0`.
    pub engine: String,
    /// The models that it used on this page.
    pub models: Vec<Model>,
    /// How it was told to read.
    pub settings: String,
    /// The version of the digit reader.
    pub digits: String,
}

/// A model of the recogniser.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Model {
    /// The name that the program knows it by, such as `ara`.
    pub name: String,
    /// SHA-256 of its file, in hexadecimal digits.
    pub sha256: String,
}

/// A line of running text, or a row of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which of the page's tables it is a row of, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<u32>,
    /// Likely no writing: dirt, a stamp's edge, a signature. Kept for those who look, left out of plain text.
    #[serde(default, skip_serializing_if = "is_false")]
    pub doubtful: bool,
    /// One, or the cells of the row, the rightmost first; empty cells are there too.
    pub cells: Vec<Cell>,
}

/// A line of running text as a whole, or a cell of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Where it stands on the canonical raster.
    pub area: Rect,
    /// Its words in the order of reading.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Word>,
}

/// A word or a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// What was read, in logical order, without marks of direction.
    pub text: String,
    /// Where it stands on the canonical raster.
    pub area: Rect,
    /// How sure the reader was, 0 to 100. Different readers mean different things by it.
    pub confidence: u8,
    /// Who read it.
    pub source: Source,
    /// What the other reader saw in the same place, where it read something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
}

/// Who read a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The recogniser's model of Arabic.
    Arabic,
    /// Its model of Arabic and Latin script.
    Script,
    /// Our own reader of digits.
    Digits,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl PageText {
    /// One line for each line of the page; the cells of a row are separated by tabs, the first is the rightmost. Doubtful
    /// lines are left out.
    #[must_use]
    pub fn to_plain_text(&self) -> String {
        let lines = self.lines.iter().filter(|line| !line.doubtful);
        let lines = lines.map(Line::to_plain_text).filter(|line| !line.trim().is_empty());
        lines.map(|line| line + "\n").collect()
    }

    /// Every word of lines that are not doubtful, in the order of reading.
    pub fn words(&self) -> impl Iterator<Item = &Word> {
        let lines = self.lines.iter().filter(|line| !line.doubtful);
        lines.flat_map(|line| line.cells.iter().flat_map(|cell| &cell.words))
    }

    /// How many words there are and how sure their readers were on average, 0 to 100; 0 for none.
    #[must_use]
    pub fn confidence(&self) -> (usize, f32) {
        let (mut count, mut sum) = (0, 0.0);
        for word in self.words() {
            count += 1;
            sum += f32::from(word.confidence);
        }
        (count, if count == 0 { 0.0 } else { sum / count as f32 })
    }
}

impl Line {
    fn to_plain_text(&self) -> String {
        let cells: Vec<_> = self.cells.iter().map(Cell::to_plain_text).collect();
        cells.join("\t")
    }
}

impl Cell {
    /// Its words, one blank between two.
    #[must_use]
    pub fn to_plain_text(&self) -> String {
        let words: Vec<_> = self.words.iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Rect = Rect { left: 1, top: 2, width: 3, height: 4 };

    fn cell(words: &[&str]) -> Cell {
        let word = |text: &&str| Word {
            text: (*text).to_owned(),
            area: AREA,
            confidence: 90,
            source: Source::Arabic,
            other: None,
        };
        Cell { area: AREA, words: words.iter().map(word).collect() }
    }

    fn page(lines: Vec<Line>) -> PageText {
        let reader = ReaderUsed {
            engine: "tesseract 5.3.0".to_owned(),
            models: Vec::new(),
            settings: String::new(),
            digits: "1".to_owned(),
        };
        PageText { machine: true, reader, turn: Turn::None, lines }
    }

    #[test]
    fn rows_have_tabs_between_cells_and_doubtful_lines_are_left_out() {
        let line = |table, doubtful, cells| Line { table, doubtful, cells };
        let text = page(vec![
            line(None, false, vec![cell(&["سجل", "الموقوفين"])]),
            line(Some(0), false, vec![cell(&["١"]), cell(&[]), cell(&["خالد"])]),
            line(Some(0), false, vec![cell(&[]), cell(&[])]),
            line(None, true, vec![cell(&["لا"])]),
        ]);
        assert_eq!(text.to_plain_text(), "سجل الموقوفين\n١\t\tخالد\n");
        assert_eq!(text.confidence(), (4, 90.0));
    }

    #[test]
    fn it_is_stored_compactly_and_comes_back() {
        let text =
            page(vec![Line { table: None, doubtful: false, cells: vec![cell(&["سجل"])] }]);
        let stored = serde_json::to_string(&text).unwrap();
        assert!(stored.starts_with(r#"{"machine":true,"reader":{"engine":"tesseract 5.3.0""#));
        assert!(!stored.contains("null") && !stored.contains("doubtful"), "{stored}");
        assert_eq!(serde_json::from_str::<PageText>(&stored).unwrap(), text);
    }
}
