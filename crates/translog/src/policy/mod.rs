//! Trust policies (C2SP tlog-policy): which logs are believed, and whose cosignatures it takes.
//!
//! A policy names logs, witnesses, groups of witnesses, and the one quorum that a checkpoint must reach.
//! It is the only thing that a verifier has to be given in advance, so it is a text that a person can read
//! aloud, and every rule that a person could break is checked when it is read.
//!
//! One public key is one witness, since a cosigner's name is not signed: a policy that lists a key twice
//! is refused, or one witness could be counted as two.

mod error;
mod judge;
mod parse;

use std::fmt;

pub use error::{PolicyError, PolicyProblem};
pub use judge::{Cosigned, JudgeError, Judged, Missing};

use crate::{KeyId, KnownKeys, VerifierKey};

/// A log that is believed when it signs its own checkpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyLog {
    key: VerifierKey,
    url: Option<String>,
}

/// A witness whose cosignatures count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyWitness {
    name: String,
    key: VerifierKey,
    url: Option<String>,
}

/// Witnesses and earlier groups, and how many of them it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyGroup {
    name: String,
    threshold: Threshold,
    members: Vec<String>,
}

/// How many members of a group it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Threshold {
    Any,
    All,
    AtLeast(usize),
}

/// A trust policy, read and free of contradictions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    /// Each refers to witnesses and to groups before it only.
    groups: Vec<PolicyGroup>,
    /// The witness or group that must be met; nothing for `quorum none`.
    quorum: Option<String>,
}

impl Policy {
    /// The policy that believes one log and asks for no witness. It does not notice a log that shows
    /// different people different histories.
    #[must_use]
    pub fn of_log(key: VerifierKey) -> Self {
        let logs = vec![PolicyLog { key, url: None }];
        Self { logs, witnesses: Vec::new(), groups: Vec::new(), quorum: None }
    }

    /// The logs, in the policy's order.
    #[must_use]
    pub fn logs(&self) -> &[PolicyLog] {
        &self.logs
    }

    /// The witnesses, in the policy's order, whether or not the quorum counts them.
    #[must_use]
    pub fn witnesses(&self) -> &[PolicyWitness] {
        &self.witnesses
    }

    /// The groups, in the policy's order.
    #[must_use]
    pub fn groups(&self) -> &[PolicyGroup] {
        &self.groups
    }

    /// The name of the witness or group that a checkpoint must reach; `None` if it needs no witness.
    #[must_use]
    pub fn quorum(&self) -> Option<&str> {
        self.quorum.as_deref()
    }
}

impl PolicyLog {
    /// The log's key; its name is the log's origin.
    #[must_use]
    pub const fn key(&self) -> &VerifierKey {
        &self.key
    }

    /// Where the log is read, as the policy has it.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }
}

impl PolicyWitness {
    /// What the policy calls the witness; its key may have another name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The witness's key.
    #[must_use]
    pub const fn key(&self) -> &VerifierKey {
        &self.key
    }

    /// Where the witness takes checkpoints (C2SP tlog-witness), as the policy has it.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }
}

impl PolicyGroup {
    /// The group's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The names of its members: witnesses and groups before this one.
    #[must_use]
    pub fn members(&self) -> &[String] {
        &self.members
    }

    /// How many members it takes: at least one, and no more than there are.
    #[must_use]
    pub fn needed(&self) -> usize {
        match self.threshold {
            Threshold::Any => 1,
            Threshold::All => self.members.len(),
            Threshold::AtLeast(needed) => needed,
        }
    }
}

impl KnownKeys for Policy {
    /// The keys of logs and witnesses alike.
    fn find(&self, name: &str, id: KeyId) -> Option<&VerifierKey> {
        let logs = self.logs.iter().map(PolicyLog::key);
        let mut keys = logs.chain(self.witnesses.iter().map(PolicyWitness::key));
        keys.find(|key| key.name().as_str() == name && key.id() == id)
    }
}

impl fmt::Display for Policy {
    /// Logs, witnesses, groups, quorum: without the comments of the text it was read from.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for PolicyLog { key, url } in &self.logs {
            writeln!(f, "log {key}{}", Field(url.as_deref()))?;
        }
        for PolicyWitness { name, key, url } in &self.witnesses {
            writeln!(f, "witness {name} {key}{}", Field(url.as_deref()))?;
        }
        for PolicyGroup { name, threshold, members } in &self.groups {
            writeln!(f, "group {name} {threshold} {}", members.join(" "))?;
        }
        writeln!(f, "quorum {}", self.quorum.as_deref().unwrap_or(parse::NO_QUORUM))
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::All => f.write_str("all"),
            Self::AtLeast(needed) => write!(f, "{needed}"),
        }
    }
}

/// A field that may be left out, with the space before it.
struct Field<'a>(Option<&'a str>);

impl fmt::Display for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |field| write!(f, " {field}"))
    }
}
