//! Tables: what rules make of a page when they cross.

use sijill_imaging::Grey;

use super::rules::{Rule, across, down};

/// Rules that end so near to each other meet.
const MEET: usize = 24;
/// Rules nearer than this are one rule drawn double or twice found.
const DOUBLE: usize = 14;
/// A table whose outer rule is missing ends where its other rules end, if these reach so far beyond the last.
const BEYOND: usize = 60;
/// The share of a cell's side, in percent, that a rule must run along to part two cells.
const PARTING: usize = 45;
/// What suffices of it where the rule runs along most of the table: pale ink breaks.
const BROKEN: (usize, usize) = (12, 60);
/// A table has no more columns or rows.
const MOST: usize = 120;

/// A table, in pixels of the prepared page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    /// From outer rule to outer rule.
    pub frame: Frame,
    /// Rows from the top; in each its cells, the rightmost first.
    pub rows: Vec<Vec<Frame>>,
}

/// What lies between rules; the rules are outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Frame {
    pub left: usize,
    pub top: usize,
    pub right: usize,
    pub bottom: usize,
}

/// The tables of a page from the top.
pub(crate) fn tables(page: &Grey) -> Vec<Table> {
    let (across, down) = (across(page), down(page));
    let mut tables: Vec<_> = groups(&across, &down)
        .into_iter()
        .filter_map(|(across, down)| table(&across, &down))
        .collect();
    tables.sort_by_key(|table| (table.frame.top, table.frame.left));
    tables
}

/// Rules that cross each other, directly or through others.
fn groups(across: &[Rule], down: &[Rule]) -> Vec<(Vec<Rule>, Vec<Rule>)> {
    let mut left: (Vec<Rule>, Vec<Rule>) = (across.to_vec(), down.to_vec());
    let mut groups = Vec::new();
    while let Some(first) = left.0.pop() {
        let (mut rows, mut columns) = (vec![first], Vec::new());
        loop {
            let found = split(&mut left.1, |rule| rows.iter().any(|row| cross(row, rule)));
            let more = split(&mut left.0, |rule| found.iter().any(|column| cross(rule, column)));
            let is_done = found.is_empty() && more.is_empty();
            columns.extend(found);
            rows.extend(more);
            if is_done {
                break;
            }
        }
        groups.push((rows, columns));
    }
    groups
}

fn split(rules: &mut Vec<Rule>, is_wanted: impl Fn(&Rule) -> bool) -> Vec<Rule> {
    let (wanted, rest) = std::mem::take(rules).into_iter().partition(|rule| is_wanted(rule));
    *rules = rest;
    wanted
}

fn cross(across: &Rule, down: &Rule) -> bool {
    let reaches = |rule: &Rule, at: usize| rule.from <= at + MEET && at <= rule.to + MEET;
    reaches(across, down.at) && reaches(down, across.at)
}

fn table(across: &[Rule], down: &[Rule]) -> Option<Table> {
    let (ys, xs) = (edges(across, down), edges(down, across));
    let is_table = ys.len() >= 2 && xs.len() >= 2 && ys.len() + xs.len() >= 5;
    if !is_table || ys.len() > MOST || xs.len() > MOST {
        return None;
    }
    let frame = Frame { left: xs[0], top: ys[0], right: *xs.last()?, bottom: *ys.last()? };
    let ys = merged(&ys, across, &xs);
    let (top, bottom) = (frame.top, frame.bottom);
    let parts = |x: usize, from: usize, to: usize| {
        let own = covered(down, x, from, to);
        own >= PARTING || (own >= BROKEN.0 && covered(down, x, top, bottom) >= BROKEN.1)
    };
    let rows = ys.windows(2).map(|row| cells(row[0], row[1], &xs, parts));
    Some(Table { frame, rows: rows.collect() })
}

