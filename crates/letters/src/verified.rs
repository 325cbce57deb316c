//! What a fresh verification found, and who outside the archive vouches for it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sijill_schema::{AgentId, Digest, KeyAlgorithm, KeyRole};

use crate::Bilingual;

/// What bounds the time of custody from both sides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeBounds {
    /// The records were not taken in before this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<TimeBound>,
    /// They were taken in before this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_after: Option<TimeBound>,
}

/// A time that the archive could not choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeBound {
    /// The time.
    pub at: Timestamp,
    /// From what it follows.
    pub from: BoundSource,
    /// The witness, authority or log that states it.
    pub name: String,
}

/// From what a bound in time follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BoundSource {
    /// An outside witness's cosignature.
    Cosignature,
    /// An RFC 3161 timestamp.
    Timestamp,
    /// The checkpoint of another log that an event embeds.
    ForeignCheckpoint,
}

/// A fresh verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// When it was made.
    pub at: Timestamp,
    /// The program that made it, and its version.
    pub tool: String,
    /// How many files were read in full and hashed.
    pub files: u64,
    /// How many of them have the digest that the signed event states.
    pub equal: u64,
    /// How many bytes were read.
    pub bytes: u64,
    /// How many events were checked: signature, order, place in the tree.
    pub events: u64,
    /// What was checked, line by line.
    pub checks: Vec<Check>,
    /// What was found wrong: all of it.
    pub problems: Vec<Problem>,
}

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// What.
    pub what: Bilingual,
    /// How it ended.
    pub status: CheckStatus,
    /// Figures, names, digests.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// How a check ended. One that could not run has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckStatus {
    /// It holds.
    Passed,
    /// It does not hold, or it could not be checked.
    Failed,
    /// The package does not claim it.
    NotClaimed,
}

/// Something found wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// The kind, a word of the command line such as `altered`.
    pub kind: String,
    /// The file, item or event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What is wrong with it.
    pub detail: String,
}

/// The log and what holds it to its word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogProof {
    /// The log's name.
    pub origin: String,
    /// Its verifier key (C2SP signed-note).
    pub vkey: String,
    /// How many events the head covers.
    pub size: u64,
    /// The root hash at that size, base64 as in the checkpoint.
    pub root: String,
    /// How many inclusion proofs lie in the package.
    pub proofs: u64,
    /// Outside witnesses whose cosignatures were verified.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Cosignature>,
    /// RFC 3161 timestamps of the head that were verified.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timestamps: Vec<TrustedTime>,
}

/// A witness's word for the head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cosignature {
    /// The witness's name.
    pub witness: String,
    /// Its verifier key.
    pub vkey: String,
    /// When it cosigned, by its own clock.
    pub at: Timestamp,
}

/// A timestamp of the head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedTime {
    /// The authority's name.
    pub authority: String,
    /// The time that it certifies.
    pub at: Timestamp,
    /// Digest of its certificate (DER).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Digest>,
}

/// A public key that signed something in the package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertifiedKey {
    /// The key's identifier: the actor of the custody table.
    pub id: AgentId,
    /// What it is for.
    pub role: KeyRole,
    /// Its algorithm.
    pub algorithm: KeyAlgorithm,
    /// SHA-256 of the SubjectPublicKeyInfo (DER).
    pub fingerprint: Digest,
    /// Where else the fingerprint was made public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
}
