//! Answering a query.

use sijill_schema::{ItemId, PageId};
use tantivy::collector::{Count, TopDocs};
use tantivy::{DocAddress, Searcher};
use uuid::Uuid;

use super::facets::{Counting, Facets};
use super::found::{Closeness, Filter, Found, Hit};
use super::open::{Pages, halves, whole};
use super::plan::{Plan, plan};
use super::reasons::reasons;
use super::sight::Sight;
use crate::IndexError;
use crate::query::Query;

/// The most hits that are answered at once.
pub const MAX_HITS: usize = 1_000;

impl Pages {
    /// The best pages for a query: at most `limit` (and at most [`MAX_HITS`]), after the `offset` best ones.
    ///
    /// Where nothing is found as asked, words are read as if `~` stood after them; the answer says so.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn search(
        &self,
        query: &Query,
        filter: &Filter,
        limit: usize,
        offset: usize,
    ) -> Result<Found, IndexError> {
        let searcher = self.reader.searcher();
        let sight = Sight::new(&searcher, filter.access_at_most)?;
        let found = self.ask(&sight, query, limit, offset)?;
        let nearer = query.nearer();
        if found.total > 0 || nearer == *query {
            return Ok(found);
        }
        let found = self.ask(&sight, &nearer, limit, offset)?;
        let closeness = if found.total > 0 { Closeness::Nearer } else { Closeness::AsAsked };
        Ok(Found { closeness, ..found })
    }

    /// How all pages of a query are spread. `closeness` is that of the answer that they belong to.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn facets(&self, found: &Found, filter: &Filter) -> Result<Facets, IndexError> {
        let searcher = self.reader.searcher();
        let sight = Sight::new(&searcher, filter.access_at_most)?;
        let plan = plan(&sight, &self.fields, &found.asked.root, false)?;
        Ok(searcher.search(&*sight.of(plan.matching), &Counting)?)
    }

    fn ask(
        &self,
        sight: &Sight<'_>,
        query: &Query,
        limit: usize,
        offset: usize,
    ) -> Result<Found, IndexError> {
        let Plan { matching, ranking, leaves, uncertain } =
            plan(sight, &self.fields, &query.root, false)?;
        let total = count(sight, matching)?;
        let certain = match uncertain {
            true => count(sight, plan(sight, &self.fields, &query.root, true)?.matching)?,
            false => total,
        };
        let left = usize::try_from(total).unwrap_or(usize::MAX).saturating_sub(offset);
        let limit = limit.min(MAX_HITS).min(left);
        let mut best: Vec<(f32, DocAddress)> = Vec::new();
        if limit > 0 {
            let collector = TopDocs::with_limit(limit).and_offset(offset).order_by_score();
            let ranking = sight.of(ranking);
            best = sight.searcher.search_with_statistics_provider(&*ranking, &collector, sight)?;
        }
        let pages: Vec<_> = best.iter().map(|(_, page)| *page).collect();
        let reasons = reasons(sight.searcher, &leaves, &pages)?;
        let hits = best.into_iter().zip(reasons);
        let hits = hits.map(|((score, page), why)| {
            let (page, item) = ids(sight.searcher, page)?;
            Ok(Hit { page, item, score, why })
        });
        Ok(Found {
            total,
            certain,
            closeness: Closeness::AsAsked,
            asked: query.clone(),
            hits: hits.collect::<Result<_, IndexError>>()?,
        })
    }
}

fn count(sight: &Sight<'_>, matching: Box<dyn tantivy::query::Query>) -> Result<u64, IndexError> {
    let count = sight.searcher.search(&*sight.of(matching), &Count)?;
    Ok(u64::try_from(count).unwrap_or(u64::MAX))
}

/// The identifiers of an entry.
fn ids(searcher: &Searcher, entry: DocAddress) -> Result<(PageId, ItemId), IndexError> {
    let segment = searcher.segment_reader(entry.segment_ord);
    let id = |which: usize| -> Result<Uuid, IndexError> {
        Ok(Uuid::from_u128(whole(&halves(segment, which)?, entry.doc_id)))
    };
    Ok((PageId::from_uuid(id(0)?), ItemId::from_uuid(id(1)?)))
}
