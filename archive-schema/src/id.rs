//! Identifiers: opaque UUIDv7 (RFC 9562). A human reference code stands beside them and never replaces them.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Digest;

/// Why a text is not an identifier.
#[derive(Debug, thiserror::Error)]
#[error(
    "{text:?} is not an identifier of Sijill (a UUID such as 0197c3a0-0000-7000-8000-000000000000)"
)]
pub struct IdError {
    text: String,
}

/// What all identifiers have in common: sixteen bytes that say nothing about the record.
pub trait Id: Copy + fmt::Display {
    /// The identifier's sixteen bytes.
    fn uuid(self) -> Uuid;

    /// The form that OCFL objects and packages use: `urn:uuid:…` (RFC 9562).
    fn urn(self) -> String {
        format!("urn:uuid:{}", self.uuid())
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new identifier: UUIDv7, so that ids made later sort later.
            #[must_use]
            #[expect(clippy::new_without_default, reason = "two values of a default would differ")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }

            /// The identifier with these bytes, as an index or a table kept them.
            #[must_use]
            pub fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl Id for $name {
            fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            /// Reads the plain form or `urn:uuid:…`.
            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::parse_str(text).map(Self).map_err(|_| IdError { text: text.to_owned() })
            }
        }
    };
}

id! {
    /// An accession: what was taken over in one act.
    AccessionId
}
id! {
    /// An item, the physical unit of custody. An accession's own record is kept as an item too, under the
    /// same identifier.
    ItemId
}
id! {
    /// A page: one master file, or one image inside a master of several pages.
    PageId
}
id! {
    /// An evidence package that left the archive.
    PackageId
}
id! {
    /// A person as named on a page.
    MentionId
}
id! {
    /// An office, as an authority record has it.
    OfficeId
}
id! {
    /// An assertion about who is who.
    AssertionId
}
id! {
    /// A role that somebody was proposed for.
    GrantId
}
id! {
    /// Items that somebody wants to hand out.
    ExportId
}
id! {
    /// A question that is put to every page that comes in.
    AlertId
}
id! {
    /// Somebody or something that acts: a person, a station, the log. Who it is stands in the catalogue.
    AgentId
}

impl PageId {
    /// The page that is one image of a file of several: UUIDv8 (RFC 9562 section 5.8) of the first half of
    /// SHA-256 over a tag, the master's identifier and the image's number from 1, big endian.
    pub(crate) fn of_image(master: Self, image: u32) -> Self {
        let (tag, image) = (b"sijill/page/v1".as_slice(), image.to_be_bytes());
        Self(from_digest(Digest::of(&[tag, master.0.as_bytes(), &image].concat())))
    }
}

impl MentionId {
    /// The mention that says what the digest is of.
    pub(crate) fn of(digest: Digest) -> Self {
        Self(from_digest(digest))
    }
}

/// UUIDv8 of the first half of a digest.
pub(crate) fn from_digest(digest: Digest) -> Uuid {
    let mut half = [0; 16];
    half.copy_from_slice(&digest.as_bytes()[..16]);
    uuid::Builder::from_custom_bytes(half).into_uuid()
}

impl From<AccessionId> for ItemId {
    /// The custody of an accession's own record is told under the accession's identifier.
    fn from(id: AccessionId) -> Self {
        Self(id.0)
    }
}
