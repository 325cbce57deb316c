//! The names of months: Levantine, Egyptian, Maghribi, Latin and Islamic, folded.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Calendar;
use crate::token::{Gap, Tokens};
use crate::within;

/// A month of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Month {
    pub(super) calendar: Calendar,
    pub(super) number: u8,
    /// The token after its name.
    pub(super) after: usize,
    /// Whether its name is one dot off.
    pub(super) guessed: bool,
}

/// Names of one word by number, for the Gregorian calendar.
const GREGORIAN: [(u8, &[&str]); 12] = [
    (1, &["يناير", "جانفي", "january", "jan", "janvier", "janv"]),
    (2, &["شباط", "فبراير", "فيفري", "february", "feb", "fevrier", "fevr"]),
    (3, &["اذار", "مارس", "march", "mar", "mars"]),
    (4, &["نيسان", "ابريل", "افريل", "april", "apr", "avril", "avr"]),
    (5, &["ايار", "مايو", "ماي", "may", "mai"]),
    (6, &["حزيران", "يونيو", "يونيه", "جوان", "june", "jun", "juin"]),
    (7, &["تموز", "يوليو", "يوليه", "يوليوز", "جويليه", "july", "jul", "juillet", "juil"]),
    (8, &["اب", "اغسطس", "غشت", "اوت", "august", "aug", "aout"]),
    (9, &["ايلول", "سبتمبر", "شتنبر", "september", "sept", "sep", "septembre"]),
    (10, &["اكتوبر", "october", "oct", "octobre"]),
    (11, &["نوفمبر", "نونبر", "november", "nov", "novembre"]),
    (12, &["ديسمبر", "دجنبر", "december", "dec", "decembre"]),
];

/// Names of one word by number, for the Islamic calendar.
const HIJRI: [(u8, &[&str]); 6] = [
    (1, &["محرم", "المحرم", "muharram"]),
    (2, &["صفر", "safar"]),
    (7, &["رجب", "rajab"]),
    (8, &["شعبان", "shaban"]),
    (9, &["رمضان", "ramadan"]),
    (10, &["شوال", "shawwal"]),
];

/// Months that come in pairs: the words of the first half, and the numbers of the first and the second.
const PAIRS: [(&[&str], Calendar, u8, u8); 4] = [
    (&["كانون", "ك"], Calendar::Gregorian, 12, 1),
    (&["تشرين", "ت"], Calendar::Gregorian, 10, 11),
    (&["ربيع"], Calendar::Hijri, 3, 4),
    (&["جمادي", "جماد"], Calendar::Hijri, 5, 6),
];

const FIRST: [&str; 4] = ["الاول", "اول", "الاولي", "اولي"];
const SECOND: [&str; 8] = ["الثاني", "ثاني", "الثانيه", "ثانيه", "الاخر", "اخر", "الاخره", "اخره"];

static NAMES: LazyLock<HashMap<&'static str, (Calendar, u8)>> = LazyLock::new(|| {
    let of = |calendar, all: &'static [(u8, &'static [&'static str])]| {
        let named = move |(number, names): &'static (u8, &'static [&'static str])| {
            names.iter().map(move |name| (*name, (calendar, *number)))
        };
        all.iter().flat_map(named)
    };
    of(Calendar::Gregorian, &GREGORIAN).chain(of(Calendar::Hijri, &HIJRI)).collect()
});

/// The month whose name begins at a token. With `guess`, its name may be a dot off.
pub(super) fn month_at(tokens: &Tokens<'_>, at: usize, guess: bool) -> Option<Month> {
    let word = tokens.word(at)?;
    let bare = without_clitic(&word);
    let names = [Some(word.as_str()), bare];
    let exact = names.into_iter().flatten().find_map(|word| named(tokens, at, word));
    let guessed = || guess.then(|| guessed(tokens, at, &word)).flatten();
    exact.or_else(guessed)
}

fn named(tokens: &Tokens<'_>, at: usize, word: &str) -> Option<Month> {
    let after = at + 1;
    if let Some((calendar, number)) = NAMES.get(word) {
        let (calendar, number) = (*calendar, *number);
        return Some(Month { calendar, number, after, guessed: false });
    }
    paired(tokens, after, word).or_else(|| of_pilgrimage(tokens, after, word))
}

/// كانون الثاني, كانون ثاني, كانون 2, ك2, ك/2; ربيع الآخر.
fn paired(tokens: &Tokens<'_>, after: usize, word: &str) -> Option<Month> {
    let (words, calendar, first, second) =
        PAIRS.iter().find(|(words, ..)| words.contains(&word))?;
    let month = |is_second: bool, after: usize| {
        let number = if is_second { *second } else { *first };
        Some(Month { calendar: *calendar, number, after, guessed: false })
    };
    let at = if tokens.sign(after) == Some('/') { after + 1 } else { after };
    if let Some(number) = tokens.number(at).filter(|number| number.length == 1) {
        let close = tokens.gap(at) != Gap::Line;
        return (close && matches!(number.value, 1 | 2))
            .then(|| month(number.value == 2, at + 1))?;
    }
    // A letter alone stands for a month only before a number.
    let ordinal = tokens.word(after).filter(|_| words.first() == Some(&word) || word == "جماد")?;
    let ordinal = ordinal.as_str();
    match (FIRST.contains(&ordinal), SECOND.contains(&ordinal)) {
        (true, _) => month(false, after + 1),
        (_, true) => month(true, after + 1),
        _ => None,
    }
}

