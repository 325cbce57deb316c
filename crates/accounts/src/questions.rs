//! Questions to the index: how many a person may put, and the record of the pages of which the answers show lines.

use sijill_schema::{AgentId, Extent, PageId, Reading, Salt};
use sijill_storage::StorageError;

use crate::accounts::{Accounts, Alarm, lock};
use crate::refusal::Result;

impl Accounts {
    /// Counts a question that a person is about to put.
    ///
    /// # Errors
    /// [`Refusal::TooMany`](crate::Refusal::TooMany): it must not be answered.
    pub fn note_question(&self, person: AgentId) -> Result<()> {
        lock(&self.limits).question(person, self.now())
    }

    /// Records that a person is about to see lines of sensitive pages in a list of what was found; when this returns, all of
    /// it is durable. Lines are counted apart from pages: a list shows many, and little of each.
    ///
    /// # Errors
    /// [`Refusal::DayLimit`](crate::Refusal::DayLimit) and [`Refusal::NotRecorded`](crate::Refusal::NotRecorded): none of
    /// them may be shown.
    pub fn note_lines(&self, person: AgentId, pages: &[PageId]) -> Result<()> {
        for _ in pages {
            let counted = lock(&self.limits).lines(person, self.now());
            if counted.is_err() {
                (self.alarm)(Alarm::Lines(person));
            }
            counted?;
        }
        let at = self.clock.now();
        let reading = |page: &PageId| {
            let salt = Salt::random().map_err(StorageError::from)?;
            let (by, page, case) = (person, *page, None);
            Ok(Reading { by, page, case, extent: Extent::Lines, at, salt })
        };
        let readings = pages.iter().map(reading).collect::<Result<Vec<_>>>()?;
        if readings.is_empty() { Ok(()) } else { self.desk()?.record_all(readings) }
    }
}
