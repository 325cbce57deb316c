//! Folding: spellings that a reader takes for the same become the same text.

use unicode_normalization::UnicodeNormalization;

/// Folds a text for comparing: presentation forms, marks, tatweel, seats of hamza, final ى and ة, Persian and Kurdish
/// letters, digits of every script, case. The result is for comparing only and is never shown.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter_map(folded).collect()
}

fn folded(letter: char) -> Option<char> {
    Some(match letter {
        '\u{0610}'..='\u{061a}'
        | '\u{064b}'..='\u{065f}'
        | '\u{0670}'
        | '\u{06d6}'..='\u{06ed}' => {
            return None;
        }
        'ـ'
        | 'ء'
        | '\u{200c}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => {
            return None;
        }
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ؤ' => 'و',
        'ئ' | 'ى' | 'ی' | 'ے' => 'ي',
        'ة' | 'ە' | 'ۀ' | 'ہ' | 'ھ' => 'ه',
        'ک' => 'ك',
        '٠'..='٩' => char::from(b'0' + u8::try_from(u32::from(letter) - 0x660).ok()?),
        '۰'..='۹' => char::from(b'0' + u8::try_from(u32::from(letter) - 0x6f0).ok()?),
        other => other,
    })
}
