//! What the desk reads of the archive, each record judged by what the person may do with it.

use std::str::FromStr;

use sijill_accounts::Right;
use sijill_schema::{
    AccessLevel, AccessionId, AccessionRecord, Act, ItemDescription, ItemId, PageId, canonical,
};
use sijill_storage::{Archive, Catalogue, Index, ItemRow, Ledger};

use crate::error::Failure;
use crate::visit::Visitor;

/// An identifier in an address. What is none leads nowhere.
pub(super) fn id<T: FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

/// The archive opened for reading.
pub(super) struct Books<'a> {
    pub archive: &'a Archive,
    pub ledger: Ledger,
    pub index: Index,
    pub catalogue: Catalogue,
}

impl<'a> Books<'a> {
    pub fn open(archive: &'a Archive) -> Result<Self, Failure> {
        let ledger = archive.ledger()?;
        let (index, catalogue) = (archive.index(&ledger)?, archive.catalogue()?);
        Ok(Self { archive, ledger, index, catalogue })
    }

    /// An accession that the person may do this with. Others are as if they were not there.
    pub fn accession(
        &self,
        id: AccessionId,
        visitor: &Visitor,
        right: Right,
    ) -> Result<AccessionRecord, Failure> {
        let row = self.catalogue.accession(id)?.and_then(|row| row.record);
        let record = row.as_deref().and_then(record).ok_or(Failure::NotFound)?;
        let may = visitor.person.may_with(right, id, record.access);
        may.then_some(record).ok_or(Failure::NotFound)
    }

    /// An item that the person may do this with.
    pub fn item(&self, id: ItemId, visitor: &Visitor, right: Right) -> Result<ItemRow, Failure> {
        let row = self.catalogue.item(id)?.ok_or(Failure::NotFound)?;
        let may = visitor.person.may_with(right, row.accession, level(&row));
        may.then_some(row).ok_or(Failure::NotFound)
    }

    /// The item of a page that the person may do this with.
    pub fn item_of(
        &self,
        page: PageId,
        visitor: &Visitor,
        right: Right,
    ) -> Result<ItemRow, Failure> {
        for seq in self.index.events_of_page(page)? {
            let event = self.ledger.event(seq)?;
            if let Some(item) = event.item.filter(|_| event.page == Some(page)) {
                return self.item(item, visitor, right);
            }
        }
        Err(Failure::NotFound)
    }

    pub fn is_open(&self, accession: AccessionId) -> Result<bool, Failure> {
        Ok(self.archive.is_open(&self.ledger, &self.index, accession)?)
    }

    pub fn is_sealed(&self, item: ItemId) -> Result<bool, Failure> {
        Ok(self.archive.is_sealed(&self.ledger, &self.index, item)?)
    }

    /// How many files of an item are in custody.
    pub fn files(&self, item: ItemId) -> Result<u64, Failure> {
        let mut files = 0;
        for seq in self.index.events_of(item)? {
            files += u64::from(matches!(self.ledger.event(seq)?.act, Act::Secured(_)));
        }
        Ok(files)
    }
}

/// The record of an accession, where it can be read.
pub(super) fn record(text: &str) -> Option<AccessionRecord> {
    canonical::from_slice(text.as_bytes()).ok()
}

/// Who may see an item. One whose description cannot be read, nobody: `verify` tells why.
pub(super) fn level(row: &ItemRow) -> AccessLevel {
    let said = canonical::from_slice::<ItemDescription>(row.description.as_bytes());
    said.map_or(AccessLevel::Sealed, |said| said.access)
}
