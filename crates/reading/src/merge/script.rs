//! Lines in Latin script, from the second reader: the model of Arabic has no Latin letters and writes nonsense for them.

use super::spelling::is_latin;
use crate::draft::{DraftLine, bottom};
use crate::text::Word;

/// A word of so many Latin letters, of which the second reader is so sure, is Latin.
const WORD: (usize, u8) = (2, 50);

/// Takes each line with Latin words from the second reader; of other lines it keeps beside each word what the second
/// reader saw there, if that is something else.
pub(crate) fn with_script(lines: &mut Vec<DraftLine>, second: Vec<DraftLine>) {
    for other in second {
        let same: Vec<_> =
            (0..lines.len()).filter(|index| is_same(&lines[*index], &other)).collect();
        if other.cells.iter().any(|cell| cell.words.iter().any(is_latin_word)) {
            let at = same.first().copied().unwrap_or_else(|| place(lines, &other));
            for index in same.into_iter().rev() {
                lines.remove(index);
            }
            lines.insert(at, other);
        } else {
            for index in same {
                remember(&mut lines[index], &other);
            }
        }
    }
}

fn is_latin_word(word: &Word) -> bool {
    word.confidence >= WORD.1 && word.text.chars().filter(|c| is_latin(*c)).count() >= WORD.0
}

/// Whether two lines of running text stand in one place.
fn is_same(one: &DraftLine, other: &DraftLine) -> bool {
    let (Some(a), Some(b)) = (one.cells.first(), other.cells.first()) else { return false };
    let (a, b) = (a.area, b.area);
    let down = bottom(a).min(bottom(b)).saturating_sub(a.top.max(b.top));
    let across = a.left.saturating_add(a.width).min(b.left.saturating_add(b.width));
    let across = across.saturating_sub(a.left.max(b.left));
    one.table.is_none()
        && u64::from(down) * 2 > u64::from(a.height.min(b.height))
        && u64::from(across) * 2 > u64::from(a.width.min(b.width))
}

/// Before the first line that begins lower.
fn place(lines: &[DraftLine], new: &DraftLine) -> usize {
    let top = |line: &DraftLine| line.cells.first().map_or(0, |cell| cell.area.top);
    let middle = new.cells.first().map_or(0, |cell| cell.area.top + cell.area.height / 2);
    lines.iter().position(|line| top(line) > middle).unwrap_or(lines.len())
}

fn remember(line: &mut DraftLine, other: &DraftLine) {
    let seen: Vec<_> = other.cells.iter().flat_map(|cell| &cell.words).collect();
    for word in line.cells.iter_mut().flat_map(|cell| &mut cell.words) {
        let overlap = |other: &&&Word| {
            let to = (other.area.left + other.area.width).min(word.area.left + word.area.width);
            to.saturating_sub(other.area.left.max(word.area.left))
        };
        let found =
            seen.iter().max_by_key(overlap).filter(|found| overlap(found) * 2 > word.area.width);
        if let Some(found) = found
            && found.text != word.text
            && word.other.is_none()
        {
            word.other = Some(found.text.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use sijill_imaging::Rect;

    use super::*;
    use crate::draft::lines;
    use crate::tesseract::Token;
    use crate::text::Source;

    fn line(text: &str, top: u32, confidence: f32) -> Vec<Token> {
        let word = |(index, word): (usize, &str)| Token {
            text: word.to_owned(),
            area: Rect { left: 100 * index as u32, top, width: 80, height: 40 },
            confidence,
        };
        text.split(' ').enumerate().map(word).collect()
    }

    fn text(lines: &[DraftLine]) -> Vec<String> {
        let words = |line: &DraftLine| {
            let words = line.cells.iter().flat_map(|cell| &cell.words);
            words.map(|word| word.text.clone()).collect::<Vec<_>>().join(" ")
        };
        lines.iter().map(words).collect()
    }

    #[test]
    fn latin_lines_come_from_the_second_reader_and_others_remember_it() {
        let first = vec![line("سجل لا", 0, 90.0), line("غتت 2", 100, 20.0), line("ذيل", 300, 90.0)];
        let second = vec![
            line("سجل ان", 0, 90.0),
            line("Full name:", 102, 80.0),
            line("Last seen", 200, 80.0),
        ];
        let mut merged = lines(first, Source::Arabic);
        with_script(&mut merged, lines(second, Source::Script));
        assert_eq!(text(&merged), ["سجل لا", "Full name:", "Last seen", "ذيل"]);
        let words = &merged[0].cells[0].words;
        assert_eq!((words[0].other.as_deref(), words[1].other.as_deref()), (None, Some("ان")));
        assert_eq!(merged[1].cells[0].words[0].source, Source::Script);
    }

    #[test]
    fn unsure_latin_changes_nothing() {
        let mut merged = lines(vec![line("شتت", 0, 20.0)], Source::Arabic);
        with_script(&mut merged, lines(vec![line("wis", 0, 30.0)], Source::Script));
        assert_eq!(text(&merged), ["شتت"]);
    }
}
