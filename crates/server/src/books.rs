//! The archive's books, opened for one request, as one person may read them. What the person may not see is not there.

use sijill_accounts::Person;
use sijill_schema::{
    AccessLevel, AccessionId, AccessionRecord, ContentFlag, ItemDescription, ItemId, PageId,
    canonical,
};
use sijill_storage::{Archive, Catalogue, Index, Ledger, StorageError};

use crate::error::Failure;
use crate::site::Site;

/// Ledger, index and catalogue, and who reads in them.
pub(crate) struct Books<'a> {
    pub archive: &'a Archive,
    pub ledger: Ledger,
    pub index: Index,
    pub catalogue: Catalogue,
    person: &'a Person,
}

/// An item that the person sees.
pub(crate) struct Item {
    /// How it is described now.
    pub description: ItemDescription,
    /// What it came in with.
    pub accession: AccessionRecord,
}

impl<'a> Books<'a> {
    /// Opens the books.
    pub(crate) fn open(site: &'a Site, person: &'a Person) -> Result<Self, Failure> {
        let archive = &site.archive;
        let ledger = archive.ledger()?;
        let (index, catalogue) = (archive.index(&ledger)?, archive.catalogue()?);
        Ok(Self { archive, ledger, index, catalogue, person })
    }

    /// An item; [`Failure::NotFound`] if there is none, or none that the person may know of.
    pub(crate) fn item(&self, id: ItemId) -> Result<Item, Failure> {
        let row = self.catalogue.item(id)?.ok_or(Failure::NotFound)?;
        let description: ItemDescription = record(&row.description)?;
        if !self.person.sees(description.accession, description.access) {
            return Err(Failure::NotFound);
        }
        let accession = self.catalogue.accession(description.accession)?;
        let accession = accession.and_then(|row| row.record).ok_or(Failure::NotFound)?;
        Ok(Item { description, accession: record(&accession)? })
    }

    /// The item that a page belongs to, on the same terms.
    pub(crate) fn item_of(&self, page: PageId) -> Result<Item, Failure> {
        let item = self.index.item_of(&self.ledger, page)?.ok_or(Failure::NotFound)?;
        self.item(item)
    }

    /// The pages of an item that were looked at, in order.
    pub(crate) fn pages(&self, item: ItemId) -> Result<Vec<PageId>, Failure> {
        Ok(self.index.pages_of(&self.ledger, item)?)
    }

    /// The record of an accession, if the person may read it; [`Failure::NotFound`] if they may not know of it.
    pub(crate) fn accession(&self, id: AccessionId) -> Result<Option<AccessionRecord>, Failure> {
        if self.person.level_in(id).is_none() {
            return Err(Failure::NotFound);
        }
        let row = self.catalogue.accession(id)?.and_then(|row| row.record);
        let said: AccessionRecord = record(&row.ok_or(Failure::NotFound)?)?;
        Ok(self.person.sees(id, said.access).then_some(said))
    }
}

impl Item {
    /// What decides who sees it.
    pub(crate) fn level(&self) -> (AccessionId, AccessLevel) {
        (self.description.accession, self.description.access)
    }

    /// Whether its pictures are covered until somebody asks to see them: dead bodies may be on them.
    pub(crate) fn is_covered(&self) -> bool {
        let flags = self.description.flags.iter().chain(&self.accession.flags);
        flags.into_iter().any(|flag| *flag == ContentFlag::Bodies)
    }
}

/// A record as the catalogue keeps it.
pub(crate) fn record<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Failure> {
    Ok(canonical::from_slice(text.as_bytes()).map_err(StorageError::from)?)
}
