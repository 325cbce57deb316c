//! Days between which a date must lie, as a query writes them.

use jiff::civil::Date;

type Period = (Option<Date>, Option<Date>);

/// Reads `2013`, `2013-04`, `2013-04-17`, two of them with `..` between, or one with `..` before or after it; digits of
/// any script.
pub(super) fn period(text: &str) -> Option<Period> {
    let text = sijill_arabic::fold(text);
    let Some((from, to)) = text.split_once("..") else {
        let (first, last) = days(&text)?;
        return Some((Some(first), Some(last)));
    };
    let end = |text: &str| if text.trim().is_empty() { Some(None) } else { days(text).map(Some) };
    let (from, to) = (end(from)?.map(|(first, _)| first), end(to)?.map(|(_, last)| last));
    let ordered = from.zip(to).is_none_or(|(from, to)| from <= to);
    (ordered && (from.is_some() || to.is_some())).then_some((from, to))
}

/// Reads a period of which only the years count.
pub(super) fn years(text: &str) -> Option<Period> {
    let (from, to) = period(text)?;
    let from = from.map(|date| Date::new(date.year(), 1, 1)).transpose().ok()?;
    let to = to.map(|date| Date::new(date.year(), 12, 31)).transpose().ok()?;
    Some((from, to))
}

/// The first and the last day of a year, a month or a day.
fn days(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.trim().split(['-', '/']);
    let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = parts.next().map(str::parse::<i8>).transpose().ok()?;
    let day = parts.next().map(str::parse::<i8>).transpose().ok()?;
    if parts.next().is_some() {
        return None;
    }
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, _) => first.last_of_year(),
    };
    Some((first, last))
}
