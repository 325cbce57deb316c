//! What came into custody and what was done to it since.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sijill_schema::{
    AccessionId, AgentId, Authority, Custodian, Digest, Gap, ItemId, Outcome, PageId, Person,
    PlacePath, RecordDate,
};

/// How records were acquired, before the first scan too: an accession's record without what is secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acquisition {
    /// The accession.
    pub id: AccessionId,
    /// Its reference code.
    pub reference: String,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When the archive began to take it in, by its machine's clock.
    pub received: Timestamp,
    /// When the records were taken over, where somebody stated it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_over: Option<RecordDate>,
    /// Where the records lay.
    #[serde(default, skip_serializing_if = "PlacePath::is_empty")]
    pub place: PlacePath,
    /// Under what authority they were taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<Authority>,
    /// Who took part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    /// Who held the records before, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holders: Vec<Custodian>,
    /// What custody cannot account for: all of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// Anything else that the team wrote down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// A physical unit of custody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertifiedItem {
    /// The item.
    pub id: ItemId,
    /// The accession that it came in with.
    pub accession: AccessionId,
    /// Its reference code.
    pub reference: String,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where it lay, as the team wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Its date, where somebody stated one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<RecordDate>,
    /// How many pages the team counted on the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages_stated: Option<u64>,
    /// What the securing found missing or in doubt: all of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
}

/// One file of the package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertifiedObject {
    /// The page that it holds.
    pub page: PageId,
    /// Its item.
    pub item: ItemId,
    /// Where it lies in the package.
    pub path: String,
    /// The name under which it was received, for the eye ([`sijill_schema::OriginalPath::display`]).
    pub original: String,
    /// Its digest.
    pub digest: Digest,
    /// Its size in bytes.
    pub size: u64,
    /// The number of the event that secured it.
    pub event: u64,
}

/// One custody event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustodyRow {
    /// Its number in the log, counted from 0.
    pub seq: u64,
    /// When, by the clock of the machine.
    pub at: Timestamp,
    /// The code of the act ([`sijill_schema::Act::code`]).
    pub act: String,
    /// What it was done to: an item's or accession's reference code, a page's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Who answers for it.
    pub agent: AgentId,
    /// How it ended.
    pub outcome: Outcome,
    /// The bytes acted upon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
}
