//! Numbers and times as people of each language read them.

use fixed_decimal::Decimal;
use fluent_bundle::FluentValue;
use icu_calendar::Iso;
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::{YMD, YMDT};
use icu_datetime::input::{Date, DateTime, Time};
use icu_decimal::DecimalFormatter;
use icu_locale_core::{Locale, locale};
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;

use super::Language;

struct Formatters {
    number: Option<DecimalFormatter>,
    day: Option<DateTimeFormatter<YMD>>,
    minute: Option<DateTimeFormatter<YMDT>>,
}

thread_local! {
    // The formatters of icu are not made to be shared between threads; making them costs little.
    static ARABIC: Formatters = Formatters::of(&locale!("ar-SY"));
    static ENGLISH: Formatters = Formatters::of(&locale!("en-GB"));
}

impl Formatters {
    fn of(locale: &Locale) -> Self {
        Self {
            number: DecimalFormatter::try_new(locale.into(), Default::default()).ok(),
            day: DateTimeFormatter::try_new(locale.into(), YMD::long()).ok(),
            minute: DateTimeFormatter::try_new(locale.into(), YMD::long().with_time_hm()).ok(),
        }
    }

    fn of_language<T>(language: Language, show: impl FnOnce(&Self) -> T) -> T {
        match language {
            Language::Arabic => ARABIC.with(show),
            Language::English => ENGLISH.with(show),
        }
    }

    fn number(&self, number: &Decimal) -> Option<String> {
        Some(self.number.as_ref()?.format(number).to_string())
    }

    fn day(&self, at: civil::Date) -> Option<String> {
        Some(self.day.as_ref()?.format(&date(at)?).to_string())
    }

    fn minute(&self, at: civil::DateTime) -> Option<String> {
        Some(self.minute.as_ref()?.format(&date_time(at)?).to_string())
    }
}

impl Language {
    /// A whole number in the digits of the language.
    #[must_use]
    pub fn number(self, number: u64) -> String {
        let shown = Formatters::of_language(self, |shown| shown.number(&number.into()));
        shown.unwrap_or_else(|| number.to_string())
    }

    /// A day, by the clock of this machine's time zone.
    #[must_use]
    pub fn day(self, at: Timestamp) -> String {
        let at = at.to_zoned(TimeZone::system()).date();
        Formatters::of_language(self, |shown| shown.day(at)).unwrap_or_else(|| at.to_string())
    }

    /// A day of the calendar.
    #[must_use]
    pub fn date(self, day: civil::Date) -> String {
        Formatters::of_language(self, |shown| shown.day(day)).unwrap_or_else(|| day.to_string())
    }

    /// A day and the minute, by the clock of this machine's time zone.
    #[must_use]
    pub fn minute(self, at: Timestamp) -> String {
        let at = at.to_zoned(TimeZone::system()).datetime();
        Formatters::of_language(self, |shown| shown.minute(at)).unwrap_or_else(|| at.to_string())
    }
}

fn date(date: civil::Date) -> Option<Date<Iso>> {
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    Date::try_new_iso(date.year().into(), month, day).ok()
}

fn date_time(at: civil::DateTime) -> Option<DateTime<Iso>> {
    let (hour, minute) = (u8::try_from(at.hour()).ok()?, u8::try_from(at.minute()).ok()?);
    let time = Time::try_new(hour, minute, 0, 0).ok()?;
    Some(DateTime { date: date(at.date())?, time })
}

/// How Fluent shows a number that stands in a sentence: whole ones in the digits of the language, others as
/// they are.
pub(super) fn number(value: &FluentValue<'_>, language: Language) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let whole = (number.value >= 0.0 && number.value.fract() == 0.0).then_some(number.value)?;
    let whole: Decimal = format!("{whole:.0}").parse().ok()?;
    Formatters::of_language(language, |shown| shown.number(&whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2011-04-22T12:30:00Z".parse().unwrap()
    }

    #[test]
    fn arabic_has_its_digits_and_the_months_of_the_levant() {
        assert_eq!(Language::Arabic.number(1234567), "١٬٢٣٤٬٥٦٧");
        let day = Language::Arabic.day(noon());
        assert!(day.contains("نيسان") && day.contains("٢٠١١") && day.contains("٢٢"), "{day}");
        let minute = Language::Arabic.minute(noon());
        assert!(minute.contains("٣٠"), "{minute}");
    }

    #[test]
    fn english_has_the_day_before_the_month() {
        assert_eq!(Language::English.number(1234567), "1,234,567");
        assert_eq!(Language::English.day(noon()), "22 April 2011");
    }
}
