//! Taking in: accessions begin and end, groups of deeds are acknowledged together.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use sijill_schema::{
    AccessionClosed, AccessionId, AccessionRecord, Accessioned, Act, Digest, FileRecord,
    ItemClosed, ItemDescription, ItemId, ItemRecord, ObjectRef, Outcome, PageId, Secured,
    canonical,
};

use super::Writer;
use super::append::Draft;
use crate::catalogue::canonical_text;
use crate::error::{Result, StorageError};
use crate::layout::RECORD;
use crate::staging::{GroupFiles, Sealing};

/// One step of taking in an accession, in the order in which it happened.
#[derive(Debug, Clone)]
pub enum Deed {
    /// An item begins, with its number in the accession.
    Open(u64, ItemDescription),
    /// A file of an item has been copied into staging.
    Secure(ItemId, AccessionId, FileRecord),
    /// An item is complete and is sealed.
    Close(ItemRecord),
}

/// What a group came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The events, counted from 0.
    pub events: Range<u64>,
    /// How many of the files the archive held already.
    pub duplicates: u64,
}

impl Writer {
    /// The records of an interrupted item that were acknowledged, in order. Whatever else was staged for it
    /// is removed: nobody was told that it is held.
    ///
    /// # Errors
    /// If staging or the ledger cannot be read, or the journal lacks what the ledger acknowledged.
    pub fn resume_item(&self, item: ItemId) -> Result<Vec<FileRecord>> {
        let mut journal: HashMap<PageId, FileRecord> =
            self.staging.journal(item)?.into_iter().map(|record| (record.page, record)).collect();
        let mut acknowledged = Vec::new();
        for seq in self.index.events_of(item)? {
            let event = self.event(seq)?;
            let (Act::Secured(secured), Some(page)) = (&event.act, event.page) else { continue };
            match journal.remove(&page) {
                Some(record) if canonical::digest(&record)? == secured.record => {
                    acknowledged.push(record);
                }
                // Going on would remove the page as one that nobody was told about.
                _ => return Err(self.damaged_journal(item, seq)),
            }
        }
        self.staging.keep_only(item, &acknowledged)?;
        Ok(acknowledged)
    }

    fn damaged_journal(&self, item: ItemId, seq: u64) -> StorageError {
        let what = format!("the intake record that event {seq} refers to is missing or altered");
        StorageError::Damaged { path: self.archive.layout.journal(item), what }
    }

    /// Begins an accession: its record and what the team handed in with it become the accession's own
    /// sealed object, and `acc` is recorded. `describe` is given the accession's identifier and number.
    ///
    /// # Errors
    /// If anything fails; the accession has then not begun.
    pub fn begin_accession(
        &mut self,
        intake: &[u8; 32],
        attachments: Vec<(String, Vec<u8>)>,
        describe: impl FnOnce(AccessionId, u64) -> Result<AccessionRecord>,
    ) -> Result<(AccessionRecord, u64)> {
        let id = AccessionId::new();
        let number = self.catalogue.begin_accession(id, intake)?;
        let record = describe(id, number)?;
        let text = canonical_text(&record)?;
        self.catalogue.put_accession_record(id, &text)?;
        let item = ItemId::from(id);
        self.staging.open(item)?;
        let digest = Digest::of(text.as_bytes());
        let added: Vec<_> =
            [Sealing::record(text.into_bytes())].into_iter().chain(attachments).collect();
        let names = added.iter().map(|(name, _)| name.clone()).collect();
        let object =
            self.staging.complete(&Sealing { item, agent: self.actor.id, files: &[], added })?;
        self.staging.sync(&GroupFiles {
            items: vec![item],
            sealed: vec![(item, names)],
            ..GroupFiles::default()
        })?;
        let act = Act::Accessioned(Accessioned { record: digest });
        let draft = Draft { item: Some(item), object: Some(object), ..Draft::of(act) };
        let events = self.append(vec![draft])?;
        self.staging.publish(item)?;
        Ok((record, events.start))
    }

    /// Closes an accession: nothing more comes in under it.
    ///
    /// # Errors
    /// If the event cannot be recorded.
    pub fn close_accession(&mut self, id: AccessionId, totals: AccessionClosed) -> Result<u64> {
        let outcome = if totals.unsecured == 0 { Outcome::Success } else { Outcome::Warning };
        let act = Act::AccessionClosed(totals);
        let draft = Draft { item: Some(id.into()), outcome, ..Draft::of(act) };
        Ok(self.append(vec![draft])?.start)
    }

