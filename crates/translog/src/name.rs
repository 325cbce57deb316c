//! How a note's signatures name their key (C2SP signed-note v1.0.0).
//!
//! A key is known by its name and its key id together. The id is the start of a hash over the name, the
//! signature type and the public key. It only helps to find the key: 32 bits can be made to collide, the
//! signature cannot.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// A key's name: not empty, and without Unicode white space, `+` or control characters.
///
/// For a log it should be the origin: a URL without its scheme, such as `example.com/log`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyName(String);

/// A text that cannot name a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name:?} cannot name a key: a name has no white space, no '+', and is not empty")]
pub struct InvalidKeyName {
    /// The text.
    pub name: String,
}

impl KeyName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for KeyName {
    type Error = InvalidKeyName;

    fn try_from(name: String) -> Result<Self, InvalidKeyName> {
        let forbidden = |c: char| c == '+' || c.is_whitespace() || c.is_control();
        if name.is_empty() || name.contains(forbidden) {
            return Err(InvalidKeyName { name });
        }
        Ok(Self(name))
    }
}

impl TryFrom<&str> for KeyName {
    type Error = InvalidKeyName;

    fn try_from(name: &str) -> Result<Self, InvalidKeyName> {
        name.to_owned().try_into()
    }
}

impl FromStr for KeyName {
    type Err = InvalidKeyName;

    fn from_str(name: &str) -> Result<Self, InvalidKeyName> {
        name.try_into()
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A key's id, which every signature line repeats; shown as eight hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId(pub u32);

impl KeyId {
    /// The id of a key: SHA-256(name || LF || type || public key), its first four bytes, big-endian.
    #[must_use]
    pub fn of(name: &KeyName, kind: SignatureType, public_key: &[u8]) -> Self {
        let digest = Sha256::new_with_prefix(name.as_str())
            .chain_update([b'\n', kind.code()])
            .chain_update(public_key);
        let [a, b, c, d, ..]: [u8; 32] = digest.finalize().into();
        Self(u32::from_be_bytes([a, b, c, d]))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

/// What a key signs and how, by its number in the registry of signed-note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureType {
    /// 0x01: Ed25519 (RFC 8032) over the note's text.
    Ed25519,
    /// 0x04: Ed25519 over a time and the note's text (C2SP tlog-cosignature).
    Cosignature,
    /// A type whose signatures are not verified here.
    Other(u8),
}

impl SignatureType {
    /// The type with this number.
    #[must_use]
    pub const fn from_code(code: u8) -> Self {
        match code {
            1 => Self::Ed25519,
            4 => Self::Cosignature,
            other => Self::Other(other),
        }
    }

    /// The number.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Ed25519 => 1,
            Self::Cosignature => 4,
            Self::Other(code) => code,
        }
    }

    /// What the registry calls the type.
    const fn registered(self) -> &'static str {
        match self.code() {
            0x01 => "Ed25519",
            0x02 => "ECDSA",
            0x04 => "Ed25519 cosignature",
            0x05 => "RFC 6962 tree head",
            0x06 => "ML-DSA-44 cosignature",
            0xff => "private",
            _ => "unknown",
        }
    }
}

impl fmt::Display for SignatureType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#04x} ({})", self.code(), self.registered())
    }
}
