//! Looks for dates one by one: of digits, with the name of a month, or a year after a word that asks for one.

use super::calendar::meaning;
use super::months::{Month, month_at};
use super::{Calendar, Meaning, Piece, numeric};
use crate::token::{Gap, Kind, Tokens};

/// How many small words and signs may stand between two parts of a date.
const BETWEEN: usize = 3;

/// How near a number must be to a word that begins a date.
const NEAR: usize = 8;

/// How many words may stand between "born" and the year.
const AFTER_BORN: usize = 5;

/// The date that begins at a token, without regard to what stands before it.
pub(super) fn single(tokens: &Tokens<'_>, at: usize) -> Option<Piece> {
    match tokens.kind(at)? {
        Kind::Number(_) => numeric::date_at(tokens, at).or_else(|| day_at(tokens, at)),
        Kind::Word if (at..at + NEAR).any(|at| tokens.number(at).is_some()) => word_at(tokens, at),
        _ => None,
    }
}

/// The same, where what is joined to it in front is the rest of a period.
pub(super) fn rest(tokens: &Tokens<'_>, at: usize) -> Option<Piece> {
    numeric::date_from(tokens, at).or_else(|| single(tokens, at))
}

/// Whether a word says that a date comes next.
pub(super) fn is_date_word(word: &str) -> bool {
    matches!(
        word,
        "تاريخ"
            | "بتاريخ"
            | "التاريخ"
            | "وتاريخ"
            | "لتاريخ"
            | "بتواريخ"
            | "في"
            | "الموافق"
            | "يوم"
            | "date"
            | "dated"
            | "on"
            | "of"
    )
}

/// Whether the word before a token says that a number of something comes next.
pub(super) fn is_number_word(tokens: &Tokens<'_>, at: usize) -> bool {
    let sign =
        at.checked_sub(1).filter(|before| matches!(tokens.sign(*before), Some(':' | '.' | '#')));
    let word = tokens.word_before(sign.unwrap_or(at));
    word.is_some_and(|word| crate::number::asks_for_number(&word))
}

/// The last token of a date, with the mark of its calendar if there is one: م, هـ.
pub(super) fn mark_after(tokens: &Tokens<'_>, last: usize, calendar: Calendar) -> usize {
    let after = last + 1;
    let word = tokens.word(after).filter(|_| tokens.gap(after) != Gap::Line);
    let marks: &[&str] = match calendar {
        Calendar::Gregorian => &["م", "ميلادي", "ميلاديه", "ad", "ce"],
        Calendar::Hijri => &["ه", "هجري", "هجريه", "للهجره", "ah", "h"],
    };
    if word.is_some_and(|word| marks.contains(&word.as_str())) { after } else { last }
}

/// A day, the name of a month and a year: 5 آذار 2014, ٥ من شهر آذار عام ٢٠١٤, 12th of March 2014, 12-Mar-14.
fn day_at(tokens: &Tokens<'_>, at: usize) -> Option<Piece> {
    let day = tokens.number(at).filter(|number| number.length <= 2)?;
    let day = u8::try_from(day.value).ok()?;
    let month_from = skip(tokens, ordinal_after(tokens, at + 1), is_day_filler)?;
    let month = month_at(tokens, month_from, false).or_else(|| {
        month_at(tokens, month_from, true).filter(|month| year_after(tokens, month).is_some())
    })?;
    let (year, last) = year_after(tokens, &month)?;
    piece(tokens, at, last, month, year, Some(day))
}

fn word_at(tokens: &Tokens<'_>, at: usize) -> Option<Piece> {
    let word = tokens.word(at)?;
    if asks_for_year(&word) {
        return year_at(tokens, at, at + 1);
    }
    if is_birth(&word) {
        return born_at(tokens, at);
    }
    month_first(tokens, at)
}

/// A month and a year: آذار 2014; or month, day, year: March 12, 2014. After a number that is no day of that month there
/// is no date.
fn month_first(tokens: &Tokens<'_>, at: usize) -> Option<Piece> {
    let month = month_at(tokens, at, false)?;
    let before = at.checked_sub(1).and_then(|before| tokens.number(before));
    if before.is_some_and(|number| number.length <= 2) && tokens.gap(at) != Gap::Line {
        return None;
    }
    if let Some((day, year, last)) = day_and_year(tokens, month.after) {
        return piece(tokens, at, last, month, year, Some(day));
    }
    let (year, last) = year_after(tokens, &month)?;
    piece(tokens, at, last, month, year, None)
}

/// The day and year after a month, as American texts have them.
fn day_and_year(tokens: &Tokens<'_>, at: usize) -> Option<(u8, u32, usize)> {
    let at = if tokens.sign(at) == Some('.') { at + 1 } else { at };
    let day = tokens.number(at).filter(|number| number.length <= 2)?;
    let after = ordinal_after(tokens, at + 1);
    let year_at = if matches!(tokens.sign(after), Some(',' | '،')) { after + 1 } else { after };
    let year = tokens.number(year_at).filter(|number| number.length == 4)?;
    Some((u8::try_from(day.value).ok()?, year.value, year_at))
}

