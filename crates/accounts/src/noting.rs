//! Readings of pages, written down before a page is shown.

use std::sync::Arc;

use sijill_schema::{AgentId, Extent, PageId, Reading, Salt};
use sijill_storage::StorageError;

use crate::accounts::{Accounts, Alarm, lock};
use crate::readings::ReadingDesk;
use crate::refusal::Result;

/// For so many seconds what a person asks of one page is one reading.
const ONE_READING: i64 = 15 * 60;

impl Accounts {
    /// Records that a person is about to see a sensitive page; when this returns it is durable. What a person asks of the
    /// same page under the same case within a quarter of an hour is one reading: a picture comes in many tiles.
    ///
    /// # Errors
    /// [`Refusal::DayLimit`](crate::Refusal::DayLimit) and [`Refusal::NotRecorded`](crate::Refusal::NotRecorded): the page
    /// must not be shown.
    pub fn note_reading(&self, person: AgentId, page: PageId, case: Option<String>) -> Result<()> {
        let mut recent = lock(&self.recent);
        let now = self.now();
        recent.retain(|_, at| now.saturating_sub(*at) < ONE_READING);
        let sight = (person, page, case.clone());
        if recent.contains_key(&sight) {
            return Ok(());
        }
        drop(recent);
        self.record_reading(person, page, case)?;
        lock(&self.recent).insert(sight, now);
        Ok(())
    }

    fn record_reading(&self, person: AgentId, page: PageId, case: Option<String>) -> Result<()> {
        let counted = lock(&self.limits).read(person, self.now());
        if counted.is_err() {
            (self.alarm)(Alarm::Reads(person));
        }
        counted?;
        let salt = Salt::random().map_err(StorageError::from)?;
        let (at, extent) = (self.clock.now(), Extent::Page);
        self.desk()?.record(Reading { by: person, page, case, extent, at, salt })
    }

    /// Opens the record of reads and lets the ledger commit to rows that a crash left. A server calls it when it starts;
    /// else the first reading does it.
    ///
    /// # Errors
    /// If it cannot be opened: no sensitive page is shown then.
    pub fn open_readings(&self) -> Result<()> {
        self.desk().map(|_| ())
    }

    pub(crate) fn desk(&self) -> Result<Arc<ReadingDesk>> {
        let mut desk = lock(&self.desk);
        if let Some(desk) = &*desk {
            return Ok(Arc::clone(desk));
        }
        let opened = Arc::new(ReadingDesk::open(&self.archive, Arc::clone(&self.keeper))?);
        *desk = Some(Arc::clone(&opened));
        Ok(opened)
    }
}
