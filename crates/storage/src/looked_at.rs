//! Which pages an item has, and to which item a page belongs, as the ledger's events tell it.

use std::collections::{HashMap, HashSet};

use sijill_schema::{Act, ItemId, PageId};

use crate::error::Result;
use crate::index::Index;
use crate::ledger::Ledger;

impl Index {
    /// The pages of an item that were looked at: in the order in which their files were secured, and of a file in the
    /// order of its images.
    ///
    /// # Errors
    /// If index or ledger cannot be read.
    pub fn pages_of(&self, ledger: &Ledger, item: ItemId) -> Result<Vec<PageId>> {
        let (mut pages, mut masters) = (Vec::new(), HashMap::new());
        let mut known = HashSet::new();
        for seq in self.events_of(item)? {
            let event = ledger.event(seq)?;
            let Some(page) = event.page else { continue };
            let of = match event.act {
                Act::Secured(_) => {
                    masters.entry(page).or_insert(seq);
                    continue;
                }
                Act::PageCommitted(committed) => committed.of,
                Act::PageUnreadable(unreadable) => unreadable.of,
                _ => continue,
            };
            if known.insert(page) {
                pages.push((masters.get(&of.master).copied(), of.image, page));
            }
        }
        pages.sort_unstable();
        Ok(pages.into_iter().map(|(_, _, page)| page).collect())
    }

    /// The item that a page belongs to; none if no event names the page.
    ///
    /// # Errors
    /// If index or ledger cannot be read.
    pub fn item_of(&self, ledger: &Ledger, page: PageId) -> Result<Option<ItemId>> {
        for seq in self.events_of_page(page)? {
            let event = ledger.event(seq)?;
            if event.page == Some(page)
                && let Some(item) = event.item
            {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }

    /// The better scan that took a page's place; none if none did.
    ///
    /// # Errors
    /// If index or ledger cannot be read.
    pub fn superseded_by(&self, ledger: &Ledger, page: PageId) -> Result<Option<PageId>> {
        for seq in self.events_of_page(page)?.into_iter().rev() {
            let event = ledger.event(seq)?;
            if let Act::PageSuperseded(superseded) = event.act
                && event.page == Some(page)
            {
                return Ok(Some(superseded.by));
            }
        }
        Ok(None)
    }
}
