//! The time stamping authorities that an archive asks: `tsa/<name>.pem`, certificates to believe, and above them
//! a line `URL: …` where the authority answers over HTTP.

use std::path::{Path, PathBuf};

use sijill_storage::{Archive, durable};
use sijill_timestamp::{Certificates, Trust};

use crate::error::{AttestError, Result};

const URL: &str = "URL:";

/// An authority that is known.
#[derive(Debug, Clone)]
pub(crate) struct Authority {
    /// Where it is asked.
    pub url: Option<String>,
    /// Its root, and what else its file holds.
    pub certificates: Certificates,
}

impl Authority {
    fn parse(path: &Path) -> Result<Self> {
        let bytes = fs_err::read(path)?;
        let certificates = Certificates::from_bytes(&bytes).map_err(|error| {
            let what = format!("{}: {error}", path.display());
            AttestError::refused(what, "put the root certificate of the authority there, as PEM")
        })?;
        let text = String::from_utf8_lossy(&bytes);
        let url = text.lines().find_map(|line| Some(line.strip_prefix(URL)?.trim().to_owned()));
        Ok(Self { url, certificates })
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        self.url.as_deref().unwrap_or("an authority by file")
    }

    /// Whether a stamp's root is one of its certificates.
    pub fn has(&self, root: &[u8]) -> bool {
        self.certificates.iter().any(|certificate| certificate == root)
    }
}

/// The authorities in the archive's folder `tsa`.
pub(crate) fn known(archive: &Archive) -> Result<Vec<Authority>> {
    let folder = archive.authorities();
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs_err::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "pem"));
    paths.sort();
    paths.iter().map(|path| Authority::parse(path)).collect()
}

/// The authority at a URL, believed for the certificates in a file or for those that are known.
pub(crate) fn at(archive: &Archive, url: &str, ca: Option<&Path>) -> Result<Authority> {
    if let Some(ca) = ca {
        let certificates = Authority::parse(ca)?.certificates;
        return Ok(Authority { url: Some(url.to_owned()), certificates });
    }
    let known = known(archive)?;
    let found = known.into_iter().find(|authority| authority.url.as_deref() == Some(url));
    found.ok_or_else(|| {
        let what = format!("no certificate is known for the authority {url}");
        AttestError::refused(what, "give the authority's root certificate once, with --ca FILE.pem")
    })
}

/// Whom to believe for an answer that came in a file.
pub(crate) fn trust(archive: &Archive, ca: Option<&Path>) -> Result<Trust> {
    let mut roots = Certificates::default();
    match ca {
        Some(ca) => roots.extend([Authority::parse(ca)?.certificates]),
        None => roots.extend(known(archive)?.into_iter().map(|authority| authority.certificates)),
    }
    if roots.is_empty() {
        let what = "no time stamping authority is known";
        let remedy = "give the authority's root certificate, with --ca FILE.pem, or put it into the folder tsa";
        return Err(AttestError::refused(what, remedy));
    }
    Ok(Trust::new(roots))
}

/// Keeps an authority that has answered well, so that it can be asked again without being named.
pub(crate) fn remember(archive: &Archive, authority: &Authority) -> Result<()> {
    let Some(url) = &authority.url else { return Ok(()) };
    if known(archive)?.iter().any(|known| known.url.as_ref() == Some(url)) {
        return Ok(());
    }
    let folder = archive.authorities();
    fs_err::create_dir_all(&folder)?;
    let host = url.split_once("://").map_or(url.as_str(), |(_, host)| host);
    let keep = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
    let name: String = host.trim_end_matches('/').chars().map(keep).collect();
    let text = format!("{URL} {url}\n{}", authority.certificates.to_pem());
    durable::replace(&folder.join(format!("{name}.pem")), text.as_bytes(), 0o644)?;
    Ok(durable::sync(archive.folder())?)
}
