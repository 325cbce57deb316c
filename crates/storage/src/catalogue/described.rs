//! What is said about records after intake: how items are described now, whom sheets name, which offices there were.

use rusqlite::Row;
use serde::de::DeserializeOwned;
use sijill_schema::{
    Id, ItemDescription, ItemId, Mention, MentionId, Office, OfficeId, PageId, SheetMentions,
    canonical,
};

use super::records::{Content, RecordKind, StoredRecord};
use super::{Catalogue, ITEM, ITEM_NOW, uuid};
use crate::error::{Result, SqliteContext, StorageError};

impl Catalogue {
    /// How items are read in this version of the catalogue.
    pub(super) fn items_now(&self) -> Result<&'static str> {
        Ok(if self.knows_records()? { ITEM_NOW } else { ITEM })
    }

    /// The items with a reference code; if no item has it now, those that had it once.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn items_by_reference(&self, reference: &str) -> Result<Vec<ItemId>> {
        let taken_in = "SELECT id FROM item WHERE reference = ?1";
        let sql = if self.knows_records()? {
            format!(
                "{taken_in} UNION SELECT subject FROM record WHERE kind = 'description' \
                 AND json_extract(record, '$.reference') = ?1 AND event IS NOT NULL ORDER BY 1"
            )
        } else {
            format!("{taken_in} ORDER BY 1")
        };
        let mut statement = self.connection().prepare_cached(&sql).at(&self.path)?;
        let id = |row: &Row<'_>| Ok(ItemId::from_uuid(uuid(row, 0)?));
        let rows = statement.query_map([reference], id).at(&self.path)?;
        let ever: Vec<ItemId> = rows.collect::<Result<_, _>>().at(&self.path)?;
        let mut now = Vec::new();
        for item in &ever {
            if self.item(*item)?.is_some_and(|row| row.reference == reference) {
                now.push(*item);
            }
        }
        Ok(if now.is_empty() { ever } else { now })
    }

    /// How an item was described, the first description first; with each later one its event.
    ///
    /// # Errors
    /// If there is no such item, the database cannot be read, or a row is no description.
    pub fn descriptions(&self, item: ItemId) -> Result<Vec<(Option<u64>, ItemDescription)>> {
        let row = self.item(item)?;
        let row = row.ok_or_else(|| StorageError::NoSuchRecord { id: item.to_string() })?;
        let first = canonical::from_slice(row.intake.description.as_bytes())?;
        let mut all = vec![(None, first)];
        for later in self.records_about(RecordKind::Description, item.uuid())? {
            all.push((later.event, later.read()?));
        }
        Ok(all)
    }

    /// The people whom the newest sheet that names a page names on it.
    ///
    /// # Errors
    /// If the database cannot be read, or a row is no such record.
    pub fn sheet_mentions(&self, page: PageId) -> Result<Vec<Mention>> {
        let records = self.records_about(RecordKind::Mentions, page.uuid())?;
        let newest = records.last().map(StoredRecord::read::<SheetMentions>).transpose()?;
        Ok(newest.map(|sheet| sheet.mentions).unwrap_or_default())
    }

    /// The person with this identifier in one of the sheets.
    ///
    /// # Errors
    /// If the database cannot be read, or a row is no such record.
    pub fn sheet_mention(&self, id: MentionId) -> Result<Option<Mention>> {
        for record in self.newest_records(RecordKind::Mentions)? {
            for mention in record.read::<SheetMentions>()?.mentions {
                if mention.id()? == id {
                    return Ok(Some(mention));
                }
            }
        }
        Ok(None)
    }

    /// The authority records of all offices as they read now.
    ///
    /// # Errors
    /// If the database cannot be read, or a row is no office.
    pub fn offices(&self) -> Result<Vec<Office>> {
        self.newest_records(RecordKind::Office)?.iter().map(StoredRecord::read).collect()
    }

    /// How an office was recorded, the oldest first, each with its event.
    ///
    /// # Errors
    /// If the database cannot be read, or a row is no office.
    pub fn office_history(&self, office: OfficeId) -> Result<Vec<(u64, Office)>> {
        let records = self.records_about(RecordKind::Office, office.uuid())?;
        let read = |record: &StoredRecord| Ok((record.event.unwrap_or_default(), record.read()?));
        records.iter().map(read).collect()
    }
}

impl StoredRecord {
    /// What the record says, where it is not sealed.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T> {
        match &self.content {
            Content::Plain(text) => Ok(canonical::from_slice(text.as_bytes())?),
            Content::Sealed(..) => {
                let what = format!("the record {} is sealed", self.digest);
                let remedy = "run sijill verify: records of this kind are not sealed";
                Err(StorageError::Invalid { what, remedy })
            }
        }
    }
}
