//! A small authority for one archive, made at the first start.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use sijill_storage::durable;

use super::Certificate;
use crate::error::ServerError;

/// The files of the folder `serving`.
const AUTHORITY: &str = "authority.pem";
const CERTIFICATE: &str = "certificate.pem";
const KEY: &str = "certificate.key.pem";
const ADDRESS: &str = "address.txt";

/// The certificate for this address in `folder`, made now if there is none. The authority's own key is not kept:
/// it signs this one certificate and is forgotten, so that nobody can sign another with it.
pub(crate) fn made(folder: &Path, address: SocketAddr) -> Result<Certificate, ServerError> {
    let made = Certificate { certificate: folder.join(CERTIFICATE), key: folder.join(KEY) };
    let host = address.ip().to_string();
    let is_for = fs_err::read_to_string(folder.join(ADDRESS)).unwrap_or_default();
    if is_for == host && made.certificate.exists() && made.key.exists() {
        return Ok(made);
    }
    let pems = make(address.ip()).map_err(|error| ServerError::Certificate {
        path: folder.to_owned(),
        what: error.to_string(),
    })?;
    private_folder(folder)?;
    durable::replace(&folder.join(AUTHORITY), pems.authority.as_bytes(), 0o644)?;
    durable::replace(&made.certificate, pems.chain.as_bytes(), 0o644)?;
    durable::replace(&made.key, pems.key.as_bytes(), 0o600)?;
    durable::replace(&folder.join(ADDRESS), host.as_bytes(), 0o644)?;
    Ok(made)
}

/// Where people find what their browsers should trust.
pub(crate) fn to_trust(folder: &Path) -> std::path::PathBuf {
    folder.join(AUTHORITY)
}

fn private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    match std::fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

struct Pems {
    authority: String,
    chain: String,
    key: String,
}

/// Valid so long that nobody is locked out in the field; whoever wants shorter gives a certificate.
fn make(address: IpAddr) -> Result<Pems, rcgen::Error> {
    let (from, until) = (date_time_ymd(2024, 1, 1), date_time_ymd(2044, 1, 1));
    let mut ours = CertificateParams::new(Vec::new())?;
    ours.distinguished_name.push(DnType::CommonName, "Sijill, this archive only");
    ours.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    ours.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
    (ours.not_before, ours.not_after) = (from, until);
    let signing = KeyPair::generate()?;
    let authority = ours.self_signed(&signing)?.pem();
    let issuer = Issuer::new(ours, signing);
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    if !names.contains(&address.to_string()) && !address.is_unspecified() {
        names.push(address.to_string());
    }
    let mut its = CertificateParams::new(names)?;
    its.distinguished_name.push(DnType::CommonName, "Sijill");
    its.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    its.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    its.use_authority_key_identifier_extension = true;
    (its.not_before, its.not_after) = (from, until);
    let key = KeyPair::generate()?;
    let certificate = its.signed_by(&key, &issuer)?.pem();
    Ok(Pems { chain: format!("{certificate}{authority}"), authority, key: key.serialize_pem() })
}
