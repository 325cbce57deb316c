//! Words of the index that a bad copy could have made of a word.

use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy_fst::Automaton;

use super::automata::{Bytes, SameStrokes};
use super::fields::{KINDS, Key, kind_letter};
use super::found::Why;
use super::sight::Sight;
use crate::IndexError;
use crate::query::Reading;
use sijill_schema::NumberKind;

/// The most words that stand for one.
const MOST: usize = 64;
/// The most for which two letters may differ.
const MOST_WIDER: usize = 256;
/// Letters that a word must have for one of them to be another.
const FOR_ONE: usize = 4;
/// Letters that a word must have for two of them to be others.
const FOR_TWO: usize = 6;

/// A word of the index that is near another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Near {
    pub term: Term,
    pub why: Why,
    /// How far, as [`sijill_arabic::within`] counts.
    pub distance: f32,
}

/// How far a word may be from the asked one, and how that is called; nothing, if it is too far or the same.
pub(super) fn nearness(asked: &str, word: &str, reading: Reading) -> Option<(f32, Why)> {
    if asked == word {
        return None;
    }
    if sijill_arabic::rasm(asked) == sijill_arabic::rasm(word) {
        return Some((sijill_arabic::within(asked, word, 8.0)?, Why::OtherDots));
    }
    let edits = edits(asked, reading);
    let distance = sijill_arabic::within(asked, word, f32::from(edits))?;
    let why = match (edits, distance <= 1.0) {
        (0, _) => return None,
        (_, true) => Why::OneLetter,
        (_, false) => Why::TwoLetters,
    };
    Some((distance, why))
}

/// How many letters of a word may be others.
fn edits(word: &str, reading: Reading) -> u8 {
    let letters = word.chars().count();
    match reading {
        Reading::Wider if letters >= FOR_TWO => 2,
        Reading::Wider | Reading::Near if letters >= FOR_ONE => 1,
        _ => 0,
    }
}

/// The words of a field that are near a word, the nearest first. Words that stand only on pages that are not seen are
/// not among them.
pub(super) fn near(
    sight: &Sight<'_>,
    field: Field,
    word: &str,
    reading: Reading,
) -> Result<Vec<Near>, IndexError> {
    let mut words = BTreeMap::new();
    if let Some(machine) = SameStrokes::new(word) {
        collect(sight, field, &Bytes(machine), &mut words)?;
    }
    if edits(word, reading) > 0 {
        let term = Term::from_field_text(field, word);
        let machine = FuzzyTermQuery::new(term, edits(word, reading), true).automaton()?;
        collect(sight, field, &machine, &mut words)?;
    }
    let mut found = Vec::new();
    for (other, pages) in words {
        let Some((distance, why)) = nearness(word, &other, reading) else { continue };
        let term = Term::from_field_text(field, &other);
        sight.learn(&term, pages);
        if sight.frequency(&term)? > 0 {
            found.push(Near { term, why, distance });
        }
    }
    found.sort_by(|one, other| one.distance.total_cmp(&other.distance));
    found.truncate(if reading == Reading::Wider { MOST_WIDER } else { MOST });
    Ok(found)
}

/// The values of numbers of which one digit differs from this one.
pub(super) fn misread(
    sight: &Sight<'_>,
    field: Field,
    kind: NumberKind,
    value: &str,
) -> Result<Vec<Term>, IndexError> {
    let asked = Term::from_field_text(field, &Key::Number(kind, value).term());
    let machine = FuzzyTermQuery::new(asked, 1, true).automaton()?;
    let mut terms = BTreeMap::new();
    collect(sight, field, &machine, &mut terms)?;
    let prefix: String = ['n', kind_letter(kind)].iter().collect();
    let is = |term: &&String| {
        let other = term.strip_prefix(&prefix);
        other.is_some_and(|other| {
            other != value && sijill_arabic::digits_within_one(value, other).is_some()
        })
    };
    let terms = terms.keys().filter(is).take(MOST);
    Ok(terms.map(|term| Term::from_field_text(field, term)).collect())
}

/// The kinds that a number can be of.
pub(super) fn kinds(kind: Option<NumberKind>) -> Vec<NumberKind> {
    kind.map_or_else(|| KINDS.iter().map(|(kind, _)| *kind).collect(), |kind| vec![kind])
}

/// Adds the words of a field that a machine accepts, with the number of pages that have them in all.
fn collect<A: Automaton>(
    sight: &Sight<'_>,
    field: Field,
    machine: &A,
    words: &mut BTreeMap<String, u64>,
) -> Result<(), IndexError>
where
    A::State: Clone,
{
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    for segment in sight.searcher().segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut terms = inverted.terms().search(machine).into_stream()?;
        while terms.advance() {
            let pages = u64::from(terms.value().doc_freq);
            if let Ok(word) = std::str::from_utf8(terms.key()) {
                match found.get_mut(word) {
                    Some(sum) => *sum += pages,
                    None => drop(found.insert(word.to_owned(), pages)),
                }
            }
        }
    }
    words.append(&mut found);
    Ok(())
}
