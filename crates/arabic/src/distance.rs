//! How far two words are apart for somebody who copied one badly, or for a machine that read it badly.

use crate::rasm::stroke;

/// A dot more or less.
const DOTS: f32 = 0.3;
/// A tooth (ب ت ث ن ي within a word) or ء more or less.
const TOOTH: f32 = 0.5;
/// ه, ا or ي for one another at the end: فاطمه, فاطما; هدي, هدا.
const ENDING: f32 = 0.2;
/// Anything else, and two letters that changed places.
const OTHER: f32 = 1.0;

/// The most that [`within`] looks for.
const FARTHEST: f32 = 8.0;
/// No letter comes or goes for less.
const CHEAPEST_LETTER: f32 = TOOTH;

/// How far two folded words are apart, if no farther than `limit`: 0 for equal words; a lost or added dot costs 0.3, a
/// tooth or ء 0.5, ه, ا or ي for one another at the end 0.2, any other letter and two that changed places 1. A limit
/// above 8 counts as 8. The time it takes grows with the length times the limit.
///
/// ```
/// assert_eq!(sijill_arabic::within("خالد", "جالد", 1.0), Some(0.3));
/// assert_eq!(sijill_arabic::within("خالد", "محمد", 1.0), None);
/// ```
#[must_use]
pub fn within(one: &str, other: &str, limit: f32) -> Option<f32> {
    if limit.is_nan() || limit < 0.0 {
        return None;
    }
    if one == other {
        return Some(0.0);
    }
    let limit = limit.min(FARTHEST);
    let letters = |word: &str| -> Vec<char> { word.chars().collect() };
    let (one, other) = (letters(one), letters(other));
    let band = band(limit);
    if one.len().abs_diff(other.len()) > band {
        return None;
    }
    let cost = Rows::new(&one, &other, band).last(limit)?;
    // Sums of tenths in binary: 0.3 + 0.3 must be within 0.6.
    let cost = (cost * 100.0).round() / 100.0;
    (cost <= limit + 0.005).then_some(cost)
}

/// How many letters may come or go within a limit.
fn band(limit: f32) -> usize {
    let mut band = 0;
    let mut cost = CHEAPEST_LETTER;
    while cost <= limit + 0.005 {
        band += 1;
        cost += CHEAPEST_LETTER;
    }
    band
}

/// The table of Damerau and Levenshtein, of which only a band beside the diagonal is filled in.
struct Rows<'a> {
    one: &'a [char],
    other: &'a [char],
    band: usize,
}

impl<'a> Rows<'a> {
    fn new(one: &'a [char], other: &'a [char], band: usize) -> Self {
        Self { one, other, band }
    }

    /// The cost in the table's last corner; nothing, if every way there costs more than the limit.
    fn last(&self, limit: f32) -> Option<f32> {
        let width = self.other.len() + 1;
        let mut before = vec![f32::INFINITY; width];
        let mut above = vec![f32::INFINITY; width];
        let mut row = vec![f32::INFINITY; width];
        for line in 0..=self.one.len() {
            let columns = line.saturating_sub(self.band)..=(line + self.band).min(self.other.len());
            // What an older line left beside the band must not be read as this line's.
            if let Some(left) = columns.start().checked_sub(1) {
                row[left] = f32::INFINITY;
            }
            let mut least = f32::INFINITY;
            for column in columns.clone() {
                let cost = self.cell(line, column, &before, &above, &row);
                row[column] = cost;
                least = least.min(cost);
            }
            if let Some(right) = row.get_mut(columns.end() + 1) {
                *right = f32::INFINITY;
            }
            if least > limit + 0.005 {
                return None;
            }
            std::mem::swap(&mut before, &mut above);
            std::mem::swap(&mut above, &mut row);
        }
        above.last().copied()
    }

