//! Cosignatures (C2SP tlog-cosignature v1, signature type 0x04): what a witness says of a checkpoint.
//!
//! A cosignature states that at its time, the checkpoint was the largest consistent one that the cosigner
//! had seen of that origin. The time is inside what is signed, so nobody can move it. The cosigner's name
//! is not: one key is one witness, under however many names.

use std::fmt;
use std::num::NonZeroU64;

use ed25519_dalek::{Signer, SigningKey};

use crate::{KeyName, Note, SignatureLine, SignatureType, VerifierKey};

/// What is signed: a fixed line, the time, and the whole text of the note.
pub(crate) fn cosigned_message(seconds: NonZeroU64, text: &[u8]) -> Vec<u8> {
    let mut message = format!("cosignature/v1\ntime {seconds}\n").into_bytes();
    message.extend_from_slice(text);
    message
}

/// The time, big-endian seconds since 1970, and the Ed25519 signature after it. A time of 0 is refused:
/// of a witness it would say nothing (C2SP tlog-witness).
pub(crate) fn split_cosignature(blob: &[u8]) -> Option<(NonZeroU64, &[u8])> {
    let (seconds, signature) = blob.split_first_chunk()?;
    Some((NonZeroU64::new(u64::from_be_bytes(*seconds))?, signature))
}

impl SignatureLine {
    /// The time that a cosignature by `key` states, in seconds since 1970; `None` if the key is no
    /// cosigner's or the line is not by it.
    ///
    /// Only true of a line that [`Note::verify`] accepted.
    #[must_use]
    pub fn cosigned_at(&self, key: &VerifierKey) -> Option<u64> {
        let by_key = (self.name(), self.id()) == (key.name(), key.id());
        let cosigner = key.signature_type() == SignatureType::Cosignature;
        if !by_key || !cosigner {
            return None;
        }
        split_cosignature(self.signature()).map(|(seconds, _)| seconds.get())
    }
}

/// A witness's private key. The key is wiped from memory on drop and never shown.
///
/// To cosign is to promise that the checkpoint extends every other one cosigned before: whoever holds the
/// key must make sure of it.
pub struct Cosigner {
    verifier: VerifierKey,
    key: SigningKey,
}

impl Cosigner {
    /// An Ed25519 cosigner (signature type 0x04) under a name.
    #[must_use]
    pub fn ed25519(name: KeyName, key: SigningKey) -> Self {
        let verifier = VerifierKey::cosigner(name, key.verifying_key());
        Self { verifier, key }
    }

    /// The public key that verifies what this one cosigns.
    #[must_use]
    pub const fn verifier_key(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Cosigns a checkpoint at a time, in seconds since 1970.
    #[must_use]
    pub fn cosign(&self, checkpoint: &Note, seconds: NonZeroU64) -> SignatureLine {
        let message = cosigned_message(seconds, checkpoint.text().as_bytes());
        let signature = self.key.sign(&message);
        SignatureLine::cosignature(&self.verifier, seconds, &signature)
    }
}

impl fmt::Debug for Cosigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cosigner({})", self.verifier)
    }
}
