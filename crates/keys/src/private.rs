//! Private keys: made, asked for their public half, and turned into PKCS#8 (RFC 5958) and back.
//!
//! Ed25519 and X25519 keys are written as version 1, without the public key attribute of version 2,
//! because openssl 3.0 refuses it (RFC 8410 section 7 allows both). All variants wipe on drop.

use std::fmt;

use pkcs8::der::{SecretDocument, asn1::OctetStringRef};
use pkcs8::{AlgorithmIdentifierRef, EncodePrivateKey, ObjectIdentifier, PrivateKeyInfoRef};
use x25519_dalek::StaticSecret;
use zeroize::Zeroizing;

use crate::{Algorithm, KeyError, PublicKey, algorithm, public, random};

/// The DER header of a CurvePrivateKey, an OCTET STRING of 32 bytes (RFC 8410 section 7).
const CURVE_PRIVATE_KEY: [u8; 2] = [0x04, 0x20];

/// A private key of one of the three kinds, wiped from memory on drop and never printed.
pub enum PrivateKey {
    /// Signs events and checkpoints.
    Ed25519(ed25519_dalek::SigningKey),
    /// Signs evidence packages.
    EcdsaP256(p256::ecdsa::SigningKey),
    /// Opens sealed secrets.
    X25519(StaticSecret),
}

impl PrivateKey {
    /// A fresh key from the randomness of the operating system.
    pub fn generate(algorithm: Algorithm) -> Result<Self, KeyError> {
        Ok(match algorithm {
            Algorithm::Ed25519 => {
                Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(&*random::bytes()?))
            }
            Algorithm::EcdsaP256 => Self::EcdsaP256(generate_p256()?),
            Algorithm::X25519 => Self::X25519(StaticSecret::from(*random::bytes()?)),
        })
    }

    /// Which kind of key this is.
    pub fn algorithm(&self) -> Algorithm {
        match self {
            Self::Ed25519(_) => Algorithm::Ed25519,
            Self::EcdsaP256(_) => Algorithm::EcdsaP256,
            Self::X25519(_) => Algorithm::X25519,
        }
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        match self {
            Self::Ed25519(key) => key.verifying_key().into(),
            Self::EcdsaP256(key) => (*key.verifying_key()).into(),
            Self::X25519(key) => x25519_dalek::PublicKey::from(key).into(),
        }
    }

    /// Passes the key on only if it belongs to the public key on record.
    ///
    /// PBES2 does not authenticate: a damaged Ed25519 or X25519 file can decrypt to another valid key.
    /// Whoever knows the public key (the log's enrolments do) asks this before the first signature.
    pub fn belonging_to(self, recorded: &PublicKey) -> Result<Self, KeyError> {
        if self.public() == *recorded { Ok(self) } else { Err(KeyError::OtherKey) }
    }

    /// The Ed25519 key, if it is one.
    pub fn as_ed25519(&self) -> Option<&ed25519_dalek::SigningKey> {
        if let Self::Ed25519(key) = self { Some(key) } else { None }
    }

    /// The ECDSA P-256 key, if it is one.
    pub fn as_ecdsa_p256(&self) -> Option<&p256::ecdsa::SigningKey> {
        if let Self::EcdsaP256(key) = self { Some(key) } else { None }
    }

    /// The X25519 key, if it is one.
    pub fn as_x25519(&self) -> Option<&StaticSecret> {
        if let Self::X25519(key) = self { Some(key) } else { None }
    }

    /// The unencrypted PKCS#8; stays inside this crate.
    pub(crate) fn to_pkcs8(&self) -> Result<SecretDocument, KeyError> {
        match self {
            Self::Ed25519(key) => curve_to_pkcs8(algorithm::ED25519, key.as_bytes()),
            Self::X25519(key) => curve_to_pkcs8(algorithm::X25519, key.as_bytes()),
            Self::EcdsaP256(key) => key.to_pkcs8_der().map_err(KeyError::malformed),
        }
    }

    /// Reads the unencrypted PKCS#8, of version 1 or 2.
    pub(crate) fn from_pkcs8(info: PrivateKeyInfoRef<'_>) -> Result<Self, KeyError> {
        let claimed = info.public_key.and_then(|bits| bits.as_bytes());
        let key = match info.algorithm.oid {
            algorithm::ED25519 => Self::Ed25519((&*curve_secret(&info)?).into()),
            algorithm::X25519 => Self::X25519((*curve_secret(&info)?).into()),
            algorithm::EC => Self::EcdsaP256(ec_key(info)?),
            other => return Err(KeyError::unsupported(format!("algorithm {other}"))),
        };
        match claimed {
            Some(raw) if raw != key.public().to_raw() => Err(KeyError::OtherKey),
            _ => Ok(key),
        }
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({}, ..)", self.algorithm())
    }
}

/// FIPS 186-5 A.2.2: draw until the number lies between 1 and n-1; one draw in 2^32 does not.
fn generate_p256() -> Result<p256::ecdsa::SigningKey, KeyError> {
    loop {
        let candidate = random::bytes::<32>()?;
        if let Ok(key) = p256::ecdsa::SigningKey::from_slice(&*candidate) {
            return Ok(key);
        }
    }
}

/// The public key that RFC 5915 repeats inside is checked by the decoder.
fn ec_key(info: PrivateKeyInfoRef<'_>) -> Result<p256::ecdsa::SigningKey, KeyError> {
    public::on_p256(&info.algorithm)?;
    info.try_into().map_err(KeyError::malformed)
}

fn curve_to_pkcs8(oid: ObjectIdentifier, secret: &[u8; 32]) -> Result<SecretDocument, KeyError> {
    let mut inner = Zeroizing::new([0; 34]);
    inner[..2].copy_from_slice(&CURVE_PRIVATE_KEY);
    inner[2..].copy_from_slice(secret);
    let octets = OctetStringRef::new(&*inner).map_err(KeyError::malformed)?;
    let info = PrivateKeyInfoRef::new(AlgorithmIdentifierRef { oid, parameters: None }, octets);
    info.try_into().map_err(KeyError::malformed)
}

fn curve_secret(info: &PrivateKeyInfoRef<'_>) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    public::bare(&info.algorithm)?;
    let secret = info.private_key.as_bytes().strip_prefix(&CURVE_PRIVATE_KEY);
    let secret = secret.ok_or_else(|| KeyError::malformed("not a CurvePrivateKey"))?;
    Ok(Zeroizing::new(secret.try_into().map_err(KeyError::malformed)?))
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::pkcs8::{KeypairBytes, PublicKeyBytes};
    use pkcs8::der::Decode;

    use super::*;

    /// A version 2 file, which other tools write, with `public` as its public key attribute.
    fn read_v2(secret_key: [u8; 32], public: [u8; 32]) -> Result<PrivateKey, KeyError> {
        let pair = KeypairBytes { secret_key, public_key: Some(PublicKeyBytes(public)) };
        let der = pair.to_pkcs8_der().unwrap();
        PrivateKey::from_pkcs8(PrivateKeyInfoRef::from_der(der.as_bytes()).unwrap())
    }

    #[test]
    fn a_version_2_key_must_match_its_public_key() {
        let key = ed25519_dalek::SigningKey::from_bytes(&[3; 32]);
        let public = key.verifying_key();
        assert_eq!(read_v2([3; 32], public.to_bytes()).unwrap().public(), public.into());
        assert!(matches!(read_v2([4; 32], public.to_bytes()), Err(KeyError::OtherKey)));
    }
}
