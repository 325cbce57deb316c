//! Recording acts: an event is completed, signed, committed, read back and indexed.

use std::ops::Range;

use sijill_schema::{
    Act, Digest, Event, FixityChecked, ItemId, KeyRole, Nonce, ObjectRef, Outcome, PageId,
    Replicated,
};
use sijill_translog::{Note, NoteSigner, leaf_hash};

use super::Writer;
use crate::error::{Result, StorageError};
use crate::verify::Report;

/// What stands in every event's `tool`.
pub const TOOL: &str = concat!("sijill/", env!("CARGO_PKG_VERSION"));

/// An act about to be recorded; the writer adds when, who, and the signatures.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The act and its facts.
    pub act: Act,
    /// The item acted upon.
    pub item: Option<ItemId>,
    /// The page acted upon.
    pub page: Option<PageId>,
    /// The bytes acted upon.
    pub object: Option<ObjectRef>,
    /// How it ended.
    pub outcome: Outcome,
}

impl Draft {
    /// A successful act on no item in particular.
    #[must_use]
    pub fn of(act: Act) -> Self {
        Self { act, item: None, page: None, object: None, outcome: Outcome::Success }
    }
}

impl Writer {
    /// Records acts as the person who unlocked their keys.
    ///
    /// # Errors
    /// If the events cannot be signed, committed and read back.
    pub fn append(&mut self, drafts: Vec<Draft>) -> Result<Range<u64>> {
        self.append_with(drafts, &[])
    }

    /// The same, with further signatures on each event: those of keys that are being enrolled.
    pub(crate) fn append_with(
        &mut self,
        drafts: Vec<Draft>,
        also: &[&NoteSigner],
    ) -> Result<Range<u64>> {
        let mut leaves = Vec::with_capacity(drafts.len());
        let mut events = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let event = self.complete(draft)?;
            let leaf = self.sign(&event, also)?;
            if let Some(item) = event.item {
                self.tails.insert(item, Digest::from_bytes(leaf_hash(&leaf).0));
            }
            leaves.push(leaf);
            events.push(event);
        }
        let range = self.ledger.append(&leaves)?;
        let events: Vec<_> = range.clone().zip(events).collect();
        for (seq, event) in &events {
            let contradiction =
                |what| StorageError::Damaged { path: self.archive.layout.ledger(), what };
            self.registry.apply(*seq, event).map_err(contradiction)?;
        }
        self.index.add(&events)?;
        Ok(range)
    }

    fn complete(&self, draft: Draft) -> Result<Event> {
        let prev = draft.item.map(|item| self.tail(item)).transpose()?.flatten();
        let seen = self.seen(&draft.act)?;
        Ok(Event {
            act: draft.act,
            at: Event::now(),
            agent: self.actor.id,
            tool: TOOL.to_owned(),
            item: draft.item,
            page: draft.page,
            object: draft.object,
            outcome: draft.outcome,
            log: self.archive.origin.to_string(),
            nonce: Nonce::random()?,
            prev,
            seen,
        })
    }

    /// The newest head that a witness has cosigned, for acts with which something begins or leaves: nobody can
    /// know a witness's signature before it is made, so these acts and all after them are not older.
    fn seen(&self, act: &Act) -> Result<Option<String>> {
        if !matches!(act, Act::Accessioned(_) | Act::Exported(_)) {
            return Ok(None);
        }
        let ledger = self.ledger.ledger();
        let newest = ledger.all_cosignatures()?.into_iter().map(|line| line.size).max();
        let head = newest.map(|size| ledger.attested_checkpoint(size)).transpose()?.flatten();
        Ok(head.and_then(|head| String::from_utf8(head.note).ok()))
    }

    fn tail(&self, item: ItemId) -> Result<Option<Digest>> {
        if let Some(tail) = self.tails.get(&item) {
            return Ok(Some(*tail));
        }
        let last = self.index.last_event_of(item)?;
        let hash = last.map(|seq| self.ledger.ledger().leaf_hash(seq)).transpose()?;
        Ok(hash.map(|hash| Digest::from_bytes(hash.0)))
    }

    fn sign(&self, event: &Event, also: &[&NoteSigner]) -> Result<Vec<u8>> {
        let mut signers = vec![&self.actor.person];
        let enrols = matches!(event.act, Act::KeyEnrolled(_));
        if !enrols && event.act.signers().contains(&KeyRole::Station) {
            signers.push(&self.actor.station);
        }
        signers.extend(also);
        let text = event.to_text()?;
        let note = Note::sign(&text, &signers).map_err(|error| StorageError::Damaged {
            path: self.archive.layout.ledger(),
            what: format!("an event cannot be signed: {error}"),
        })?;
        Ok(note.to_bytes())
    }

    /// Records a verification: one `fix` event for each item whose files were all read.
    ///
    /// # Errors
    /// If the events cannot be recorded.
    pub fn record_fixity(&mut self, report: &Report) -> Result<Range<u64>> {
        let draft = |(item, files): &(ItemId, u64)| {
            let problems =
                report.problems.iter().filter(|problem| problem.item == Some(*item)).count() as u64;
            let outcome = if problems == 0 { Outcome::Success } else { Outcome::Failure };
            let act = Act::FixityChecked(FixityChecked { files: *files, problems });
            Draft { item: Some(*item), outcome, ..Draft::of(act) }
        };
        self.append(report.checked.iter().map(draft).collect())
    }

    /// Records that the archive was copied and the copy verified.
    ///
    /// # Errors
    /// If the event cannot be recorded.
    pub fn record_copy(&mut self, report: &Report) -> Result<Range<u64>> {
        let outcome = if report.ok { Outcome::Success } else { Outcome::Failure };
        let root = self.ledger().frontier(report.events)?.root().to_string();
        let act = Act::Replicated(Replicated { events: report.events, root });
        self.append(vec![Draft { outcome, ..Draft::of(act) }])
    }
}
