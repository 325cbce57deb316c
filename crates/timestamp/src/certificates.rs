//! Bundles of certificates, as files hold them.

use der::pem::LineEnding;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use crate::certificate::Certificate;

/// Why a file gives no certificates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// Neither PEM nor DER.
    #[error("it has no certificate, neither as PEM nor as DER")]
    None,
    /// The PEM around a certificate is damaged.
    #[error("its PEM cannot be read: {0}")]
    Pem(String),
    /// A certificate is damaged.
    #[error("certificate {number} in it cannot be read: {reason}")]
    Malformed {
        /// Which, from 1.
        number: usize,
        /// What is wrong with it.
        reason: String,
    },
}

/// Certificates in the order of their file, each of them readable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificates(pub(crate) Vec<CertificateDer<'static>>);

impl Certificates {
    /// Reads a file of certificates: PEM with any text between them, or the DER of one.
    ///
    /// # Errors
    /// If there is none, or one cannot be read.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CertificateError> {
        let pem: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(bytes).collect();
        let pem = pem.map_err(|error| CertificateError::Pem(error.to_string()))?;
        let all = match pem[..] {
            [] if bytes.first() == Some(&0x30) => vec![CertificateDer::from(bytes.to_vec())],
            [] => return Err(CertificateError::None),
            _ => pem,
        };
        for (number, der) in (1..).zip(&all) {
            let malformed = |reason| CertificateError::Malformed { number, reason };
            Certificate::from_der(der).map_err(malformed)?;
        }
        Ok(Self(all))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The DER of each.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// The PEM of all, as `openssl ts -verify` reads it with `-CAfile` or `-untrusted`.
    #[must_use]
    pub fn to_pem(&self) -> String {
        let encode = |der: &[u8]| der::pem::encode_string("CERTIFICATE", LineEnding::LF, der);
        // Encoding fails only on lengths beyond the address space.
        self.iter().filter_map(|der| encode(der).ok()).collect()
    }
}

/// One bundle after the other.
impl Extend<Certificates> for Certificates {
    fn extend<I: IntoIterator<Item = Self>>(&mut self, bundles: I) {
        self.0.extend(bundles.into_iter().flat_map(|bundle| bundle.0));
    }
}
