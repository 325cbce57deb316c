//! The archive on disk: ledger, objects, catalogue and keys; durability and crash rules live here and
//! nowhere else.
//!
//! Three things are kept apart. *Truth* (ledger and masters) is append-only and holds no personal data in the
//! ledger. The *catalogue* is private and editable. What is *derived* can be deleted and built again. One type
//! owns the folder, [`Archive`]; one at a time writes, [`Writer`]; anybody verifies, [`verify`].

mod archive;
mod arrivals;
mod catalogue;
mod config;
mod copies;
mod create;
mod database;
mod derived;
pub mod durable;
mod error;
mod exports;
mod grants;
mod index;
mod keyring;
mod keyset;
mod layout;
mod ledger;
mod looked_at;
mod masters;
mod names;
mod people;
mod policy;
mod readings;
mod registry;
mod secrets;
mod staging;
mod together;
pub mod verify;
mod writer;

pub use archive::Archive;
pub use arrivals::{Arrival, Arrivals};
pub use catalogue::{
    AccessionRow, Alert, Assertion, Candidate, Catalogue, Decided, Dismissal, DismissalReason,
    Intake, ItemRow,
};
pub use copies::Successor;
pub use derived::Derived;
pub use error::{ErrorKind, Freeze, Result, StorageError};
pub use exports::{Export, Exports, PackageMade};
pub use grants::{Granted, Grants};
pub use index::Index;
pub use keyset::{KeySet, Unlock};
pub use ledger::{
    Answer, Attestations, Cosignature, ForkEvidence, Ledger, LedgerWriter, SignedHead,
    TimestampRequest, TimestampToken, trust_in,
};
pub use masters::Master;
pub use names::KeyListing;
pub use readings::{Readings, Row};
pub use registry::{EnrolledKey, KeyRegistry, signer_name};
pub use secrets::PageSecrets;
pub use sijill_keys::Passphrase;
pub use staging::Staging;
pub use together::Together;
pub use writer::{
    Committed, Deed, Draft, Found, Look, LookedAt, Pixels, Proposal, Seal, TOOL, Writer,
};
