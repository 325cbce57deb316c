//! A record as programs are told it, by `sijill show --json` and by the HTTP interface.

use serde_json::{Value, json};
use sijill_reading::text::{PageText, TEXT_FILE};
use sijill_reading::transcript;
use sijill_schema::{Act, Event, ItemId, PageId};
use sijill_storage::{Archive, Catalogue, Index, Ledger, Result};

use crate::process::PAGE_FILE;

/// The books of an archive, opened for reading.
pub struct Records {
    archive: Archive,
    /// What happened.
    pub ledger: Ledger,
    /// Where it stands in the ledger.
    pub index: Index,
    /// What is said of records.
    pub catalogue: Catalogue,
}

impl Records {
    /// Opens the books.
    ///
    /// # Errors
    /// If one of them cannot be opened.
    pub fn open(archive: &Archive) -> Result<Self> {
        let ledger = archive.ledger()?;
        let (index, catalogue) = (archive.index(&ledger)?, archive.catalogue()?);
        Ok(Self { archive: archive.clone(), ledger, index, catalogue })
    }

    /// The item that a page belongs to; none if no event names the page.
    ///
    /// # Errors
    /// If index or ledger cannot be read.
    pub fn item_of(&self, page: PageId) -> Result<Option<ItemId>> {
        self.index.item_of(&self.ledger, page)
    }

    /// The pages of an item that were looked at, in order.
    ///
    /// # Errors
    /// If index or ledger cannot be read.
    pub fn pages(&self, item: ItemId) -> Result<Vec<PageId>> {
        self.index.pages_of(&self.ledger, item)
    }

    /// A page with what stands on it: what a person read before what a machine read.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn page(&self, item: ItemId, page: PageId) -> Result<Value> {
        let derived = self.archive.derived();
        let known = derived.get(item, page, PAGE_FILE)?;
        let known = known.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        let text = derived.get(item, page, TEXT_FILE)?;
        let text = text.and_then(|bytes| serde_json::from_slice::<PageText>(&bytes).ok());
        let machine = text.map(
            |text| json!({ "machine": true, "reader": text.reader, "text": text.to_plain_text() }),
        );
        let transcriptions = self.catalogue.transcriptions(page)?;
        let typed = transcriptions.last().map(|last| {
            json!({ "by": last.by, "at": last.at, "text": transcript::text(&last.zones), "of": transcriptions.len() })
        });
        Ok(object([
            ("id", Some(json!(page))),
            ("kind", Some(json!("page"))),
            ("item", Some(json!(item))),
            ("transcription", typed),
            ("machine_text", machine),
            ("seen", known),
        ]))
    }

    /// An item with its description, files, pages and gaps.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn item(&self, id: ItemId) -> Result<Value> {
        let description = self.catalogue.item(id)?.map(|row| row.description);
        let sealed = self.index.events_of(id)?.into_iter().rev().find_map(|seq| {
            match self.ledger.event(seq).ok()?.act {
                Act::ItemClosed(closed) => Some(closed.record),
                _ => None,
            }
        });
        let record = sealed.map(|digest| self.archive.item_record(id, &digest)).transpose()?;
        let files = record.as_ref().map(|record| json!(record.files));
        let gaps = record.as_ref().map(|record| json!(record.gaps));
        let description = description.and_then(|text| serde_json::from_str(&text).ok());
        Ok(object([
            ("id", Some(json!(id))),
            ("kind", Some(json!("item"))),
            ("sealed", Some(json!(record.is_some()))),
            ("description", description),
            ("files", files),
            ("pages", Some(json!(self.pages(id)?))),
            ("gaps", gaps),
        ]))
    }

    /// The events about an item or accession: its custody, act by act, each with its number.
    ///
    /// # Errors
    /// If index or ledger cannot be read.
    pub fn history(&self, id: ItemId) -> Result<Vec<(u64, Event)>> {
        let events = self.index.events_of(id)?.into_iter();
        events.map(|seq| Ok((seq, self.ledger.event(seq)?))).collect()
    }
}

/// An object of the members that are there.
fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}
