//! Numbers that stand for something: of a branch, a telegram, a detainee, a case.

mod context;
mod figure;

use std::ops::Range;

use crate::date;
use crate::token::{Gap, Tokens};

pub(crate) use context::asks_for_number;

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFound {
    /// The bytes of the text that it takes.
    pub range: Range<usize>,
    /// Its value for comparing: digits of any script as `0` to `9`, separators as `/`, letters folded. ٣٤١٧/ص is
    /// `3417/ص`, SYN-2014-0331 is `syn/2014/0331`, رقم ١٤٦ لعام ٢٠١٥ is `146/2015`.
    pub value: String,
    /// What it stands for, if a word beside it says so.
    pub context: Option<Context>,
}

/// What a number stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// A branch or office: الفرع ٢١٥.
    Branch,
    /// A telegram: برقية رقم ١١٨.
    Telegram,
    /// A detainee: الموقوف رقم ١١.
    Detainee,
    /// A document, by the number under which it went out or came in: الرقم: ٣٤١٧/ص.
    Document,
    /// A case or decision: قرار رقم ١٤٦ لعام ٢٠١٥.
    Case,
    /// A hospital, or a body or patient in one: المشفى ٦٠١, رقم الجثة.
    Hospital,
    /// An entry in the civil register: القيد ٢٣, الخانة.
    CivilRegister,
    /// A national number: الرقم الوطني.
    National,
}

/// The numbers in a text, in their order; they do not overlap. Dates ([`crate::dates`]) and times of the day are left out.
///
/// ```
/// use sijill_arabic::{Context, numbers};
/// let found = numbers("إلى الفرع ٢١٥");
/// assert_eq!((found[0].value.as_str(), found[0].context), ("215", Some(Context::Branch)));
/// ```
#[must_use]
pub fn numbers(text: &str) -> Vec<NumberFound> {
    let tokens = Tokens::of(text);
    let mut dates = date::pieces(&tokens).into_iter().map(|piece| piece.tokens()).peekable();
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        while dates.next_if(|date| *date.end() < at).is_some() {}
        if let Some(date) = dates.next_if(|date| date.contains(&at)) {
            at = date.end() + 1;
            continue;
        }
        let end = dates.peek().map_or(tokens.len(), |date| *date.start());
        let Some(figure) = figure::figure_at(&tokens, at, end) else {
            at += 1;
            continue;
        };
        let after = figure.last + 1;
        if !figure.is_time {
            let context = context::before(&tokens, at);
            let of_year = context.and_then(|_| of_year(&tokens, figure.last));
            let last = of_year.as_ref().map_or(figure.last, |(last, _)| *last);
            let year = of_year.map_or_else(String::new, |(_, year)| format!("/{year}"));
            let (range, value) = (tokens.range(at, last), figure.value + &year);
            found.push(NumberFound { range, value, context });
            at = last + 1;
        }
        at = at.max(after);
    }
    found
}

/// The value of a number that somebody typed, as [`numbers`] gives it; nothing, if the text is not one number.
///
/// ```
/// assert_eq!(sijill_arabic::number(" ٣٤١٧ / ص ").as_deref(), Some("3417/ص"));
/// assert_eq!(sijill_arabic::number("2 3"), None);
/// ```
#[must_use]
pub fn number(text: &str) -> Option<String> {
    let tokens = Tokens::of(text);
    let figure = figure::figure_at(&tokens, 0, tokens.len())?;
    (figure.last + 1 == tokens.len() && !figure.is_time).then_some(figure.value)
}

