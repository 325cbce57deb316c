//! Days, months and years of the two calendars as intervals of Gregorian days.

use icu_calendar::cal::Hijri;
use jiff::ToSpan;
use jiff::civil::Date;

use super::{Calendar, Meaning, Precision};

/// Years that records of the archive can name.
const GREGORIAN: std::ops::RangeInclusive<u32> = 1850..=2100;
const HIJRI: std::ops::RangeInclusive<u32> = 1250..=1500;

/// By how many days the sighting of the moon may differ from the tables.
const SIGHTING: i64 = 2;

impl Calendar {
    /// The calendar that a year of four digits is of.
    pub(super) fn of_year(year: u32) -> Option<Self> {
        match year {
            year if GREGORIAN.contains(&year) => Some(Self::Gregorian),
            year if HIJRI.contains(&year) => Some(Self::Hijri),
            _ => None,
        }
    }
}

/// The Gregorian day of a day of the Islamic calendar by the tables of Umm al-Qura (years 1300 to 1600; beyond them it is
/// calculated); nothing, if there is no such day. Where the moon was sighted it may have been a day or two earlier or later.
///
/// ```
/// let day = sijill_arabic::hijri(1436, 5, 4).map(|day| day.to_string());
/// assert_eq!(day.as_deref(), Some("2015-02-23"));
/// ```
#[must_use]
pub fn hijri(year: i32, month: u8, day: u8) -> Option<Date> {
    let calendar = Hijri::new_umm_al_qura();
    let date = icu_calendar::Date::try_new_hijri_with_calendar(year, month, day, calendar).ok()?;
    let iso = date.to_calendar(icu_calendar::cal::Iso);
    let year = i16::try_from(iso.year().extended_year()).ok()?;
    let month = i8::try_from(iso.month().ordinal).ok()?;
    Date::new(year, month, i8::try_from(iso.day_of_month().0).ok()?).ok()
}

/// What a day, a month or a year of a calendar means; nothing, if there is none such.
pub(super) fn meaning(
    calendar: Calendar,
    year: u32,
    month: Option<u8>,
    day: Option<u8>,
) -> Option<Meaning> {
    if Calendar::of_year(year) != Some(calendar) {
        return None;
    }
    let precision = match (month, day) {
        (Some(_), Some(_)) => Precision::Day,
        (Some(_), None) => Precision::Month,
        (None, _) => Precision::Year,
    };
    let (first, last) = match calendar {
        Calendar::Gregorian => gregorian(i16::try_from(year).ok()?, month, day)?,
        Calendar::Hijri => sighted(i32::try_from(year).ok()?, month, day)?,
    };
    Some(Meaning { first, last, precision, calendar, ambiguous: false })
}

fn gregorian(year: i16, month: Option<u8>, day: Option<u8>) -> Option<(Date, Date)> {
    let number = |value: Option<u8>| i8::try_from(value.unwrap_or(1)).ok();
    let first = Date::new(year, number(month)?, number(day)?).ok()?;
    let last = match (month, day) {
        (Some(_), Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, _) => first.last_of_year(),
    };
    Some((first, last))
}

fn sighted(year: i32, month: Option<u8>, day: Option<u8>) -> Option<(Date, Date)> {
    let first = hijri(year, month.unwrap_or(1), day.unwrap_or(1))?;
    let after = match (month, day) {
        (Some(_), Some(_)) => None,
        (Some(month), None) if month < 12 => Some(hijri(year, month + 1, 1)?),
        _ => Some(hijri(year + 1, 1, 1)?),
    };
    let last = after.map_or(first, |after| after.saturating_sub(1.day()));
    Some((first.saturating_sub(SIGHTING.days()), last.saturating_add(SIGHTING.days())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_of_umm_al_qura() {
        for (year, month, day, expected) in
            [(1436, 5, 4, "2015-02-23"), (1435, 7, 23, "2014-05-22"), (1400, 1, 1, "1979-11-21")]
        {
            assert_eq!(hijri(year, month, day).unwrap().to_string(), expected);
        }
        assert_eq!(hijri(1436, 13, 1), None);
        assert_eq!(hijri(1436, 5, 31), None);
        assert_eq!(hijri(i32::MAX, 1, 1), None);
    }

    #[test]
    fn a_year_of_no_calendar_means_nothing() {
        assert_eq!(meaning(Calendar::Gregorian, 1436, None, None), None);
        assert_eq!(meaning(Calendar::Hijri, 2014, None, None), None);
        assert_eq!(meaning(Calendar::Gregorian, 2014, Some(2), Some(29)), None);
        assert!(meaning(Calendar::Gregorian, 2016, Some(2), Some(29)).is_some());
        assert!(meaning(Calendar::Hijri, 1500, Some(12), None).is_some());
    }

    #[test]
    fn a_hijri_month_ends_before_the_next_one_begins() {
        for month in 1..=12 {
            let this = meaning(Calendar::Hijri, 1435, Some(month), None).unwrap();
            let (year, next) = if month == 12 { (1436, 1) } else { (1435, month + 1) };
            assert_eq!(this.last, hijri(year, next, 1).unwrap().saturating_add(1.day()), "{month}");
        }
    }
}
