//! Descriptions as JSON, in the members of `archive-schema/schemas/`.

use serde::Serialize;
use serde_json::{Value, json};

use super::{Outgoing, OutgoingAccession, OutgoingItem};

/// One object with the accessions and their items. The salts stay in the archive: with them, a leaked event of the log
/// would confirm what stands here.
///
/// # Errors
/// Never in practice: the records are JSON already.
pub fn json(out: &Outgoing) -> Result<Value, serde_json::Error> {
    let accessions: Result<Vec<_>, _> = out.accessions.iter().map(accession).collect();
    Ok(json!({
        "origin": out.origin,
        "withheld": out.withheld,
        "accessions": accessions?,
    }))
}

fn accession(accession: &OutgoingAccession) -> Result<Value, serde_json::Error> {
    let items: Result<Vec<_>, _> = accession.items.iter().map(item).collect();
    let mut value = json!({
        "id": accession.id,
        "reference": accession.reference,
        "items": items?,
    });
    if let (Some(record), Some(members)) = (&accession.record, value.as_object_mut()) {
        members.insert("record".to_owned(), without_salt(record)?);
    }
    Ok(value)
}

fn item(item: &OutgoingItem) -> Result<Value, serde_json::Error> {
    let mut value = without_salt(&item.description)?;
    if let Some(members) = value.as_object_mut() {
        members.insert("files".to_owned(), item.files.into());
        members.insert("gaps".to_owned(), serde_json::to_value(&item.gaps)?);
    }
    Ok(value)
}

/// A record as JSON without its salt, and without the names that the machine gave to the folders it came from.
///
/// # Errors
/// Never in practice: the records are JSON already.
pub fn without_salt<T: Serialize>(record: &T) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::to_value(record)?;
    if let Some(members) = value.as_object_mut() {
        members.remove("salt");
        members.remove("sources");
    }
    Ok(value)
}
