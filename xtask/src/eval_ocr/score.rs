//! How near a text is to another, by the rules of `shared/pages/score.py`.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::AddAssign;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How well one page was read, or the sums of several.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Score {
    /// Edits a character, without marks, punctuation and variants of letters.
    pub ncer: f64,
    /// The same for words.
    pub nwer: f64,
    /// Strings of two or more digits: read exactly, and all.
    pub digits: (usize, usize),
    /// Words of persons' names, likewise.
    pub names: (usize, usize),
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.ncer += other.ncer;
        self.nwer += other.nwer;
        self.digits = (self.digits.0 + other.digits.0, self.digits.1 + other.digits.1);
        self.names = (self.names.0 + other.names.0, self.names.1 + other.names.1);
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ncer, nwer, digits, names } = self;
        write!(f, "nCER {ncer:.3} nWER {nwer:.3} digits {}/{}", digits.0, digits.1)?;
        write!(f, " name tokens {}/{}", names.0, names.1)
    }
}

/// Compares what was read with what stands there; `names` are persons as written on the pages of the file.
pub fn score(truth: &str, read: &str, names: &[&str]) -> Score {
    let (wanted, found) = (plain(truth), plain(read));
    let characters = |text: &str| text.chars().collect::<Vec<_>>();
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (reference, hypothesis) = (words(&wanted), words(&found));
    Score {
        ncer: errors(&characters(&wanted), &characters(&found)),
        nwer: errors(&reference, &hypothesis),
        digits: digits(truth, read),
        names: tokens(names, &wanted, &hypothesis),
    }
}

fn errors<T: PartialEq>(truth: &[T], read: &[T]) -> f64 {
    distance(truth, read) as f64 / truth.len().max(1) as f64
}

/// Levenshtein's distance.
fn distance<T: PartialEq>(one: &[T], other: &[T]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, left) in one.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (column, right) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

fn is_control(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn ascii_digit(c: char) -> char {
    let value = match c {
        '٠'..='٩' => c as u32 - '٠' as u32,
        '۰'..='۹' => c as u32 - '۰' as u32,
        _ => return c,
    };
    char::from_digit(value, 10).unwrap_or(c)
}

/// Compatibility forms, variants of letters and digits folded; marks and tatweel gone; blanks for punctuation.
fn plain(text: &str) -> String {
    let composed: String = text.chars().filter(|c| !is_control(*c)).nfkc().collect();
    let kept = composed
        .chars()
        .filter(|c| !matches!(c, '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{0640}'));
    let folded: String = kept.map(folded).map(ascii_digit).collect();
    let is_word = |c: char| (c.is_alphanumeric() && !is_combining_mark(c)) || c == '_';
    let spaced: String =
        folded.to_lowercase().chars().map(|c| if is_word(c) { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn folded(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ئ' | 'ی' => 'ي',
        'ة' => 'ه',
        'ؤ' => 'و',
        'ک' => 'ك',
        other => other,
    }
}

/// Strings of two or more digits, counted.
fn strings(text: &str) -> HashMap<String, usize> {
    let digits: String = text.chars().filter(|c| !is_control(*c)).map(ascii_digit).collect();
    let mut counts = HashMap::new();
    for string in digits.split(|c: char| !c.is_ascii_digit()).filter(|string| string.len() > 1) {
        *counts.entry(string.to_owned()).or_default() += 1;
    }
    counts
}

fn digits(truth: &str, read: &str) -> (usize, usize) {
    let (wanted, found) = (strings(truth), strings(read));
    let hit =
        wanted.iter().map(|(string, count)| (*count).min(found.get(string).copied().unwrap_or(0)));
    (hit.sum(), wanted.values().sum())
}

/// Words of names that stand on the page and were read somewhere on it.
fn tokens(names: &[&str], truth: &str, read: &[String]) -> (usize, usize) {
    let read: HashSet<&str> = read.iter().map(String::as_str).collect();
    let (mut hit, mut all) = (0, 0);
    for name in names.iter().map(|name| plain(name)).filter(|name| truth.contains(name.as_str())) {
        let tokens = name.split_whitespace().filter(|word| !["بن", "ابن", "بنت"].contains(word));
        for token in tokens {
            all += 1;
            hit += usize::from(read.contains(token));
        }
    }
    (hit, all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_in_another_spelling_has_no_errors() {
        let score = score(
            "أحمدُ بن إبراهيم، ١٩٨٤ ﷲ",
            "احمد بن ابراهيم 1984\u{200f} الله",
            &["أحمد بن ابراهيم"],
        );
        assert_eq!(score, Score { ncer: 0.0, nwer: 0.0, digits: (1, 1), names: (2, 2) });
    }

    #[test]
    fn errors_are_counted() {
        let read = score("abcd 12/3/2014 99", "abxd 12 2014", &["abcd", "elsewhere"]);
        assert_eq!(read.digits, (2, 3));
        assert_eq!(read.names, (0, 1));
        assert_eq!(read.nwer, 3.0 / 5.0);
        assert_eq!(read.ncer, (1 + 2 + 3) as f64 / "abcd 12 3 2014 99".len() as f64);
        assert_eq!(score("", "", &[]).ncer, 0.0);
        assert_eq!(score("", "ab", &[]).ncer, 2.0);
    }
}
