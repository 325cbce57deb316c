//! Pages on which words like a name stand, whether or not anybody was read there as a person.

use sijill_schema::{ItemId, PageId};
use tantivy::DocAddress;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query as EngineQuery};

use super::asking::count;
use super::open::Pages;
use super::plan::{Ranking, plan};
use super::sight::Sight;
use crate::query::{Node, Reading, Words};
use crate::{Filter, IndexError};

/// How many names of a person must have a word like them on a page. One alone is a question for `search`.
const TOGETHER: usize = 2;

impl Pages {
    /// Pages that have words like at least two of these names, the best first, and then pages of each name that no more
    /// than `limit` pages have, the rarest first. Each name is given in the spellings that stand for it; two letters of
    /// a longer one may differ. Whether the words stand beside one another is for the caller to see.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn with_names(
        &self,
        names: &[Vec<String>],
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<(PageId, ItemId)>, IndexError> {
        let view = self.view();
        let sight = Sight::new(&view, filter)?;
        if names.len() < TOGETHER || limit == 0 || sight.total() == 0 {
            return Ok(Vec::new());
        }
        let (mut all, mut rare) = (Vec::new(), Vec::<(u64, Box<dyn EngineQuery>)>::new());
        for spellings in names {
            let words = spellings.iter().cloned();
            let words = words.map(|text| Node::Word(Words { text, reading: Reading::Wider }));
            let plan = plan(&sight, &self.fields, &Node::Or(words.collect()), false)?;
            let pages = count(&sight, plan.matching)?;
            let (Ranking::Whole(query) | Ranking::Skipping(query)) = plan.ranking;
            if pages > 0 && usize::try_from(pages).is_ok_and(|pages| pages <= limit) {
                rare.push((pages, query.box_clone()));
            }
            all.push((Occur::Should, query));
        }
        let together = BooleanQuery::with_minimum_required_clauses(all, TOGETHER);
        let mut found = best(&sight, Box::new(together), limit)?;
        rare.sort_by_key(|(pages, _)| *pages);
        for (_, query) in rare {
            for page in best(&sight, query, limit)? {
                if !found.contains(&page) {
                    found.push(page);
                }
            }
        }
        Ok(found.into_iter().filter_map(|page| view.ids(page)).collect())
    }
}

fn best(
    sight: &Sight<'_>,
    query: Box<dyn EngineQuery>,
    limit: usize,
) -> Result<Vec<DocAddress>, IndexError> {
    let collector = TopDocs::with_limit(limit).order_by_score();
    let query = sight.of(query);
    let found = sight.searcher().search_with_statistics_provider(&*query, &collector, sight)?;
    Ok(found.into_iter().map(|(_, page)| page).collect())
}
