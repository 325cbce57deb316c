//! The three kinds of key, and how each is named in ASN.1 (RFC 8410 section 3, RFC 5480 section 2.1.1).

use std::fmt;

use pkcs8::ObjectIdentifier;

/// What a key is for: signing the log, sealing packages, or receiving secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// Signatures on events and checkpoints (RFC 8032).
    Ed25519,
    /// Signatures on evidence packages, for verifiers without Ed25519 (FIPS 186-5).
    EcdsaP256,
    /// Receives sealed secrets (RFC 7748).
    X25519,
}

/// `id-Ed25519` (RFC 8410).
pub(crate) const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
/// `id-X25519` (RFC 8410).
pub(crate) const X25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.110");
/// `id-ecPublicKey` (RFC 5480); the curve is its parameter.
pub(crate) const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

impl Algorithm {
    /// The DER of a SubjectPublicKeyInfo up to the key itself. Every length in it is fixed, so that
    /// encoding is concatenation and cannot fail.
    pub(crate) fn spki_prefix(self) -> &'static [u8] {
        match self {
            Self::Ed25519 => b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00",
            Self::X25519 => b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x6e\x03\x21\x00",
            Self::EcdsaP256 => {
                b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00"
            }
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ed25519 => "Ed25519",
            Self::EcdsaP256 => "ECDSA P-256",
            Self::X25519 => "X25519",
        })
    }
}
