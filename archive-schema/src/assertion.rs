//! Assertions of people about who is who. A machine never makes one, and nothing is merged: an assertion stands beside
//! the mentions that it is about, with its reasons, and can be taken back.
//!
//! One person proposes; it holds once another person confirms it. The mentions are written out in it as they read at
//! that time, so that a page that is read differently later changes nothing in it.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    AccessLevel, AgentId, AssertionId, Digest, Mention, MentionRole, Named, PageId, Salt, canonical,
};

/// What is asserted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum IdentityClaim {
    /// Two records name the same person.
    Same {
        /// One of them.
        first: Box<Mention>,
        /// The other.
        second: Box<Mention>,
    },
    /// Whom the record calls so is really somebody of another name: above all a child who was given another one.
    RecordedAs {
        /// As the record has it.
        mention: Box<Mention>,
        /// Who it is.
        person: Named,
    },
}

/// What one person proposes and another may confirm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IdentityProposal {
    /// What is asserted.
    pub claim: IdentityClaim,
    /// Why, in the person's words.
    pub because: String,
    /// Pages that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<PageId>,
    /// Who may see it.
    pub access: AccessLevel,
    /// Who proposes it: the key that the person unlocked.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
    /// Random bytes, so that the digest confirms no guess.
    pub salt: Salt,
}

/// A confirmation or a revocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IdentityDecision {
    /// The proposal, by the digest that the ledger has of it.
    pub proposal: Digest,
    /// Why, in the person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Who decides.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
    /// Random bytes, so that the digest confirms no guess.
    pub salt: Salt,
}

/// Facts of `sijill/identity-proposed`. The event names no page: that something is asserted about a page is private.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IdentityProposed {
    /// Digest of the [`IdentityProposal`] as it is kept, of the sealed bytes where it is sealed.
    pub proposal: Digest,
}

/// Facts of `sijill/identity-confirmed` and of `sijill/identity-revoked`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IdentityDecided {
    /// The proposal that is decided on.
    pub proposal: Digest,
    /// Digest of the [`IdentityDecision`] as it is kept.
    pub decision: Digest,
}

impl IdentityClaim {
    /// The mentions that it is about.
    #[must_use]
    pub fn mentions(&self) -> Vec<&Mention> {
        match self {
            Self::Same { first, second } => vec![first, second],
            Self::RecordedAs { mention, .. } => vec![mention],
        }
    }

    /// Who may see it where nobody says otherwise: a child's identity is sealed, another one confidential.
    #[must_use]
    pub fn default_access(&self) -> AccessLevel {
        let is_child = |mention: &&Mention| mention.role == MentionRole::Child;
        match self {
            Self::RecordedAs { .. } => AccessLevel::Sealed,
            Self::Same { .. } if self.mentions().iter().any(is_child) => AccessLevel::Sealed,
            Self::Same { .. } => AccessLevel::Confidential,
        }
    }

    /// Whether two people who are to be one are one mention, which needs no assertion.
    ///
    /// # Errors
    /// If a mention cannot be written as canonical JSON.
    pub fn is_void(&self) -> Result<bool, canonical::CanonicalError> {
        match self {
            Self::Same { first, second } => Ok(first.id()? == second.id()?),
            Self::RecordedAs { .. } => Ok(false),
        }
    }
}

impl AssertionId {
    /// The assertion that a proposal began, by the digest that the ledger has of it.
    #[must_use]
    pub fn of_proposal(proposal: Digest) -> Self {
        Self::from_uuid(crate::id::from_digest(proposal))
    }
}
