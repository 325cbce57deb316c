//! The letters of an Arabic name as the tables of weights count them.

use std::sync::LazyLock;

/// The most letters of one name that are compared; longer words are no names.
pub(crate) const LONGEST: usize = 40;

/// Start, end, space, article, any other sign, then the letters that folding leaves.
const ALPHABET: &str = "^$ §?ابتثجحخدذرزسشصضطظعغفقكلمنهوي";

/// How many letters the alphabet has.
pub const LETTERS: usize = 33;

/// The start of a name.
pub(crate) const START: u8 = 0;
/// The end of a name.
pub(crate) const END: u8 = 1;
/// The space inside a compound.
pub(crate) const SPACE: u8 = 2;
/// The article ال at the start of a word.
pub(crate) const ARTICLE: u8 = 3;
const OTHER: u8 = 4;

/// The letters of a folded Arabic name, the article at the start of a word taken as one letter. Letters of Persian and
/// Kurdish count as the Arabic ones that stand for them in other records.
#[must_use]
pub fn letters(folded: &str) -> Vec<u8> {
    let mut found = Vec::new();
    for (at, word) in folded.split(' ').filter(|word| !word.is_empty()).enumerate() {
        if at > 0 {
            found.push(SPACE);
        }
        let bare = word.strip_prefix("ال").filter(|bare| bare.chars().count() > 1);
        if bare.is_some() {
            found.push(ARTICLE);
        }
        found.extend(bare.unwrap_or(word).chars().map(letter));
    }
    found.truncate(LONGEST);
    found
}

/// The number of one letter.
#[must_use]
pub fn letter(sign: char) -> u8 {
    let plain = match sign {
        'پ' => 'ب',
        'چ' => 'ج',
        'ژ' => 'ز',
        'ڤ' => 'ف',
        'گ' => 'ك',
        'ۆ' => 'و',
        'ێ' => 'ي',
        'ڕ' => 'ر',
        'ڵ' => 'ل',
        other => other,
    };
    let code = u32::from(plain);
    let block = code.checked_sub(BLOCK).and_then(|at| NUMBERS.get(at as usize)).copied();
    block.unwrap_or_else(|| number(plain))
}

/// The Unicode block of Arabic.
const BLOCK: u32 = 0x600;

/// The numbers of its letters.
static NUMBERS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    (BLOCK..BLOCK + 0x100).map(|code| char::from_u32(code).map_or(OTHER, number)).collect()
});

fn number(sign: char) -> u8 {
    let at = ALPHABET.chars().position(|letter| letter == sign);
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(OTHER)
}

/// The sign of a letter's number.
#[must_use]
pub fn sign(letter: u8) -> char {
    ALPHABET.chars().nth(usize::from(letter)).unwrap_or('?')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_its_sign() {
        assert_eq!(ALPHABET.chars().count(), LETTERS);
        assert!(ALPHABET.chars().all(|sign_of| sign(letter(sign_of)) == sign_of));
    }

    #[test]
    fn the_article_is_one_letter_of_a_word_that_has_more() {
        let shown = |name| letters(name).into_iter().map(sign).collect::<String>();
        assert_eq!(shown("الحمصي"), "§حمصي");
        assert_eq!(shown("ال سعود"), "ال سعود");
        assert_eq!(shown("عبد الرحمن"), "عبد §رحمن");
        assert_eq!(shown("عبدالرحمن"), "عبدالرحمن");
    }
}
