//! Machines that walk the index's dictionary of words: patterns with `*` and `?`, and words with the same strokes. Both
//! keep the set of places where they may be as bits, so a step takes the same time whatever the pattern.

use std::collections::HashMap;
use std::sync::LazyLock;

use tantivy_fst::Automaton;

use crate::query::LONGEST;

/// The most letters and signs that a machine can hold: the bits of a state, without the first.
const _: () = assert!(LONGEST < 64);

/// A machine that reads letters. Bit `n` of a state says that `n` parts may lie behind.
pub(super) trait Steps: Send + Sync + 'static {
    /// Where it may be at the start.
    fn start(&self) -> u64;
    /// Where it may be after a letter.
    fn step(&self, state: u64, letter: char) -> u64;
    /// Whether a word may end here.
    fn accepts(&self, state: u64) -> bool;

    /// Whether a word is accepted.
    fn matches(&self, word: &str) -> bool {
        let end = word.chars().fold(self.start(), |state, letter| self.step(state, letter));
        self.accepts(end)
    }
}

/// Feeds such a machine with the bytes of UTF-8.
pub(super) struct Bytes<S>(pub S);

/// Where the machine may be, and the bytes of a letter that is not whole yet.
#[derive(Clone, Copy)]
pub(super) struct At {
    state: u64,
    letter: [u8; 4],
    filled: usize,
}

impl<S: Steps> Automaton for Bytes<S> {
    type State = At;

    fn start(&self) -> At {
        At { state: self.0.start(), letter: [0; 4], filled: 0 }
    }

    fn is_match(&self, at: &At) -> bool {
        at.filled == 0 && self.0.accepts(at.state)
    }

    fn can_match(&self, at: &At) -> bool {
        at.state != 0
    }

    fn accept(&self, at: &At, byte: u8) -> At {
        let mut next = *at;
        if let Some(place) = next.letter.get_mut(next.filled) {
            *place = byte;
            next.filled += 1;
        }
        let bytes = next.letter.get(..next.filled).unwrap_or_default();
        match std::str::from_utf8(bytes).ok().and_then(|text| text.chars().next()) {
            Some(letter) => At { state: self.0.step(at.state, letter), letter: [0; 4], filled: 0 },
            None if next.filled == next.letter.len() => At { state: 0, ..next },
            None => next,
        }
    }
}

/// A word with `*` for any letters and `?` for one.
#[derive(Debug, Clone)]
pub(super) struct Pattern(Vec<char>);

impl Pattern {
    /// The pattern; nothing, if it is longer than [`LONGEST`].
    pub fn new(pattern: &str) -> Option<Self> {
        let parts: Vec<_> = pattern.chars().collect();
        (parts.len() <= LONGEST).then_some(Self(parts))
    }

    /// Where a `*` stands it may be passed at once.
    fn closed(&self, mut state: u64) -> u64 {
        for (place, part) in self.0.iter().enumerate() {
            if *part == '*' && state & (1 << place) != 0 {
                state |= 1 << (place + 1);
            }
        }
        state
    }
}

impl Steps for Pattern {
    fn start(&self) -> u64 {
        self.closed(1)
    }

    fn step(&self, state: u64, letter: char) -> u64 {
        let mut next = 0;
        for (place, part) in self.0.iter().enumerate() {
            if state & (1 << place) != 0 {
                match part {
                    '*' => next |= 1 << place,
                    '?' => next |= 1 << (place + 1),
                    part if *part == letter => next |= 1 << (place + 1),
                    _ => {}
                }
            }
        }
        self.closed(next)
    }

    fn accepts(&self, state: u64) -> bool {
        state & (1 << self.0.len()) != 0
    }
}

/// Words of as many letters with the same strokes: dots lost or added.
#[derive(Debug, Clone)]
pub(super) struct SameStrokes(Vec<Stroke>);

/// What a letter is without its dots within a word, and at its end.
type Stroke = (char, char);

