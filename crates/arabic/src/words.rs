//! The words of a text, and where they stand in it.

use std::array;
use std::ops::Range;
use std::sync::LazyLock;

use crate::fold;
use crate::table::{Step, in_block, table};

/// The most bytes that a folded word has. What is longer is cut, so that an index can hold it.
pub const MAX_WORD: usize = 255;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The bytes of the text that it takes, its marks included.
    pub range: Range<usize>,
    /// The word, folded; never empty, at most [`MAX_WORD`] bytes.
    pub folded: String,
}

impl AsRef<str> for Word {
    fn as_ref(&self) -> &str {
        &self.folded
    }
}

/// The words of a text in their order: longest runs of letters, marks and digits. Arabic letters and digits that are not
/// parted by a space are parted here: الفرع٢١٥ and بـ٢١٥ hold 215. A letter that stands for several words (ﷺ) gives
/// several with the same range.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let sorts: &Sorts = &SORTS;
    let mut found = Vec::with_capacity(text.len() / 8);
    let mut run: Option<Run> = None;
    for (at, letter) in text.char_indices() {
        let sort = sorts.of(letter);
        if sort == Sort::Unseen {
            continue;
        }
        let end = at + letter.len_utf8();
        match &mut run {
            Some(run) if sort == Sort::Mark || run.last.goes_on_with(sort) => run.take(end, sort),
            _ => {
                finish(text, run.take(), &mut found);
                let begins = !matches!(sort, Sort::Mark | Sort::Other);
                run = begins.then(|| Run { range: at..end, last: sort, rare: sort.is_rare() });
            }
        }
    }
    finish(text, run, &mut found);
    found
}

/// The parts of a word that a writer joined with ZWNJ, folded; nothing if there is none. An index may hold them beside the
/// whole word.
#[must_use]
pub fn parts(written: &str) -> Vec<String> {
    let parts: Vec<_> =
        written.split('\u{200c}').map(fold).filter(|part| !part.is_empty()).collect();
    if parts.len() > 1 { parts } else { Vec::new() }
}

struct Run {
    range: Range<usize>,
    last: Sort,
    /// Whether a letter of it may fold to more than letters.
    rare: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Arabic,
    Latin,
    /// An Arabic letter as a presentation form.
    Shaped,
    /// A letter of another block.
    Rare,
    Digit,
    /// Belongs to the letter before it.
    Mark,
    /// Says nothing and takes no room.
    Unseen,
    Other,
}

impl Run {
    fn take(&mut self, end: usize, sort: Sort) {
        self.range.end = end;
        self.rare |= sort.is_rare();
        if sort != Sort::Mark {
            self.last = sort;
        }
    }
}

impl Sort {
    fn goes_on_with(self, next: Self) -> bool {
        match next {
            Self::Digit => !matches!(self, Self::Arabic | Self::Shaped),
            Self::Arabic | Self::Shaped => self != Self::Digit,
            Self::Latin | Self::Rare => true,
            Self::Mark | Self::Unseen | Self::Other => false,
        }
    }

    fn is_rare(self) -> bool {
        matches!(self, Self::Shaped | Self::Rare)
    }

    fn of(letter: char) -> Self {
        match table().step(letter) {
            Step::Drop if is_mark(letter) => Self::Mark,
            Step::Drop => Self::Unseen,
            Step::To('0'..='9') => Self::Digit,
            _ if letter.is_ascii_digit() => Self::Digit,
            _ if !letter.is_alphanumeric() => Self::Other,
            _ if letter.is_ascii() => Self::Latin,
            _ if in_block(letter).is_some() => Self::Arabic,
            _ if matches!(letter, '\u{fb50}'..='\u{fefc}') => Self::Shaped,
            _ => Self::Rare,
        }
    }
}

/// The sorts of the letters that nearly all text is made of.
struct Sorts {
    ascii: [Sort; 128],
    block: [Sort; 256],
}

static SORTS: LazyLock<Sorts> = LazyLock::new(|| {
    let all = |from: u32| {
        move |at: usize| {
            let letter = u32::try_from(at).ok().and_then(|at| char::from_u32(from + at));
            letter.map_or(Sort::Other, Sort::of)
        }
    };
    Sorts { ascii: array::from_fn(all(0)), block: array::from_fn(all(0x600)) }
});

