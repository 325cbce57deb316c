//! The words of a text, and where they stand in it.

use std::ops::Range;

use crate::fold;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The bytes of the text that it takes.
    pub range: Range<usize>,
    /// The word, folded; never empty.
    pub folded: String,
}

/// The words of a text in their order: longest runs of letters, marks and digits.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut start = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, letter) in ends {
        match (belongs(letter), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let folded = fold(&text[from..at]);
                if !folded.is_empty() {
                    found.push(Word { range: from..at, folded });
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}

fn belongs(letter: char) -> bool {
    letter.is_alphanumeric()
        || matches!(letter, '\u{0610}'..='\u{061a}' | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{06d6}'..='\u{06ed}' | 'ـ')
        || matches!(letter, '\u{200c}'..='\u{200f}')
}
