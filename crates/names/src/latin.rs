//! The letters of a name in Latin script, whatever language wrote it.

use unicode_normalization::UnicodeNormalization;

use crate::letters::LONGEST;

/// What parts the words of one name: a space or a hyphen.
pub(crate) const BREAK: u8 = b'_';

/// How many letters a Latin spelling can have: a to z and the break between words.
pub(crate) const SIGNS: u8 = 27;

/// A Latin spelling for comparing: `a` to `z`, and `_` where a space or hyphen stood between two words. Accents are
/// dropped but for those that make another sound (Turkish ş and ç, German ß); apostrophes, which stand for ع and ء or
/// for nothing, are dropped.
#[must_use]
pub fn romanised(text: &str) -> String {
    let mut found = String::new();
    for sign in text.nfc().flat_map(char::to_lowercase) {
        let sound = match sign {
            'ş' | 'ș' | 'š' => "sh",
            'ç' | 'č' | 'ć' => "ch",
            'ğ' | 'ġ' => "gh",
            'ḫ' | 'ḵ' => "kh",
            'ı' => "i",
            'ß' => "ss",
            'æ' => "ae",
            'ø' => "o",
            'ł' => "l",
            'đ' | 'ð' => "d",
            'þ' => "th",
            _ => {
                push_plain(&mut found, sign);
                continue;
            }
        };
        found.push_str(sound);
    }
    let mut kept: String = found.trim_matches('_').chars().take(LONGEST).collect();
    kept.truncate(kept.trim_end_matches('_').len());
    kept
}

fn push_plain(found: &mut String, sign: char) {
    if sign.is_whitespace() || matches!(sign, '-' | '_' | '‐'..='―' | '.' | ',') {
        if !found.ends_with('_') {
            found.push('_');
        }
        return;
    }
    found.extend(std::iter::once(sign).nfkd().filter(char::is_ascii_lowercase));
}

/// The number of a letter of such a spelling.
pub(crate) fn sign(letter: u8) -> u8 {
    if letter.is_ascii_lowercase() { letter - b'a' } else { SIGNS - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_other_languages_come_to_plain_letters() {
        assert_eq!(romanised("Abdul-Rahmân"), "abdul_rahman");
        assert_eq!(romanised("  Şêrko "), "sherko");
        assert_eq!(romanised("Fu'ād"), "fuad");
        assert_eq!(romanised("EL  - Hajj."), "el_hajj");
        assert_eq!(romanised("محمد"), "");
    }
}
