//! Periods: من … إلى …, بين … و …, from … to …, 12-15/3/2014, and dates that stand alone.

use super::calendar::meaning;
use super::months::month_at;
use super::{Calendar, Meaning, Piece, Precision, scan};
use crate::token::{Gap, Tokens};

/// How many small words may stand before a date that ends a period.
const BEFORE_END: usize = 2;

/// What begins a period, and so which words go on with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opener {
    None,
    From,
    Between,
}

/// A date of which the rest stands at the end of the period: "3" in "بين 3 و 7 آذار 2014".
#[derive(Debug, Clone, Copy)]
struct Partial {
    day: Option<u8>,
    month: Option<u8>,
}

/// The date or period that begins at a token.
pub(super) fn date_at(tokens: &Tokens<'_>, at: usize) -> Option<Piece> {
    let opener = match tokens.word(at).as_deref() {
        Some("من" | "from") => Opener::From,
        Some("بين" | "between") => Opener::Between,
        _ => Opener::None,
    };
    if opener != Opener::None {
        return opened(tokens, at, opener);
    }
    if let Some(date) = scan::single(tokens, at) {
        return Some(continued(tokens, &date, Opener::None).unwrap_or(date));
    }
    days(tokens, at)
}

/// A period that begins with a word.
fn opened(tokens: &Tokens<'_>, at: usize, opener: Opener) -> Option<Piece> {
    let from = start(tokens, at + 1);
    let whole = scan::single(tokens, from).or_else(|| scan::bare_year(tokens, from));
    if let Some(piece) = whole.and_then(|date| continued(tokens, &date, opener)) {
        return Some(Piece { first: at, ..piece });
    }
    let (partial, after) = partial(tokens, from)?;
    let end = end(tokens, connected(tokens, after, opener)?)?;
    completed(at, partial, &end)
}

/// The period that goes on after its first date.
fn continued(tokens: &Tokens<'_>, date: &Piece, opener: Opener) -> Option<Piece> {
    let after = date.last + 1;
    if date.month.is_none() && matches!(tokens.sign(after), Some('-' | '\u{2013}')) {
        // Years: عام 2012-2014.
        return spanned(date.first, date.meaning, &scan::bare_year(tokens, after + 1)?);
    }
    let end = end(tokens, connected(tokens, after, opener)?)?;
    spanned(date.first, date.meaning, &end)
}

/// Days of one month: 12-15/3/2014, 12-15 آذار 2014.
fn days(tokens: &Tokens<'_>, at: usize) -> Option<Piece> {
    let number = tokens.number(at).filter(|number| number.length <= 2)?;
    let close = tokens.gap(at + 1) == Gap::None && tokens.gap(at + 2) == Gap::None;
    let dash = matches!(tokens.sign(at + 1), Some('-' | '\u{2013}')) && close;
    let glued = tokens.gap(at) == Gap::None && at > 0;
    let end = scan::rest(tokens, at + 2).filter(|_| dash && !glued)?;
    completed(at, Partial { day: u8::try_from(number.value).ok(), month: None }, &end)
}

/// A day, a day and a month, or a month, and the token after it.
fn partial(tokens: &Tokens<'_>, at: usize) -> Option<(Partial, usize)> {
    let Some(day) = tokens.number(at) else {
        let month = month_at(tokens, at, false)?;
        return Some((Partial { day: None, month: Some(month.number) }, month.after));
    };
    let day = u8::try_from(day.value).ok().filter(|_| day.length <= 2);
    match month_at(tokens, at + 1, false) {
        Some(month) => Some((Partial { day, month: Some(month.number) }, month.after)),
        None => day.map(|_| (Partial { day, month: None }, at + 1)),
    }
}

/// A period whose first date lacks what its last one has.
fn completed(first: usize, partial: Partial, end: &Piece) -> Option<Piece> {
    if partial.day.is_some() != (end.meaning.precision == Precision::Day) {
        return None;
    }
    let month = partial.month.or(end.month)?;
    let start = meaning(end.meaning.calendar, end.year, Some(month), partial.day)?;
    spanned(first, start, end)
}

fn spanned(first: usize, from: Meaning, end: &Piece) -> Option<Piece> {
    let to = end.meaning;
    let calendar = if from.calendar == to.calendar { to.calendar } else { Calendar::Gregorian };
    let meaning = Meaning {
        first: from.first,
        last: to.last,
        precision: from.precision.max(to.precision),
        calendar,
        ambiguous: from.ambiguous || to.ambiguous,
    };
    (from.first <= to.first).then_some(Piece { first, meaning, ..end.clone() })
}

