//! Continuing an accession: what earlier runs acknowledged, as the ledger and the intake journals tell it.

use std::collections::HashMap;

use jiff::Timestamp;
use sijill_schema::{Act, Gap, GapReason, ItemId, ItemRecord, OriginalPath, canonical};
use sijill_storage::{Deed, ItemRow, StorageError};

use crate::error::IngestError;
use crate::intake::Intake;
use crate::open_item::{OpenItem, page_number};

impl Intake<'_> {
    /// Counts what earlier runs acknowledged.
    pub(crate) fn count_earlier_runs(&mut self) -> Result<(), IngestError> {
        if !self.continued {
            return Ok(());
        }
        let mut items = Vec::new();
        self.writer.catalogue().for_each_item(self.accession, |row| {
            items.push(row.id);
            Ok(())
        })?;
        for item in items {
            let events = self.writer.index().events_of(item)?;
            self.outcome.items += u64::from(!events.is_empty());
            for seq in events {
                self.count_earlier_event(seq)?;
            }
        }
        Ok(())
    }

    fn count_earlier_event(&mut self, seq: u64) -> Result<(), IngestError> {
        let event = self.writer.event(seq)?;
        self.outcome.events.last = self.outcome.events.last.max(seq);
        if let (Act::Secured(_), Some(object)) = (&event.act, event.object) {
            self.outcome.files += 1;
            self.outcome.bytes += object.size;
            self.outcome.duplicates +=
                u64::from(self.writer.index().first_holder(&object.digest)? != Some(seq));
        }
        Ok(())
    }

    /// Learns what an earlier run secured at this path; returns the item if it is still open.
    pub(crate) fn continue_item(
        &self,
        row: &ItemRow,
        known: &mut HashMap<OriginalPath, (u64, Option<Timestamp>)>,
    ) -> Result<Option<OpenItem>, IngestError> {
        let sealed = self.sealed_record(row.id)?;
        let is_sealed = sealed.is_some();
        let files = match sealed {
            Some(record) => record.files,
            None => self.writer.resume_item(row.id)?,
        };
        known.extend(files.iter().map(|file| (file.original.clone(), (file.size, file.modified))));
        if is_sealed {
            return Ok(None);
        }
        let description =
            canonical::from_slice(row.description.as_bytes()).map_err(StorageError::from)?;
        let next_page =
            files.iter().filter_map(|file| page_number(&file.stored)).max().unwrap_or(0) + 1;
        let (id, number, known) = (row.id, row.number, std::mem::take(known));
        Ok(Some(OpenItem {
            id,
            number,
            description,
            files,
            known,
            held: HashMap::new(),
            next_page,
            announced: true,
            failures: 0,
        }))
    }

    pub(crate) fn sealed_record(&self, item: ItemId) -> Result<Option<ItemRecord>, IngestError> {
        for seq in self.writer.index().events_of(item)?.into_iter().rev() {
            if let Act::ItemClosed(closed) = self.writer.event(seq)?.act {
                return Ok(Some(self.writer.archive().item_record(item, &closed.record)?));
            }
        }
        Ok(None)
    }

    /// Seals the items that an earlier run began and that take no more files: what was acknowledged of them is all that
    /// there will be. `missing` says what else is known to be missing.
    pub(crate) fn seal_left(&mut self, missing: Option<Gap>) -> Result<(), IngestError> {
        if !self.continued {
            return Ok(());
        }
        let mut rows = Vec::new();
        self.writer.catalogue().for_each_item(self.accession, |row| {
            if !self.writer.is_sealed(row.id)? {
                rows.push(row);
            }
            Ok(())
        })?;
        let mut deeds = Vec::new();
        for row in rows {
            if let Some(item) = self.continue_item(&row, &mut HashMap::new())?
                && !item.files.is_empty()
            {
                deeds.push(Deed::Close(item.sealed(missing.clone())));
            }
        }
        if !deeds.is_empty() {
            self.writer.commit(&deeds)?;
        }
        Ok(())
    }
}

/// Of an item that an earlier run began, the rest is no longer at the source.
pub(crate) fn gone() -> Gap {
    let what = "It was no longer at the source when the taking in was continued; what is here was secured before.";
    Gap { reason: GapReason::Other, what: what.to_owned(), from: None, until: None }
}