    fn cell(&self, line: usize, column: usize, before: &[f32], above: &[f32], row: &[f32]) -> f32 {
        if line == 0 && column == 0 {
            return 0.0;
        }
        let mut cost = f32::INFINITY;
        if line > 0 {
            cost = cost.min(above[column] + come_or_go(self.one, line - 1));
        }
        if column > 0 {
            cost = cost.min(row[column - 1] + come_or_go(self.other, column - 1));
        }
        if line > 0 && column > 0 {
            cost = cost.min(above[column - 1] + self.change(line - 1, column - 1));
        }
        let swapped = line > 1
            && column > 1
            && self.one[line - 1] == self.other[column - 2]
            && self.one[line - 2] == self.other[column - 1];
        if swapped { cost.min(before[column - 2] + OTHER) } else { cost }
    }

    /// What it costs that one letter stands for another.
    fn change(&self, line: usize, column: usize) -> f32 {
        let (from, to) = (self.one[line], self.other[column]);
        let (from_last, to_last) = (line + 1 == self.one.len(), column + 1 == self.other.len());
        if from == to {
            0.0
        } else if from_last && to_last && is_ending(from) && is_ending(to) {
            ENDING
        } else if stroke(from, from_last) == stroke(to, to_last) {
            DOTS
        } else {
            OTHER
        }
    }
}

fn is_ending(letter: char) -> bool {
    matches!(letter, 'ه' | 'ا' | 'ي')
}

fn come_or_go(word: &[char], at: usize) -> f32 {
    let letter = word[at];
    let is_tooth = at + 1 < word.len() && stroke(letter, false) == 'ب';
    if is_tooth || letter == 'ء' { TOOTH } else { OTHER }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_readers_confuse_costs_less() {
        for (one, other, cost) in [
            ("خالد", "خالد", 0.0),
            ("زينب", "ريتب", 0.6),
            ("فاطمه", "فاطما", 0.2),
            ("هدي", "هدا", 0.2),
            ("سليمان", "سلمان", 0.5),
            ("ضياء", "ضيا", 0.5),
            ("محمد", "محمود", 1.0),
            ("حمص", "حصم", 1.0),
            ("عمر", "علي", 2.0),
        ] {
            assert_eq!(within(one, other, 4.0), Some(cost), "{one} {other}");
            assert_eq!(within(other, one, cost), Some(cost), "{other} {one}");
            if cost > 0.0 {
                assert_eq!(within(one, other, cost - 0.1), None, "{one} {other}");
            }
        }
    }

    #[test]
    fn limits_that_are_none_find_nothing_and_long_words_are_soon_done() {
        assert_eq!(within("خالد", "خالد", f32::NAN), None);
        assert_eq!(within("خالد", "خالد", -1.0), None);
        assert_eq!(within("", "خالد", f32::INFINITY), Some(4.0));
        let (one, other) = ("ب".repeat(100_000), "د".repeat(100_000));
        assert_eq!(within(&one, &other, f32::INFINITY), None);
        assert_eq!(within(&one, &(one.clone() + "د"), 1.0), Some(1.0));
    }

    /// The whole table, without a band.
    fn whole(one: &str, other: &str) -> f32 {
        let (one, other): (Vec<_>, Vec<_>) = (one.chars().collect(), other.chars().collect());
        let rows = Rows::new(&one, &other, one.len() + other.len());
        (rows.last(f32::INFINITY).unwrap() * 100.0).round() / 100.0
    }

    proptest! {
        #[test]
        fn the_band_leaves_nothing_out(one in "[بتنيسشهاجءد]{0,9}", other in "[بتنيسشهاجءد]{0,9}", limit in 0u8..90) {
            let limit = f32::from(limit) / 10.0;
            let cost = whole(&one, &other);
            let expected = (cost <= limit.min(FARTHEST) + 0.005).then_some(cost);
            prop_assert_eq!(within(&one, &other, limit), expected);
            prop_assert_eq!(within(&other, &one, limit), expected);
        }
    }
}
