//! The description of an evidence package: what it claims to hold. `docs/package.md` is the whole format.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AccessionId, Digest, ItemId, PackageId, PageId};

/// The format that a description names.
pub const PACKAGE_FORMAT: &str = "sijill/evidence-package/v1";

/// `metadata/package.json` of an evidence package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackageDescription {
    /// [`PACKAGE_FORMAT`].
    pub format: String,
    /// The package's identifier; its folder is named after it.
    pub id: PackageId,
    /// When it was made.
    pub made: Timestamp,
    /// The program that made it, and its version.
    pub tool: String,
    /// The log's name at the head.
    pub log: String,
    /// The case that it was made for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// How many events the head covers.
    pub size: u64,
    /// The root hash at that size, base64 as in a checkpoint.
    pub root: String,
    /// The numbers of all events in the package, ascending.
    pub events: Vec<u64>,
    /// The accessions with which the items came in.
    pub accessions: Vec<PackagedAccession>,
    /// The items.
    pub items: Vec<PackagedItem>,
    /// The verification that was made just before.
    pub verification: PackageVerification,
}

/// An accession in an evidence package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackagedAccession {
    /// The accession.
    pub id: AccessionId,
    /// The folder of its record, below `data/`.
    pub metadata: String,
}

/// An item in an evidence package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackagedItem {
    /// The item.
    pub id: ItemId,
    /// The accession that it came in with.
    pub accession: AccessionId,
    /// The folder of its record, below `data/`.
    pub metadata: String,
    /// The folder of its originals, below `data/`.
    pub originals: String,
    /// Its originals in the item's order.
    pub files: Vec<PackagedFile>,
}

/// An original in an evidence package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackagedFile {
    /// The page that it holds.
    pub page: PageId,
    /// Where it lies, below `data/`.
    pub path: String,
    /// Its digest.
    pub digest: Digest,
    /// Its size in bytes.
    pub size: u64,
    /// The number of the event that secured it.
    pub event: u64,
}

/// What the verification of a package's items found. A package is only made when it found no problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackageVerification {
    /// When it was made.
    pub at: Timestamp,
    /// The program that made it, and its version.
    pub tool: String,
    /// How many master files of the items were read.
    pub files: u64,
    /// How many bytes they have.
    pub bytes: u64,
    /// How many events of the ledger were checked: all of them.
    pub events: u64,
    /// Whether no problem was found.
    pub ok: bool,
}
