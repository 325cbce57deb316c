//! Words and numbers of cells, in Arabic and in English.

use jiff::civil::Date;
use sijill_arabic::fold;
use sijill_schema::{AccessLevel, ContentFlag, Interpretation, MentionRole, Precision, RecordDate};

const LEVELS: [(AccessLevel, &[&str]); 4] = [
    (AccessLevel::Open, &["open", "مفتوح"]),
    (AccessLevel::Restricted, &["restricted", "مقيد"]),
    (AccessLevel::Confidential, &["confidential", "سري"]),
    (AccessLevel::Sealed, &["sealed", "مختوم"]),
];

const FLAGS: [(ContentFlag, &[&str]); 5] = [
    (ContentFlag::Minors, &["minors", "قاصرون", "أطفال"]),
    (ContentFlag::SexualViolence, &["sexual-violence", "عنف جنسي"]),
    (ContentFlag::Medical, &["medical", "طبي"]),
    (ContentFlag::Informants, &["informants", "مخبرون"]),
    (ContentFlag::Bodies, &["bodies", "جثث", "جثامين"]),
];

const PRECISIONS: [(Precision, &[&str]); 4] = [
    (Precision::Day, &["day", "يوم"]),
    (Precision::Month, &["month", "شهر"]),
    (Precision::Year, &["year", "سنة"]),
    (Precision::About, &["about", "نحو"]),
];

const ROLES: [(MentionRole, &[&str]); 8] = [
    (MentionRole::Subject, &["subject", "صاحب العلاقة", "موقوف", "معتقل"]),
    (MentionRole::Deceased, &["deceased", "متوفى", "متوفاة"]),
    (MentionRole::Wanted, &["wanted", "مطلوب", "مطلوبة"]),
    (MentionRole::Child, &["child", "طفل", "طفلة"]),
    (MentionRole::Official, &["official", "ضابط", "موظف", "محقق"]),
    (MentionRole::Requester, &["requester", "مقدم الطلب", "مقدمة الطلب"]),
    (MentionRole::Witness, &["witness", "شاهد", "شاهدة"]),
    (MentionRole::Named, &["named", "مذكور", "مذكورة"]),
];

fn meant<T: Copy>(words: &[(T, &[&str])], cell: &str) -> Option<T> {
    let cell = fold(cell.trim());
    let is_meant = |(_, names): &&(T, &[&str])| names.iter().any(|name| fold(name) == cell);
    words.iter().find(is_meant).map(|(value, _)| *value)
}

