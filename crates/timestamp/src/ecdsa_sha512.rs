//! ECDSA with SHA-512 on the curves P-256 and P-384, which authorities use and `ring` does not have.
//!
//! The digest is longer than the curve's order, so its first bits count (FIPS 186-5 section 6.4.2).

use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rustls_pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};

use crate::imprint::DigestAlgorithm;

/// The algorithm on one curve.
#[derive(Debug)]
pub(crate) enum EcdsaSha512 {
    P256,
    P384,
}

impl SignatureVerificationAlgorithm for EcdsaSha512 {
    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        match self {
            Self::P256 => alg_id::ECDSA_P256,
            Self::P384 => alg_id::ECDSA_P384,
        }
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_SHA512
    }

    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let digest = DigestAlgorithm::Sha512.digest(message);
        let verified = match self {
            Self::P256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(public_key).and_then(|key| {
                let signature = p256::ecdsa::Signature::from_der(signature)?;
                key.verify_prehash(digest.as_ref(), &signature)
            }),
            Self::P384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(public_key).and_then(|key| {
                let signature = p384::ecdsa::Signature::from_der(signature)?;
                key.verify_prehash(digest.as_ref(), &signature)
            }),
        };
        verified.map_err(|_| InvalidSignature)
    }
}
