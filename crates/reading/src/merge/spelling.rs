//! Letters and marks.

/// A letter of Arabic script, without marks and digits.
pub(crate) fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{064a}' | '\u{066e}'..='\u{06d3}' | '\u{06fa}'..='\u{06ff}')
        && c != '\u{0640}'
}

/// A letter of Latin script.
pub(crate) fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{00c0}'..='\u{024f}')
}

/// Arabic letters of a word.
pub(crate) fn letters(word: &str) -> usize {
    word.chars().filter(|c| is_arabic(*c)).count()
}

/// The comma that the model of Arabic lacks: behind a letter it writes other marks for it.
pub(crate) fn spell(word: &mut String) {
    let mut ending = word.chars().rev();
    let is_comma = matches!(ending.next(), Some(',' | ';')) && ending.next().is_some_and(is_arabic);
    if is_comma {
        word.pop();
        word.push('،');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_behind_arabic_is_an_arabic_comma() {
        let spelt = |word: &str| {
            let mut word = word.to_owned();
            spell(&mut word);
            word
        };
        assert_eq!(spelt("الزعتراني,"), "الزعتراني،");
        assert_eq!(spelt("والدته;"), "والدته،");
        assert_eq!(spelt("Douma,"), "Douma,");
        assert_eq!(spelt(","), ",");
        assert_eq!(spelt(""), "");
    }

    #[test]
    fn letters_are_neither_digits_nor_marks() {
        assert_eq!(letters("الفرعُ ٩٠١ ـ"), 5);
        assert!(!is_arabic('٣') && !is_arabic('۴') && is_arabic('ک'));
        assert!(is_latin('é') && !is_latin('9'));
    }
}
