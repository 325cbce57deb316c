//! The keys of signed notes (C2SP signed-note v1.0.0).
//!
//! A vkey states its own id, so one whose name, id and public key do not belong together is refused when
//! it is read.

use std::fmt;
use std::str::FromStr;

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::cosignature::{cosigned_message, split_cosignature};
use crate::{InvalidKeyName, KeyId, KeyName, NoteText, SignatureLine, SignatureType};

/// Why a text is not a vkey that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The text does not have the three parts of a vkey, or the last is not base64.
    #[error("not a verifier key: name+id+base64 is needed")]
    Malformed,
    /// The first part cannot name a key.
    #[error(transparent)]
    Name(#[from] InvalidKeyName),
    /// The key makes signatures that are not verified here.
    #[error(
        "the key of {name} has signature type {}, which is not supported",
        SignatureType::from_code(*code)
    )]
    UnsupportedType {
        /// The key's name.
        name: KeyName,
        /// The number of its type.
        code: u8,
    },
    /// The bytes are no Ed25519 public key.
    #[error("the key of {name} is not an Ed25519 public key")]
    PublicKey {
        /// The key's name.
        name: KeyName,
    },
    /// The id is not that of the name and the public key: one of the three was changed.
    #[error("the key of {name} is stated to be {stated} but is {computed}")]
    IdMismatch {
        /// The key's name.
        name: KeyName,
        /// The id in the text.
        stated: String,
        /// The id of the name and the public key.
        computed: KeyId,
    },
}

/// A public key that verifies signatures on notes. Its text form is the vkey: `name+id+base64`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: KeyName,
    id: KeyId,
    kind: KeyKind,
    key: VerifyingKey,
}

/// The signature types that are verified here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyKind {
    Note,
    Cosigner,
}

impl VerifierKey {
    /// An Ed25519 key (signature type 0x01) under a name.
    #[must_use]
    pub fn ed25519(name: KeyName, key: VerifyingKey) -> Self {
        Self::of_kind(KeyKind::Note, name, key)
    }

    /// A cosigner's Ed25519 key (signature type 0x04) under a name.
    #[must_use]
    pub fn cosigner(name: KeyName, key: VerifyingKey) -> Self {
        Self::of_kind(KeyKind::Cosigner, name, key)
    }

    fn of_kind(kind: KeyKind, name: KeyName, key: VerifyingKey) -> Self {
        let id = KeyId::of(&name, kind.signature_type(), key.as_bytes());
        Self { name, id, kind, key }
    }

    /// The key's name.
    #[must_use]
    pub const fn name(&self) -> &KeyName {
        &self.name
    }

    /// The key's id.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The Ed25519 public key.
    #[must_use]
    pub const fn public_key(&self) -> &VerifyingKey {
        &self.key
    }

    /// What the key signs: [`SignatureType::Ed25519`] or [`SignatureType::Cosignature`].
    #[must_use]
    pub const fn signature_type(&self) -> SignatureType {
        self.kind.signature_type()
    }

    /// Whether `signature` is this key's on `text` (RFC 8032, pure Ed25519); a cosigner's begins with
    /// its time.
    ///
    /// Strict: keys of small order and encodings that are not canonical are refused, so that all
    /// verifiers agree on each signature.
    #[must_use]
    pub fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        match self.kind {
            KeyKind::Note => self.verify_ed25519(text, signature),
            KeyKind::Cosigner => {
                split_cosignature(signature).is_some_and(|(seconds, signature)| {
                    self.verify_ed25519(&cosigned_message(seconds, text), signature)
                })
            }
        }
    }

    fn verify_ed25519(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }
}

impl KeyKind {
    const fn signature_type(self) -> SignatureType {
        match self {
            Self::Note => SignatureType::Ed25519,
            Self::Cosigner => SignatureType::Cosignature,
        }
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    /// Splits at the first two `+` only: the base64 may hold more.
    fn from_str(vkey: &str) -> Result<Self, KeyError> {
        let mut parts = vkey.splitn(3, '+');
        let (Some(name), Some(stated), Some(key)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(KeyError::Malformed);
        };
        let (kind, key) = public_key(name.parse()?, key)?;
        let key = Self::of_kind(kind, name.parse()?, key);
        // Comparing texts admits one spelling of the id, the one that Display writes.
        if key.id.to_string() != stated {
            let (name, stated, computed) = (key.name, stated.to_owned(), key.id);
            return Err(KeyError::IdMismatch { name, stated, computed });
        }
        Ok(key)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut typed = vec![self.signature_type().code()];
        typed.extend_from_slice(self.key.as_bytes());
        write!(f, "{}+{}+{}", self.name, self.id, STANDARD.encode(typed))
    }
}

fn public_key(name: KeyName, text: &str) -> Result<(KeyKind, VerifyingKey), KeyError> {
    let bytes = STANDARD.decode(text).map_err(|_| KeyError::Malformed)?;
    let (&code, key) = bytes.split_first().ok_or(KeyError::Malformed)?;
    let kind = match SignatureType::from_code(code) {
        SignatureType::Ed25519 => KeyKind::Note,
        SignatureType::Cosignature => KeyKind::Cosigner,
        SignatureType::Other(code) => return Err(KeyError::UnsupportedType { name, code }),
    };
    let key = VerifyingKey::try_from(key).map_err(|_| KeyError::PublicKey { name })?;
    Ok((kind, key))
}

/// A private key that signs notes. The key is wiped from memory on drop and never shown.
pub struct NoteSigner {
    verifier: VerifierKey,
    key: SigningKey,
}

impl NoteSigner {
    /// An Ed25519 key (signature type 0x01) under a name.
    #[must_use]
    pub fn ed25519(name: KeyName, key: SigningKey) -> Self {
        let verifier = VerifierKey::ed25519(name, key.verifying_key());
        Self { verifier, key }
    }

    /// The public key that verifies what this one signs.
    #[must_use]
    pub const fn verifier_key(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Signs a text: the bytes as they are, with the last LF and without the empty line after it.
    #[must_use]
    pub fn sign(&self, text: &NoteText) -> SignatureLine {
        let signature = self.key.sign(text.as_str().as_bytes());
        SignatureLine::ed25519(&self.verifier, &signature)
    }
}

impl fmt::Debug for NoteSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoteSigner({})", self.verifier)
    }
}
