//! Custody acts. PREMIS event type codes where the Library of Congress has one, the `sijill/` prefix where it
//! has none. Each act carries its own facts, so that an act without them cannot be written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    AccessionId, AccountChanged, AgentId, Described, Digest, ExportDecided, GrantConfirmed,
    GrantProposed, GrantWithdrawn, IdentityDecided, IdentityProposed, KeyAlgorithm, KeyRole,
    MentionsImported, OfficeRecorded, PackageId, PageCommitted, PageId, PageSuperseded,
    PageTranscribed, PageUnreadable, PagesRead,
};

/// An act and its facts: the members `act` and `detail` of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "act", content = "detail")]
pub enum Act {
    /// PREMIS accession: records are taken into custody and the circumstances stated.
    #[serde(rename = "acc")]
    Accessioned(Accessioned),
    /// PREMIS ingestion: one file is secured.
    #[serde(rename = "ing")]
    Secured(Secured),
    /// PREMIS ingestion end: an item is closed and sealed.
    #[serde(rename = "ine")]
    ItemClosed(ItemClosed),
    /// An accession is closed: nothing more comes in under it.
    #[serde(rename = "sijill/accession-closed")]
    AccessionClosed(AccessionClosed),
    /// PREMIS fixity check: an item's files were read again and compared.
    #[serde(rename = "fix")]
    FixityChecked(FixityChecked),
    /// PREMIS replication: the archive was copied and the copy verified.
    #[serde(rename = "rep")]
    Replicated(Replicated),
    /// PREMIS exporting: an evidence package with the item was made.
    #[serde(rename = "exp")]
    Exported(Exported),
    /// A page was decoded for the first time and its pixels committed to.
    #[serde(rename = "sijill/page-committed")]
    PageCommitted(PageCommitted),
    /// Of a file, or of one image of it, no pixels could be had.
    #[serde(rename = "sijill/page-unreadable")]
    PageUnreadable(PageUnreadable),
    /// A better scan takes a page's place.
    #[serde(rename = "sijill/page-superseded")]
    PageSuperseded(PageSuperseded),
    /// A person wrote down what stands on a page.
    #[serde(rename = "sijill/page-transcribed")]
    PageTranscribed(PageTranscribed),
    /// An item is described anew.
    #[serde(rename = "sijill/described")]
    Described(Described),
    /// A team's sheet names the people on a page.
    #[serde(rename = "sijill/mentions-imported")]
    MentionsImported(MentionsImported),
    /// An authority record of an office is made or corrected.
    #[serde(rename = "sijill/office-recorded")]
    OfficeRecorded(OfficeRecorded),
    /// A person proposes who is who.
    #[serde(rename = "sijill/identity-proposed")]
    IdentityProposed(IdentityProposed),
    /// Another person confirms it.
    #[serde(rename = "sijill/identity-confirmed")]
    IdentityConfirmed(IdentityDecided),
    /// It is taken back.
    #[serde(rename = "sijill/identity-revoked")]
    IdentityRevoked(IdentityDecided),
    /// An account is made, locked, opened again or given another second factor.
    #[serde(rename = "sijill/account-changed")]
    AccountChanged(AccountChanged),
    /// An administrator proposes that somebody gets a role.
    #[serde(rename = "sijill/grant-proposed")]
    GrantProposed(GrantProposed),
    /// Another person confirms it: from now on it counts.
    #[serde(rename = "sijill/grant-confirmed")]
    GrantConfirmed(GrantConfirmed),
    /// It no longer counts.
    #[serde(rename = "sijill/grant-withdrawn")]
    GrantWithdrawn(GrantWithdrawn),
    /// PREMIS displaying: people looked at pages.
    #[serde(rename = "dsp")]
    PagesRead(PagesRead),
    /// A person wants to hand items out.
    #[serde(rename = "sijill/export-proposed")]
    ExportProposed(ExportDecided),
    /// Another person approves that.
    #[serde(rename = "sijill/export-approved")]
    ExportApproved(ExportDecided),
    /// A key begins to be valid.
    #[serde(rename = "sijill/key-enrolled")]
    KeyEnrolled(KeyEnrolled),
    /// A key ceases to be valid: what it signs from here on is void.
    #[serde(rename = "sijill/key-revoked")]
    KeyRevoked(KeyRevoked),
    /// This log continues another that can no longer be trusted to be the newest.
    #[serde(rename = "sijill/successor-begun")]
    SuccessorBegun(SuccessorBegun),
}

