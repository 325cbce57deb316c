//! An account as it is kept: sealed, a new record for each step of its life, the newest counts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sijill_schema::{AgentId, Digest, Salt};

use crate::factor::Factor;
use crate::password::Verifier;

/// A step in the life of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountStep {
    /// An administrator invited the person.
    Invited,
    /// The person took it over, with a password and a second factor of their own.
    Begun,
    /// Nobody can sign in with it.
    Locked,
    /// Its owner can sign in again.
    Unlocked,
    /// The password was changed.
    PasswordChanged,
    /// An administrator asks that the lost second factor be replaced.
    ResetProposed,
    /// Another person confirmed that: the next sign-in sets a new one.
    ResetConfirmed,
}

/// How an account stands.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Record {
    /// The person's first key.
    pub person: AgentId,
    /// What happened last.
    pub step: AccountStep,
    pub handle: String,
    /// The person's name, until it stands sealed behind their key.
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<Invitation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Verifier>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<Factor>,
    pub locked: bool,
    /// Who proposed the reset that is not confirmed yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reset_by: Option<AgentId>,
    /// Who did the last step.
    pub by: AgentId,
    pub at: Timestamp,
    pub salt: Salt,
}

/// A code that is used once, instead of a password or a lost second factor.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Invitation {
    /// Digest of the code.
    pub code: Digest,
    pub until: Timestamp,
}

/// An account as lists show it.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    /// The person's first key.
    pub person: AgentId,
    /// What the person is called at sign-in.
    pub handle: String,
    /// The person's name.
    pub name: String,
    /// What happened last.
    pub step: AccountStep,
    /// Whether nobody can sign in with it.
    pub locked: bool,
    /// Since when it is so.
    pub at: Timestamp,
}

impl From<&Record> for Account {
    fn from(record: &Record) -> Self {
        let Record { person, handle, name, step, locked, at, .. } = record.clone();
        Self { person, handle, name, step, locked, at }
    }
}
