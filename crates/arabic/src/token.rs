//! A text as numbers, words and signs, in which dates and numbers are looked for.

use std::ops::Range;

use crate::fold;
use crate::table::{Step, table};
use crate::words::is_mark;

/// A piece of a text.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) range: Range<usize>,
    pub(crate) kind: Kind,
    /// What stands between it and the piece before it.
    pub(crate) gap: Gap,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Number(Number),
    /// A run of letters with their marks.
    Word,
    Sign(char),
    /// The end of a cell or page: nothing goes on over it.
    End,
}

/// A run of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    /// Its value; the greatest there is, if it is greater.
    pub(crate) value: u32,
    /// How many digits it has.
    pub(crate) length: usize,
    /// Whether a digit of it is Arabic-Indic or Persian.
    pub(crate) eastern: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    None,
    Space,
    Line,
}

/// The pieces of a text.
pub(crate) struct Tokens<'a> {
    text: &'a str,
    list: Vec<Token>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Digit(u32, bool),
    Letter,
    Unseen,
    Space,
    Line,
    End,
    Sign,
}

impl<'a> Tokens<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let mut tokens = Self { text, list: Vec::new() };
        let mut gap = Gap::None;
        for (at, letter) in text.char_indices() {
            let range = at..at + letter.len_utf8();
            let kind = match sort(letter) {
                Sort::Unseen => continue,
                Sort::Space => {
                    gap = gap.max(Gap::Space);
                    continue;
                }
                Sort::Line => {
                    gap = Gap::Line;
                    continue;
                }
                Sort::Digit(digit, eastern) => {
                    Kind::Number(Number { value: digit, length: 1, eastern })
                }
                Sort::Letter => Kind::Word,
                Sort::End => Kind::End,
                Sort::Sign => Kind::Sign(letter),
            };
            if gap == Gap::None && tokens.grow(kind, range.end) {
                continue;
            }
            tokens.list.push(Token { range, kind, gap });
            gap = Gap::None;
        }
        tokens
    }

    /// Makes the last piece longer, if this goes on with it.
    fn grow(&mut self, kind: Kind, end: usize) -> bool {
        let Some(last) = self.list.last_mut() else { return false };
        match (&mut last.kind, kind) {
            (Kind::Number(number), Kind::Number(digit)) => {
                number.value = number.value.saturating_mul(10).saturating_add(digit.value);
                number.length += 1;
                number.eastern |= digit.eastern;
            }
            (Kind::Word, Kind::Word) => {}
            _ => return false,
        }
        last.range.end = end;
        true
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Token> {
        self.list.get(at)
    }

    pub(crate) fn kind(&self, at: usize) -> Option<Kind> {
        self.get(at).map(|token| token.kind)
    }

    /// What stands before a piece; at the end of the text, an end of line.
    pub(crate) fn gap(&self, at: usize) -> Gap {
        self.get(at).map_or(Gap::Line, |token| token.gap)
    }

    pub(crate) fn number(&self, at: usize) -> Option<Number> {
        match self.kind(at)? {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(crate) fn sign(&self, at: usize) -> Option<char> {
        match self.kind(at)? {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    /// A word, folded.
    pub(crate) fn word(&self, at: usize) -> Option<String> {
        let token = self.get(at).filter(|token| token.kind == Kind::Word)?;
        Some(fold(self.text.get(token.range.clone())?))
    }

    /// The word before a piece.
    pub(crate) fn word_before(&self, at: usize) -> Option<String> {
        self.word(at.checked_sub(1)?)
    }

    /// A piece as it is written.
    pub(crate) fn written(&self, at: usize) -> &'a str {
        self.get(at).and_then(|token| self.text.get(token.range.clone())).unwrap_or_default()
    }

    /// The bytes from one piece to another one, both included.
    pub(crate) fn range(&self, first: usize, last: usize) -> Range<usize> {
        let start = self.get(first).map_or(0, |token| token.range.start);
        start..self.get(last).map_or(start, |token| token.range.end)
    }
}

fn sort(letter: char) -> Sort {
    let digit = |letter: char| letter.to_digit(10);
    match letter {
        '0'..='9' => digit(letter).map_or(Sort::Sign, |digit| Sort::Digit(digit, false)),
        'a'..='z' | 'A'..='Z' => Sort::Letter,
        '\n' | '\r' | '\u{2028}' => Sort::Line,
        '\t' | '\u{c}' | '\u{b}' | '\u{2029}' => Sort::End,
        _ if letter.is_ascii() && !letter.is_ascii_whitespace() => Sort::Sign,
        _ if letter.is_whitespace() => Sort::Space,
        _ => match table().step(letter) {
            Step::Drop if is_mark(letter) => Sort::Letter,
            Step::Drop => Sort::Unseen,
            Step::To(to) if to.is_ascii_digit() => {
                digit(to).map_or(Sort::Sign, |digit| Sort::Digit(digit, true))
            }
            _ if letter.is_alphanumeric() => Sort::Letter,
            _ => Sort::Sign,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_several_scripts_and_unseen_letters_make_one_number() {
        let tokens = Tokens::of("٢\u{200f}0۱٤");
        assert_eq!(tokens.len(), 1);
        let number = tokens.number(0).unwrap();
        assert_eq!((number.value, number.length, number.eastern), (2014, 4, true));
    }

    #[test]
    fn a_number_too_great_to_count_is_still_one() {
        let tokens = Tokens::of("99999999999999999999");
        assert_eq!(tokens.number(0).map(|n| (n.value, n.length)), Some((u32::MAX, 20)));
    }

    #[test]
    fn gaps_and_ends_are_kept() {
        let tokens = Tokens::of("رقم ٣/ص\nب\tج");
        let gaps: Vec<_> = (0..tokens.len()).map(|at| tokens.gap(at)).collect();
        use Gap::{Line, None, Space};
        assert_eq!(gaps, [None, Space, None, None, Line, None, None]);
        assert_eq!(tokens.kind(5), Some(Kind::End));
        assert_eq!(tokens.word(0).as_deref(), Some("رقم"));
        assert_eq!(Tokens::of("ا\n ب").gap(1), Line);
    }
}
