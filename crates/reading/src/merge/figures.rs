//! Puts figures where the recogniser, whose model knows two of the ten Arabic digits, has none or nonsense.

use sijill_imaging::Rect;

use super::spelling::{is_arabic, is_latin, letters};
use crate::draft::right;
use crate::job::FoundFigure;
use crate::text::{Source, Word};

/// Less sure figures are left out.
const SURE: f32 = 50.0;
/// A word of so many letters of which the recogniser is so sure is no figure.
const WORD: (usize, u8) = (3, 75);
/// In percent of its width: a word that a figure covers by so much has been read by both.
const COVERED: u32 = 55;
/// In percent of its width: less of an overlap is none.
const TOUCHED: u32 = 20;

/// Replaces what stands in the place of each figure and adds figures that the recogniser passed over. Words of letters
/// stay as they are.
pub(crate) fn with_figures(words: &mut Vec<Word>, figures: &[FoundFigure]) {
    if is_latin_line(words) {
        return;
    }
    for figure in figures.iter().filter(|figure| figure.confidence >= SURE) {
        let is_figure = figure.text.chars().any(is_digit);
        let is_word = |word: &Word| share(word.area, figure.area) >= COVERED && is_sure_word(word);
        let is_within =
            |word: &Word| share(figure.area, word.area) >= COVERED && is_sure_word(word);
        if is_figure && !words.iter().any(|word| is_word(word) || is_within(word)) {
            place(words, figure);
        }
    }
}

/// Whether most words of the line are Latin: there the recogniser knows the digits.
fn is_latin_line(words: &[Word]) -> bool {
    let latin = words.iter().filter(|word| word.text.chars().any(is_latin)).count();
    latin * 2 > words.len()
}

fn is_sure_word(word: &Word) -> bool {
    letters(&word.text) >= WORD.0 && word.confidence >= WORD.1 && !word.text.chars().any(is_digit)
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '\u{0660}'..='\u{0669}' | '\u{06f0}'..='\u{06f9}')
}

/// How much of the first, in percent of its width, the second covers.
fn share(one: Rect, other: Rect) -> u32 {
    let overlap = right(one).min(right(other)).saturating_sub(one.left.max(other.left));
    (u64::from(overlap) * 100 / u64::from(one.width.max(1))) as u32
}

fn place(words: &mut Vec<Word>, figure: &FoundFigure) {
    let is_rightward = is_rightward(words);
    let mut dropped = Vec::new();
    words.retain_mut(|word| {
        if share(word.area, figure.area) < TOUCHED {
            return true;
        }
        let rest = rest(word, figure.area);
        dropped.push(word.text.clone());
        rest.map(|rest| *word = rest).is_some()
    });
    let middle = |area: Rect| area.left.saturating_add(area.width / 2);
    let is_behind = |word: &Word| {
        let (word, figure) = (middle(word.area), middle(figure.area));
        if is_rightward { word > figure } else { word < figure }
    };
    let at = words.iter().position(is_behind).unwrap_or(words.len());
    let other = dropped.join(" ");
    words.insert(
        at,
        Word {
            text: figure.text.clone(),
            area: figure.area,
            confidence: figure.confidence.round() as u8,
            source: Source::Digits,
            other: Some(other).filter(|other| !other.is_empty() && *other != figure.text),
        },
    );
}

fn is_rightward(words: &[Word]) -> bool {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => first.area.left < last.area.left,
        _ => false,
    }
}

/// What is left of a word beside a figure: its letters, if it has some and the figure leaves room for them.
fn rest(word: &Word, figure: Rect) -> Option<Word> {
    let text: String = word.text.chars().filter(|c| !is_digit(*c)).collect();
    let is_mark = |c: char| !is_arabic(c) && !is_latin(c) && c != '/';
    let text = text.trim_matches(is_mark);
    let has_letter = text.chars().any(|c| is_arabic(c) || is_latin(c));
    let before = figure.left.saturating_sub(word.area.left);
    let behind = right(word.area).saturating_sub(right(figure));
    let room = before.max(behind);
    if !has_letter || share(word.area, figure) >= COVERED && room * 3 < word.area.height {
        return None;
    }
    let left = if before >= behind { word.area.left } else { right(figure) };
    let area = Rect { left, width: room.max(1), ..word.area };
    Some(Word { text: text.to_owned(), area, ..word.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, left: u32, width: u32, confidence: u8) -> Word {
        let area = Rect { left, top: 0, width, height: 40 };
        Word { text: text.to_owned(), area, confidence, source: Source::Arabic, other: None }
    }

    fn figure(text: &str, left: u32, width: u32, confidence: f32) -> FoundFigure {
        let area = Rect { left, top: 0, width, height: 40 };
        FoundFigure { text: text.to_owned(), area, confidence }
    }

    fn merged(mut words: Vec<Word>, figures: &[FoundFigure]) -> String {
        with_figures(&mut words, figures);
        words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_figure_replaces_what_the_recogniser_made_of_it() {
        let words =
            vec![word("لعام", 300, 60, 92), word("٠١١٠١", 200, 80, 40), word("في", 100, 30, 90)];
        let mut read = words.clone();
        with_figures(&mut read, &[figure("٢٠١٥", 205, 70, 98.0)]);
        assert_eq!((read[1].text.as_str(), read[1].source), ("٢٠١٥", Source::Digits));
        assert_eq!(read[1].other.as_deref(), Some("٠١١٠١"));
        assert_eq!(merged(words, &[figure("٢٠١٥", 205, 70, 98.0)]), "لعام ٢٠١٥ في");
    }

    #[test]
    fn a_figure_that_was_passed_over_is_added_in_its_place() {
        let words = || vec![word("الفرع", 300, 60, 92), word("تاريخ", 100, 60, 90)];
        assert_eq!(merged(words(), &[figure("٩٠١", 200, 50, 90.0)]), "الفرع ٩٠١ تاريخ");
        assert_eq!(merged(words(), &[figure("٩٠١", 20, 50, 90.0)]), "الفرع تاريخ ٩٠١");
        assert_eq!(merged(vec![], &[figure("٩٠١", 20, 50, 90.0)]), "٩٠١");
    }

    #[test]
    fn sure_words_and_unsure_figures_change_nothing() {
        let words = || vec![word("العقيد", 300, 100, 92)];
        assert_eq!(merged(words(), &[figure("١٥", 320, 40, 99.0)]), "العقيد");
        assert_eq!(merged(words(), &[figure("٩٠١", 20, 50, 30.0)]), "العقيد");
        assert_eq!(merged(words(), &[figure("/", 20, 50, 99.0)]), "العقيد");
    }

    #[test]
    fn letters_beside_a_figure_stay() {
        let words = vec![word("الرقم:", 400, 100, 93), word("8١7١/(ص", 200, 160, 20)];
        assert_eq!(merged(words, &[figure("٣٤١٧", 240, 120, 97.0)]), "الرقم: ٣٤١٧ /(ص");
    }

    #[test]
    fn latin_lines_keep_their_digits() {
        let words =
            vec![word("about", 0, 60, 92), word("12", 80, 20, 90), word("March", 120, 80, 90)];
        assert_eq!(merged(words, &[figure("١٧", 80, 20, 99.0)]), "about 12 March");
    }
}
