//! Dates as records write them. `docs/arabic.md` has the forms and why each is read as it is.

mod about;
mod calendar;
mod months;
mod numeric;
mod period;
mod range;
mod scan;
mod year;

use std::ops::{Range, RangeInclusive};

use jiff::civil::Date;

use crate::token::Tokens;

pub use calendar::hijri;
pub use period::{PeriodError, period};
pub use year::year;

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The bytes of the text that it takes.
    pub range: Range<usize>,
    /// The first day that it can mean, in the Gregorian calendar.
    pub first: Date,
    /// The last day that it can mean.
    pub last: Date,
    /// How precisely it is written.
    pub precision: Precision,
    /// The calendar in which it is written.
    pub calendar: Calendar,
    /// Whether another reading of it is possible: day and month may be the other way about, the century is left out, or a
    /// dot of the month's name is missing.
    pub ambiguous: bool,
}

/// How precisely a date is written. Of a period it is the coarser one of its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the year.
    Year,
    /// "About": the days around it are counted in.
    About,
}

/// A calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Calendar {
    /// The Gregorian one.
    Gregorian,
    /// The Islamic one, by the tables of Umm al-Qura.
    Hijri,
}

/// The dates in a text, in their order; they do not overlap. A date that cannot be (31 شباط) is none, a day and month
/// without a year neither; a year counts only after a word such as عام, سنة, تولد, مواليد or born (see [`year()`]).
///
/// ```
/// let found = sijill_arabic::dates("أوقف بتاريخ ٢٨ كانون الثاني ٢٠١٤ في حمص");
/// assert_eq!(found[0].first.to_string(), "2014-01-28");
/// ```
#[must_use]
pub fn dates(text: &str) -> Vec<Found> {
    if !text.chars().any(char::is_numeric) {
        return Vec::new();
    }
    let tokens = Tokens::of(text);
    let found = |piece| about::with_about(&tokens, piece).found(&tokens);
    pieces(&tokens).into_iter().map(found).collect()
}

/// The dates among the pieces of a text.
pub(crate) fn pieces(tokens: &Tokens<'_>) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let piece = range::date_at(tokens, at);
        at = piece.as_ref().map_or(at + 1, |piece| piece.last + 1);
        found.extend(piece);
    }
    found
}

/// A date among the pieces of a text.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// Its first and last token.
    first: usize,
    last: usize,
    meaning: Meaning,
    /// The month and year, by which the other end of a period may be completed.
    month: Option<u8>,
    year: u32,
}

/// The days that a date means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Meaning {
    first: Date,
    last: Date,
    precision: Precision,
    calendar: Calendar,
    ambiguous: bool,
}

impl Piece {
    /// The tokens that it takes.
    pub(crate) fn tokens(&self) -> RangeInclusive<usize> {
        self.first..=self.last
    }

    fn found(&self, tokens: &Tokens<'_>) -> Found {
        let Meaning { first, last, precision, calendar, ambiguous } = self.meaning;
        let range = tokens.range(self.first, self.last);
        Found { range, first, last, precision, calendar, ambiguous }
    }
}

#[cfg(test)]
mod testing {
    /// The days of the dates in a text; both ends where they differ.
    pub(super) fn days(text: &str) -> Vec<String> {
        let days = |found: super::Found| {
            if found.first == found.last {
                found.first.to_string()
            } else {
                format!("{} {}", found.first, found.last)
            }
        };
        super::dates(text).into_iter().map(days).collect()
    }
}

#[cfg(test)]
mod tests;
