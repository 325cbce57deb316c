//! "About": حوالي, نحو, circa. How wide that is nobody says; these widths are a choice that `docs/arabic.md` names.

use jiff::{Span, ToSpan};

use super::{Meaning, Piece, Precision};
use crate::token::{Gap, Tokens};

/// A date, widened if it stands beside "about".
pub(super) fn with_about(tokens: &Tokens<'_>, piece: Piece) -> Piece {
    let Piece { mut first, mut last, .. } = piece;
    let point = first.checked_sub(1).filter(|before| tokens.sign(*before) == Some('.'));
    let before = point.unwrap_or(first).checked_sub(1);
    if let Some(before) = before.filter(|before| is_about(tokens, *before, point.is_some())) {
        first = before;
    } else if is_about_after(tokens, last + 1) {
        last += 1;
    } else {
        return piece;
    }
    Piece { first, last, meaning: about(piece.meaning), ..piece }
}

fn is_about(tokens: &Tokens<'_>, at: usize, shortened: bool) -> bool {
    match tokens.word(at).as_deref() {
        Some("c" | "ca") => true,
        Some("حوالي" | "نحو" | "قرابه" | "زهاء" | "بحدود" | "حدود" | "تقريبا" | "بنحو") => {
            !shortened
        }
        Some("about" | "circa" | "approximately" | "around" | "approx") => !shortened,
        _ => tokens.sign(at) == Some('~') && !shortened,
    }
}

fn is_about_after(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.word(at).filter(|_| tokens.gap(at) != Gap::Line);
    word.is_some_and(|word| matches!(word.as_str(), "تقريبا" | "approximately" | "approx"))
}

/// A week around a day, a month around a month, two years around a year.
pub(super) fn about(meaning: Meaning) -> Meaning {
    let width: Span = match meaning.precision {
        Precision::Day => 7.days(),
        Precision::Month => 1.month(),
        Precision::Year => 2.years(),
        Precision::About => return meaning,
    };
    let last = meaning.last.saturating_add(width);
    // A month after the last of February is the last of March, not the 28th.
    let last = if meaning.precision == Precision::Month { last.last_of_month() } else { last };
    let first = meaning.first.saturating_sub(width);
    Meaning { first, last, precision: Precision::About, ..meaning }
}

#[cfg(test)]
mod tests {
    use crate::date::testing::days;
    use crate::{Precision, dates};

    #[test]
    fn about_widens_what_follows_it() {
        for (text, expected) in [
            ("حوالي عام ٢٠١٣", "2011-01-01 2015-12-31"),
            ("نحو ١٤ تموز ٢٠١٣", "2013-07-07 2013-07-21"),
            ("قرابة شباط 2014", "2014-01-01 2014-03-31"),
            ("آذار 2014 تقريباً", "2014-02-01 2014-04-30"),
            ("on or about 12 March 2014.", "2014-03-05 2014-03-19"),
            ("born c. 12 March 2014", "2014-03-05 2014-03-19"),
            ("~2014-03-12", "2014-03-05 2014-03-19"),
        ] {
            assert_eq!(days(text), [expected], "{text}");
            assert_eq!(dates(text)[0].precision, Precision::About, "{text}");
        }
    }

    #[test]
    fn about_the_hour_is_not_about_the_day() {
        assert_eq!(days("بتاريخ 3/2/2014 حوالي الساعة 08:15"), ["2014-02-03"]);
        assert_eq!(days("حوالي ٢٠٠٠ ليرة"), [""; 0]);
    }
}
