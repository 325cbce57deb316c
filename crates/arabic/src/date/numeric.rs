//! Dates of digits alone: d/m/y, y/m/d, m/y, with any of the separators that people use.

use super::calendar::meaning;
use super::scan::{is_date_word, is_number_word, mark_after};
use super::{Calendar, Meaning, Piece};
use crate::token::{Gap, Kind, Number, Tokens};

/// How far the script of a line is looked for, in words to each side.
const AROUND: usize = 40;

/// Two-digit years below this are of this century.
const CENTURY: u32 = 30;

/// The numeric date that begins at a token.
pub(super) fn date_at(tokens: &Tokens<'_>, at: usize) -> Option<Piece> {
    begins(tokens, at).then(|| date_from(tokens, at))?
}

/// The same, whatever is joined to it in front.
pub(super) fn date_from(tokens: &Tokens<'_>, at: usize) -> Option<Piece> {
    let first = tokens.number(at)?;
    let (sign, second_at) = separated(tokens, at + 1)?;
    let second = tokens.number(second_at)?;
    match separated(tokens, second_at + 1) {
        Some((other, third_at)) if other == sign => {
            let third = tokens.number(third_at).filter(|_| ends(tokens, third_at, sign))?;
            full(tokens, at, [first, second, third], third_at)
        }
        _ => {
            let close = second_at == at + 2 && tokens.gap(at + 1) == Gap::None;
            let alone =
                close && tokens.gap(second_at) == Gap::None && ends(tokens, second_at, sign);
            alone.then(|| month(tokens, at, [first, second], second_at, sign))?
        }
    }
}

/// The separator at a token and the token after it, spaces allowed but no new line.
fn separated(tokens: &Tokens<'_>, at: usize) -> Option<(char, usize)> {
    let sign = match tokens.sign(at)? {
        '\u{60d}' | '\\' | '\u{2044}' | '\u{2215}' => '/',
        '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{2212}' => '-',
        sign @ ('/' | '-' | '.') => sign,
        _ => return None,
    };
    (tokens.gap(at) != Gap::Line && tokens.gap(at + 1) != Gap::Line).then_some((sign, at + 1))
}

/// Whether nothing before the number makes it the rest of something longer. و, ب and ل may be joined to it.
fn begins(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|_| tokens.gap(at) == Gap::None) else {
        return true;
    };
    match tokens.kind(before) {
        Some(Kind::Word) => {
            tokens.word(before).is_some_and(|word| matches!(word.as_str(), "و" | "ب" | "ل" | "ف"))
        }
        Some(Kind::Sign('/' | '-' | '.' | '\\')) => {
            let joined = before.checked_sub(1).filter(|_| tokens.gap(before) == Gap::None);
            // A point may end a sentence or stand twice, as in a period: 2013..2014.
            joined.is_none_or(|at| matches!(tokens.kind(at), Some(Kind::Sign(_) | Kind::End)))
        }
        _ => true,
    }
}

/// Whether the number is the last one, and no letters are joined to it but Arabic ones or the T of ISO 8601.
pub(super) fn ends(tokens: &Tokens<'_>, at: usize, sign: char) -> bool {
    let after = at + 1;
    if tokens.gap(after) != Gap::None {
        return true;
    }
    match tokens.kind(after) {
        Some(Kind::Sign(next)) if next == sign => {
            tokens.gap(after + 1) != Gap::None || tokens.number(after + 1).is_none()
        }
        Some(Kind::Word) => {
            let word = tokens.written(after);
            matches!(word, "T" | "AH" | "AD" | "CE" | "H") || !word.is_ascii()
        }
        _ => true,
    }
}

