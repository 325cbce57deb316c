//! What somebody may see of the index. Whoever may not see all pages gets not only the hits but also all figures from
//! those that they may see: totals, facets, and the frequency of words that scores rest on. Otherwise the score of one
//! open page would tell that a rare name stands on sealed ones too.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, ConstScoreQuery, Occur, Query};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet as _, Searcher, SegmentReader, TERMINATED, Term};

use super::view::{SeenView, View};
use crate::{Filter, IndexError};

/// Words on more pages than this are counted only roughly for who may not see everything: they tell nothing.
const COUNTED: u64 = 16_384;

/// A view of an index.
pub(super) struct Sight<'a> {
    pub view: &'a View,
    seen: SeenView,
    /// How many entries there are.
    all: u64,
    /// How many are seen.
    total: u64,
    /// Frequencies that were asked for: a word is looked up for its forms, its weight and its score.
    known: Mutex<HashMap<Term, u64>>,
}

impl<'a> Sight<'a> {
    /// What somebody sees.
    pub fn new(view: &'a View, filter: &Filter) -> Result<Self, IndexError> {
        let segments = view.searcher.segment_readers().iter();
        let all = segments.map(|segment| u64::from(segment.max_doc())).sum();
        let seen = view.seen(filter)?;
        let total = if seen.all { all } else { seen.count() };
        Ok(Self { view, seen, all, total, known: Mutex::default() })
    }

    /// The engine's view.
    pub fn searcher(&self) -> &'a Searcher {
        &self.view.searcher
    }

    /// How many entries are seen.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// A query's pages that are seen.
    pub fn of(&self, query: Box<dyn Query>) -> Box<dyn Query> {
        if self.seen.all {
            return query;
        }
        let seen = self.seen.clone();
        let predicate = move |segment: &SegmentReader| Ok(seen.of(segment));
        let filter = DocPredicateQuery::from(FunctionPredicate::from(predicate));
        let filter = ConstScoreQuery::new(Box::new(filter), 0.0);
        Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, Box::new(filter))]))
    }

    /// On how many pages that are seen a term stands; of very common ones an estimate.
    pub fn frequency(&self, term: &Term) -> tantivy::Result<u64> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pages) = known().get(term) {
            return Ok(*pages);
        }
        let pages = self.look_up(term)?;
        known().insert(term.clone(), pages);
        Ok(pages)
    }

    /// Takes note of the number of pages that have a term in all.
    pub fn learn(&self, term: &Term, pages: u64) {
        if self.seen.all {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert(term.clone(), pages);
        }
    }

    fn look_up(&self, term: &Term) -> tantivy::Result<u64> {
        let found = self.searcher().doc_freq(term)?;
        if self.seen.all || found == 0 {
            return Ok(found);
        }
        if found > COUNTED {
            let share = u128::from(found) * u128::from(self.total) / u128::from(self.all.max(1));
            return Ok(u64::try_from(share).unwrap_or(self.total));
        }
        let mut seen = 0;
        for segment in self.searcher().segment_readers() {
            let visible = self.seen.of(segment);
            let inverted = segment.inverted_index(term.field())?;
            let Some(mut pages) = inverted.read_postings(term, IndexRecordOption::Basic)? else {
                continue;
            };
            while pages.doc() != TERMINATED {
                seen += u64::from(visible(pages.doc()));
                pages.advance();
            }
        }
        Ok(seen)
    }
}

impl Bm25StatisticsProvider for Sight<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let tokens = Bm25StatisticsProvider::total_num_tokens(self.searcher(), field)?;
        let share = u128::from(tokens) * u128::from(self.total) / u128::from(self.all.max(1));
        Ok(u64::try_from(share).unwrap_or(tokens))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.total)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        // Never more than there are: the engine relies on it.
        self.frequency(term).map(|found| found.min(self.total))
    }
}
