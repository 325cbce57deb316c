//! What somebody may see of the index. Whoever may not see all pages gets not only the hits but also all figures from
//! those that they may see: totals, facets, and the frequency of words that scores rest on. Otherwise the score of one
//! open page would tell that a rare name stands on sealed ones too.

use sijill_schema::AccessLevel;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, ConstScoreQuery, Occur, Query};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, Searcher, SegmentReader, TERMINATED, Term};

use super::entry::access_number;
use super::fields::ACCESS;
use crate::IndexError;

/// Words on more pages than this are counted only roughly for who may not see everything: they tell nothing.
const COUNTED: u64 = 16_384;

/// A view of an index.
pub(super) struct Sight<'a> {
    pub searcher: &'a Searcher,
    /// The most secret pages that are seen; none, if all are.
    most: Option<u64>,
    /// How many entries there are.
    all: u64,
    /// How many are seen.
    seen: u64,
}

impl<'a> Sight<'a> {
    /// What `level` sees.
    pub fn new(searcher: &'a Searcher, level: AccessLevel) -> Result<Self, IndexError> {
        let all =
            searcher.segment_readers().iter().map(|segment| u64::from(segment.max_doc())).sum();
        let most = Some(access_number(level)).filter(|_| level != AccessLevel::Sealed);
        let mut sight = Self { searcher, most, all, seen: all };
        if most.is_some() {
            sight.seen = sight.count_all()?;
        }
        Ok(sight)
    }

    fn count_all(&self) -> Result<u64, IndexError> {
        let mut seen = 0;
        for segment in self.searcher.segment_readers() {
            let visible = visible(segment, self.most)?;
            seen += (0..segment.max_doc()).filter(|page| visible(*page)).count() as u64;
        }
        Ok(seen)
    }

    /// How many entries are seen.
    pub fn total(&self) -> u64 {
        self.seen
    }

    /// A query's pages that are seen.
    pub fn of(&self, query: Box<dyn Query>) -> Box<dyn Query> {
        let Some(most) = self.most else { return query };
        let predicate = move |segment: &SegmentReader| visible(segment, Some(most));
        let filter = DocPredicateQuery::from(FunctionPredicate::from(predicate));
        let filter = ConstScoreQuery::new(Box::new(filter), 0.0);
        Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, Box::new(filter))]))
    }

    /// On how many pages that are seen a term stands; of very common ones an estimate.
    pub fn frequency(&self, term: &Term) -> tantivy::Result<u64> {
        let found = self.searcher.doc_freq(term)?;
        if self.most.is_none() || found == 0 {
            return Ok(found);
        }
        if found > COUNTED {
            let share = u128::from(found) * u128::from(self.seen) / u128::from(self.all.max(1));
            return Ok(u64::try_from(share).unwrap_or(self.seen));
        }
        let mut seen = 0;
        for segment in self.searcher.segment_readers() {
            let visible = visible(segment, self.most)?;
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

/// Tells for each entry of a segment whether it is seen.
fn visible(
    segment: &SegmentReader,
    most: Option<u64>,
) -> tantivy::Result<impl Fn(DocId) -> bool + Send + Sync + use<>> {
    let levels = segment.fast_fields().u64(ACCESS)?.first_or_default_col(u64::MAX);
    let most = most.unwrap_or(u64::MAX);
    Ok(move |page| levels.get_val(page) <= most)
}

impl Bm25StatisticsProvider for Sight<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let tokens = Bm25StatisticsProvider::total_num_tokens(self.searcher, field)?;
        let share = u128::from(tokens) * u128::from(self.seen) / u128::from(self.all.max(1));
        Ok(u64::try_from(share).unwrap_or(tokens))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.seen)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        // Never more than there are: the engine relies on it.
        self.frequency(term).map(|found| found.min(self.seen))
    }
}
