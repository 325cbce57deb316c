//! Accessions: what was taken over in one act, from one place, by named people, under a stated authority,
//! with everything that custody cannot account for.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AccessLevel, AccessionId, ContentFlag, OriginalPath, PlacePath, RecordDate, Salt};

/// The record of an accession, kept as `record.json` in the accession's own OCFL object and referred to by
/// digest from the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AccessionRecord {
    /// The accession's identifier.
    pub id: AccessionId,
    /// The human reference code, for example `2026-004`.
    pub reference: String,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When the archive began to take it in, by this machine's clock.
    pub received: Timestamp,
    /// When the papers or files were taken over, where the team states it.
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
    /// Who held the records before, in order, as far as it is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holders: Vec<Custodian>,
    /// What custody cannot account for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// Who may see it until somebody decides otherwise.
    pub access: AccessLevel,
    /// What in it can harm.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<ContentFlag>,
    /// Anything else that the team wrote down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// The folders and files that were named on the command line, as this machine knew them.
    pub sources: Vec<OriginalPath>,
    /// Random bytes, so that the record's digest confirms no guess.
    pub salt: Salt,
}

/// The authority under which records were taken over: an order, a mandate, the owner's consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Who gave it.
    pub given_by: String,
    /// The document or words that gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
}

/// Somebody who took part in the taking over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name, as the team writes it.
    pub name: String,
    /// What the person did.
    pub role: PersonRole,
}

/// What somebody did when records were taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PersonRole {
    /// Handed the records over.
    GaveOver,
    /// Received them.
    Received,
    /// Found them.
    Found,
    /// Scanned or photographed them.
    Scanned,
    /// Saw it happen.
    Witnessed,
}

/// Somebody who held the records before the archive did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Custodian {
    /// The person, office or organisation.
    pub name: String,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<RecordDate>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<RecordDate>,
    /// How well this is known.
    pub reliability: Reliability,
    /// How it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// How well a fact about custody is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reliability {
    /// A document says so.
    Documented,
    /// Somebody who was there says so.
    Witnessed,
    /// Somebody says so who was not there.
    Reported,
    /// Nothing supports it.
    Unknown,
}

/// A period or a leaf that custody cannot account for, recorded as such and never smoothed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// What kind of gap it is.
    pub reason: GapReason,
    /// What is missing, in the team's words.
    pub what: String,
    /// The beginning of the period, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<RecordDate>,
    /// Its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<RecordDate>,
}

/// Kinds of gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GapReason {
    /// Nobody stated who held the records before.
    NoStatement,
    /// Nobody knows who held the records for a time.
    UnknownHolder,
    /// Leaves were missing when the records arrived.
    MissingOnArrival,
    /// The order was disturbed before it was recorded.
    OrderDisturbed,
    /// The number of pages found differs from the number stated.
    CountDiffers,
    /// An annex is referred to and not present.
    AnnexAbsent,
    /// Records were damaged or destroyed.
    Damaged,
    /// Anything else.
    Other,
}
