//! Items, the physical units of custody, and the files of which they consist.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    AccessLevel, AccessionId, ContentFlag, Digest, Gap, ItemId, OriginalPath, PageId, PlacePath,
    RecordDate, Salt, SenderClaim,
};

/// What is known about an item when it is taken in. The catalogue keeps it too, and may add to it later;
/// the ledger refers to it by digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ItemDescription {
    /// The item's identifier.
    pub id: ItemId,
    /// The accession that it came in with.
    pub accession: AccessionId,
    /// The human reference code: the team's own, or the accession's with a number.
    pub reference: String,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The folder or file that it was taken from, below the accession's source.
    pub path: OriginalPath,
    /// Where the item lay, as one line of the team's sheet says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_as_written: Option<String>,
    /// Where it lay, level by level, where somebody stated it so.
    #[serde(default, skip_serializing_if = "PlacePath::is_empty")]
    pub place: PlacePath,
    /// Its date, where somebody stated one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<RecordDate>,
    /// How many pages the team counted on the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages_stated: Option<u64>,
    /// Who may see it.
    pub access: AccessLevel,
    /// What in it can harm.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<ContentFlag>,
    /// Anything else that the team wrote down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Random bytes, so that the description's digest confirms no guess.
    pub salt: Salt,
}

/// One master file as it was received. Its canonical JSON is one line of the intake journal, and its digest
/// stands in the file's custody event: the original name is bound to the signed act without standing in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileRecord {
    /// The page that this master holds.
    pub page: PageId,
    /// The name under which the archive stores it.
    pub stored: String,
    /// Its path below the accession's source, byte for byte.
    pub original: OriginalPath,
    /// Its digest.
    pub digest: Digest,
    /// Its size in bytes.
    pub size: u64,
    /// When the file was last modified, by the clock of the machine that wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Timestamp>,
    /// What the sender's manifests say about it, where it came in a bag.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<SenderClaim>,
    /// Random bytes, so that the record's digest confirms no guess.
    pub salt: Salt,
}

/// `record.json` of an item's OCFL object: the intake facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ItemRecord {
    /// What is known about the item.
    pub description: ItemDescription,
    /// Its files in order.
    pub files: Vec<FileRecord>,
    /// What the securing found missing or in doubt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
}

impl ItemRecord {
    /// The ordered list whose digest closes the item: what `sha256sum` prints for the masters, in order.
    #[must_use]
    pub fn list(&self) -> String {
        self.files.iter().map(|file| format!("{}  {}\n", file.digest.hex(), file.stored)).collect()
    }
}
