//! The lines of a page on which a query was found, with what was found marked.

use std::ops::Range;

use sijill_arabic::Word;
use sijill_schema::{Area, MentionBasis};

use super::automata::{Pattern, Steps as _};
use super::expand::nearness;
use super::fields::written;
use super::leaf::CLITICS;
use super::units::{Asked, asked, bare, taken_apart, units};
use crate::Passage;
use crate::query::{Clause, Node, Query, Reading};

/// The most lines of a page that are shown.
const MOST: usize = 3;
/// The most letters of a line.
const LENGTH: usize = 200;
/// Letters that are shown before the first mark of a longer one.
const BEFORE: usize = 40;
/// Stands where a line was cut.
const CUT: char = '…';

/// A line of a page, or a piece of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The text as it was read.
    pub text: String,
    /// The bytes of the text that were found.
    pub marks: Vec<Range<usize>>,
    /// Where they stand on the page's canonical raster: the words, or the line where words have no place of their own.
    pub areas: Vec<Area>,
    /// Who read it.
    pub basis: MentionBasis,
}

/// The lines that show best why a page was found, at most three.
#[must_use]
pub fn snippet(query: &Query, passages: &[Passage]) -> Vec<Snippet> {
    let mut marks = Vec::new();
    gather(&query.root, &mut marks);
    let mut lines: Vec<(usize, &Passage, Vec<Range<usize>>)> = Vec::new();
    for passage in passages {
        let (found, ranges) = in_passage(&marks, &passage.text);
        if found > 0 {
            lines.push((found, passage, ranges));
        }
    }
    // The sort keeps the order of the page among lines that show as much.
    lines.sort_by_key(|(found, ..)| std::cmp::Reverse(*found));
    lines.truncate(MOST);
    lines.into_iter().map(|(_, passage, ranges)| shown(passage, &ranges)).collect()
}

/// Something to mark.
enum Mark {
    Unit(Asked, Reading),
    Pattern(Pattern),
    /// The folded words of a number, and whether a digit may differ.
    Number(Vec<String>, bool),
}

/// What of a query can be marked: everything but what it excludes.
fn gather(node: &Node, marks: &mut Vec<Mark>) {
    match node {
        Node::Word(words) | Node::Phrase(words) => {
            marks
                .extend(asked(&words.text).into_iter().map(|unit| Mark::Unit(unit, words.reading)));
        }
        Node::Pattern(pattern) => marks.extend(Pattern::new(pattern).map(Mark::Pattern)),
        Node::Field(Clause::Number { value, uncertain, .. }) => {
            marks.push(Mark::Number(value.split('/').map(str::to_owned).collect(), *uncertain));
        }
        Node::And(parts) => {
            // Words that are one name are marked as one.
            let words: Vec<_> = parts.iter().filter_map(plain).collect();
            marks.extend(
                asked(&words.join(" ")).into_iter().map(|unit| Mark::Unit(unit, Reading::Forms)),
            );
            parts.iter().filter(|part| plain(part).is_none()).for_each(|part| gather(part, marks));
        }
        Node::Or(parts) => parts.iter().for_each(|part| gather(part, marks)),
        Node::All | Node::Field(_) | Node::Not(_) => {}
    }
}

fn plain(node: &Node) -> Option<&str> {
    match node {
        Node::Word(words) if words.reading == Reading::Forms => Some(&words.text),
        _ => None,
    }
}

/// How many of the marks a text has, and where.
fn in_passage(marks: &[Mark], text: &str) -> (usize, Vec<Range<usize>>) {
    let words = sijill_arabic::words(text);
    let units = units(&words);
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut found = 0;
    for mark in marks {
        let before = ranges.len();
        match mark {
            Mark::Number(number, uncertain) => {
                ranges.extend(numbers(&words, number, *uncertain));
            }
            mark => {
                let units = units.iter().filter_map(|unit| {
                    let words = words.get(unit.words.clone())?;
                    found_in(mark, text, words, &unit.joined)
                });
                ranges.extend(units);
            }
        }
        found += usize::from(ranges.len() > before);
    }
    (found, merged(ranges))
}