fn piece(
    tokens: &Tokens<'_>,
    first: usize,
    last: usize,
    month: Month,
    year: u32,
    day: Option<u8>,
) -> Option<Piece> {
    let meaning = meaning(month.calendar, year, Some(month.number), day)?;
    let last = mark_after(tokens, last, month.calendar);
    let meaning = Meaning { ambiguous: month.guessed, ..meaning };
    Some(Piece { first, last, meaning, month: Some(month.number), year })
}

/// The year after the name of a month, and its token.
fn year_after(tokens: &Tokens<'_>, month: &Month) -> Option<(u32, usize)> {
    let at = skip(tokens, other_name(tokens, month), is_year_filler)?;
    let year = tokens.number(at)?;
    let joined = at
        .checked_sub(1)
        .is_some_and(|before| matches!(tokens.sign(before), Some('-' | '/' | '\'' | '’')));
    match year.length {
        4 if numeric::ends(tokens, at, '/') => Some((year.value, at)),
        2 if joined && tokens.gap(at) == Gap::None => {
            Some((year.value + if year.value < 30 { 2000 } else { 1900 }, at))
        }
        _ => None,
    }
}

/// The token after a second name of the same month: تشرين الثاني / نوفمبر, كانون الثاني (يناير).
fn other_name(tokens: &Tokens<'_>, month: &Month) -> usize {
    let at = if matches!(tokens.sign(month.after), Some('/' | '(' | '-')) {
        month.after + 1
    } else {
        month.after
    };
    match month_at(tokens, at, false) {
        Some(other) if other.calendar == month.calendar && other.number == month.number => {
            if tokens.sign(other.after) == Some(')') { other.after + 1 } else { other.after }
        }
        _ => month.after,
    }
}

/// The token after "st", "nd", "rd" or "th" joined to a number.
fn ordinal_after(tokens: &Tokens<'_>, at: usize) -> usize {
    let suffix =
        tokens.gap(at) == Gap::None && matches!(tokens.written(at), "st" | "nd" | "rd" | "th");
    if suffix { at + 1 } else { at }
}

/// Goes over the small words and signs between two parts of a date.
fn skip(tokens: &Tokens<'_>, from: usize, is_filler: fn(&str) -> bool) -> Option<usize> {
    (from..=from + BETWEEN).find(|at| match tokens.kind(*at) {
        Some(Kind::Sign('/' | '-' | '.' | ',' | '،' | '\'' | '’')) => false,
        Some(Kind::Word) => tokens.word(*at).is_some_and(|word| !is_filler(&word)),
        _ => true,
    })
}

fn is_day_filler(word: &str) -> bool {
    matches!(word, "من" | "شهر" | "of" | "the" | "de")
}

fn is_year_filler(word: &str) -> bool {
    matches!(word, "من" | "عام" | "العام" | "سنه" | "لعام" | "لسنه" | "of" | "year")
}

fn asks_for_year(word: &str) -> bool {
    matches!(
        word,
        "عام"
            | "العام"
            | "لعام"
            | "بعام"
            | "وعام"
            | "عامي"
            | "سنه"
            | "السنه"
            | "لسنه"
            | "بسنه"
            | "وسنه"
            | "منذ"
            | "year"
            | "in"
            | "since"
    )
}

fn is_birth(word: &str) -> bool {
    matches!(
        word,
        "تولد"
            | "التولد"
            | "تولدت"
            | "وتولد"
            | "تولده"
            | "مواليد"
            | "ومواليد"
            | "المواليد"
            | "مولود"
            | "المولود"
            | "مولوده"
            | "ولد"
            | "ولدت"
            | "born"
    )
}

/// The year right after a word that asks for one.
fn year_at(tokens: &Tokens<'_>, first: usize, at: usize) -> Option<Piece> {
    let at = if tokens.sign(at) == Some(':') { at + 1 } else { at };
    bare_year(tokens, at).map(|piece| Piece { first, ..piece })
}

/// A year as it stands alone: four digits, of which nothing else is made.
pub(super) fn bare_year(tokens: &Tokens<'_>, at: usize) -> Option<Piece> {
    let year = tokens.number(at).filter(|number| number.length == 4)?;
    let free =
        !matches!(tokens.sign(at + 1), Some('/' | '.' | '\\')) || tokens.number(at + 2).is_none();
    if !free || numeric::date_at(tokens, at).is_some() || !numeric::ends(tokens, at, '/') {
        return None;
    }
    let calendar = Calendar::of_year(year.value)?;
    let meaning = meaning(calendar, year.value, None, None)?;
    let last = mark_after(tokens, at, calendar);
    Some(Piece { first: at, last, meaning, month: None, year: year.value })
}

/// The year of birth, before which the place may stand: تولد دير الزور ٢٠٠٠.
fn born_at(tokens: &Tokens<'_>, at: usize) -> Option<Piece> {
    for next in at + 1..=at + AFTER_BORN {
        match tokens.kind(next)? {
            Kind::Number(_) => return bare_year(tokens, next),
            Kind::Word if month_at(tokens, next, false).is_none() => {}
            Kind::Sign(':' | '،' | ',' | '(' | '-') => {}
            _ => return None,
        }
    }
    None
}