fn english<T: Copy + PartialEq>(words: &[(T, &[&'static str])], value: T) -> &'static str {
    let found = words.iter().find(|(known, _)| *known == value);
    found.and_then(|(_, names)| names.first().copied()).unwrap_or_default()
}

/// An access level in English or Arabic.
///
/// # Errors
/// The levels that there are.
pub fn level(cell: &str) -> Result<AccessLevel, String> {
    let none = || format!("{cell:?} is none of open, restricted, confidential, sealed");
    meant(&LEVELS, cell).ok_or_else(none)
}

/// The English word of an access level.
#[must_use]
pub fn level_name(level: AccessLevel) -> &'static str {
    english(&LEVELS, level)
}

/// What can harm, a list in English or Arabic.
///
/// # Errors
/// Which word is not known, and those that are.
pub fn flags(cell: &str) -> Result<Vec<ContentFlag>, String> {
    let flag = |part: &str| {
        let none =
            || format!("{part:?} is none of minors, sexual-violence, medical, informants, bodies");
        meant(&FLAGS, part).ok_or_else(none)
    };
    parts(cell).map(flag).collect()
}

/// The English word of what can harm.
#[must_use]
pub fn flag_name(flag: ContentFlag) -> &'static str {
    english(&FLAGS, flag)
}

pub(crate) fn precision(cell: &str) -> Option<Precision> {
    meant(&PRECISIONS, cell)
}

pub(crate) fn precision_name(precision: Precision) -> &'static str {
    english(&PRECISIONS, precision)
}

pub(crate) fn role(cell: &str) -> Option<MentionRole> {
    meant(&ROLES, cell)
}

/// A whole number in Latin, Arabic-Indic or Persian digits.
///
/// # Errors
/// That it is none.
pub fn number(cell: &str) -> Result<u64, String> {
    let digits = latin(cell.trim());
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_number.then(|| digits.parse().ok()).flatten();
    number.ok_or_else(|| format!("{cell:?} is not a number"))
}

fn latin(text: &str) -> String {
    let digit = |character: char| match character {
        '٠'..='٩' => char::from_digit(u32::from(character) - u32::from('٠'), 10),
        '۰'..='۹' => char::from_digit(u32::from(character) - u32::from('۰'), 10),
        other => Some(other),
    };
    text.chars().filter_map(digit).collect()
}

/// The parts of a cell that lists several things.
pub(crate) fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '؛', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

/// A day in ISO 8601 form.
pub(crate) fn day(cell: &str) -> Option<Date> {
    latin(cell.trim()).parse().ok()
}

const DASHES: [char; 3] = ['-', '\u{2013}', '\u{2014}'];

/// A date as written. What one means that can be read in two ways is for a person to say.
#[must_use]
pub fn date(cell: &str) -> RecordDate {
    RecordDate { as_written: cell.to_owned(), interpreted: interval(cell) }
}

/// The days that a date means, in any of the forms of `docs/arabic.md` (`1985`, `2013-04-05`, `نحو ١٩٨٥`, `آذار ٢٠١٤`);
/// none for a text that is more than a date, or that can be read in two ways, as `5/4/2013`.
#[must_use]
pub fn interval(text: &str) -> Option<Interpretation> {
    // A dash before or after a year may mean until or since then.
    if text.trim().starts_with(DASHES) || text.trim().ends_with(DASHES) {
        return None;
    }
    // The whole text is one date or period, open at neither end.
    let (first, last) = sijill_arabic::period(text).ok()?;
    let found = sijill_arabic::dates(text).pop().or_else(|| sijill_arabic::year(text))?;
    if found.ambiguous || (found.first, found.last) != (first, last) {
        return None;
    }
    let precision = match found.precision {
        sijill_arabic::Precision::Day => Precision::Day,
        sijill_arabic::Precision::Month => Precision::Month,
        sijill_arabic::Precision::Year => Precision::Year,
        sijill_arabic::Precision::About => Precision::About,
    };
    Interpretation::new(first, last, precision).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_both_languages_and_as_people_type_them() {
        assert_eq!(level("Sealed"), Ok(AccessLevel::Sealed));
        assert_eq!(level("سرّي"), Ok(AccessLevel::Confidential));
        assert_eq!(flags("اطفال؛ medical"), Ok(vec![ContentFlag::Minors, ContentFlag::Medical]));
        assert_eq!(role("متوفي"), Some(MentionRole::Deceased));
        assert!(level("secret").is_err() && flags("medical; ghosts").is_err());
    }

    #[test]
    fn dates_mean_an_interval_where_they_can_be_read_in_one_way() {
        let days = |cell: &str| {
            let meant = date(cell).interpreted?;
            Some((meant.earliest().to_string(), meant.latest().to_string()))
        };
        let both = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
        assert_eq!(days("١٩٨٥"), both("1985-01-01", "1985-12-31"));
        assert_eq!(days("2012-02"), both("2012-02-01", "2012-02-29"));
        assert_eq!(days("آذار ٢٠١٤"), both("2014-03-01", "2014-03-31"));
        assert_eq!(days("28 كانون الثاني 2014"), both("2014-01-28", "2014-01-28"));
        assert_eq!(days("about 1985"), both("1983-01-01", "1987-12-31"));
        assert_eq!(
            date("about 1985").interpreted.map(|meant| meant.precision()),
            Some(Precision::About)
        );
        assert_eq!(days("28/4/2013"), both("2013-04-28", "2013-04-28"));
        assert_eq!(days("2013-04 to be checked"), None);
        assert_eq!(days("2013.."), None);
        assert_eq!(days("2012-02-30"), None);
        assert_eq!(days("5/4/2013"), None);
        assert_eq!(days("-1985"), None);
        assert_eq!(days(""), None);
    }

    #[test]
    fn numbers_have_digits_of_any_script_and_nothing_else() {
        assert_eq!(number("٣٤"), Ok(34));
        assert_eq!(number("۳۴"), Ok(34));
        for text in ["", "+3", "3 4", "three", "99999999999999999999"] {
            assert!(number(text).is_err(), "{text}");
        }
    }
}