/// A date of three numbers.
fn full(tokens: &Tokens<'_>, at: usize, parts: [Number; 3], last: usize) -> Option<Piece> {
    let [a, b, c] = parts;
    if b.length > 2 {
        return None;
    }
    let (meaning, month, year) = match (a.length, c.length) {
        (4, 1 | 2) => (of(a.value, b, c)?, b.value, a.value),
        (1 | 2, 4) => {
            let (meaning, month) = day_first(tokens, at, parts, c.value)?;
            (meaning, month, c.value)
        }
        (1 | 2, 2) if c.value > 31 || is_after_date_word(tokens, at) => {
            let year = c.value + if c.value < CENTURY { 2000 } else { 1900 };
            let (meaning, month) = day_first(tokens, at, parts, year)?;
            (Meaning { ambiguous: true, ..meaning }, month, year)
        }
        _ => return None,
    };
    let last = mark_after(tokens, last, meaning.calendar);
    Some(Piece { first: at, last, meaning, month: u8::try_from(month).ok(), year })
}

fn of(year: u32, month: Number, day: Number) -> Option<Meaning> {
    let small = |number: Number| u8::try_from(number.value).ok();
    meaning(Calendar::of_year(year)?, year, Some(small(month)?), Some(small(day)?))
}

/// Day, month, year. If only month, day, year can be, it is that. If both can, Arabic text has the day first, and Latin
/// text leaves it open.
fn day_first(
    tokens: &Tokens<'_>,
    at: usize,
    [a, b, _]: [Number; 3],
    year: u32,
) -> Option<(Meaning, u32)> {
    let (usual, other) = (of(year, b, a), of(year, a, b));
    match (usual, other) {
        (Some(usual), Some(other)) if a.value != b.value => {
            let usual = Meaning { ambiguous: true, ..usual };
            if is_arabic(tokens, at) {
                return Some((usual, b.value));
            }
            let (first, last) = (usual.first.min(other.first), usual.last.max(other.last));
            Some((Meaning { first, last, ..usual }, b.value))
        }
        (Some(usual), _) => Some((usual, b.value)),
        (None, other) => Some((other?, a.value)),
    }
}

/// A month and a year: 3/2014, 2014-03. After رقم and the like it is a number of something.
fn month(
    tokens: &Tokens<'_>,
    at: usize,
    [a, b]: [Number; 2],
    last: usize,
    sign: char,
) -> Option<Piece> {
    let (year, month) = match (a.length, b.length) {
        (4, 1 | 2) => (a.value, b.value),
        (1 | 2, 4) => (b.value, a.value),
        _ => return None,
    };
    let calendar = Calendar::of_year(year).filter(|_| sign != '.')?;
    if is_number_word(tokens, at) {
        return None;
    }
    let month = u8::try_from(month).ok();
    let meaning = meaning(calendar, year, Some(month?), None)?;
    Some(Piece { first: at, last: mark_after(tokens, last, calendar), meaning, month, year })
}

fn is_after_date_word(tokens: &Tokens<'_>, at: usize) -> bool {
    let colon = at.checked_sub(1).filter(|before| tokens.sign(*before) == Some(':'));
    tokens.word_before(colon.unwrap_or(at)).is_some_and(|word| is_date_word(&word))
}

/// Whether the date stands among Arabic words. Without a word of either script it does: the records have Arabic order.
fn is_arabic(tokens: &Tokens<'_>, at: usize) -> bool {
    if tokens.number(at).is_some_and(|number| number.eastern) {
        return true;
    }
    let ends = |at: &usize| tokens.gap(*at) == Gap::Line;
    let start = (at.saturating_sub(AROUND)..=at).rev().find(ends);
    let start = start.unwrap_or(at.saturating_sub(AROUND));
    let end = (at + 1..at + AROUND).find(ends).unwrap_or(at + AROUND);
    script(tokens, start..end)
        .or_else(|| script(tokens, at.saturating_sub(AROUND)..at + AROUND))
        .unwrap_or(true)
}

/// Whether more of some words are Arabic than Latin; nothing, if there are none.
fn script(tokens: &Tokens<'_>, among: std::ops::Range<usize>) -> Option<bool> {
    let (mut arabic, mut latin) = (0, 0);
    for at in among.filter(|at| tokens.kind(*at) == Some(Kind::Word)) {
        if tokens.written(at).is_ascii() { latin += 1 } else { arabic += 1 }
    }
    (arabic + latin > 0).then_some(arabic >= latin)
}
