//! Answering a query.

use tantivy::DocAddress;
use tantivy::collector::{Count, TopDocs};

use super::facets::{Counting, Facets};
use super::found::{Closeness, Found, Hit};
use super::open::Pages;
use super::plan::{Ranking, plan};
use super::reasons::reasons;
use super::sight::Sight;
use crate::query::Query;
use crate::{Filter, IndexError};

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
        let view = self.view();
        let sight = Sight::new(&view, filter)?;
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
        let view = self.view();
        let sight = Sight::new(&view, filter)?;
        let plan = plan(&sight, &self.fields, &found.asked.root, false)?;
        Ok(sight.searcher().search(&*sight.of(plan.matching), &Counting)?)
    }

    fn ask(
        &self,
        sight: &Sight<'_>,
        query: &Query,
        limit: usize,
        offset: usize,
    ) -> Result<Found, IndexError> {
        let plan = plan(sight, &self.fields, &query.root, false)?;
        let (leaves, uncertain) = (plan.leaves, plan.uncertain);
        let (total, best) =
            best(sight, (plan.matching, plan.ranking), limit.min(MAX_HITS), offset)?;
        let certain = match uncertain {
            true => count(sight, self::plan(sight, &self.fields, &query.root, true)?.matching)?,
            false => total,
        };
        let pages: Vec<_> = best.iter().map(|(_, page)| *page).collect();
        let reasons = reasons(sight.searcher(), &leaves, &pages)?;
        let hits = best.into_iter().zip(reasons).filter_map(|((score, entry), why)| {
            let (page, item) = sight.view.ids(entry)?;
            Some(Hit { page, item, score, why })
        });
        Ok(Found {
            total,
            certain,
            closeness: Closeness::AsAsked,
            asked: query.clone(),
            hits: hits.collect(),
        })
    }
}

/// How many pages there are, and the best of them.
///
/// To find the best pages of terms, the engine skips most of the others, so they are counted apart, without a score. Whatever
/// else is asked, it looks at every page anyway and counts while it does.
fn best(
    sight: &Sight<'_>,
    (matching, ranking): (Box<dyn tantivy::query::Query>, Ranking),
    limit: usize,
    offset: usize,
) -> Result<(u64, Vec<(f32, DocAddress)>), IndexError> {
    let entries = usize::try_from(sight.total()).unwrap_or(usize::MAX);
    if limit == 0 || offset >= entries {
        return Ok((count(sight, matching)?, Vec::new()));
    }
    let collector = TopDocs::with_limit(limit).and_offset(offset).order_by_score();
    let searcher = sight.searcher();
    match ranking {
        Ranking::Whole(query) => {
            let query = sight.of(query);
            let both = (collector, Count);
            let (best, total) = searcher.search_with_statistics_provider(&*query, &both, sight)?;
            Ok((u64::try_from(total).unwrap_or(u64::MAX), best))
        }
        Ranking::Skipping(query) => {
            let total = count(sight, matching)?;
            let query = sight.of(query);
            Ok((total, searcher.search_with_statistics_provider(&*query, &collector, sight)?))
        }
    }
}

pub(super) fn count(
    sight: &Sight<'_>,
    matching: Box<dyn tantivy::query::Query>,
) -> Result<u64, IndexError> {
    let count = sight.searcher().search(&*sight.of(matching), &Count)?;
    Ok(u64::try_from(count).unwrap_or(u64::MAX))
}
