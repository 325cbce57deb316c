//! Sealing what leaves the archive.

use sijill_keys::{Passphrase, PublicKey};
use sijill_schema::KeyRole;

use super::Writer;
use super::unlock::unlock;
use crate::error::Result;

/// A seal, and the key that verifies it.
#[derive(Debug, Clone)]
pub struct Seal {
    /// ECDSA P-256 with SHA-256, DER.
    pub signature: Vec<u8>,
    /// The public key, as the log enrolled it.
    pub key: PublicKey,
}

impl Writer {
    /// Seals a message with the archive's seal key, unlocked for this one time.
    ///
    /// # Errors
    /// If the passphrase does not open the key, or it is not the one that the log enrolled.
    pub fn seal_message(&self, passphrase: &Passphrase, message: &[u8]) -> Result<Seal> {
        let holder = self.actor.holder;
        let (_, key) = unlock(&self.archive, &self.registry, holder, KeyRole::Seal, passphrase)?;
        Ok(Seal { signature: key.seal_message(message)?, key: key.public() })
    }

    /// The keys that the log enrolled, up to now.
    #[must_use]
    pub fn registry(&self) -> &crate::registry::KeyRegistry {
        &self.registry
    }
}
