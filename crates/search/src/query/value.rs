//! What stands after a field's name, and words with `*` and `?`.

use super::error::{Mistake, QueryError};
use super::names::{self, ACCESS_NAMES, FIELD_NAMES, Field, TYPE_NAMES};
use super::{Clause, period};

/// Letters that must stand before a `*`.
const BEFORE_STAR: usize = 2;

/// Letters and signs of a word with `*` or `?`.
pub(crate) const LONGEST: usize = 63;

/// A number of so many digits is looked for with one digit wrong too; in a shorter one every other digit makes another
/// number that is really used.
const LONG_NUMBER: usize = 4;

/// Reads a field.
pub(super) fn clause(
    at: usize,
    name: &str,
    value_at: usize,
    value: &str,
) -> Result<Clause, QueryError> {
    let Some(field) = names::find(FIELD_NAMES, name) else {
        let message = format!("there is no field {name:?}");
        let remedy = format!(
            "use one of {}; to look for the word itself, put it in quotation marks",
            names::list(FIELD_NAMES)
        );
        return Err(QueryError::new(at, Mistake::UnknownField, message, remedy));
    };
    if sijill_arabic::words(value).is_empty() {
        let message = format!("the field {name} has no value");
        let remedy = format!("write what it must be, for example {}", example(field));
        return Err(QueryError::new(value_at, Mistake::NoValue, message, remedy));
    }
    let text = || value.trim().to_owned();
    match field {
        Field::Number(kind) => number(value_at, value).map(|(value, uncertain)| Clause::Number {
            kind,
            value,
            uncertain,
        }),
        Field::Date => period::period(value_at, value).map(|(from, to)| Clause::Dates { from, to }),
        Field::Year => period::years(value_at, value).map(|(from, to)| Clause::Dates { from, to }),
        Field::Type => names::find(TYPE_NAMES, value).map(Clause::Type).ok_or_else(|| {
            unknown(value_at, Mistake::NoType, "sort of record", value, &names::list(TYPE_NAMES))
        }),
        Field::Access => names::find(ACCESS_NAMES, value).map(Clause::Access).ok_or_else(|| {
            unknown(value_at, Mistake::NoAccess, "access level", value, &names::list(ACCESS_NAMES))
        }),
        Field::Site => Ok(Clause::Site(text())),
        Field::Place => Ok(Clause::Place(text())),
        Field::Accession => Ok(Clause::Accession(text())),
        Field::Item => Ok(Clause::Item(text())),
        Field::Title => Ok(Clause::Title(text())),
    }
}

fn example(field: Field) -> &'static str {
    match field {
        Field::Number(_) => "branch:215",
        Field::Date => "date:2013-04..2014-01",
        Field::Year => "year:2013",
        Field::Type => "type:death-notice",
        Field::Access => "access:open",
        Field::Site => "site:حمص",
        Field::Place => "place:\"غرفة 3\"",
        Field::Accession => "accession:2026-004",
        Field::Item => "item:SYN-2014-0331",
        Field::Title => "title:\"سجل الموقوفين\"",
    }
}

fn unknown(at: usize, mistake: Mistake, what: &str, value: &str, known: &str) -> QueryError {
    QueryError::new(at, mistake, format!("{value:?} is no {what}"), format!("use one of {known}"))
}

/// A number for comparing, and whether one digit may be wrong. `~` asks for that, and long numbers are always read so.
fn number(at: usize, value: &str) -> Result<(String, bool), QueryError> {
    let (value, asked) = match value.strip_suffix('~') {
        Some(rest) => (rest, true),
        None => (value, false),
    };
    let plain = number_value(value);
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    if digits == 0 {
        let message = format!("{value:?} has no digit");
        let remedy =
            "write a number, for example branch:215, or leave the field out to look for the word";
        return Err(QueryError::new(at, Mistake::NoNumber, message, remedy));
    }
    Ok((plain, asked || digits >= LONG_NUMBER))
}

/// A number's value for comparing: its folded words with `/` between them.
pub(crate) fn number_value(written: &str) -> String {
    let words = sijill_arabic::words(written);
    words.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join("/")
}

/// A word with `*` for any letters and `?` for one, folded.
pub(super) fn pattern(at: usize, text: &str) -> Result<String, QueryError> {
    let refused = |message: String, remedy: &str| {
        Err(QueryError::new(at, Mistake::BadPattern, message, remedy))
    };
    let mut pattern = String::new();
    let mut letters = 0;
    for letter in text.trim_end_matches('~').trim_start_matches('=').chars() {
        if matches!(letter, '*' | '?') {
            if letter == '*' && letters < BEFORE_STAR {
                let message =
                    format!("{BEFORE_STAR} letters must stand before the first * of {text:?}");
                return refused(message, "write more of the word's beginning");
            }
            if !(letter == '*' && pattern.ends_with('*')) {
                pattern.push(letter);
            }
            continue;
        }
        let folded = sijill_arabic::fold(letter.encode_utf8(&mut [0; 4]));
        if !folded.chars().all(char::is_alphanumeric) {
            let message = format!("{letter:?} cannot stand in a word with * or ?");
            return refused(message, "leave it out, or write the parts as words of their own");
        }
        letters += folded.chars().count();
        pattern.push_str(&folded);
    }
    if pattern.chars().count() > LONGEST {
        let message = format!("a word with * or ? may have {LONGEST} letters and signs at most");
        return refused(message, "write less of the word");
    }
    if letters == 0 {
        return refused(format!("{text:?} has no letter"), "write a letter beside the ?");
    }
    Ok(pattern)
}
