//! Signature algorithms: RSA from 2048 bits with PKCS#1 v1.5 or PSS, and ECDSA on P-256 and P-384.

use der::Decode;
use der::asn1::ObjectIdentifier;
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm};
use webpki::ring;

use crate::ecdsa_sha512::EcdsaSha512;
use crate::error::VerifyError;
use crate::imprint::DigestAlgorithm;
use crate::reading;
use crate::signed_data::SignerInfo;

const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// What is accepted, of tokens as of certificates.
pub(crate) static ACCEPTED: &[&dyn SignatureVerificationAlgorithm] = &[
    ring::ECDSA_P256_SHA256,
    ring::ECDSA_P256_SHA384,
    ring::ECDSA_P384_SHA256,
    ring::ECDSA_P384_SHA384,
    &EcdsaSha512::P256,
    &EcdsaSha512::P384,
    ring::RSA_PKCS1_2048_8192_SHA256,
    ring::RSA_PKCS1_2048_8192_SHA384,
    ring::RSA_PKCS1_2048_8192_SHA512,
    ring::RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS,
    ring::RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS,
    ring::RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS,
    ring::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    ring::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
    ring::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
];

/// The algorithms that a signature may be of: several, where only the key says which curve.
fn candidates(signer: &SignerInfo) -> Vec<&'static dyn SignatureVerificationAlgorithm> {
    // RFC 3370 section 3.2: the algorithm may be the key's, and the digest is named beside it.
    if is_plain_rsa(&signer.signature_algorithm) {
        return vec![match signer.digest_algorithm {
            DigestAlgorithm::Sha256 => ring::RSA_PKCS1_2048_8192_SHA256,
            DigestAlgorithm::Sha384 => ring::RSA_PKCS1_2048_8192_SHA384,
            DigestAlgorithm::Sha512 => ring::RSA_PKCS1_2048_8192_SHA512,
        }];
    }
    let named = |algorithm: &&&'static dyn SignatureVerificationAlgorithm| {
        *algorithm.signature_alg_id() == signer.signature_algorithm[..]
    };
    ACCEPTED.iter().filter(named).copied().collect()
}

fn is_plain_rsa(identifier: &[u8]) -> bool {
    let read = reading::inside(identifier, |fields| {
        let oid = ObjectIdentifier::decode(fields)?;
        reading::optional(fields, der::Tag::Null)?;
        Ok(oid)
    });
    read == Ok(RSA_ENCRYPTION)
}

/// Verifies the signature over the signed attributes with the certificate's key.
pub(crate) fn verify(
    signer: &SignerInfo,
    certificate: &CertificateDer<'_>,
) -> Result<(), VerifyError> {
    let certificate = webpki::EndEntityCert::try_from(certificate)
        .map_err(|error| VerifyError::Certificate(error.to_string()))?;
    let mut failure = VerifyError::Algorithm;
    for algorithm in candidates(signer) {
        match certificate.verify_signature(algorithm, &signer.signed, &signer.signature) {
            Ok(()) => return Ok(()),
            // The key is of another curve: the next candidate, or no accepted algorithm.
            Err(webpki::Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_)) => {}
            Err(error) => failure = VerifyError::Signature(error),
        }
    }
    Err(failure)
}