/// Facts of `acc`. The event's `object` is the inventory of the accession's OCFL object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Accessioned {
    /// The accession's record.
    pub record: Digest,
}

/// Facts of `ing`. The event's `object` is the master file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Secured {
    /// The accession with which the file came in.
    pub accession: AccessionId,
    /// The file's record, which binds its original name, with a salt, to this act.
    pub record: Digest,
}

/// Facts of `ine`. The event's `object` is the inventory of the item's OCFL object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ItemClosed {
    /// The accession with which the item came in.
    pub accession: AccessionId,
    /// How many pages (master files) the item has.
    pub pages: u64,
    /// Digest of the ordered list: what `sha256sum` prints for the masters, in order.
    pub list: Digest,
    /// Digest of the stored `record.json`.
    pub record: Digest,
    /// Digest of the description alone, as the catalogue keeps it.
    pub description: Digest,
}

/// Facts of `sijill/accession-closed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AccessionClosed {
    /// How many items came in.
    pub items: u64,
    /// How many files.
    pub files: u64,
    /// How many bytes.
    pub bytes: u64,
    /// How many files or folders at the source could not be read and are not in the archive.
    pub unsecured: u64,
    /// Digest of the items' identifiers in order, one a line.
    pub list: Digest,
}

/// Facts of `fix`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FixityChecked {
    /// How many files were read.
    pub files: u64,
    /// How many of them were not as the ledger says.
    pub problems: u64,
}

/// Facts of `rep`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Replicated {
    /// How many events the copy holds.
    pub events: u64,
    /// The root hash at that size, base64 as in a checkpoint.
    pub root: String,
}

/// Facts of `exp`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Exported {
    /// The package.
    pub package: PackageId,
    /// Digest of its `tagmanifest-sha256.txt`, which vouches for every byte of it.
    pub manifest: Digest,
    /// How many events the head covers that it was handed out with.
    pub size: u64,
    /// Digest of the approved proposal because of which it was made; none if whoever has the archive's keys made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Digest>,
}

/// Facts of `sijill/key-enrolled`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeyEnrolled {
    /// The key's identifier; for keys that sign events, the agent's.
    pub key: AgentId,
    /// What the key is for.
    pub role: KeyRole,
    /// Its algorithm.
    pub algorithm: KeyAlgorithm,
    /// The public key: base64 of the SubjectPublicKeyInfo (RFC 8410, RFC 5480).
    pub public: String,
    /// The key that this one takes over from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<AgentId>,
    /// Digest of the sealed catalogue entry that says whose key it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Digest>,
}

/// Facts of `sijill/key-revoked`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeyRevoked {
    /// The key that ceases to be valid.
    pub key: AgentId,
}

/// Facts of `sijill/successor-begun`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SuccessorBegun {
    /// The last checkpoint of the log that this one continues, the whole signed note.
    pub predecessor: String,
}

