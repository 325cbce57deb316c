//! Seals: ECDSA P-256 signatures with SHA-256 in DER (FIPS 186-5, RFC 3279), which every `openssl` since 1.0
//! verifies with `openssl dgst -sha256 -verify`. Deterministic (RFC 6979): a seal needs no randomness.

use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{DerSignature, Signature};

use crate::{KeyError, PrivateKey, PublicKey};

impl PrivateKey {
    /// Seals a message: the DER signature.
    ///
    /// # Errors
    /// If this is not an ECDSA P-256 key.
    pub fn seal_message(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let key = self.as_ecdsa_p256().ok_or_else(|| KeyError::unsupported("not a seal key"))?;
        let signature: Signature = key.sign(message);
        Ok(signature.to_der().as_bytes().to_vec())
    }
}

impl PublicKey {
    /// Whether `seal` is this key's DER signature over a message; never for a key of another algorithm.
    pub fn verifies_seal(&self, message: &[u8], seal: &[u8]) -> bool {
        let signature = DerSignature::try_from(seal).ok();
        self.as_ecdsa_p256()
            .zip(signature)
            .is_some_and(|(key, signature)| key.verify(message, &signature).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Algorithm;

    #[test]
    fn a_seal_holds_for_its_message_and_key_only() {
        let key = PrivateKey::generate(Algorithm::EcdsaP256).unwrap();
        let other = PrivateKey::generate(Algorithm::EcdsaP256).unwrap();
        let seal = key.seal_message(b"message").unwrap();
        assert!(key.public().verifies_seal(b"message", &seal));
        assert!(!key.public().verifies_seal(b"massage", &seal));
        assert!(!other.public().verifies_seal(b"message", &seal));
        assert!(!key.public().verifies_seal(b"message", &[&seal[..], &[0]].concat()));
    }

    #[test]
    fn only_a_seal_key_seals() {
        let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
        assert!(key.seal_message(b"message").is_err());
        assert!(!key.public().verifies_seal(b"message", &[]));
    }
}
