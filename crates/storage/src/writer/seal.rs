//! Sealing what leaves the archive.

use sijill_keys::PublicKey;
use sijill_schema::KeyRole;

use super::Writer;
use crate::error::{Result, StorageError};
use crate::keyset::Unlock;

/// A seal, and the key that verifies it.
#[derive(Debug, Clone)]
pub struct Seal {
    /// ECDSA P-256 with SHA-256, DER.
    pub signature: Vec<u8>,
    /// The public key, as the log enrolled it.
    pub key: PublicKey,
}

impl Writer {
    /// Seals a message with the archive's seal key.
    ///
    /// # Errors
    /// If the key does not open, or is not the one that the log enrolled.
    pub fn seal_message<'k>(&self, keys: impl Into<Unlock<'k>>, message: &[u8]) -> Result<Seal> {
        let role = KeyRole::Seal;
        let key = self.registry.current(role);
        let key = key.ok_or(StorageError::KeyChanged { role: role.name() })?;
        self.with_shared(keys.into(), role, (key.id, &key.public), |key| {
            Ok(Seal { signature: key.seal_message(message)?, key: key.public() })
        })
    }

    /// The keys that the log enrolled, up to now.
    #[must_use]
    pub fn registry(&self) -> &crate::registry::KeyRegistry {
        &self.registry
    }
}
