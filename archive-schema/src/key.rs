//! Keys: what they are for, and what each custody act needs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a key is for. Each purpose has a key of its own.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum KeyRole {
    /// Signs checkpoints of the log, and nothing else.
    Log,
    /// Signs events for the machine on which they happened.
    Station,
    /// Signs events for a person.
    Person,
    /// Signs packages that leave the archive; ECDSA, because every old `openssl` can check it.
    Seal,
    /// Receives what only the archive may read (names of its people, later of requesters).
    Sealing,
}

/// The algorithm of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KeyAlgorithm {
    /// RFC 8032.
    Ed25519,
    /// FIPS 186-5, curve P-256, with SHA-256.
    EcdsaP256,
    /// RFC 7748.
    X25519,
}

impl KeyRole {
    /// Every role, in the order in which a new archive enrols its keys: the person first, who signs the rest.
    pub const ALL: [Self; 5] = [Self::Person, Self::Log, Self::Station, Self::Seal, Self::Sealing];

    /// The algorithm of a key with this role.
    #[must_use]
    pub fn algorithm(self) -> KeyAlgorithm {
        match self {
            Self::Log | Self::Station | Self::Person => KeyAlgorithm::Ed25519,
            Self::Seal => KeyAlgorithm::EcdsaP256,
            Self::Sealing => KeyAlgorithm::X25519,
        }
    }

    /// The role's name in files, events and on screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Station => "station",
            Self::Person => "person",
            Self::Seal => "seal",
            Self::Sealing => "sealing",
        }
    }

    /// Whether keys of this role put their signature on events.
    #[must_use]
    pub fn signs_events(self) -> bool {
        matches!(self, Self::Person | Self::Station)
    }
}
