//! Who may see a record, and what in it can harm.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who may see a record. A record is confidential until somebody decides otherwise.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum AccessLevel {
    /// Anybody whom the archive serves.
    Open,
    /// The archive's own staff and approved researchers.
    Restricted,
    /// Staff who are granted this accession.
    #[default]
    Confidential,
    /// Opened only by two people together.
    Sealed,
}

impl AccessLevel {
    /// Its name in records and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Restricted => "restricted",
            Self::Confidential => "confidential",
            Self::Sealed => "sealed",
        }
    }
}

/// What in a record can harm the people in it or the person who looks at it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ContentFlag {
    /// Children are named or shown.
    Minors,
    /// Sexual violence is described or shown.
    SexualViolence,
    /// Medical facts about a person.
    Medical,
    /// Informants or denouncers are named, truly or falsely.
    Informants,
    /// Dead bodies are shown.
    Bodies,
}