impl Sorts {
    fn of(&self, letter: char) -> Sort {
        let known = if letter.is_ascii() {
            usize::try_from(u32::from(letter)).ok().and_then(|at| self.ascii.get(at))
        } else {
            in_block(letter).and_then(|at| self.block.get(at))
        };
        known.copied().unwrap_or_else(|| Sort::of(letter))
    }
}

/// Whether a letter that folding drops is a mark, which belongs to the letter before it, and no control.
pub(crate) fn is_mark(letter: char) -> bool {
    !matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200c}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn finish(text: &str, run: Option<Run>, found: &mut Vec<Word>) {
    let Some(Run { range, rare, .. }) = run else { return };
    let folded = fold(&text[range.clone()]);
    let is_word = !rare || folded.chars().all(char::is_alphanumeric);
    if folded.len() <= MAX_WORD && is_word && !folded.is_empty() {
        found.push(Word { range, folded });
        return;
    }
    for piece in cut(text, range) {
        let folded = fold(&text[piece.clone()]);
        let several = folded.split(|letter: char| !letter.is_alphanumeric() && letter.is_ascii());
        let several = several.filter(|word| !word.is_empty());
        found.extend(several.map(|word| Word { range: piece.clone(), folded: word.to_owned() }));
    }
}

/// Cuts a long word where its folded form would grow too long.
fn cut(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = range.start;
    let mut length = 0;
    for (at, letter) in text[range.clone()].char_indices() {
        let grows = fold(letter.encode_utf8(&mut [0; 4])).len();
        if length + grows > MAX_WORD {
            pieces.push(start..range.start + at);
            start = range.start + at;
            length = 0;
        }
        length += grows;
    }
    pieces.push(start..range.end);
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> Vec<(&str, String)> {
        words(text).into_iter().map(|word| (&text[word.range], word.folded)).collect()
    }

    #[test]
    fn a_word_has_its_marks_and_not_the_controls_around_it() {
        let text = "\u{200f}مُحَمَّدٌ\u{200f}، (فاطمة)";
        assert_eq!(of(text), [("مُحَمَّدٌ", "محمد".into()), ("فاطمة", "فاطمه".into())]);
    }

    #[test]
    fn arabic_letters_and_digits_part() {
        let folded: Vec<_> =
            words("الفرع٢١٥ ﻓﺮﻉ٢١٥ بـ٢١٦ ٢٠١٤م A4 3417/ص").into_iter().map(|w| w.folded).collect();
        assert_eq!(
            folded,
            ["الفرع", "215", "فرع", "215", "ب", "216", "2014", "م", "a4", "3417", "ص"]
        );
    }

    #[test]
    fn twenty_one_joined_letters_are_one_word() {
        let text = "ا".repeat(21);
        assert_eq!(of(&text), [(text.as_str(), text.clone())]);
    }

    #[test]
    fn a_word_that_an_index_could_not_hold_is_cut_and_nothing_of_it_is_lost() {
        let text = "ب".repeat(1000);
        let found = words(&text);
        assert!(found.len() > 7 && found.iter().all(|word| word.folded.len() <= MAX_WORD));
        assert_eq!(found.iter().map(|word| word.folded.as_str()).collect::<String>(), text);
    }

    #[test]
    fn a_letter_that_stands_for_words_gives_words() {
        let folded: Vec<_> = words("محمد ﷺ").into_iter().map(|w| w.folded).collect();
        assert_eq!(folded, ["محمد", "صلي", "الله", "عليه", "وسلم"]);
    }

    #[test]
    fn a_zwnj_joins_and_its_parts_can_be_had() {
        assert_eq!(of("کتاب\u{200c}ها"), [("کتاب\u{200c}ها", "كتابها".into())]);
        assert_eq!(parts("کتاب\u{200c}ها"), ["كتاب", "ها"]);
        assert_eq!(parts("كتاب"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn words_stand_in_the_text_in_their_order(text in "(\\PC|[ \u{600}-\u{6ff}\u{fdfa}\u{fe70}-\u{fefc}\u{200c}-\u{200f}0-9]){0,40}") {
            let mut last = 0..0;
            for word in words(&text) {
                prop_assert!(word.range == last || word.range.start >= last.end);
                prop_assert!(!word.folded.is_empty() && word.folded.len() <= MAX_WORD);
                prop_assert!(fold(&text[word.range.clone()]).contains(&word.folded));
                last = word.range;
            }
        }
    }
}
