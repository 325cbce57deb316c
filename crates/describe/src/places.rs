//! Finding items and pages by what a sheet calls them.

use std::collections::HashMap;

use sijill_schema::{Act, Id, ItemId, OriginalPath, PageId};
use sijill_storage::{Catalogue, Index, ItemRow, Ledger, StorageError};
use unicode_normalization::UnicodeNormalization;

/// How many items of one path are looked at; more than one is ambiguous anyway.
const SEVERAL: u32 = 16;

/// The books in which records are looked up.
#[derive(Clone, Copy)]
pub struct Books<'a> {
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// The ledger.
    pub ledger: &'a Ledger,
    /// Where things stand in it.
    pub index: &'a Index,
}

/// Why a record was not found.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// There is none of that name, or several.
    #[error("{0}")]
    NotFound(String),
    /// The books could not be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Books<'_> {
    /// The item with an identifier.
    ///
    /// # Errors
    /// If there is none.
    pub fn item(&self, id: &str) -> Result<ItemRow, FindError> {
        let parsed: Result<ItemId, _> = id.parse();
        let row = match parsed {
            Ok(item) => self.catalogue.item(item)?,
            Err(_) => return Err(FindError::NotFound(format!("{id:?} is not an identifier"))),
        };
        row.ok_or_else(|| FindError::NotFound(format!("the archive holds no item {id}")))
    }

    /// The item that was taken from a path; of several, the one that also has the reference code.
    ///
    /// # Errors
    /// If there is none, or several.
    pub fn item_at(&self, path: &str, reference: Option<&str>) -> Result<ItemRow, FindError> {
        let path = path.replace('\\', "/");
        let path = path.trim_end_matches('/');
        // Names may be decomposed on the disk that the item came from and composed in the sheet.
        let forms = [path.to_owned(), path.nfc().collect(), path.nfd().collect()];
        let mut rows: Vec<ItemRow> = Vec::new();
        for form in forms {
            let path = OriginalPath::from_bytes(form.into_bytes());
            for row in self.catalogue.newest_items_at(&path, SEVERAL)? {
                if rows.iter().all(|known| known.id != row.id) {
                    rows.push(row);
                }
            }
        }
        if rows.len() > 1 {
            rows.retain(|row| Some(row.reference.as_str()) == reference);
        }
        match (rows.pop(), rows.len()) {
            (Some(row), 0) => Ok(row),
            (None, _) => {
                Err(FindError::NotFound(format!("no single item was taken from {path:?}")))
            }
            _ => Err(FindError::NotFound(format!(
                "several items were taken from {path:?}: name one by its id"
            ))),
        }
    }

    /// The item with a reference code.
    ///
    /// # Errors
    /// If there is none, or several.
    pub fn item_called(&self, reference: &str) -> Result<ItemRow, FindError> {
        match self.catalogue.items_by_reference(reference)?.as_slice() {
            [id] => self.item(&id.to_string()),
            [] => Err(FindError::NotFound(format!("no item has the reference {reference:?}"))),
            several => Err(FindError::NotFound(format!(
                "{} items have the reference {reference:?}: name one by its id",
                several.len()
            ))),
        }
    }

    /// The item that a page belongs to.
    ///
    /// # Errors
    /// If the archive holds no such page.
    pub fn item_of(&self, page: PageId) -> Result<ItemId, FindError> {
        for seq in self.index.events_of_page(page)? {
            let event = self.ledger.event(seq)?;
            if let (Some(item), true) = (event.item, event.page == Some(page)) {
                return Ok(item);
            }
        }
        Err(FindError::NotFound(format!("the archive holds no page {page}")))
    }

    /// The pages of an item in order, each image of a file of several a page of its own.
    ///
    /// # Errors
    /// If a file was not looked at yet: how many pages it has is not known then.
    pub fn pages_of(&self, item: ItemId) -> Result<Vec<PageId>, FindError> {
        let mut masters = Vec::new();
        let mut images: HashMap<PageId, u32> = HashMap::new();
        for seq in self.index.events_of(item)? {
            let event = self.ledger.event(seq)?;
            match (&event.act, event.page) {
                (Act::Secured(_), Some(page)) => masters.push(page),
                (Act::PageCommitted(page), _) => {
                    images.insert(page.of.master, page.of.images);
                }
                (Act::PageUnreadable(page), _) => {
                    images.entry(page.of.master).or_insert(page.of.images);
                }
                _ => {}
            }
        }
        let mut pages = Vec::new();
        for master in masters {
            let Some(images) = images.get(&master).copied() else {
                let what = "its pages were not looked at yet: run sijill process first";
                return Err(FindError::NotFound(what.to_owned()));
            };
            let of = |image| sijill_schema::ImageOf { master, image, images }.page();
            pages.extend((1..=images).map(of));
        }
        Ok(pages)
    }

    /// The page that a cell names by its identifier.
    #[must_use]
    pub fn page_id(cell: &str) -> Option<PageId> {
        let page: PageId = cell.parse().ok()?;
        (!page.uuid().is_nil()).then_some(page)
    }
}
