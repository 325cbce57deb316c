//! The receipt: what the person who hands records over takes home.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AccessionId, Digest, Gap, ItemId};

/// What was taken over, how much, and the checkpoint that holds the archive to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Receipt {
    /// The log's name.
    pub log: String,
    /// The log's public key, as a C2SP verifier key.
    pub vkey: String,
    /// The accession.
    pub accession: AccessionId,
    /// Its reference code.
    pub reference: String,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When the archive began to take it in.
    pub received: Timestamp,
    /// Whether the accession is closed; an open one may still grow.
    pub closed: bool,
    /// Its items in order.
    pub items: Vec<ReceiptItem>,
    /// How many files.
    pub files: u64,
    /// How many bytes.
    pub bytes: u64,
    /// Gaps in custody, as recorded.
    pub gaps: Vec<Gap>,
    /// The first and the last event of the accession, counted from 0.
    pub events: EventRange,
    /// The signed checkpoint that covers them, the whole note.
    pub checkpoint: String,
}

/// One item on a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReceiptItem {
    /// The item.
    pub id: ItemId,
    /// Its reference code.
    pub reference: String,
    /// How many files.
    pub files: u64,
    /// How many bytes.
    pub bytes: u64,
    /// Digest of its ordered list of files, once it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<Digest>,
}

/// The first and the last of a run of events, counted from 0, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventRange {
    /// The first event.
    pub first: u64,
    /// The last event.
    pub last: u64,
}
