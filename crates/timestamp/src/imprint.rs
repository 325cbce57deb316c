//! Digests: what a token is about, and how parts of it are bound to one another.

use std::fmt;

use der::asn1::ObjectIdentifier;
use der::{Decode, Tag};
use ring::digest;

use crate::encoding;
use crate::reading::{self, Fields, meaningless};

/// The digests of FIPS 180-4 that a token may rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DigestAlgorithm {
    /// SHA-256, which this archive asks for.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl DigestAlgorithm {
    const ALL: [Self; 3] = [Self::Sha256, Self::Sha384, Self::Sha512];

    const fn oid(self) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(match self {
            Self::Sha256 => "2.16.840.1.101.3.4.2.1",
            Self::Sha384 => "2.16.840.1.101.3.4.2.2",
            Self::Sha512 => "2.16.840.1.101.3.4.2.3",
        })
    }

    /// The digest's length in bytes.
    const fn length(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    pub(crate) fn digest(self, data: &[u8]) -> digest::Digest {
        let algorithm = match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        };
        digest::digest(algorithm, data)
    }

    /// Reads an AlgorithmIdentifier; its parameters are absent or NULL.
    pub(crate) fn read(fields: &mut Fields<'_>) -> der::Result<Self> {
        reading::constructed(fields, Tag::Sequence, Self::read_inside)
    }

    pub(crate) fn read_inside(fields: &mut Fields<'_>) -> der::Result<Self> {
        let oid = ObjectIdentifier::decode(fields)?;
        let parameters = reading::optional(fields, Tag::Null)?;
        if parameters.is_some_and(|content| !content.is_empty()) {
            return Err(meaningless(Tag::Null));
        }
        let known = Self::ALL.into_iter().find(|algorithm| algorithm.oid() == oid);
        known.ok_or_else(|| der::ErrorKind::OidUnknown { oid }.to_error())
    }
}

/// As in openssl's messages: `sha256`.
impl fmt::Display for DigestAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        })
    }
}

/// The SHA-1 of a certificate, as RFC 2634 binds it. Nothing else here rests on SHA-1: the name and
/// number of the certificate are compared too, and the chain has to vouch for it.
pub(crate) fn sha1(data: &[u8]) -> digest::Digest {
    digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, data)
}

pub(crate) fn sha256(data: &[u8]) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(DigestAlgorithm::Sha256.digest(data).as_ref());
    bytes
}

/// What a token is about: a digest and its algorithm, compared as a whole.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Imprint {
    algorithm: DigestAlgorithm,
    digest: Vec<u8>,
}

impl Imprint {
    /// The SHA-256 of data.
    #[must_use]
    pub fn sha256(data: &[u8]) -> Self {
        Self::of(DigestAlgorithm::Sha256, data)
    }

    /// The digest of data, for a token that rests on another algorithm than ours.
    #[must_use]
    pub fn of(algorithm: DigestAlgorithm, data: &[u8]) -> Self {
        Self { algorithm, digest: algorithm.digest(data).as_ref().to_vec() }
    }

    /// The algorithm.
    #[must_use]
    pub fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// The digest.
    #[must_use]
    pub fn digest(&self) -> &[u8] {
        &self.digest
    }

    /// MessageImprint (RFC 3161 section 2.4.1).
    pub(crate) fn to_der(&self) -> Vec<u8> {
        let oid = encoding::value(encoding::OBJECT_IDENTIFIER, self.algorithm.oid().as_bytes());
        let null = encoding::value(encoding::NULL, &[]);
        let digest = encoding::value(encoding::OCTET_STRING, &self.digest);
        encoding::sequence(&[&encoding::sequence(&[&oid, &null]), &digest])
    }

    pub(crate) fn read(fields: &mut Fields<'_>) -> der::Result<Self> {
        reading::constructed(fields, Tag::Sequence, |fields| {
            let algorithm = DigestAlgorithm::read(fields)?;
            let digest = reading::field(fields, Tag::OctetString)?;
            if digest.len() != algorithm.length() {
                return Err(meaningless(Tag::OctetString));
            }
            Ok(Self { algorithm, digest: digest.to_vec() })
        })
    }
}

/// A SHA-256 that was computed already.
impl From<[u8; 32]> for Imprint {
    fn from(digest: [u8; 32]) -> Self {
        Self { algorithm: DigestAlgorithm::Sha256, digest: digest.to_vec() }
    }
}

/// `sha256:` and hexadecimal digits.
impl fmt::Display for Imprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.algorithm)?;
        self.digest.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Imprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Imprint({self})")
    }
}
