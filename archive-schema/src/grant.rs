//! Who may do what: a grant gives a person a role in some or all accessions up to an access level.
//!
//! One administrator proposes a grant, another person confirms it; each signs, and only then it counts. The records stand
//! in the catalogue, the ledger has their salted digests.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AccessLevel, AccessionId, AgentId, Digest, ExportId, GrantId, ItemId, PageId, Salt};

/// What a person is in the archive. A person may have several roles; what each may do is decided in `sijill-accounts`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Works at the scanning desk: takes in and seals.
    Scanner,
    /// Describes, keeps, exports.
    Archivist,
    /// Investigates: searches, finds, reads, transcribes.
    Researcher,
    /// Accompanies families: reads what was assigned, searches nothing.
    Caseworker,
    /// Watches over the others: who read what. Sees no pages.
    Overseer,
    /// Makes accounts and proposes grants. Sees no pages.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] = [
        Self::Scanner,
        Self::Archivist,
        Self::Researcher,
        Self::Caseworker,
        Self::Overseer,
        Self::Administrator,
    ];

    /// The role's name in records, on the command line and in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Scanner => "scanner",
            Self::Archivist => "archivist",
            Self::Researcher => "researcher",
            Self::Caseworker => "caseworker",
            Self::Overseer => "overseer",
            Self::Administrator => "administrator",
        }
    }

    /// Whether who has the role may confirm what an administrator proposed.
    #[must_use]
    pub fn confirms_grants(self) -> bool {
        matches!(self, Self::Administrator | Self::Overseer)
    }

    /// Whether the role is about people and not about records: it holds for the whole archive and shows no page.
    #[must_use]
    pub fn sees_no_pages(self) -> bool {
        matches!(self, Self::Administrator | Self::Overseer)
    }
}

/// For which records a grant holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// For every accession, those to come included.
    All,
    /// For one accession.
    Accession(AccessionId),
}

impl Scope {
    /// Whether an accession is in it.
    #[must_use]
    pub fn holds(self, accession: AccessionId) -> bool {
        match self {
            Self::All => true,
            Self::Accession(one) => one == accession,
        }
    }
}

/// A role for some records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// For which records.
    pub scope: Scope,
    /// Up to which level. Never [`AccessLevel::Sealed`]: that is opened by two people together and not by a role.
    pub level: AccessLevel,
}

impl Grant {
    /// Whether it can be given at all: nothing sealed, and a role over people for the whole archive.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        let is_whole = self.scope == Scope::All && self.level == AccessLevel::Open;
        self.level != AccessLevel::Sealed && (!self.role.sees_no_pages() || is_whole)
    }
}

/// What one person proposes and another may confirm: that somebody gets a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GrantProposal {
    /// Who gets it: the first key of the person.
    pub to: AgentId,
    /// What they get.
    pub grant: Grant,
    /// Why, in the person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Who proposes it: the key that the person unlocked.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
    /// Random bytes, so that the digest confirms no guess.
    pub salt: Salt,
}

/// A confirmation, or the end of a grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GrantDecision {
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

/// Facts of `sijill/grant-proposed`. The event names nobody: who may do what is private.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GrantProposed {
    /// Digest of the [`GrantProposal`].
    pub proposal: Digest,
}

/// Facts of `sijill/grant-confirmed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GrantConfirmed {
    /// The proposal that is confirmed.
    pub proposal: Digest,
    /// Digest of the [`GrantDecision`].
    pub decision: Digest,
    /// Whether the person who proposed it confirms it alone, because there is no other who could.
    pub alone: bool,
}

/// Facts of `sijill/grant-withdrawn`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GrantWithdrawn {
    /// The proposal that no longer counts.
    pub proposal: Digest,
    /// Digest of the [`GrantDecision`].
    pub decision: Digest,
}

/// Facts of `sijill/account-changed`. Whose account it is and what happened to it is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AccountChanged {
    /// Digest of the sealed record.
    pub change: Digest,
}

/// Facts of `dsp`: pages were read. Committed at most a second after the rows were durable in `readings.sqlite`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PagesRead {
    /// The number of the first row.
    pub first: u64,
    /// How many rows.
    pub rows: u64,
    /// SHA-256 over the canonical JSON of the rows, one a line. Each row has a salt.
    pub list: Digest,
}

/// Facts of `sijill/export-proposed` and `sijill/export-approved`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExportDecided {
    /// Digest of the [`ExportProposal`]; the same in both acts.
    pub proposal: Digest,
}

/// What one person wants to hand out and another approves. It becomes a package only after that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExportProposal {
    /// The items, in the order of the package.
    pub items: Vec<ItemId>,
    /// For which case, in the person's words.
    pub case: String,
    /// Who proposes it.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
    /// Random bytes, so that the digest confirms no guess.
    pub salt: Salt,
}

/// Who looked at which page, and why: a row of `readings.sqlite`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// Who: the person's first key.
    pub by: AgentId,
    /// Which page.
    pub page: PageId,
    /// For which case, or why: a number or code, never a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// How much of it.
    #[serde(default, skip_serializing_if = "Extent::is_page")]
    pub extent: Extent,
    /// When.
    pub at: Timestamp,
    /// Random bytes, so that the digest confirms no guess.
    pub salt: Salt,
}

/// How much of a page somebody looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    /// The page itself, or all that is read on it.
    #[default]
    Page,
    /// Lines of it, or people named on it, in a list of what was found.
    Lines,
}

impl Extent {
    /// Whether it is the page itself; records do not say so then.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    fn is_page(&self) -> bool {
        *self == Self::Page
    }
}

impl GrantId {
    /// The grant that a proposal began, by the digest that the ledger has of it.
    #[must_use]
    pub fn of_proposal(proposal: Digest) -> Self {
        Self::from_uuid(crate::id::from_digest(proposal))
    }
}

impl ExportId {
    /// What a proposal wants to hand out, by the digest that the ledger has of it.
    #[must_use]
    pub fn of_proposal(proposal: Digest) -> Self {
        Self::from_uuid(crate::id::from_digest(proposal))
    }
}
