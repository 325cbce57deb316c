//! BagIt ([RFC 8493](https://www.rfc-editor.org/rfc/rfc8493)): the box in which archives hand records over.
//!
//! - [`Container`] is a tree of files in a folder or in an uncompressed ZIP file, and [`pack`] makes the one into
//!   the other.
//! - [`Bag`] reads what a bag of version 0.93 to 1.0 says about itself; [`validate()`] judges it. Nothing that it lists is
//!   trusted: a path that leaves it on any system is an error, links are not followed, nothing is fetched.
//! - [`BagWriter`] writes bags of version 1.0 with SHA-256 and SHA-512 manifests and names that survive everywhere.
//!
//! A valid bag is an undamaged one. Whoever alters it and computes its manifests anew has a valid bag again: the
//! proof is in the seals and the log, which the evidence crate checks.

mod algorithm;
mod container;
mod durable;
mod hex;
mod name;
mod profile;
mod read;
mod report;
mod validate;
mod write;
mod zip;

pub use algorithm::{Algorithm, digests};
pub use container::{Container, ContainerError, FileReader, Irregular, IrregularKind};
pub use name::{NameError, PayloadName, TagName};
pub use profile::{EVIDENCE_PROFILE, EVIDENCE_PROFILE_IDENTIFIER};
pub use read::{Bag, Claim, Version};
pub use report::{Code, Finding, Report};
pub use validate::validate;
pub use write::{
    BagInfo, BagWriter, Digests, InfoError, Sha512Digest, WriteError, WrittenBag, add_seal,
};
pub use zip::{PackError, pack};
