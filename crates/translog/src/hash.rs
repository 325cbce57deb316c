//! The two hashes of a Merkle tree (RFC 6962 section 2.1).
//!
//! A leaf is hashed with the prefix 0x00 and a node with 0x01, so no record can pass for a node: that
//! would need two SHA-256 inputs, different in their first byte, with one digest.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

const LEAF_PREFIX: [u8; 1] = [0x00];
const NODE_PREFIX: [u8; 1] = [0x01];
const BASE64_LENGTH: usize = 44;

/// A SHA-256 digest: of a leaf, of a node, or of a whole tree.
///
/// Shown as standard base64 with padding (RFC 4648 section 4), as every C2SP text writes it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(pub [u8; 32]);

/// The root of the tree without leaves: SHA-256 of nothing (RFC 6962 section 2.1).
pub const EMPTY_ROOT: Hash = Hash([
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
]);

/// A text that is not the base64 of 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a hash: 32 bytes in canonical base64 with padding are needed")]
pub struct HashError;

impl Hash {
    /// Reads the base64 form.
    ///
    /// # Errors
    /// [`HashError`] unless `text` is exactly what `Display` writes for some hash: padding must be
    /// there, and the unused bits of the last character must be zero.
    pub fn from_base64(text: &str) -> Result<Self, HashError> {
        if text.len() != BASE64_LENGTH {
            return Err(HashError);
        }
        let bytes = STANDARD.decode(text).map_err(|_| HashError)?;
        bytes.try_into().map(Self).map_err(|_| HashError)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, ..] = self.0;
        write!(f, "Hash({a:02x}{b:02x}{c:02x}{d:02x}…)")
    }
}

/// The hash of a leaf: SHA-256(0x00 || record) (RFC 6962 section 2.1).
#[must_use]
pub fn leaf_hash(record: &[u8]) -> Hash {
    let digest = Sha256::new_with_prefix(LEAF_PREFIX).chain_update(record);
    Hash(digest.finalize().into())
}

/// The hash of a node: SHA-256(0x01 || left || right) (RFC 6962 section 2.1).
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let digest = Sha256::new_with_prefix(NODE_PREFIX).chain_update(left.0).chain_update(right.0);
    Hash(digest.finalize().into())
}
