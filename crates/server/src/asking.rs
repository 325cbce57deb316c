//! Asking the search index for a person: what they may find, and how often they may ask.

use serde::Deserialize;
use sijill_accounts::{Person, Right, Scope};
use sijill_finding::{Filter, Finder};
use sijill_schema::{AccessLevel, AccessionId, ItemDescription, ItemId, PageId, canonical};
use sijill_storage::{Catalogue, StorageError};

use crate::error::Failure;
use crate::site::Site;
use crate::visit::Visit;

/// The most hits of one answer, and so of a page of the list.
pub(crate) const HITS: usize = 20;

/// How many hits can be looked through. Who needs more asks more exactly.
pub(crate) const MOST: usize = 1_000;

/// What a person may find. The rest does not exist for the question.
pub(crate) fn reach(person: &Person, right: Right) -> Filter {
    Filter::of(person.reach(right).map(|(scope, level)| match scope {
        Scope::All => (None, level),
        Scope::Accession(accession) => (Some(accession), level),
    }))
}

/// The index, for one question of whoever asks; it is counted. Blocks.
pub(crate) fn finder(site: &Site, visit: &Visit) -> Result<Finder, Failure> {
    site.door.note_question(visit.person()?.person.id)?;
    Ok(site.readers.finder()?)
}

/// A page of which something is shown, and what decides who sees it.
pub(crate) type Seen = (PageId, AccessionId, AccessLevel);

/// Who sees an item, as the catalogue has it now; none if there is no such item.
pub(crate) fn level_of(
    catalogue: &Catalogue,
    item: ItemId,
) -> Result<Option<(AccessionId, AccessLevel)>, Failure> {
    let Some(row) = catalogue.item(item)? else { return Ok(None) };
    let said: ItemDescription =
        canonical::from_slice(row.description.as_bytes()).map_err(StorageError::from)?;
    Ok(Some((row.accession, said.access)))
}

/// How many rows a page of a list has.
const ROWS: usize = 50;

/// Which page of a list is asked for, in the address.
#[derive(Deserialize)]
pub(crate) struct Part {
    #[serde(default)]
    page: usize,
}

impl Part {
    /// The rows of the page that is asked for, and the numbers of the pages before and after it.
    pub(crate) fn of<T>(&self, all: Vec<T>) -> (Vec<T>, Option<usize>, Option<usize>) {
        let number = self.page.clamp(1, all.len().div_ceil(ROWS).max(1));
        let offset = number.saturating_sub(1).saturating_mul(ROWS);
        let after = (all.len() > offset.saturating_add(ROWS)).then_some(number.saturating_add(1));
        let before = number.checked_sub(1).filter(|before| *before > 0);
        (all.into_iter().skip(offset).take(ROWS).collect(), before, after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_all_rows_once() {
        let all: Vec<u32> = (0..101).collect();
        let part = |page| Part { page }.of(all.clone());
        assert_eq!(part(0), ((0..50).collect(), None, Some(2)));
        assert_eq!(part(2), ((50..100).collect(), Some(1), Some(3)));
        assert_eq!(part(usize::MAX), (vec![100], Some(2), None));
        assert_eq!(Part { page: 9 }.of(Vec::<u32>::new()), (Vec::new(), None, None));
    }
}
