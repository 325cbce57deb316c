//! The masters of an item, sealed or not: their records and where they lie.

use std::collections::HashSet;
use std::path::PathBuf;

use sijill_schema::{Act, FileRecord, ItemId, PageId};

use crate::archive::Archive;
use crate::durable;
use crate::error::Result;
use crate::index::Index;
use crate::layout::CONTENT;
use crate::ledger::Ledger;
use crate::staging::Staging;

/// A master file that the ledger acknowledges.
#[derive(Debug, Clone)]
pub struct Master {
    /// Its record.
    pub record: FileRecord,
    /// Where it lies now; sealing moves it.
    pub path: PathBuf,
}

impl Archive {
    /// The acknowledged files of an item in order.
    ///
    /// # Errors
    /// If the ledger, the item's record or its journal cannot be read.
    pub fn masters(&self, ledger: &Ledger, index: &Index, item: ItemId) -> Result<Vec<Master>> {
        let (mut sealed, mut acknowledged) = (None, HashSet::new());
        for seq in index.events_of(item)? {
            let event = ledger.event(seq)?;
            match event.act {
                Act::ItemClosed(closed) => sealed = Some(closed.record),
                Act::Secured(_) => acknowledged.extend(event.page),
                _ => {}
            }
        }
        let records = match sealed {
            Some(record) => self.item_record(item, &record)?.files,
            None => Staging::new(self.layout.clone()).journal(item)?,
        };
        let known = records.into_iter().filter(|record| acknowledged.contains(&record.page));
        let object = [self.layout.object(item), self.layout.staged(item)];
        let folder = object.iter().find(|folder| folder.exists()).unwrap_or(&object[0]);
        let content = folder.join(CONTENT);
        let master = |record: FileRecord| Master { path: content.join(&record.stored), record };
        Ok(known.map(master).collect())
    }
}

impl Archive {
    /// Keeps the raster that a helper outside the program made of a page, before its commitment is recorded: nobody
    /// can promise that it would be made the same again.
    ///
    /// # Errors
    /// If it cannot be made durable.
    pub fn keep_raster(&self, page: PageId, png: &[u8]) -> Result<()> {
        let folder = self.layout.rasters();
        fs_err::create_dir_all(&folder)?;
        Ok(durable::replace(&folder.join(format!("{page}.png")), png, 0o444)?)
    }
}
