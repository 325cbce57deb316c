//! What people say about records after intake: items described anew, sheets of the people on pages, offices.

use std::ops::Range;

use sijill_schema::{
    Act, Described, Digest, Event, Id, ItemDescription, Mention, MentionsImported, Office,
    OfficeRecorded, PageId, Salt, SheetMentions, canonical,
};

use super::Writer;
use super::append::Draft;
use crate::catalogue::{Content, NewRecord, RecordKind, canonical_text};
use crate::error::{Result, StorageError};

impl Writer {
    /// Describes items anew, one event each. What the item is, which accession it came in with and the path that it was
    /// taken from stay; the salt is drawn here.
    ///
    /// # Errors
    /// If an item is not known or not sealed yet, a description is another item's, or it cannot be recorded.
    pub fn describe(&mut self, descriptions: Vec<ItemDescription>) -> Result<Range<u64>> {
        let mut records = Vec::with_capacity(descriptions.len());
        for mut description in descriptions {
            self.check_same_item(&description)?;
            description.salt = Salt::random()?;
            let item = description.id;
            let (record, digest) = plain(RecordKind::Description, item, &description)?;
            let act = Act::Described(Described { description: digest });
            records.push((record, Draft { item: Some(item), ..Draft::of(act) }));
        }
        self.put_into_force(records)
    }

    fn check_same_item(&self, description: &ItemDescription) -> Result<()> {
        let item = description.id;
        let row = self.catalogue.item(item)?;
        let row = row.ok_or_else(|| StorageError::NoSuchRecord { id: item.to_string() })?;
        if !self.is_sealed(item)? {
            let what = format!("the item {} is still being taken in", row.reference);
            let remedy = "describe it anew once it is sealed: run its sijill ingest to the end";
            return Err(StorageError::Invalid { what, remedy });
        }
        if row.accession != description.accession || row.path != description.path {
            let what = format!("the description is not of the item {}", row.reference);
            let remedy = "leave accession and path as they are: they say how the item came in";
            return Err(StorageError::Invalid { what, remedy });
        }
        Ok(())
    }

    /// Records whom a team's sheet names on pages, one event each page. What an earlier sheet said about such a page no
    /// longer counts.
    ///
    /// # Errors
    /// If a page is not known, or it cannot be recorded.
    pub fn import_mentions(&mut self, pages: Vec<(PageId, Vec<Mention>)>) -> Result<Range<u64>> {
        let mut records = Vec::with_capacity(pages.len());
        for (page, mentions) in pages {
            let item = self.item_of(page)?;
            let (by, at, salt) = (self.actor.id, Event::now(), Salt::random()?);
            let sheet = SheetMentions { page, by, at, mentions, salt };
            let (record, digest) = plain(RecordKind::Mentions, page, &sheet)?;
            let act = Act::MentionsImported(MentionsImported { mentions: digest });
            let draft = Draft { item: Some(item), page: Some(page), ..Draft::of(act) };
            records.push((record, draft));
        }
        self.put_into_force(records)
    }

    /// Records offices, new ones or corrected ones, one event each; the salt is drawn here.
    ///
    /// # Errors
    /// If it cannot be recorded.
    pub fn record_offices(&mut self, offices: Vec<Office>) -> Result<Range<u64>> {
        let mut records = Vec::with_capacity(offices.len());
        for mut office in offices {
            office.salt = Salt::random()?;
            let (record, digest) = plain(RecordKind::Office, office.id, &office)?;
            let act = Act::OfficeRecorded(OfficeRecorded { office: digest });
            records.push((record, Draft::of(act)));
        }
        self.put_into_force(records)
    }
}

/// A record that is kept as it is, and the digest by which the ledger refers to it.
fn plain<T: serde::Serialize>(
    kind: RecordKind,
    subject: impl Id,
    record: &T,
) -> Result<(NewRecord, Digest)> {
    let content = Content::Plain(canonical_text(record)?);
    let digest = canonical::digest(record)?;
    Ok((NewRecord { kind, subject: subject.uuid(), content }, digest))
}