/// The token after the words that lead from the first date of a period to its last.
fn connected(tokens: &Tokens<'_>, at: usize, opener: Opener) -> Option<usize> {
    if tokens.sign(at) == Some('.') {
        let twice = tokens.sign(at + 1) == Some('.') && tokens.gap(at + 1) == Gap::None;
        return twice.then_some(at + 2);
    }
    if matches!(tokens.sign(at), Some('-' | '\u{2013}' | '\u{2014}')) {
        return (opener != Opener::None).then_some(at + 1);
    }
    let word = tokens.word(at)?;
    match word.as_str() {
        "الي" | "حتي" | "وحتي" | "لغايه" | "ولغايه" | "to" | "until" | "till" | "through" => {
            Some(at + 1)
        }
        "و" | "and" if opener == Opener::Between => Some(at + 1),
        // و is written together with a word: بين شباط وآذار 2014.
        _ if word.starts_with('و') && opener == Opener::Between => Some(at),
        _ => None,
    }
}

/// The last date of a period.
fn end(tokens: &Tokens<'_>, at: usize) -> Option<Piece> {
    let at = start(tokens, at);
    scan::rest(tokens, at).or_else(|| scan::bare_year(tokens, at))
}

/// Goes over small words before a date.
fn start(tokens: &Tokens<'_>, at: usize) -> usize {
    let is_small = |at: usize| {
        tokens.word(at).is_some_and(|word| {
            matches!(
                word.as_str(),
                "تاريخ"
                    | "يوم"
                    | "يومي"
                    | "شهر"
                    | "شهري"
                    | "وشهر"
                    | "عامي"
                    | "the"
                    | "years"
            )
        })
    };
    (at..at + BEFORE_END).find(|at| !is_small(*at)).unwrap_or(at + BEFORE_END)
}

#[cfg(test)]
mod tests {
    use crate::date::testing::days;

    #[test]
    fn periods_have_both_their_ends() {
        for (text, expected) in [
            ("بين ١٢/٣/٢٠١٤ و ١٥/٤/٢٠١٤", "2014-03-12 2014-04-15"),
            ("من 12/3/2014 إلى 15/4/2014", "2014-03-12 2014-04-15"),
            ("من 3 شباط إلى 5 آذار 2014", "2014-02-03 2014-03-05"),
            ("بين 3 و 7 آذار 2014", "2014-03-03 2014-03-07"),
            ("بين 3 و7 آذار 2014", "2014-03-03 2014-03-07"),
            ("بين شباط وآذار 2014", "2014-02-01 2014-03-31"),
            ("بين عامي ٢٠١٢ و٢٠١٤", "2012-01-01 2014-12-31"),
            ("من 2012 حتى 2014", "2012-01-01 2014-12-31"),
            ("من عام 2012 إلى عام 2014", "2012-01-01 2014-12-31"),
            ("from 2012 to 2014", "2012-01-01 2014-12-31"),
            ("between March and June 2014", "2014-03-01 2014-06-30"),
            ("12/3/2014 .. 15/4/2014", "2014-03-12 2014-04-15"),
            ("2013-04..2014-01", "2013-04-01 2014-01-31"),
            ("12-15/3/2014", "2014-03-12 2014-03-15"),
            ("12-15 آذار 2014", "2014-03-12 2014-03-15"),
            ("عام 2012-2014", "2012-01-01 2014-12-31"),
            ("منذ 3 شباط 2014 لغاية 5 آذار 2014", "2014-02-03 2014-03-05"),
        ] {
            assert_eq!(days(text), [expected], "{text}");
        }
    }

    #[test]
    fn two_dates_are_no_period_without_a_word() {
        assert_eq!(days("12/3/2014 - 15/4/2014"), ["2014-03-12", "2014-04-15"]);
        assert_eq!(days("12/3/2014 و 15/4/2014"), ["2014-03-12", "2014-04-15"]);
        assert_eq!(days("من 15/4/2014 إلى 12/3/2014"), ["2014-04-15", "2014-03-12"]);
        assert_eq!(days("نقل من الفرع 901 إلى الفرع 934 بتاريخ 2/4/2014"), ["2014-04-02"]);
    }
}
