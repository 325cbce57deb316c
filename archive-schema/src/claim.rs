//! What a sender says about a file, kept apart from what we found ourselves.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A digest that came with a file, in a manifest of the bag that it was sent in. It is the sender's word: it was
/// compared with the bytes on arrival, and proves nothing about the time before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SenderClaim {
    /// The algorithm of the digest.
    pub algorithm: ClaimAlgorithm,
    /// The digest, in lower-case hexadecimal digits.
    #[schemars(regex(pattern = "^([0-9a-f]{2})+$"))]
    pub digest: String,
    /// Whether the bytes that were received have this digest.
    pub agrees: bool,
}

/// Digest algorithms that senders use. MD5 and SHA-1 show accidents; neither proves anything against intent.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ClaimAlgorithm {
    /// RFC 1321.
    Md5,
    /// FIPS 180-4.
    Sha1,
    /// FIPS 180-4.
    Sha224,
    /// FIPS 180-4.
    Sha256,
    /// FIPS 180-4.
    Sha384,
    /// FIPS 180-4.
    Sha512,
}

impl ClaimAlgorithm {
    /// The name, as records and manifests have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha224 => "sha224",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }
}