/// The year that belongs to a number, and its token: رقم ١٤٦ لعام ٢٠١٥.
fn of_year(tokens: &Tokens<'_>, last: usize) -> Option<(usize, u32)> {
    let word = tokens.word(last + 1)?;
    let belongs = matches!(word.as_str(), "لعام" | "لسنه" | "عام" | "سنه")
        && tokens.gap(last + 2) != Gap::Line;
    let year = tokens.number(last + 2).filter(|year| belongs && year.length == 4)?;
    Some((last + 2, year.value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> Vec<(String, Option<Context>)> {
        numbers(text).into_iter().map(|found| (found.value, found.context)).collect()
    }

    fn values(text: &str) -> Vec<String> {
        numbers(text).into_iter().map(|found| found.value).collect()
    }

    #[test]
    fn figures_of_every_shape() {
        for (text, value) in [
            ("٣٤١٧/ص", "3417/ص"),
            ("٣٤١٧ / ص", "3417/ص"),
            ("ع/١٢٣٤", "ع/1234"),
            ("146/2015", "146/2015"),
            ("SYN-2014-0331", "syn/2014/0331"),
            ("١٢٣-٤٥", "123/45"),
            ("۱۲۳", "123"),
            ("12,500", "12500"),
            ("١٢٬٥٠٠", "12500"),
            ("3.5", "3.5"),
            ("A-123/b", "a/123/b"),
            ("N00123", "n00123"),
            ("007", "007"),
        ] {
            assert_eq!(values(text), [value], "{text}");
            assert_eq!(number(text).as_deref(), Some(value), "{text}");
        }
        assert_eq!(values("بـ٢١٥ و٢١٦ ٣٢٠٠ليرة"), ["215", "216", "3200"]);
        assert_eq!(values("1, 2,3 and 1234,567"), ["1", "2", "3", "1234", "567"]);
        assert_eq!(values("١ - ضبط عدد ٣"), ["1", "3"]);
    }

    #[test]
    fn the_words_before_a_number_say_what_it_is() {
        use Context::{
            Branch, Case, CivilRegister, Detainee, Document, Hospital, National, Telegram,
        };
        for (text, context) in [
            ("الفرع ٩٠١", Some(Branch)),
            ("للفرع ٩٠١", Some(Branch)),
            ("إلى السيد رئيس الفرع ٩٣٤", Some(Branch)),
            ("فرع فلسطين (235)", Some(Branch)),
            ("فرع الأمن العسكري رقم 271", Some(Branch)),
            ("Branch No. 901", Some(Branch)),
            ("الفرع ذي الرقم 215", Some(Branch)),
            ("بموجب برقية القيادة رقم ١١٨", Some(Telegram)),
            ("برقية القيادة\nرقم ١١٨", Some(Telegram)),
            ("برقيتكم ١١٨", Some(Telegram)),
            ("الموقوف رقم 11", Some(Detainee)),
            ("رقم المعتقل: 11", Some(Detainee)),
            ("الرقم: ٣٤١٧/ص", Some(Document)),
            ("كتاب رقم ٣٤١٧/ص", Some(Document)),
            ("أمر النيابة رقم ٢٠٤", Some(Document)),
            ("قرار رقم ١٤٦", Some(Case)),
            ("رقم الأساس 12", Some(Case)),
            ("Case file: SYN-2014-0331", Some(Case)),
            ("المشفى ٦٠١", Some(Hospital)),
            ("الرقم المعطى للجثة: ٩٠١/٥٦٤٢", Some(Hospital)),
            ("القيد ٢٣", Some(CivilRegister)),
            ("خانة: 145", Some(CivilRegister)),
            ("الرقم الوطني: 04010012345", Some(National)),
            ("national number 04010012345", Some(National)),
            ("المهجع رقم ٩", None),
            ("من الفرع إلى المهجع رقم ٩", None),
            ("الموقوف سمير 45", None),
            ("الموقوف 45", None),
            ("الفرع مبلغ 7500", None),
            ("رئيس الفرع\n١ - ضبط", None),
            ("الفرع\t٩٠١", None),
            ("الفرع، 12", None),
        ] {
            assert_eq!(of(text).first().map(|found| found.1), Some(context), "{text}");
        }
    }

    #[test]
    fn a_number_may_have_a_year() {
        assert_eq!(of("قرار رقم ١٤٦ لعام ٢٠١٥"), [("146/2015".into(), Some(Context::Case))]);
        assert_eq!(
            of("قرار رقم 146 لسنة 2015 وبرقية رقم 7"),
            [("146/2015".into(), Some(Context::Case)), ("7".into(), Some(Context::Telegram))]
        );
        assert_eq!(of("12 عام 2015"), [("12".into(), None)]);
    }

    #[test]
    fn dates_and_times_are_no_numbers() {
        assert_eq!(values("في ١٢/٣/٢٠١٤ الساعة ٤:٣٠ وعام 2015، تولد ١٩٨٤"), [""; 0]);
        assert_eq!(values("٢٨ كانون الثاني ٢٠١٤ رقم ١١٨"), ["118"]);
        assert_eq!(values("رقم 12/2015"), ["12/2015"]);
        assert_eq!(number("12:30"), None);
        assert_eq!(number("abc"), None);
        assert_eq!(number(""), None);
    }

    #[test]
    fn what_is_too_long_to_be_a_number_is_soon_done() {
        assert_eq!(values(&"1".repeat(1000)), [""; 0]);
        assert!(values(&"1/".repeat(100_000)).iter().all(|value| value.len() < 100));
        assert!(values(&"ab-".repeat(100_000)).is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_searched(text in "([0-9٠-٩]{1,4}|[/.:,-]|\\PC| |\n|\t|الفرع|رقم|ص|لعام|SYN|تاريخ){0,16}") {
            let mut last = 0;
            for found in numbers(&text) {
                prop_assert!(found.range.start >= last && found.range.end <= text.len());
                prop_assert!(found.value.contains(|letter: char| letter.is_ascii_digit()));
                last = found.range.end;
            }
            let _ = number(&text);
        }

        #[test]
        fn a_value_is_its_own_value(value in "[0-9]{1,9}(/[0-9]{1,4}|/[صطدع]){0,2}") {
            prop_assert_eq!(number(&value), Some(value));
        }
    }
}
