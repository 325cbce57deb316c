//! What a package tells about its items, read into memory: the same for the one who makes it and for the one who
//! checks it. The originals stay where they are.

use std::collections::BTreeMap;

use sijill_schema::{AccessionRecord, Event, ItemId, ItemRecord, PackageDescription};
use sijill_translog::{Hash, Note, leaf_hash};

/// One event with the exact bytes that the log holds.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// The stored bytes.
    pub bytes: Vec<u8>,
    /// The same as a signed note.
    pub note: Note,
    /// What the note's text says.
    pub event: Event,
}

impl Leaf {
    /// Reads the bytes of an event.
    ///
    /// # Errors
    /// What is wrong with them, in words.
    pub fn read(bytes: Vec<u8>) -> Result<Self, String> {
        let note = Note::parse(&bytes).map_err(|error| error.to_string())?;
        let event = Event::parse(note.text()).map_err(|error| error.to_string())?;
        Ok(Self { bytes, note, event })
    }

    /// The event's leaf hash.
    #[must_use]
    pub fn hash(&self) -> Hash {
        leaf_hash(&self.bytes)
    }
}

/// The events and records of a package.
#[derive(Debug, Clone)]
pub struct Contents {
    /// What the package claims to hold.
    pub description: PackageDescription,
    /// Its events by number.
    pub events: BTreeMap<u64, Leaf>,
    /// The records of its accessions, in the description's order.
    pub accessions: Vec<AccessionRecord>,
    /// The records of its items, in the description's order.
    pub items: Vec<ItemRecord>,
}

impl Contents {
    /// The events of one item or accession, in order.
    pub fn events_of(&self, item: ItemId) -> impl Iterator<Item = (u64, &Leaf)> {
        let of_item = move |(_, leaf): &(&u64, &Leaf)| leaf.event.item == Some(item);
        self.events.iter().filter(of_item).map(|(seq, leaf)| (*seq, leaf))
    }
}
