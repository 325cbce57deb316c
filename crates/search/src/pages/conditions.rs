//! Fields of a query in terms of the index.

use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, PhraseQuery, Query};

use super::cells::fill;
use super::entry::{access_number, type_number};
use super::expand::{kinds, misread};
use super::fields::{Key, code};
use super::found::Why;
use super::leaf::{Leaf, Probe, any};
use super::plan::Planner;
use super::units::bare;
use crate::IndexError;
use crate::query::Clause;
use sijill_schema::NumberKind;

/// A number as asked comes before one that differs by a digit.
const CERTAIN: f32 = 2.0;

impl Planner<'_> {
    /// The pages of a field's value.
    pub(super) fn clause(&mut self, clause: &Clause) -> Result<Box<dyn Query>, IndexError> {
        let shown = clause.to_string();
        if let Clause::Number { kind, value, uncertain } = clause {
            return self.number(shown, *kind, value, *uncertain && !self.certain);
        }
        let query = self.value(clause);
        let probe = Probe { why: Why::Field, query: query.box_clone() };
        self.leaves.push(Leaf { asked: shown, probes: vec![probe] });
        Ok(query)
    }

    fn value(&self, clause: &Clause) -> Box<dyn Query> {
        let key = |key: Key<'_>| any(vec![self.key(&key)]);
        match clause {
            Clause::Number { .. } => any(Vec::new()),
            Clause::Dates { from, to } => {
                let cells = fill(*from, *to);
                let meets = cells.iter().flat_map(|cell| {
                    // What lies in the cell, and what it lies in.
                    let above = cell.above().into_iter().flat_map(|above| above.line());
                    [Key::Line(*cell)].into_iter().chain(above.map(Key::Cell))
                });
                let mut terms: Vec<_> = meets.map(|meeting| self.key(&meeting)).collect();
                terms.sort();
                terms.dedup();
                any(terms)
            }
            Clause::Type(sort) => key(Key::Type(type_number(*sort))),
            Clause::Access(level) => key(Key::Access(access_number(*level))),
            Clause::Site(words) => self.place(words, |word| Key::SiteWord(word)),
            Clause::Place(words) => self.place(words, |word| Key::PlaceWord(word)),
            Clause::Accession(written) => key(Key::Accession(&code(written))),
            Clause::Item(written) => key(Key::Item(&code(written))),
            Clause::Title(words) => self.title(words),
        }
    }

    fn key(&self, key: &Key<'_>) -> Term {
        Term::from_field_text(self.fields.key, &key.term())
    }

    /// Pages of places whose names have all these words.
    fn place(&self, words: &str, key: impl Fn(&str) -> Key<'_>) -> Box<dyn Query> {
        let words = sijill_arabic::words(words);
        let terms = words.iter().map(|word| any(vec![self.key(&key(&bare(&word.folded)))]));
        Box::new(BooleanQuery::intersection(terms.collect()))
    }

    /// Pages of items whose titles have these words beside one another.
    fn title(&self, words: &str) -> Box<dyn Query> {
        let units = super::units::asked(words);
        let term =
            |unit: &super::units::Asked| Term::from_field_text(self.fields.title, &unit.bare);
        let terms: Vec<_> = units.iter().map(term).collect();
        if terms.len() > 1 { Box::new(PhraseQuery::new(terms)) } else { any(terms) }
    }

    fn number(
        &mut self,
        shown: String,
        kind: Option<NumberKind>,
        value: &str,
        uncertain: bool,
    ) -> Result<Box<dyn Query>, IndexError> {
        let mut exact = Vec::new();
        let mut other = Vec::new();
        for kind in kinds(kind) {
            exact.push(self.key(&Key::Number(kind, value)));
            if uncertain {
                other.extend(misread(self.sight, self.fields.key, kind, value)?);
            }
        }
        let exact = any(exact);
        let mut probes = vec![Probe { why: Why::Field, query: exact.box_clone() }];
        let mut query: Box<dyn Query> = Box::new(ConstScoreQuery::new(exact, CERTAIN));
        if !other.is_empty() {
            self.uncertain = true;
            let other = any(other);
            probes.push(Probe { why: Why::OneDigit, query: other.box_clone() });
            query = Box::new(BooleanQuery::union(vec![
                query,
                Box::new(ConstScoreQuery::new(other, 0.0)),
            ]));
        }
        self.leaves.push(Leaf { asked: shown, probes });
        Ok(query)
    }
}
