//! Years and numbers of people.

use sijill_arabic::{digits_within_one, fold};
use sijill_schema::RecordDate;

use super::score::{Field, Reason, Why};

/// A span of years, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    /// The first.
    pub from: i16,
    /// The last.
    pub to: i16,
}

/// Years in which people of such records were born.
const BIRTHS: std::ops::RangeInclusive<i16> = 1850..=2100;

/// Words that say that a year is an estimate, folded.
const ABOUT: [&str; 9] =
    ["حوالي", "نحو", "تقريبا", "قرابه", "about", "circa", "approx", "around", "ca"];

/// The years that somebody states: the first and last year in the text, `1985`, `1983-1987`, `about 1985`, ١٩٨٥. About
/// a year is two years earlier to two later.
#[must_use]
pub fn years(text: &str) -> Option<Years> {
    let folded = fold(text);
    let numbers =
        folded.split(|sign: char| !sign.is_ascii_digit()).filter(|digits| digits.len() == 4);
    let years =
        numbers.filter_map(|digits| digits.parse().ok()).filter(|year| BIRTHS.contains(year));
    let (from, to) = years.fold(None, |span: Option<(i16, i16)>, year| {
        Some(span.map_or((year, year), |(from, to)| (from.min(year), to.max(year))))
    })?;
    let mut words = folded.split(|sign: char| !sign.is_alphabetic());
    let about = if words.any(|word| ABOUT.contains(&word)) { 2 } else { 0 };
    Some(Years { from: from - about, to: to + about })
}

pub(super) fn years_of(date: &RecordDate) -> Option<Years> {
    match &date.interpreted {
        Some(meant) => Some(Years { from: meant.earliest().year(), to: meant.latest().year() }),
        None => years(&date.as_written),
    }
}

/// One birth in so many falls into one given year.
const GENERATIONS: f32 = 60.0;

/// What years of birth say, the asked one and the record's.
pub(super) fn born(asked: Years, found: Years) -> (f32, Why) {
    let apart = (asked.from - found.to).max(found.from - asked.to).max(0);
    let wide = f32::from((asked.to - asked.from).max(found.to - found.from).clamp(0, 59)) + 1.0;
    // Four records in five have the year, one in seven the one before or after it.
    match apart {
        0 => ((0.8 * GENERATIONS / wide).ln().max(0.0), Why::SameYear),
        1 => ((0.075 * GENERATIONS / wide).ln().max(0.0), Why::YearOffByOne),
        2..=5 => (-1.5, Why::YearNear),
        _ => (-4.5, Why::OtherYear),
    }
}

/// What numbers say: the asked one and all of the record's.
pub(super) fn number(asked: &str, found: &[String]) -> Option<Reason> {
    let plain = |number: &str| -> String {
        fold(number).chars().filter(|sign| sign.is_alphanumeric()).collect()
    };
    let wanted = plain(asked);
    let judged = found.iter().map(|number| {
        let (weight, why) = match digits_within_one(&wanted, &plain(number)) {
            Some(0.0) => (9.0, Why::SameNumber),
            Some(mistake) if wanted.len() >= 3 => (4.0 - mistake, Why::OneDigitOff),
            _ => (-0.5, Why::OtherNumber),
        };
        let (asked, found) = (Some(asked.to_owned()), Some(number.clone()));
        Reason { field: Field::Number, asked, found, weight, why }
    });
    judged.max_by(|one, other| one.weight.total_cmp(&other.weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_as_people_say_them() {
        let span = |from, to| Some(Years { from, to });
        assert_eq!(years("1985"), span(1985, 1985));
        assert_eq!(years("١٩٨٥/٣/٧"), span(1985, 1985));
        assert_eq!(years("about 1985"), span(1983, 1987));
        assert_eq!(years("حوالي ١٩٨٥"), span(1983, 1987));
        assert_eq!(years("1983-1987"), span(1983, 1987));
        assert_eq!(years("7/3"), None);
        assert_eq!(years("0001 99999"), None);
    }

    #[test]
    fn a_year_that_is_off_by_one_says_less_and_another_one_speaks_against() {
        let year = |year| Years { from: year, to: year };
        let weight = |found| born(year(1985), year(found)).0;
        assert!(weight(1985) > weight(1984) && weight(1984) > 0.0 && weight(1983) < 0.0);
        assert!(weight(1960) < weight(1981));
        let about = Years { from: 1983, to: 1987 };
        assert!(born(about, year(1985)).0 < weight(1985));
    }

    #[test]
    fn a_number_with_another_digit_is_uncertain() {
        let why = |asked, found: &str| number(asked, &[found.to_owned()]).map(|reason| reason.why);
        assert_eq!(why("٥٦٤٢", "5642"), Some(Why::SameNumber));
        assert_eq!(why("5642", "5643"), Some(Why::OneDigitOff));
        assert_eq!(why("5642", "5699"), Some(Why::OtherNumber));
        assert_eq!(why("12", "13"), Some(Why::OtherNumber));
        assert_eq!(number("5642", &[]), None);
    }
}
