//! Descriptions on their way out: as the sheet that comes back in, as JSON, and as the finding aid that other archives
//! take.

mod ead3;
mod json;
mod sheet;

use sijill_schema::{
    AccessLevel, AccessionId, AccessionRecord, Act, Gap, ItemDescription, ItemId, canonical,
};
use sijill_storage::{Archive, StorageError};

use crate::places::Books;

pub use ead3::ead3;
pub use json::{json, without_salt};
pub(crate) use sheet::item_cells;
pub use sheet::{csv, xlsx};

/// What goes out.
#[derive(Debug, Clone, Default)]
pub struct Outgoing {
    /// The log's name, under which the archive is known.
    pub origin: String,
    /// Accessions with their items, in order.
    pub accessions: Vec<OutgoingAccession>,
    /// How many items stay in because of their access level.
    pub withheld: u64,
}

/// An accession with those of its items that go out.
#[derive(Debug, Clone)]
pub struct OutgoingAccession {
    /// The accession.
    pub id: AccessionId,
    /// Its reference code.
    pub reference: String,
    /// Its record, where its own access level lets that go out.
    pub record: Option<AccessionRecord>,
    /// Its items.
    pub items: Vec<OutgoingItem>,
}

/// An item that goes out.
#[derive(Debug, Clone)]
pub struct OutgoingItem {
    /// How it is described now.
    pub description: ItemDescription,
    /// How many files it has.
    pub files: u64,
    /// What its securing found missing or in doubt.
    pub gaps: Vec<Gap>,
}

/// Gathers the descriptions of items up to an access level, in the order in which they came in.
///
/// # Errors
/// If the books or a sealed record cannot be read.
pub fn gather(
    archive: &Archive,
    books: Books<'_>,
    wanted: Option<&[ItemId]>,
    most: AccessLevel,
) -> Result<Outgoing, StorageError> {
    let mut out = Outgoing { origin: archive.origin().to_string(), ..Outgoing::default() };
    for row in books.catalogue.accessions()? {
        let Some(text) = row.record else { continue };
        let record: AccessionRecord = canonical::from_slice(text.as_bytes())?;
        let mut rows = Vec::new();
        books.catalogue.for_each_item(row.id, |item| {
            if wanted.is_none_or(|wanted| wanted.contains(&item.id)) {
                rows.push((item.id, item.description));
            }
            Ok(())
        })?;
        let mut items = Vec::new();
        for (id, description) in rows {
            let description: ItemDescription = canonical::from_slice(description.as_bytes())?;
            if description.access > most {
                out.withheld += 1;
            } else if let Some(item) = outgoing(archive, books, id, description)? {
                items.push(item);
            }
        }
        if !items.is_empty() {
            let reference = record.reference.clone();
            let record = (record.access <= most).then_some(record);
            out.accessions.push(OutgoingAccession { id: row.id, reference, record, items });
        }
    }
    Ok(out)
}

/// An item with what its custody says of it; none if nothing of it was secured.
fn outgoing(
    archive: &Archive,
    books: Books<'_>,
    id: ItemId,
    description: ItemDescription,
) -> Result<Option<OutgoingItem>, StorageError> {
    let (mut files, mut gaps) = (0, Vec::new());
    for seq in books.index.events_of(id)? {
        match books.ledger.event(seq)?.act {
            Act::Secured(_) => files += 1,
            Act::ItemClosed(closed) => gaps = archive.item_record(id, &closed.record)?.gaps,
            _ => {}
        }
    }
    Ok((files > 0).then_some(OutgoingItem { description, files, gaps }))
}