/// The bytes of a unit in which something is found.
fn found_in(mark: &Mark, text: &str, words: &[Word], joined: &[String]) -> Option<Range<usize>> {
    let one = words.iter().find(|word| match mark {
        Mark::Unit(asked, reading) => is_found(asked, *reading, text, word),
        Mark::Pattern(pattern) => {
            pattern.matches(&word.folded) || pattern.matches(&bare(&word.folded))
        }
        Mark::Number(..) => false,
    });
    if let Some(word) = one {
        return Some(word.range.clone());
    }
    let is_joined = |asked: &Asked| joined.contains(&asked.folded);
    match mark {
        Mark::Unit(asked, _) if is_joined(asked) => {
            Some(words.first()?.range.start..words.last()?.range.end)
        }
        _ => None,
    }
}

fn is_found(asked: &Asked, reading: Reading, text: &str, word: &Word) -> bool {
    let folded = word.folded.as_str();
    if reading == Reading::Exact {
        let there = written(text.get(word.range.clone()).unwrap_or_default());
        return asked.written.as_deref() == Some(&there);
    }
    let bare = bare(folded);
    let attached = || CLITICS.iter().any(|clitic| folded.strip_prefix(clitic) == Some(&asked.bare));
    let apart = || {
        taken_apart(folded)
            .is_some_and(|(joined, parts)| joined == asked.bare || parts.contains(&asked.bare))
    };
    let near = || {
        reading >= Reading::Near
            && (nearness(&asked.bare, folded, reading).is_some()
                || nearness(&asked.bare, &bare, reading).is_some())
    };
    folded == asked.bare || bare == asked.bare || attached() || apart() || near()
}

/// Where a number stands: its words one after another; of a single word, one digit may differ.
fn numbers(words: &[Word], number: &[String], uncertain: bool) -> Vec<Range<usize>> {
    let is = |word: &Word, part: &String| {
        word.folded == *part
            || uncertain
                && number.len() == 1
                && sijill_arabic::digits_within_one(part, &word.folded).is_some()
    };
    let windows = words.windows(number.len().max(1));
    let there =
        windows.filter(|window| window.iter().zip(number).all(|(word, part)| is(word, part)));
    there.filter_map(|window| Some(window.first()?.range.start..window.last()?.range.end)).collect()
}

/// Ranges in their order; those that touch become one.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut list: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match list.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => list.push(range),
        }
    }
    list
}

fn shown(passage: &Passage, ranges: &[Range<usize>]) -> Snippet {
    let areas = areas(passage, ranges);
    let window = window(&passage.text, ranges);
    let inside = |range: &&Range<usize>| range.start >= window.start && range.end <= window.end;
    let mut text = String::new();
    if window.start > 0 {
        text.push(CUT);
    }
    let shift = text.len();
    text.push_str(passage.text.get(window.clone()).unwrap_or_default());
    if window.end < passage.text.len() {
        text.push(CUT);
    }
    let moved =
        |range: &Range<usize>| range.start - window.start + shift..range.end - window.start + shift;
    let marks = ranges.iter().filter(inside).map(moved).collect();
    Snippet { text, marks, areas, basis: passage.basis }
}

/// The piece of a text that is shown.
fn window(text: &str, ranges: &[Range<usize>]) -> Range<usize> {
    let first = ranges.first().cloned().unwrap_or(0..0);
    let back = text.get(..first.start).unwrap_or_default().char_indices().rev();
    let mut start = back.take(BEFORE).last().map_or(first.start, |(at, _)| at);
    if text.chars().count() <= LENGTH {
        start = 0;
    }
    let ahead = text.get(start..).unwrap_or_default().char_indices().nth(LENGTH);
    let end = ahead.map_or(text.len(), |(at, _)| start + at);
    // A mark that is longer than a line is shown whole.
    start..end.max(first.end)
}

fn areas(passage: &Passage, ranges: &[Range<usize>]) -> Vec<Area> {
    let touches = |word: &Range<usize>| {
        ranges.iter().any(|range| word.start < range.end && range.start < word.end)
    };
    let words = passage.words.iter().filter(|(word, _)| touches(word));
    let areas: Vec<_> = words.map(|(_, area)| *area).collect();
    if areas.is_empty() { passage.area.into_iter().collect() } else { areas }
}
