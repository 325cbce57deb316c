//! Handing out over the web takes two people: one proposes which items leave for which case, another approves it. And what
//! people looked at is committed to.

use sijill_schema::{
    Act, Event, ExportDecided, ExportId, ExportProposal, Id, ItemId, PagesRead, Salt,
};

use super::Writer;
use super::append::Draft;
use crate::catalogue::{Content, NewRecord, RecordKind, canonical_text};
use crate::error::{Result, StorageError};
use crate::keyset::Unlock;
use crate::readings::Readings;

impl Writer {
    /// Proposes that items are handed out.
    ///
    /// # Errors
    /// If an item is not known, or it cannot be recorded.
    pub fn propose_export(&mut self, items: Vec<ItemId>, case: String) -> Result<ExportId> {
        for item in &items {
            if self.catalogue.item(*item)?.is_none() {
                return Err(StorageError::NoSuchRecord { id: item.to_string() });
            }
        }
        let (by, at, salt) = (self.actor.id, Event::now(), Salt::random()?);
        let proposal = ExportProposal { items, case, by, at, salt };
        let content = Content::Plain(canonical_text(&proposal)?);
        let digest = content.digest();
        let id = ExportId::of_proposal(digest);
        let record = NewRecord { kind: RecordKind::Export, subject: id.uuid(), content };
        let act = Act::ExportProposed(ExportDecided { proposal: digest });
        self.put_into_force(vec![(record, Draft::of(act))])?;
        Ok(id)
    }

    /// Approves what another person wants to hand out.
    ///
    /// # Errors
    /// If there is no such proposal, the same person proposed it, it is approved already, or it cannot be recorded.
    pub fn approve_export<'k>(&mut self, id: ExportId, mine: impl Into<Unlock<'k>>) -> Result<()> {
        let exports = self.archive.exports()?;
        let found = exports.get(id);
        let found = found.ok_or_else(|| StorageError::NoSuchRecord { id: id.to_string() })?;
        if self.is_me(self.event(found.proposed)?.agent, mine.into())? {
            let what = "you proposed this export yourself".to_owned();
            let remedy = "another person looks at the items and approves it";
            return Err(StorageError::Invalid { what, remedy });
        }
        let me = self.registry.first_key(self.actor.id);
        exports.check_approval(found.digest, me).map_err(|what| StorageError::Invalid {
            what,
            remedy: "look at it again: somebody was quicker",
        })?;
        let act = Act::ExportApproved(ExportDecided { proposal: found.digest });
        self.append(vec![Draft::of(act)])?;
        Ok(())
    }

    /// Commits to what people looked at since the last time. `None` if there is nothing new.
    ///
    /// # Errors
    /// If the rows cannot be read or the event not be recorded.
    pub fn commit_readings(&mut self, readings: &Readings) -> Result<Option<u64>> {
        let first = self.last_reading()?.saturating_add(1);
        let (rows, list) = readings.digest_from(first, u64::MAX)?;
        if rows == 0 {
            return Ok(None);
        }
        let act = Act::PagesRead(PagesRead { first, rows, list });
        Ok(Some(self.append(vec![Draft::of(act)])?.start))
    }

    /// The number of the last row that an event commits to; 0 without one.
    fn last_reading(&self) -> Result<u64> {
        let Some(seq) = self.index.last_reading_event()? else { return Ok(0) };
        match self.event(seq)?.act {
            Act::PagesRead(read) => Ok(read.first.saturating_add(read.rows).saturating_sub(1)),
            _ => Ok(0),
        }
    }
}
