//! A year in a cell, where the column says what it is.

use super::{Found, about, pieces, scan};
use crate::token::{Kind, Tokens};

/// The year in a cell of a register or a field of a form: the one number in it, whatever words stand beside (١٩٨٤,
/// حمص ١٩٨٤, حوالي 1984, 1984 م). Nothing, if there is another number, or a day or month.
///
/// ```
/// let found = sijill_arabic::year("حمص ١٩٨٤").map(|year| year.first.to_string());
/// assert_eq!(found.as_deref(), Some("1984-01-01"));
/// ```
#[must_use]
pub fn year(text: &str) -> Option<Found> {
    let tokens = Tokens::of(text);
    let is_number = |at: &usize| matches!(tokens.kind(*at), Some(Kind::Number(_)));
    let mut numbers = (0..tokens.len()).filter(is_number);
    let (at, None) = (numbers.next()?, numbers.next()) else { return None };
    let piece = match pieces(&tokens).pop() {
        Some(piece) => piece,
        None => scan::bare_year(&tokens, at)?,
    };
    let is_year = piece.month.is_none();
    is_year.then(|| about::with_about(&tokens, piece).found(&tokens))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_with_one_number_has_a_year() {
        for (text, expected) in [
            ("١٩٨٤", "1984-01-01 1984-12-31 Year"),
            ("حمص ١٩٨٤", "1984-01-01 1984-12-31 Year"),
            ("تولد عام 1984 م", "1984-01-01 1984-12-31 Year"),
            ("حوالي 1984", "1982-01-01 1986-12-31 About"),
            ("عام 1984 تقريبا", "1982-01-01 1986-12-31 About"),
            ("~1984", "1982-01-01 1986-12-31 About"),
        ] {
            let found = year(text).unwrap_or_else(|| panic!("{text}"));
            let words = format!("{} {} {:?}", found.first, found.last, found.precision);
            assert_eq!(words, expected, "{text}");
        }
        assert_eq!(year("مواليد ١٤٠٠ هـ").unwrap().first.to_string(), "1979-11-19");
    }

    #[test]
    fn other_cells_have_none() {
        for text in [
            "",
            "حمص",
            "84",
            "1/1/1984",
            "آذار 1984",
            "حوالي آذار 1984",
            "1984 1985",
            "12345",
            "N1984-3",
        ] {
            assert_eq!(year(text), None, "{text}");
        }
    }
}
