//! What stands after a name: والدته فاطمة، تولد حمص عام ١٩٨٤.

use jiff::civil::Date;
use sijill_schema::{Interpretation, Named, Precision, RecordDate};

use crate::chain;
use crate::token::{Gap, Token, written};
use crate::vocabulary::{After, vocabulary};

/// How many words after a name are still about it.
const REACH: usize = 22;

/// The years in which somebody named in these records can have been born.
const YEARS: std::ops::RangeInclusive<i16> = 1880..=2030;

/// Adds to a person what the words from `start` on say, up to `end` at most.
pub(crate) fn add(named: &mut Named, tokens: &[Token], start: usize, end: usize) {
    let end = end.min(start.saturating_add(REACH)).min(tokens.len());
    let mut at = start;
    while at < end {
        match vocabulary().after_word(&tokens[at].folded) {
            Some(After::Mother) if named.mother.is_none() => {
                let name = chain::name(&tokens[..end], at + 1);
                at = name.end.max(at + 1);
                named.mother = (!name.is_empty()).then(|| written(&tokens[name]));
            }
            Some(After::Kunya) if named.kunya.is_none() => {
                let name = chain::name(&tokens[..end], at + 1);
                at = name.end.max(at + 1);
                named.kunya = (!name.is_empty()).then(|| written(&tokens[name]));
            }
            Some(After::Birth) if named.born.is_none() => at = born(named, tokens, at + 1, end),
            // - إدلب ١٩٧٢: a place and a year after the mother need no word before them.
            None if named.mother.is_some()
                && named.born.is_none()
                && year(&tokens[at]).is_some() =>
            {
                let from = at.saturating_sub(2).max(start);
                let first = (from..at).rev().find(|at| tokens[*at].gap > Gap::Wrapped);
                let place = &tokens[first.unwrap_or(at)..at];
                if first.is_some() && place.iter().all(|token| !is_figure(token)) {
                    named.place = (!place.is_empty()).then(|| written(place));
                    named.born = year(&tokens[at]).map(|year| in_year(&tokens[at].text, year));
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// Reads a place and a year, in either order, with عام or سنة between them; returns where it stopped.
fn born(named: &mut Named, tokens: &[Token], start: usize, end: usize) -> usize {
    let mut place: Vec<Token> = Vec::new();
    let end = end.min(start + 7);
    for (at, token) in tokens.iter().enumerate().take(end).skip(start) {
        let knows_something = named.born.is_some() || !place.is_empty();
        if at > start && token.gap == Gap::Break && knows_something {
            return finish(named, &place, at);
        }
        if let Some(year) = year(token).filter(|_| named.born.is_none()) {
            named.born = Some(in_year(&token.text, year));
            continue;
        }
        let is_between = vocabulary().after.get(&token.folded) == Some(&After::Year);
        if is_between || (is_figure(token) && year(token).is_none()) {
            continue;
        }
        let is_after = named.born.is_some() && (!place.is_empty() || token.gap > Gap::Wrapped);
        let is_stop = vocabulary().is_stop(&token.folded) && token.folded != "دار";
        if is_after || is_stop || is_figure(token) || place.len() == 3 {
            return finish(named, &place, at);
        }
        place.push(token.clone());
    }
    finish(named, &place, end)
}

fn finish(named: &mut Named, place: &[Token], at: usize) -> usize {
    if !place.is_empty() && named.born.is_some() {
        named.place = Some(written(place));
    }
    at
}

fn is_figure(token: &Token) -> bool {
    token.folded.chars().any(|letter| letter.is_numeric())
}

/// The year that a word is, if somebody can have been born in it.
pub(crate) fn year(token: &Token) -> Option<i16> {
    let year: i16 = (token.folded.len() == 4).then(|| token.folded.parse().ok()).flatten()?;
    YEARS.contains(&year).then_some(year)
}

/// A date of which the year is known.
pub(crate) fn in_year(as_written: &str, year: i16) -> RecordDate {
    let days = Date::new(year, 1, 1).ok().zip(Date::new(year, 12, 31).ok());
    let interpreted =
        days.and_then(|(first, last)| Interpretation::new(first, last, Precision::Year).ok());
    RecordDate { as_written: as_written.to_owned(), interpreted }
}