/// ذو القعدة and ذو الحجة, in any case and joined.
fn of_pilgrimage(tokens: &Tokens<'_>, after: usize, word: &str) -> Option<Month> {
    let rest = ["ذو", "ذي", "ذا"].iter().find_map(|first| word.strip_prefix(first))?;
    let next = if rest.is_empty() { tokens.word(after)? } else { rest.to_owned() };
    let number = match next.as_str() {
        "القعده" | "قعده" => 11,
        "الحجه" | "حجه" => 12,
        _ => return None,
    };
    let after = if rest.is_empty() { after + 1 } else { after };
    Some(Month { calendar: Calendar::Hijri, number, after, guessed: false })
}

/// و, ب or ل before a name that is long enough for nobody to mean another word.
fn without_clitic(word: &str) -> Option<&str> {
    let bare = word.strip_prefix(['و', 'ب', 'ل'])?;
    (bare.chars().count() >= 4).then_some(bare)
}

/// A name of one word whose dots were read wrongly.
fn guessed(tokens: &Tokens<'_>, at: usize, word: &str) -> Option<Month> {
    const ONE_DOT: f32 = 0.3;
    if word.is_ascii() || word.chars().count() < 4 {
        return None;
    }
    let off = |name: &&str| name.chars().count() >= 4 && within(word, name, ONE_DOT).is_some();
    let name = NAMES.keys().chain(&["كانون", "تشرين"]).find(|name| off(name))?;
    named(tokens, at, name).map(|month| Month { guessed: true, ..month })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;

    fn month(text: &str) -> Option<(Calendar, u8)> {
        let tokens = Tokens::of(text);
        let month = month_at(&tokens, 0, true)?;
        (month.after == tokens.len()).then_some((month.calendar, month.number))
    }

    #[test]
    fn names_are_folded_and_stand_for_one_month() {
        let one = GREGORIAN.iter().chain(&HIJRI).flat_map(|(_, names)| names.iter());
        let all: Vec<_> = one.chain(&FIRST).chain(&SECOND).collect();
        assert!(all.iter().all(|name| fold(name) == ***name), "{all:?}");
        let names = GREGORIAN.iter().chain(&HIJRI).map(|(_, names)| names.len()).sum::<usize>();
        assert_eq!(NAMES.len(), names);
    }

    #[test]
    fn months_by_all_their_names() {
        use Calendar::{Gregorian, Hijri};
        let levant = [
            "كانون الثاني",
            "شباط",
            "آذار",
            "نيسان",
            "أيار",
            "حزيران",
            "تموز",
            "آب",
            "أيلول",
            "تشرين الأول",
            "تشرين الثاني",
            "كانون الأول",
        ];
        for (number, name) in (1..).zip(levant) {
            assert_eq!(month(name), Some((Gregorian, number)), "{name}");
        }
        let hijri = [
            "محرم",
            "صفر",
            "ربيع الأول",
            "ربيع الآخر",
            "جمادى الأولى",
            "جمادى الآخرة",
            "رجب",
            "شعبان",
            "رمضان",
            "شوال",
            "ذو القعدة",
            "ذي الحجة",
        ];
        for (number, name) in (1..).zip(hijri) {
            assert_eq!(month(name), Some((Hijri, number)), "{name}");
        }
        for (name, number) in [
            ("ك2", 1),
            ("ك١", 12),
            ("ت 1", 10),
            ("ت٢", 11),
            ("كانون ثاني", 1),
            ("كانون أول", 12),
            ("كانون ٢", 1),
            ("تشرين/2", 11),
            ("اذار", 3),
            ("أذار", 3),
            ("اب", 8),
            ("وآذار", 3),
            ("بنيسان", 4),
            ("يناير", 1),
            ("جانفي", 1),
            ("أوت", 8),
            ("جويلية", 7),
            ("Sept", 9),
            ("MARCH", 3),
            ("février", 2),
            ("août", 8),
            ("شياط", 2),
            ("تموز", 7),
            ("نموز", 7),
        ] {
            assert_eq!(month(name), Some((Gregorian, number)), "{name}");
        }
        assert_eq!(month("ذوالحجة"), Some((Hijri, 12)));
        for name in ["كانون", "ك", "ت", "ت3", "باب", "عمر", "marches", "ذو"] {
            assert_eq!(month(name), None, "{name}");
        }
    }
}