impl Act {
    /// The code that stands in the event's `act` member.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Accessioned(_) => "acc",
            Self::Secured(_) => "ing",
            Self::ItemClosed(_) => "ine",
            Self::AccessionClosed(_) => "sijill/accession-closed",
            Self::FixityChecked(_) => "fix",
            Self::Replicated(_) => "rep",
            Self::Exported(_) => "exp",
            Self::PageCommitted(_) => "sijill/page-committed",
            Self::PageUnreadable(_) => "sijill/page-unreadable",
            Self::PageSuperseded(_) => "sijill/page-superseded",
            Self::PageTranscribed(_) => "sijill/page-transcribed",
            Self::Described(_) => "sijill/described",
            Self::MentionsImported(_) => "sijill/mentions-imported",
            Self::OfficeRecorded(_) => "sijill/office-recorded",
            Self::IdentityProposed(_) => "sijill/identity-proposed",
            Self::IdentityConfirmed(_) => "sijill/identity-confirmed",
            Self::IdentityRevoked(_) => "sijill/identity-revoked",
            Self::AccountChanged(_) => "sijill/account-changed",
            Self::GrantProposed(_) => "sijill/grant-proposed",
            Self::GrantConfirmed(_) => "sijill/grant-confirmed",
            Self::GrantWithdrawn(_) => "sijill/grant-withdrawn",
            Self::PagesRead(_) => "dsp",
            Self::ExportProposed(_) => "sijill/export-proposed",
            Self::ExportApproved(_) => "sijill/export-approved",
            Self::KeyEnrolled(_) => "sijill/key-enrolled",
            Self::KeyRevoked(_) => "sijill/key-revoked",
            Self::SuccessorBegun(_) => "sijill/successor-begun",
        }
    }

    /// The master file that was looked at, for acts on its images.
    #[must_use]
    pub fn master(&self) -> Option<PageId> {
        match self {
            Self::PageCommitted(page) => Some(page.of.master),
            Self::PageUnreadable(page) => Some(page.of.master),
            _ => None,
        }
    }

    /// Whether the act changes which keys are valid, or under which name they sign.
    #[must_use]
    pub fn changes_keys(&self) -> bool {
        matches!(self, Self::KeyEnrolled(_) | Self::KeyRevoked(_) | Self::SuccessorBegun(_))
    }

    /// Whether the act may change who may do what.
    #[must_use]
    pub fn is_about_people(&self) -> bool {
        let grants = matches!(
            self,
            Self::GrantProposed(_) | Self::GrantConfirmed(_) | Self::GrantWithdrawn(_)
        );
        grants || self.changes_keys() || matches!(self, Self::AccountChanged(_))
    }

    /// The record of the catalogue that the act puts into force, by the digest of what is kept there.
    #[must_use]
    pub fn catalogued(&self) -> Option<Digest> {
        match self {
            Self::Described(described) => Some(described.description),
            Self::MentionsImported(imported) => Some(imported.mentions),
            Self::OfficeRecorded(recorded) => Some(recorded.office),
            Self::IdentityProposed(proposed) => Some(proposed.proposal),
            Self::IdentityConfirmed(decided) | Self::IdentityRevoked(decided) => {
                Some(decided.decision)
            }
            Self::AccountChanged(changed) => Some(changed.change),
            Self::GrantProposed(proposed) => Some(proposed.proposal),
            Self::GrantConfirmed(confirmed) => Some(confirmed.decision),
            Self::GrantWithdrawn(withdrawn) => Some(withdrawn.decision),
            Self::ExportProposed(proposed) => Some(proposed.proposal),
            _ => None,
        }
    }

    /// Whose signatures the act needs. A file or a page, and what is said about records, is signed by the person who
    /// works on it; what opens or closes a unit of custody, and thereby covers every file in it, also by the station.
    #[must_use]
    pub fn signers(&self) -> &'static [KeyRole] {
        match self {
            Self::Secured(_)
            | Self::PageCommitted(_)
            | Self::PageUnreadable(_)
            | Self::PageSuperseded(_)
            | Self::PageTranscribed(_)
            | Self::Described(_)
            | Self::MentionsImported(_)
            | Self::OfficeRecorded(_)
            | Self::IdentityProposed(_)
            | Self::IdentityConfirmed(_)
            | Self::IdentityRevoked(_)
            | Self::GrantProposed(_)
            | Self::GrantConfirmed(_)
            | Self::GrantWithdrawn(_)
            | Self::ExportProposed(_)
            | Self::ExportApproved(_) => &[KeyRole::Person],
            _ => &[KeyRole::Person, KeyRole::Station],
        }
    }
}