    /// Acknowledges a group of deeds. When this returns, the files are durable, their events are committed
    /// and read back, and items that were closed are sealed.
    ///
    /// # Errors
    /// If anything fails; what earlier groups acknowledged stays.
    pub fn commit(&mut self, deeds: &[Deed]) -> Result<Committed> {
        let opened: Vec<_> = deeds.iter().filter_map(Deed::opened).collect();
        if !opened.is_empty() {
            self.catalogue.add_items(&opened)?;
        }
        self.write_journals(deeds)?;
        let drafts = deeds
            .iter()
            .filter_map(|deed| self.draft(deed).transpose())
            .collect::<Result<Vec<_>>>()?;
        self.staging.sync(&group_files(deeds))?;
        let duplicates = self.count_duplicates(deeds)?;
        let events = self.append(drafts)?;
        for item in deeds.iter().filter_map(Deed::closed) {
            self.staging.publish(item)?;
            self.tails.remove(&item);
        }
        Ok(Committed { events, duplicates })
    }

    fn write_journals(&self, deeds: &[Deed]) -> Result<()> {
        let mut by_item: Vec<(ItemId, Vec<&FileRecord>)> = Vec::new();
        for deed in deeds {
            if let Deed::Secure(item, _, record) = deed {
                match by_item.last_mut() {
                    Some((last, records)) if last == item => records.push(record),
                    _ => by_item.push((*item, vec![record])),
                }
            }
        }
        by_item.iter().try_for_each(|(item, records)| self.staging.append_journal(*item, records))
    }

    fn draft(&self, deed: &Deed) -> Result<Option<Draft>> {
        Ok(match deed {
            Deed::Open(..) => None,
            Deed::Secure(item, accession, record) => Some(Draft {
                item: Some(*item),
                page: Some(record.page),
                object: Some(ObjectRef { digest: record.digest, size: record.size }),
                ..Draft::of(Act::Secured(Secured {
                    accession: *accession,
                    record: canonical::digest(record)?,
                }))
            }),
            Deed::Close(record) => Some(self.seal(record)?),
        })
    }

    fn seal(&self, record: &ItemRecord) -> Result<Draft> {
        let item = record.description.id;
        let bytes = canonical::to_vec(record)?;
        let act = Act::ItemClosed(ItemClosed {
            accession: record.description.accession,
            pages: record.files.len() as u64,
            list: Digest::of(record.list().as_bytes()),
            record: Digest::of(&bytes),
            description: canonical::digest(&record.description)?,
        });
        let added = vec![Sealing::record(bytes)];
        let object = self.staging.complete(&Sealing {
            item,
            agent: self.actor.id,
            files: &record.files,
            added,
        })?;
        let outcome = if record.gaps.is_empty() { Outcome::Success } else { Outcome::Warning };
        Ok(Draft { item: Some(item), object: Some(object), outcome, ..Draft::of(act) })
    }

    fn count_duplicates(&self, deeds: &[Deed]) -> Result<u64> {
        let mut here = HashSet::new();
        let mut duplicates = 0;
        for deed in deeds {
            if let Deed::Secure(_, _, record) = deed
                && (!here.insert(record.digest)
                    || self.index.first_holder(&record.digest)?.is_some())
            {
                duplicates += 1;
            }
        }
        Ok(duplicates)
    }
}

impl Deed {
    fn opened(&self) -> Option<(u64, ItemDescription)> {
        match self {
            Self::Open(number, description) => Some((*number, description.clone())),
            _ => None,
        }
    }

    fn closed(&self) -> Option<ItemId> {
        match self {
            Self::Close(record) => Some(record.description.id),
            _ => None,
        }
    }
}

fn group_files(deeds: &[Deed]) -> GroupFiles<'_> {
    let mut group = GroupFiles::default();
    for deed in deeds {
        let item = match deed {
            Deed::Open(_, description) => description.id,
            Deed::Secure(item, _, record) => {
                group.pages.push((*item, record));
                *item
            }
            Deed::Close(record) => {
                group.sealed.push((record.description.id, vec![RECORD.to_owned()]));
                record.description.id
            }
        };
        if group.items.last() != Some(&item) && !group.items.contains(&item) {
            group.items.push(item);
        }
    }
    group
}
