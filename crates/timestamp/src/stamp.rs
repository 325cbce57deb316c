//! What a verified token proves.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use rustls_pki_types::CertificateDer;

use crate::certificate::Certificate;
use crate::certificates::Certificates;
use crate::error::VerifyError;
use crate::info::TokenInfo;

/// A key, known by the SHA-256 of its SubjectPublicKeyInfo.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyIdentity(pub [u8; 32]);

/// `sha256:` and hexadecimal digits, as `openssl pkey -pubin -outform DER | sha256sum` finds them.
impl fmt::Display for KeyIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyIdentity({self})")
    }
}

/// Whoever holds a key of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// The certificate's subject, as RFC 4514 writes it.
    pub subject: String,
    /// The key.
    pub key: KeyIdentity,
    /// The last second of the certificate's validity.
    pub not_after: Timestamp,
}

impl Authority {
    fn read(der: &CertificateDer<'_>) -> Result<Self, VerifyError> {
        let certificate = Certificate::from_der(der).map_err(VerifyError::Certificate)?;
        let unreadable = || VerifyError::Certificate("its key or its validity".into());
        let (_, not_after) = certificate.validity().ok_or_else(unreadable)?;
        let key = KeyIdentity(certificate.key().ok_or_else(unreadable)?);
        Ok(Self { subject: certificate.subject(), key, not_after })
    }
}

/// A verified token: the authority saw the imprint at this time.
#[derive(Clone, Debug)]
pub struct Stamp {
    info: TokenInfo,
    chain: Certificates,
    signer: Authority,
    root: Authority,
    good_until: Timestamp,
}

impl Stamp {
    pub(crate) fn new(
        info: TokenInfo,
        chain: Vec<CertificateDer<'static>>,
    ) -> Result<Self, VerifyError> {
        let authorities: Vec<_> = chain.iter().map(Authority::read).collect::<Result<_, _>>()?;
        let ends = (authorities.first().cloned(), authorities.last().cloned());
        let good_until = authorities.iter().map(|authority| authority.not_after).min();
        let ((Some(signer), Some(root)), Some(good_until)) = (ends, good_until) else {
            return Err(VerifyError::NoSigner);
        };
        Ok(Self { info, chain: Certificates(chain), signer, root, good_until })
    }

    /// What the authority signed.
    #[must_use]
    pub fn info(&self) -> &TokenInfo {
        &self.info
    }

    /// The time that the authority's clock showed.
    #[must_use]
    pub fn time(&self) -> Timestamp {
        self.info.time
    }

    /// The earliest that it can have been, by the accuracy that the authority claims.
    #[must_use]
    pub fn earliest(&self) -> Timestamp {
        self.info.time.saturating_sub(self.deviation()).unwrap_or(self.info.time)
    }

    /// The latest that it can have been, by the accuracy that the authority claims.
    #[must_use]
    pub fn latest(&self) -> Timestamp {
        self.info.time.saturating_add(self.deviation()).unwrap_or(self.info.time)
    }

    fn deviation(&self) -> SignedDuration {
        let deviation = self.info.accuracy.map(|accuracy| accuracy.duration()).unwrap_or_default();
        SignedDuration::try_from(deviation).unwrap_or(SignedDuration::MAX)
    }

    /// Whose key signed.
    #[must_use]
    pub fn signer(&self) -> &Authority {
        &self.signer
    }

    /// The trusted root that vouches for the signer.
    #[must_use]
    pub fn root(&self) -> &Authority {
        &self.root
    }

    /// Whether two stamps come from one authority, so that together they say no more than either: they
    /// share the signer's key, or the root.
    #[must_use]
    pub fn shares_authority_with(&self, other: &Self) -> bool {
        self.signer.key == other.signer.key || self.root.key == other.root.key
    }

    /// The certificates from the signer's to the root's, to be kept beside the token: authorities withdraw theirs.
    #[must_use]
    pub fn chain(&self) -> &Certificates {
        &self.chain
    }

    /// Until when the stamp proves its time on its own: the first certificate of the chain ends then. Stamp
    /// it again before, over [`renewal_digest`](crate::renewal_digest).
    #[must_use]
    pub fn good_until(&self) -> Timestamp {
        self.good_until
    }
}
