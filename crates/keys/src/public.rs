//! Public keys as SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7), in DER or PEM (RFC 7468 section 13).
//!
//! Parsing is by the DER decoder and strict; a parsed key is a valid point, so that [`PublicKey`]
//! never has to fail later. Encoding is always the one canonical form: a P-256 point uncompressed.

use base64::{Engine, engine::general_purpose::STANDARD};
use pkcs8::der::{Decode, Document};
use pkcs8::{AlgorithmIdentifierRef, AssociatedOid, SubjectPublicKeyInfoRef};

use crate::{Algorithm, KeyError, algorithm};

const LABEL: &str = "PUBLIC KEY";
const PEM_LINE: usize = 64;

/// A public key of one of the three kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(Point);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Point {
    Ed25519(ed25519_dalek::VerifyingKey),
    EcdsaP256(p256::ecdsa::VerifyingKey),
    X25519(x25519_dalek::PublicKey),
}

impl PublicKey {
    /// Which kind of key this is.
    pub fn algorithm(&self) -> Algorithm {
        match self.0 {
            Point::Ed25519(_) => Algorithm::Ed25519,
            Point::EcdsaP256(_) => Algorithm::EcdsaP256,
            Point::X25519(_) => Algorithm::X25519,
        }
    }

    /// The SubjectPublicKeyInfo in DER.
    pub fn to_spki_der(&self) -> Vec<u8> {
        let mut der = self.algorithm().spki_prefix().to_vec();
        der.extend_from_slice(&self.to_raw());
        der
    }

    /// Reads a SubjectPublicKeyInfo in DER; refuses trailing bytes, invalid points and weak keys.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, KeyError> {
        let spki = SubjectPublicKeyInfoRef::from_der(der).map_err(KeyError::malformed)?;
        let raw = spki.subject_public_key.as_bytes().ok_or_else(|| KeyError::malformed("bits"))?;
        match spki.algorithm.oid {
            algorithm::ED25519 => bare(&spki.algorithm).and_then(|()| ed25519(raw)),
            algorithm::X25519 => bare(&spki.algorithm).and_then(|()| x25519(raw)),
            algorithm::EC => on_p256(&spki.algorithm).and_then(|()| ecdsa(raw)),
            other => Err(KeyError::unsupported(format!("algorithm {other}"))),
        }
    }

    /// The key as `openssl pkey -pubout` writes it, byte for byte.
    pub fn to_pem(&self) -> String {
        let mut pem = format!("-----BEGIN {LABEL}-----\n");
        for (at, symbol) in STANDARD.encode(self.to_spki_der()).chars().enumerate() {
            if at > 0 && at % PEM_LINE == 0 {
                pem.push('\n');
            }
            pem.push(symbol);
        }
        pem + &format!("\n-----END {LABEL}-----\n")
    }

    /// Reads a PEM "PUBLIC KEY".
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let (label, document) = Document::from_pem(pem).map_err(KeyError::malformed)?;
        if label != LABEL {
            return Err(KeyError::malformed(format!("a {label}, not a {LABEL}")));
        }
        Self::from_spki_der(document.as_bytes())
    }

    /// The Ed25519 key, if it is one.
    pub fn as_ed25519(&self) -> Option<&ed25519_dalek::VerifyingKey> {
        if let Point::Ed25519(key) = &self.0 { Some(key) } else { None }
    }

    /// The ECDSA P-256 key, if it is one.
    pub fn as_ecdsa_p256(&self) -> Option<&p256::ecdsa::VerifyingKey> {
        if let Point::EcdsaP256(key) = &self.0 { Some(key) } else { None }
    }

    /// The X25519 key, if it is one.
    pub fn as_x25519(&self) -> Option<&x25519_dalek::PublicKey> {
        if let Point::X25519(key) = &self.0 { Some(key) } else { None }
    }

    /// The key as it stands in the bit string of a SubjectPublicKeyInfo.
    pub(crate) fn to_raw(&self) -> Vec<u8> {
        match &self.0 {
            Point::Ed25519(key) => key.as_bytes().to_vec(),
            Point::EcdsaP256(key) => key.to_sec1_point(false).as_bytes().to_vec(),
            Point::X25519(key) => key.as_bytes().to_vec(),
        }
    }
}

impl From<ed25519_dalek::VerifyingKey> for PublicKey {
    fn from(key: ed25519_dalek::VerifyingKey) -> Self {
        Self(Point::Ed25519(key))
    }
}

impl From<p256::ecdsa::VerifyingKey> for PublicKey {
    fn from(key: p256::ecdsa::VerifyingKey) -> Self {
        Self(Point::EcdsaP256(key))
    }
}

impl From<x25519_dalek::PublicKey> for PublicKey {
    fn from(key: x25519_dalek::PublicKey) -> Self {
        Self(Point::X25519(key))
    }
}

/// RFC 8410 section 3: the parameters MUST be absent.
pub(crate) fn bare(id: &AlgorithmIdentifierRef<'_>) -> Result<(), KeyError> {
    match id.parameters {
        None => Ok(()),
        Some(_) => Err(KeyError::malformed("parameters where RFC 8410 allows none")),
    }
}

/// RFC 5480 section 2.1.1: the parameter names the curve, and only P-256 is ours.
pub(crate) fn on_p256(id: &AlgorithmIdentifierRef<'_>) -> Result<(), KeyError> {
    match id.parameters_oid() {
        Ok(curve) if curve == p256::NistP256::OID => Ok(()),
        Ok(curve) => Err(KeyError::unsupported(format!("curve {curve}"))),
        Err(_) => Err(KeyError::unsupported("a curve without a name")),
    }
}

fn ed25519(raw: &[u8]) -> Result<PublicKey, KeyError> {
    let key = ed25519_dalek::VerifyingKey::try_from(raw).map_err(KeyError::malformed)?;
    if key.is_weak() {
        // Under a small-order key one signature fits many messages.
        return Err(KeyError::malformed("a small-order Ed25519 key"));
    }
    Ok(key.into())
}

fn ecdsa(raw: &[u8]) -> Result<PublicKey, KeyError> {
    let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(raw).map_err(KeyError::malformed)?;
    Ok(key.into())
}

fn x25519(raw: &[u8]) -> Result<PublicKey, KeyError> {
    let bytes: [u8; 32] = raw.try_into().map_err(KeyError::malformed)?;
    Ok(x25519_dalek::PublicKey::from(bytes).into())
}
