//! Periods that people ask for: 2013, 2013-04..2014-01, ..2014, آذار 2014, ~2013.

use jiff::civil::Date;

use super::{Found, dates, year};

/// The longest question for a period, in bytes. No way to write one is longer.
const LONGEST: usize = 200;

/// How to write a period, in every message.
const HOW: &str = "write a year (2013), a month (2013-04, آذار 2014), a day (2014-03-12, 12/3/2014), a period with two \
                   points (2013-04..2014-01, ..2014, 2013..), or ~2013 for about then";

/// Why a text is no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// Nothing was written.
    #[error("there is no date; {HOW}")]
    Empty,
    /// More was written than any period needs.
    #[error("{length} bytes are too many for a date; {HOW}")]
    TooLong {
        /// The length in bytes.
        length: usize,
    },
    /// A part of it is no date.
    #[error("“{text}” is not a date; {HOW}")]
    NotADate {
        /// That part.
        text: String,
    },
    /// The period ends before it begins.
    #[error("the period ends ({last}) before it begins ({first}); put the earlier date first")]
    Backwards {
        /// Its first day.
        first: Date,
        /// Its last day.
        last: Date,
    },
}

/// The first and last day of a period that somebody asks for. An open end is the first or last day that can be counted,
/// [`Date::MIN`] or [`Date::MAX`]. About a year is two years to each side, about a month a month, about a day a week.
///
/// ```
/// let (first, last) = sijill_arabic::period("2013-04..2014-01")?;
/// assert_eq!((first.to_string().as_str(), last.to_string().as_str()), ("2013-04-01", "2014-01-31"));
/// # Ok::<(), sijill_arabic::PeriodError>(())
/// ```
///
/// # Errors
/// If it is no period; the message says how to write one.
pub fn period(text: &str) -> Result<(Date, Date), PeriodError> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Err(PeriodError::TooLong { length: text.len() });
    }
    let (first, last) = match text.split_once("..").or_else(|| years(text)) {
        Some((from, to)) => ends(from.trim(), to.trim())?,
        None => one(text)?,
    };
    if first > last {
        return Err(PeriodError::Backwards { first, last });
    }
    Ok((first, last))
}

/// Two years with a dash: 2012-2014.
fn years(text: &str) -> Option<(&str, &str)> {
    let (from, to) = text.split_once(['-', '\u{2013}'])?;
    let is_year = |text: &str| text.chars().count() == 4 && year(text).is_some();
    (is_year(from.trim()) && is_year(to.trim())).then_some((from, to))
}

fn ends(from: &str, to: &str) -> Result<(Date, Date), PeriodError> {
    if from.is_empty() && to.is_empty() {
        return Err(PeriodError::Empty);
    }
    let first = if from.is_empty() { Date::MIN } else { one(from)?.0 };
    let last = if to.is_empty() { Date::MAX } else { one(to)?.1 };
    Ok((first, last))
}

/// A text that is one date and nothing else.
fn one(text: &str) -> Result<(Date, Date), PeriodError> {
    if text.is_empty() {
        return Err(PeriodError::Empty);
    }
    let mut found = dates(text);
    let date = match (found.pop(), found.pop()) {
        (Some(date), None) => Some(date),
        _ => year(text),
    };
    let date = date.filter(|date| is_whole(text, date));
    date.map(|date| (date.first, date.last))
        .ok_or_else(|| PeriodError::NotADate { text: text.to_owned() })
}

/// Whether nothing but signs stands beside the date.
fn is_whole(text: &str, date: &Found) -> bool {
    let before = text.get(..date.range.start).unwrap_or_default();
    let after = text.get(date.range.end..).unwrap_or_default();
    !before.contains(char::is_alphanumeric) && !after.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> String {
        let (first, last) = period(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        format!("{first} {last}")
    }

    #[test]
    fn periods_as_people_type_them() {
        for (text, expected) in [
            ("2013", "2013-01-01 2013-12-31"),
            ("٢٠١٣", "2013-01-01 2013-12-31"),
            ("2013-04", "2013-04-01 2013-04-30"),
            ("4/2013", "2013-04-01 2013-04-30"),
            ("2014-03-12", "2014-03-12 2014-03-12"),
            ("12/3/2014", "2014-03-12 2014-03-12"),
            ("آذار 2014", "2014-03-01 2014-03-31"),
            ("12 March 2014", "2014-03-12 2014-03-12"),
            ("2013-04..2014-01", "2013-04-01 2014-01-31"),
            ("آذار 2013 .. شباط ٢٠١٤", "2013-03-01 2014-02-28"),
            ("..2014", "-009999-01-01 2014-12-31"),
            ("2013..", "2013-01-01 9999-12-31"),
            ("~2013", "2011-01-01 2015-12-31"),
            ("حوالي 2013", "2011-01-01 2015-12-31"),
            ("~2013..2014", "2011-01-01 2014-12-31"),
            ("2012-2014", "2012-01-01 2014-12-31"),
            ("٢٠١٢ – ٢٠١٤", "2012-01-01 2014-12-31"),
            ("من 2012 إلى 2014", "2012-01-01 2014-12-31"),
            ("رجب ١٤٣٥", "2014-04-28 2014-05-31"),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_period_is_refused_in_a_sentence() {
        for text in [
            "abc",
            "2013 حمص",
            "31/2/2014",
            "13",
            "2013-13",
            "2013..abc",
            "1/2/3",
            "2012 2013",
            "..x",
        ] {
            let refused = period(text).unwrap_err();
            assert!(matches!(refused, PeriodError::NotADate { .. }), "{text}: {refused}");
            assert!(refused.to_string().contains("write a year"), "{refused}");
        }
        assert_eq!(period(" .. "), Err(PeriodError::Empty));
        assert_eq!(period(""), Err(PeriodError::Empty));
        assert!(matches!(period("2014..2013"), Err(PeriodError::Backwards { .. })));
        assert!(matches!(period(&"1".repeat(10_000_000)), Err(PeriodError::TooLong { .. })));
    }

    proptest! {
        #[test]
        fn any_text_is_a_period_or_refused(text in "([0-9٠-٩./~-]|\\PC| |آذار|من|إلى){0,12}") {
            if let Ok((first, last)) = period(&text) {
                prop_assert!(first <= last);
            }
        }
    }
}
