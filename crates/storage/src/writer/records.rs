//! Records that an event puts into force: the row is written, then the event, then the row is marked with it.

use std::ops::Range;

use sijill_keys::seal;
use sijill_schema::{AgentId, KeyRole};

use super::Writer;
use super::append::Draft;
use crate::catalogue::NewRecord;
use crate::error::{Result, StorageError};

impl Writer {
    /// Puts records into force, one event each.
    pub(super) fn put_into_force(
        &mut self,
        records: Vec<(NewRecord, Draft)>,
    ) -> Result<Range<u64>> {
        let after = self.ledger().size()?;
        let (records, drafts): (Vec<_>, Vec<_>) = records.into_iter().unzip();
        self.catalogue.put_records(&records, after)?;
        let events = self.append(drafts)?;
        let settled: Vec<_> =
            records.iter().map(|record| record.content.digest()).zip(events.clone()).collect();
        self.catalogue.settle_records(&settled)?;
        Ok(events)
    }

    /// After a crash: marks the records whose events were committed, and removes the others.
    pub(super) fn settle_records(&mut self) -> Result<()> {
        let Some(after) = self.catalogue.pending_records()? else { return Ok(()) };
        let mut committed = Vec::new();
        let ledger = self.ledger.ledger();
        ledger.for_each_leaf(after, |seq, leaf| {
            let event = crate::index::read_event(ledger, seq, &leaf)?;
            committed.extend(event.act.catalogued().map(|digest| (digest, seq)));
            Ok::<_, StorageError>(())
        })?;
        self.catalogue.settle_records(&committed)
    }

    /// Seals a record to the archive's sealing key for the purpose that `context` names.
    pub(super) fn sealed(&self, context: &str, text: &[u8]) -> Result<(AgentId, Vec<u8>)> {
        let to = self.registry.current(KeyRole::Sealing);
        let to = to.ok_or(StorageError::KeyChanged { role: KeyRole::Sealing.name() })?;
        Ok((to.id, seal(&to.public, context, text)?))
    }
}