/// The places of the rules of one direction, and the ends of the others where those reach further.
fn edges(rules: &[Rule], others: &[Rule]) -> Vec<usize> {
    let mut places: Vec<_> = rules.iter().map(|rule| rule.at).collect();
    places.sort_unstable();
    let mut edges: Vec<usize> = Vec::new();
    for place in places {
        match edges.last_mut() {
            Some(last) if place - *last < DOUBLE => *last = (*last + place) / 2,
            _ => edges.push(place),
        }
    }
    let middle = |mut ends: Vec<usize>| {
        ends.sort_unstable();
        ends.get(ends.len() / 2).copied()
    };
    let begin = middle(others.iter().map(|rule| rule.from).collect());
    let end = middle(others.iter().map(|rule| rule.to).collect());
    if let (Some(begin), Some(&first)) = (begin, edges.first())
        && begin + BEYOND < first
    {
        edges.insert(0, begin);
    }
    if let (Some(end), Some(&last)) = (end, edges.last())
        && last + BEYOND < end
    {
        edges.push(end);
    }
    edges
}

/// The heights at which rows end: where no rule parts most of the table, its rows are one.
fn merged(ys: &[usize], across: &[Rule], xs: &[usize]) -> Vec<usize> {
    let (Some(&left), Some(&right)) = (xs.first(), xs.last()) else { return Vec::new() };
    let is_outer = |index: usize| index == 0 || index + 1 == ys.len();
    let parts = |y: usize| covered(across, y, left, right) >= PARTING;
    let kept = ys.iter().enumerate().filter(|(index, y)| is_outer(*index) || parts(**y));
    kept.map(|(_, y)| *y).collect()
}

/// How much of the stretch, in percent, rules at a place cover.
fn covered(rules: &[Rule], at: usize, from: usize, to: usize) -> usize {
    let near = rules.iter().filter(|rule| rule.at.abs_diff(at) < DOUBLE);
    let covered: usize = near.map(|rule| rule.to.min(to).saturating_sub(rule.from.max(from))).sum();
    covered * 100 / to.saturating_sub(from).max(1)
}

/// The cells of a row, the rightmost first; what no rule parts is one cell.
fn cells(
    top: usize,
    bottom: usize,
    xs: &[usize],
    parts: impl Fn(usize, usize, usize) -> bool,
) -> Vec<Frame> {
    let mut cells = Vec::new();
    let mut right = xs.last().copied().unwrap_or_default();
    for (index, &x) in xs.iter().enumerate().rev().skip(1) {
        if index == 0 || parts(x, top, bottom) {
            cells.push(Frame { left: x, top, right, bottom });
            right = x;
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(xs: &[usize], ys: &[usize], skip: Option<(usize, usize)>) -> Grey {
        let mut page = Grey::filled(1200, 1000, 250);
        let (left, right) = (xs[0], xs[xs.len() - 1]);
        for &y in ys {
            for row in y..y + 3 {
                page.pixels_mut()[row * 1200 + left..row * 1200 + right].fill(40);
            }
        }
        for (column, &x) in xs.iter().enumerate() {
            for (row, pair) in ys.windows(2).enumerate() {
                if skip == Some((column, row)) {
                    continue;
                }
                for y in pair[0]..pair[1] + 3 {
                    page.pixels_mut()[y * 1200 + x..y * 1200 + x + 3].fill(40);
                }
            }
        }
        page
    }

    #[test]
    fn cells_come_from_the_right() {
        let found = tables(&grid(&[100, 400, 1000], &[200, 300, 400, 600], None));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].rows.len(), 3);
        let first = &found[0].rows[0];
        assert_eq!(first.len(), 2);
        assert!(first[0].left.abs_diff(401) <= 2 && first[0].right.abs_diff(1001) <= 2);
        assert!(first[1].left.abs_diff(101) <= 2 && first[1].right.abs_diff(401) <= 2);
    }

    #[test]
    fn what_no_rule_parts_is_one_cell() {
        let found = tables(&grid(&[100, 400, 1000], &[200, 500, 900], Some((1, 0))));
        let cells: Vec<_> = found[0].rows.iter().map(Vec::len).collect();
        assert_eq!(cells, [1, 2]);
    }

    #[test]
    fn a_frame_around_a_page_is_no_table() {
        assert!(tables(&grid(&[100, 1000], &[100, 900], None)).is_empty());
        assert!(tables(&Grey::filled(1200, 1000, 250)).is_empty());
    }
}
