//! Encryption: TLS 1.3 (RFC 8446) by rustls with ring, and nothing older. Without a certificate of its own the
//! server makes a small authority for this archive and a certificate under it, and keeps both beside the
//! archive's keys, where no backup goes: a certificate is no evidence and can be made again.

mod authority;
mod listener;

use std::path::PathBuf;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::error::ServerError;

pub(crate) use authority::{made, to_trust};
pub(crate) use listener::{Encrypted, From};

/// A certificate that somebody else gave, as files in PEM (RFC 7468).
#[derive(Debug, Clone)]
pub struct Certificate {
    /// The certificate, followed by those that lead to its authority.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// How requests reach the server.
#[derive(Debug, Clone)]
pub enum Encryption {
    /// TLS with a certificate of our own authority, for this name or address and those of this machine.
    Own,
    /// TLS with a certificate that somebody gave.
    Given(Certificate),
    /// A proxy before the server has the certificate, and only it reaches the server.
    BehindProxy,
    /// None: only for one's own machine.
    None,
}

impl Encryption {
    /// Whether a browser's connection is encrypted.
    #[must_use]
    pub const fn reaches_browsers(&self) -> bool {
        !matches!(self, Self::None)
    }
}

/// What is needed for the handshake.
pub(crate) fn settings(pem: &Certificate) -> Result<Arc<ServerConfig>, ServerError> {
    let refused =
        |path: &PathBuf, what: String| ServerError::Certificate { path: path.clone(), what };
    let bytes = fs_err::read(&pem.certificate)?;
    let chain: Vec<_> = CertificateDer::pem_slice_iter(&bytes)
        .collect::<Result<_, _>>()
        .map_err(|error| refused(&pem.certificate, error.to_string()))?;
    let bytes = zeroize::Zeroizing::new(fs_err::read(&pem.key)?);
    let key = PrivateKeyDer::from_pem_slice(&bytes)
        .map_err(|error| refused(&pem.key, error.to_string()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let unusable = |error: rustls::Error| refused(&pem.certificate, error.to_string());
    let mut settings = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(unusable)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(unusable)?;
    settings.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(settings))
}
