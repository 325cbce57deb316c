//! What belongs into a package: the events of the items, found in the ledger itself, and their records.

use std::collections::{BTreeMap, BTreeSet};

use sijill_schema::{
    AccessionId, AccessionRecord, Act, Event, ItemId, ItemRecord, PACKAGE_FORMAT,
    PackageDescription, PackageId, PackageVerification, PackagedAccession, PackagedFile,
    PackagedItem, canonical,
};
use sijill_storage::{KeyRegistry, Ledger, StorageError, TOOL, Writer};
use sijill_translog::{Note, Policy};

use super::heads;
use super::{ExportError, Request};
use crate::contents::{Contents, Leaf};
use crate::head::Head;
use crate::layout;

/// Everything that goes into a package but the originals themselves.
pub struct Gathered {
    pub contents: Contents,
    /// The head that all proofs lead to.
    pub head: Head,
    /// Earlier heads, by size.
    pub earlier: Vec<Head>,
    /// The keys as they stand at the head.
    pub registry: KeyRegistry,
    pub witnessed: bool,
}

impl Gathered {
    pub fn new(
        writer: &Writer,
        request: &Request<'_>,
        policy: &Policy,
        verification: PackageVerification,
    ) -> Result<Self, ExportError> {
        let items = Items::read(writer, &request.items)?;
        let told: BTreeSet<ItemId> = items
            .records
            .iter()
            .flat_map(|record| {
                let description = &record.description;
                [description.id, ItemId::from(description.accession)]
            })
            .collect();
        let events = events(writer.ledger(), &told)?;
        let own = events.iter().filter(|(_, leaf)| leaf.event.item.is_some());
        let needed: Vec<u64> = own.map(|(seq, _)| *seq).collect();
        let (head, witnessed) = heads::choose(writer.ledger(), &needed, policy)?;
        let events: BTreeMap<_, _> =
            events.into_iter().filter(|(seq, _)| *seq < head.checkpoint.size).collect();
        let earlier = heads::earlier(writer, &events, &head, &request.since)?;
        let registry = registry(&events)?;
        let description = PackageDescription {
            format: PACKAGE_FORMAT.to_owned(),
            id: PackageId::new(),
            made: Event::now(),
            tool: TOOL.to_owned(),
            log: head.checkpoint.origin.clone(),
            case: request.case.clone(),
            size: head.checkpoint.size,
            root: head.checkpoint.root.to_string(),
            events: events.keys().copied().collect(),
            accessions: items.packaged_accessions(),
            items: items.packaged(&events)?,
            verification,
        };
        let contents =
            Contents { description, events, accessions: items.accessions, items: items.records };
        Ok(Self { contents, head, earlier, registry, witnessed })
    }
}

/// The items asked for and their accessions, in the order of their identifiers: that of time.
struct Items {
    records: Vec<ItemRecord>,
    accessions: Vec<AccessionRecord>,
}

impl Items {
    fn read(writer: &Writer, wanted: &[ItemId]) -> Result<Self, ExportError> {
        let wanted: BTreeSet<ItemId> = wanted.iter().copied().collect();
        let records = wanted.into_iter().map(|item| item_record(writer, item));
        let records: Vec<ItemRecord> = records.collect::<Result<_, _>>()?;
        let accessions: BTreeSet<AccessionId> =
            records.iter().map(|record| record.description.accession).collect();
        let accessions = accessions.into_iter().map(|id| accession_record(writer, id));
        Ok(Self { accessions: accessions.collect::<Result<_, _>>()?, records })
    }

    fn packaged_accessions(&self) -> Vec<PackagedAccession> {
        let packaged = |(number, record): (usize, &AccessionRecord)| PackagedAccession {
            id: record.id,
            metadata: layout::accession_metadata(number),
        };
        (1..).zip(&self.accessions).map(packaged).collect()
    }

    fn packaged(&self, events: &BTreeMap<u64, Leaf>) -> Result<Vec<PackagedItem>, ExportError> {
        let pages: BTreeMap<_, _> = events
            .iter()
            .filter(|(_, leaf)| matches!(leaf.event.act, Act::Secured(_)))
            .filter_map(|(seq, leaf)| Some((leaf.event.page?, *seq)))
            .collect();
        (1..)
            .zip(&self.records)
            .map(|(number, record)| {
                let originals = layout::originals(number);
                let item = record.description.id;
                let file = |file: &sijill_schema::FileRecord| {
                    Ok(PackagedFile {
                        page: file.page,
                        path: format!("{originals}/{}", file.stored),
                        digest: file.digest,
                        size: file.size,
                        event: *pages.get(&file.page).ok_or(ExportError::Open { item })?,
                    })
                };
                Ok(PackagedItem {
                    id: item,
                    accession: record.description.accession,
                    metadata: layout::item_metadata(number),
                    files: record.files.iter().map(file).collect::<Result<_, ExportError>>()?,
                    originals,
                })
            })
            .collect()
    }
}

fn item_record(writer: &Writer, item: ItemId) -> Result<ItemRecord, ExportError> {
    for seq in writer.index().events_of(item)? {
        if let Act::ItemClosed(closed) = writer.event(seq)?.act {
            return Ok(writer.archive().item_record(item, &closed.record)?);
        }
    }
    Err(ExportError::Open { item })
}

fn accession_record(writer: &Writer, id: AccessionId) -> Result<AccessionRecord, ExportError> {
    let bytes = fs_err::read(writer.archive().page_path(id.into(), layout::RECORD))?;
    Ok(canonical::from_slice(&bytes).map_err(StorageError::from)?)
}

/// The events of items and accessions, and all that change keys. They are looked for in the ledger itself and not
/// in its index: an index that forgot a failed check would otherwise hide it from a court.
fn events(ledger: &Ledger, told: &BTreeSet<ItemId>) -> Result<BTreeMap<u64, Leaf>, ExportError> {
    let mut events = BTreeMap::new();
    ledger.for_each_leaf(0, |seq, bytes| {
        let leaf = Leaf::read(bytes).map_err(|what| StorageError::Damaged {
            path: ledger.path().to_owned(),
            what: format!("event {seq}: {what}"),
        })?;
        let event = &leaf.event;
        if event.act.changes_keys() || event.item.is_some_and(|item| told.contains(&item)) {
            events.insert(seq, leaf);
        }
        Ok::<_, StorageError>(())
    })?;
    Ok(events)
}

fn registry(events: &BTreeMap<u64, Leaf>) -> Result<KeyRegistry, ExportError> {
    let bad = |what: String| ExportError::Refused(format!("the log's keys: {what}"));
    let first = events.first_key_value().map(|(_, leaf)| leaf.event.log.as_str());
    let origin = first.unwrap_or_default().parse().map_err(|_| bad("no event begins it".into()))?;
    let mut registry = KeyRegistry::new(origin);
    for (seq, leaf) in events {
        registry.apply(*seq, &leaf.event).map_err(bad)?;
    }
    Ok(registry)
}

/// A note of the log, read.
pub fn note(bytes: &[u8]) -> Result<Note, ExportError> {
    Note::parse(bytes).map_err(|error| ExportError::Refused(format!("a checkpoint: {error}")))
}
