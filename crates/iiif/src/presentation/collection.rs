//! The items of an accession as a collection (section 5.1 of the Presentation API). Version 3 has no pages of a
//! collection, so a long one is a collection of collections.

use serde_json::{Value, json};
use sijill_schema::{AccessionId, ItemId};

use super::label::arabic_digits;
use super::{Addresses, CONTEXT, Label};

/// An item in a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The item.
    pub item: ItemId,
    /// What it is called.
    pub label: Label,
}

/// The collection of an accession's items, as its parts: `parts` of them.
#[must_use]
pub fn collection(
    addresses: &Addresses,
    accession: AccessionId,
    label: &Label,
    parts: u32,
) -> Value {
    let part = |number: u32| {
        json!({
            "id": addresses.collection_page(accession, number),
            "type": "Collection",
            "label": part_label(number),
        })
    };
    json!({
        "@context": CONTEXT,
        "id": addresses.collection(accession),
        "type": "Collection",
        "label": label,
        "items": (1..=parts).map(part).collect::<Vec<_>>(),
    })
}

/// A part of that collection, counted from 1: manifests.
#[must_use]
pub fn collection_page(
    addresses: &Addresses,
    accession: AccessionId,
    number: u32,
    entries: &[Entry],
) -> Value {
    let entry = |entry: &Entry| {
        json!({
            "id": addresses.manifest(entry.item),
            "type": "Manifest",
            "label": entry.label,
        })
    };
    json!({
        "@context": CONTEXT,
        "id": addresses.collection_page(accession, number),
        "type": "Collection",
        "label": part_label(number),
        "partOf": [{ "id": addresses.collection(accession), "type": "Collection" }],
        "items": entries.iter().map(entry).collect::<Vec<_>>(),
    })
}

fn part_label(number: u32) -> Label {
    let arabic = arabic_digits(number.into());
    Label::both(format!("الجزء {arabic}"), format!("Part {number}"))
}
