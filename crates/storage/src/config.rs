//! `archive.toml`: what the archive is called, its format and its log's public key.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sijill_translog::{KeyName, VerifierKey};

use crate::durable;
use crate::error::{Result, StorageError};

/// The newest archive format that this program knows.
pub const FORMAT: u64 = 1;

const PREAMBLE: &str = "\
# A Sijill archive (سِجِلّ). Do not edit: origin and log are what everything else is checked against.
# The keys are in the folder keys; the newest signed head of the log is in the file checkpoint.
";

/// The settings of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The version of the format on disk.
    pub format: u64,
    /// The log's name, a C2SP origin.
    pub origin: String,
    /// The log's public key, a C2SP verifier key.
    pub log: String,
    /// When the archive was made.
    pub created: Timestamp,
    /// When it was restored from a backup; until the newest checkpoint is shown it is then read-only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored: Option<Timestamp>,
}

/// Only the version: read first, so that a newer format is recognised whatever else it says.
#[derive(Deserialize)]
struct FormatOnly {
    format: u64,
}

impl Config {
    pub(crate) fn read(path: &Path, root: &Path) -> Result<Self> {
        let text = match fs_err::read_to_string(path) {
            Err(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
                ) =>
            {
                return Err(StorageError::NotAnArchive { path: root.to_owned() });
            }
            other => other?,
        };
        let damaged = |error: toml::de::Error| StorageError::Damaged {
            path: path.to_owned(),
            what: error.message().to_owned(),
        };
        let format = toml::from_str::<FormatOnly>(&text).map_err(damaged)?.format;
        if format != FORMAT {
            return Err(StorageError::FutureFormat {
                path: root.to_owned(),
                found: format,
                known: FORMAT,
            });
        }
        toml::from_str(&text).map_err(damaged)
    }

    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let toml = toml::to_string(self).map_err(|error| StorageError::Damaged {
            path: path.to_owned(),
            what: error.to_string(),
        })?;
        Ok(durable::replace(path, format!("{PREAMBLE}{toml}").as_bytes(), 0o644)?)
    }

    pub(crate) fn log_key(&self, path: &Path) -> Result<VerifierKey> {
        self.log.parse().map_err(|error| StorageError::Damaged {
            path: path.to_owned(),
            what: format!("the log's public key cannot be read: {error}"),
        })
    }
}

/// Checks a name for a log: what C2SP allows in a key name, and no `/a/` part, which is ours.
pub(crate) fn check_origin(origin: &str) -> Result<KeyName> {
    let remedy = "use something like a web address without https://, for example archive.example.org/damascus";
    let invalid = |what: String| StorageError::Invalid { what, remedy };
    if origin.contains("/a/") {
        return Err(invalid(format!(
            "the origin {origin:?} contains /a/, which marks the names of signers"
        )));
    }
    origin
        .parse()
        .map_err(|error| invalid(format!("the origin {origin:?} cannot be used: {error}")))
}
