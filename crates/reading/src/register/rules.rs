//! Long thin lines: the rules of registers and forms.

use sijill_imaging::Grey;
use sijill_imaging::prepare::{Turn, turn};

/// Darker than this belongs to a rule. Rules are often printed paler than letters.
const INK: u8 = 185;
/// A rule is interrupted by no longer gap, in pixels at 300 dpi.
const GAP: usize = 9;
/// Shorter lines are strokes of letters.
const SHORTEST: usize = 240;
/// Rows that are looked at together, as a rule leans by a pixel in so many hundred.
const REACH: usize = 2;
/// Ink that is so far from the rule belongs to something else.
const ASIDE: usize = 9;
/// The share of a rule, in percent, that may have ink beside it: the base line of a word has more.
const ACCOMPANIED: usize = 34;
/// Pieces whose heights differ by less are one rule.
const SAME: usize = 9;
/// So wide a break in a rule is mended.
const BREAK: usize = 150;
/// A page has no more; what has more is a pattern.
const MOST: usize = 600;

/// A straight line along one axis, in pixels of the prepared page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rule {
    /// Its place on the other axis: the middle.
    pub at: usize,
    /// Where it begins.
    pub from: usize,
    /// Just behind its end.
    pub to: usize,
}

/// Rules from left to right, sorted from the top.
pub(crate) fn across(page: &Grey) -> Vec<Rule> {
    let pieces = pieces(page);
    if pieces.len() > MOST * (2 * REACH + 2) { Vec::new() } else { joined(pieces) }
}

/// Rules from top to bottom, sorted from the left.
pub(crate) fn down(page: &Grey) -> Vec<Rule> {
    let width = page.width();
    let mut rules = across(&turn(page, Turn::Left));
    for rule in &mut rules {
        rule.at = width.saturating_sub(1).saturating_sub(rule.at);
    }
    rules.sort_by_key(|rule| (rule.at, rule.from));
    rules
}

/// Long runs of ink in each row that have little ink above and below them.
fn pieces(page: &Grey) -> Vec<Rule> {
    let mut found = Vec::new();
    let mut dark = vec![false; page.width()];
    for y in REACH..page.height().saturating_sub(REACH) {
        dark.fill(false);
        for near in y - REACH..=y + REACH {
            let row = page.row(near);
            dark.iter_mut().zip(row).for_each(|(dark, shade)| *dark |= *shade < INK);
        }
        // The middle row has to take part, or a rule would grow as thick as the reach.
        let own = page.row(y);
        for (from, to) in runs(&dark) {
            let inked = own[from..to].iter().filter(|shade| **shade < INK).count();
            if inked * 3 >= to - from && is_alone(page, y, from, to) {
                found.push(Rule { at: y, from, to });
            }
        }
    }
    found
}

fn runs(dark: &[bool]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut run: Option<(usize, usize)> = None;
    for (x, _) in dark.iter().enumerate().filter(|(_, dark)| **dark) {
        run = match run {
            Some((from, to)) if x - to <= GAP => Some((from, x + 1)),
            ended => {
                found.extend(ended);
                Some((x, x + 1))
            }
        };
    }
    found.extend(run);
    found.retain(|(from, to)| to - from >= SHORTEST);
    found
}

fn is_alone(page: &Grey, y: usize, from: usize, to: usize) -> bool {
    let share = |near: Option<usize>| {
        let Some(row) = near.filter(|near| *near < page.height()).map(|near| page.row(near)) else {
            return 0;
        };
        row[from..to].iter().filter(|shade| **shade < INK).count() * 100 / (to - from)
    };
    share(y.checked_sub(ASIDE)) <= ACCOMPANIED && share(y.checked_add(ASIDE)) <= ACCOMPANIED
}

/// Pieces of neighbouring rows, and pieces one behind the other, become one rule.
fn joined(pieces: Vec<Rule>) -> Vec<Rule> {
    struct Bundle {
        rule: Rule,
        last: usize,
        sum: usize,
        weight: usize,
    }
    let mut bundles: Vec<Bundle> = Vec::new();
    for piece in pieces {
        let length = piece.to - piece.from;
        let is_near = |bundle: &&mut Bundle| {
            piece.at - bundle.last <= SAME
                && piece.from <= bundle.rule.to + BREAK
                && bundle.rule.from <= piece.to + BREAK
        };
        match bundles.iter_mut().rev().find(is_near) {
            Some(bundle) => {
                bundle.rule.from = bundle.rule.from.min(piece.from);
                bundle.rule.to = bundle.rule.to.max(piece.to);
                (bundle.last, bundle.sum) = (piece.at, bundle.sum + piece.at * length);
                bundle.weight += length;
            }
            None => bundles.push(Bundle {
                rule: piece,
                last: piece.at,
                sum: piece.at * length,
                weight: length,
            }),
        }
    }
    let rules = bundles
        .into_iter()
        .map(|bundle| Rule { at: bundle.sum / bundle.weight.max(1), ..bundle.rule });
    let mut rules: Vec<_> = rules.take(MOST).collect();
    rules.sort_by_key(|rule| (rule.at, rule.from));
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(page: &mut Grey, left: usize, top: usize, width: usize, height: usize) {
        let wide = page.width();
        for y in top..top + height {
            page.pixels_mut()[y * wide + left..y * wide + left + width].fill(60);
        }
    }

    #[test]
    fn rules_are_found_and_words_are_not() {
        let mut page = Grey::filled(1000, 800, 250);
        draw(&mut page, 100, 200, 700, 3);
        draw(&mut page, 100, 100, 4, 600);
        draw(&mut page, 300, 400, 500, 30); // a bar
        draw(&mut page, 300, 600, 100, 4); // a stroke
        let (across, down) = (across(&page), down(&page));
        assert_eq!(across, [Rule { at: 201, from: 100, to: 800 }]);
        assert_eq!(down.len(), 1);
        assert!(down[0].at.abs_diff(101) <= 1, "{down:?}");
        assert_eq!((down[0].from, down[0].to), (100, 700));
    }

    #[test]
    fn a_broken_leaning_rule_is_one() {
        let mut page = Grey::filled(2000, 300, 250);
        for x in (0..1800).filter(|x| x % 400 > 40) {
            draw(&mut page, 100 + x, 100 + x / 500, 1, 4);
        }
        let found = across(&page);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].from < 200 && found[0].to >= 1700, "{found:?}");
    }

    #[test]
    fn any_size_is_looked_at() {
        for (width, height) in [(0, 0), (1, 1), (3, 900), (900, 3)] {
            let page = Grey::filled(width, height, 0);
            let _ = (across(&page), down(&page));
        }
    }
}