static STROKES: LazyLock<HashMap<char, Stroke>> =
    LazyLock::new(|| ('\u{600}'..='\u{6ff}').map(|letter| (letter, stroke_of(letter))).collect());

fn stroke_of(letter: char) -> Stroke {
    let first = |text: String| sijill_arabic::rasm(&text).chars().next().unwrap_or(letter);
    (first(format!("{letter}م")), first(letter.to_string()))
}

fn stroke(letter: char) -> Stroke {
    STROKES.get(&letter).copied().unwrap_or((letter, letter))
}

impl SameStrokes {
    /// The words that look like this one; nothing, if it is longer than [`LONGEST`].
    pub fn new(word: &str) -> Option<Self> {
        let strokes: Vec<_> = word.chars().map(stroke).collect();
        (strokes.len() <= LONGEST).then_some(Self(strokes))
    }

    /// The state after so many letters, of which only the last may end the word.
    fn fits(&self, place: usize, letter: char) -> bool {
        let (within, last) = stroke(letter);
        self.0.get(place).is_some_and(|asked| {
            if place + 1 == self.0.len() { asked.1 == last } else { asked.0 == within }
        })
    }
}

impl Steps for SameStrokes {
    fn start(&self) -> u64 {
        1
    }

    fn step(&self, state: u64, letter: char) -> u64 {
        if state == 0 {
            return 0;
        }
        let place = state.trailing_zeros() as usize;
        if self.fits(place, letter) { 1 << (place + 1) } else { 0 }
    }

    fn accepts(&self, state: u64) -> bool {
        state & (1 << self.0.len()) != 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn walked<S: Steps>(machine: S, word: &str) -> bool {
        let machine = Bytes(machine);
        let end = word.bytes().fold(machine.start(), |at, byte| machine.accept(&at, byte));
        machine.is_match(&end)
    }

    #[test]
    fn a_pattern_is_matched_as_a_whole() {
        let matches = |pattern: &str, word: &str| walked(Pattern::new(pattern).unwrap(), word);
        assert!(matches("زعتر*", "زعتراني") && matches("زعتر*", "زعتر"));
        assert!(!matches("زعتر*", "ازعتر") && !matches("زعتر*", "زعت"));
        assert!(matches("?حمد", "احمد") && matches("م?مد", "محمد") && !matches("م?مد", "مد"));
        assert!(matches("ab*c*d", "abxcyd") && !matches("ab*c*d", "abxdyc"));
        assert!(Pattern::new(&"ab*".repeat(22)).is_none());
    }

    #[test]
    fn words_with_other_dots_have_the_same_strokes() {
        let same = |one: &str, other: &str| walked(SameStrokes::new(one).unwrap(), other);
        assert!(same("خالد", "جالد") && same("زينب", "ريتب") && same("شمعون", "سمعون"));
        assert!(!same("خالد", "خالدي") && !same("خالد", "خال") && !same("خالد", "ماجد"));
    }

    proptest! {
        #[test]
        fn a_pattern_without_signs_matches_itself_alone(one in "[ا-يa-c]{0,8}", other in "[ا-يa-c]{0,8}") {
            prop_assert_eq!(walked(Pattern::new(&one).unwrap(), &other), one == other);
        }

        #[test]
        fn strokes_agree_with_the_rasm(one in "[ا-ي]{1,5}", other in "[ا-ي]{1,5}") {
            let equal = sijill_arabic::rasm(&one) == sijill_arabic::rasm(&other);
            prop_assert_eq!(walked(SameStrokes::new(&one).unwrap(), &other), equal);
        }

        #[test]
        fn bytes_that_are_no_text_end_nowhere(bytes in proptest::collection::vec(any::<u8>(), 0..12)) {
            let machine = Bytes(Pattern::new("ab*").unwrap());
            let end = bytes.iter().fold(machine.start(), |at, byte| machine.accept(&at, *byte));
            prop_assert!(!machine.is_match(&end) || std::str::from_utf8(&bytes).is_ok());
        }
    }
}
