//! What a record *is*: accessions, items, files, places, dates, agents and custody events, with the words of
//! PREMIS 3 and ISAD(G). No input or output: every other crate speaks this vocabulary.
//!
//! Everything that is signed or referred to by digest is written as [canonical JSON](canonical) (RFC 8785).

mod access;
mod accession;
mod act;
mod assertion;
pub mod canonical;
mod claim;
mod date;
mod described;
mod digest;
mod event;
mod grant;
mod id;
mod item;
mod key;
mod mention;
mod original;
mod package;
mod page;
mod place;
mod receipt;
mod salt;
mod subject;

pub use access::{AccessLevel, ContentFlag};
pub use accession::{
    AccessionRecord, Authority, Custodian, Gap, GapReason, Person, PersonRole, Reliability,
};
pub use act::{
    AccessionClosed, Accessioned, Act, Exported, FixityChecked, ItemClosed, KeyEnrolled,
    KeyRevoked, Replicated, Secured, SuccessorBegun,
};
pub use assertion::{
    IdentityClaim, IdentityDecided, IdentityDecision, IdentityProposal, IdentityProposed,
};
pub use claim::{ClaimAlgorithm, SenderClaim};
pub use date::{DateError, Interpretation, Precision, RecordDate};
pub use described::{
    Described, MentionsImported, Office, OfficeRecorded, RivalReading, SheetMentions,
};
pub use digest::{Digest, DigestError};
pub use event::{EVENT_TAG, Event, EventError, ObjectRef, Outcome};
pub use grant::{
    AccountChanged, ExportDecided, ExportProposal, Extent, Grant, GrantConfirmed, GrantDecision,
    GrantProposal, GrantProposed, GrantWithdrawn, PagesRead, Reading, Role, Scope,
};
pub use id::{
    AccessionId, AgentId, AlertId, AssertionId, ExportId, GrantId, Id, IdError, ItemId, MentionId,
    OfficeId, PackageId, PageId,
};
pub use item::{FileRecord, ItemDescription, ItemRecord};
pub use key::{KeyAlgorithm, KeyRole};
pub use mention::{AskedPerson, Mention, MentionBasis, MentionRole, Named};
pub use original::OriginalPath;
pub use package::{
    PACKAGE_FORMAT, PackageDescription, PackageVerification, PackagedAccession, PackagedFile,
    PackagedItem,
};
pub use page::{
    Area, ImageOf, PageCommitted, PageSuperseded, PageTranscribed, PageUnreadable, Transcription,
    Zone,
};
pub use place::{PlaceError, PlaceLevel, PlacePath, PlaceStep};
pub use receipt::{EventRange, Receipt, ReceiptItem};
pub use salt::{Nonce, Salt};
pub use subject::{NumberKind, RecordNumber, RecordType};

/// The JSON Schemas (draft 2020-12) of everything that leaves the program as JSON, by file name. They are
/// checked in under `archive-schema/schemas/`; `cargo xtask schemas` writes them anew.
#[must_use]
pub fn schemas() -> Vec<(&'static str, String)> {
    fn schema<T: schemars::JsonSchema>() -> String {
        format!("{:#}\n", schemars::schema_for!(T).to_value())
    }
    vec![
        ("event.schema.json", schema::<Event>()),
        ("accession.schema.json", schema::<AccessionRecord>()),
        ("item.schema.json", schema::<ItemRecord>()),
        ("receipt.schema.json", schema::<Receipt>()),
        ("transcription.schema.json", schema::<Transcription>()),
        ("mentions.schema.json", schema::<SheetMentions>()),
        ("office.schema.json", schema::<Office>()),
        ("identity.schema.json", schema::<IdentityProposal>()),
        ("grant.schema.json", schema::<GrantProposal>()),
        ("reading.schema.json", schema::<Reading>()),
        ("export.schema.json", schema::<ExportProposal>()),
        ("package.schema.json", schema::<PackageDescription>()),
    ]
}
