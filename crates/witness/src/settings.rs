//! `witness.toml`: what the witness is called and its public key.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sijill_storage::durable;
use sijill_translog::{SignatureType, VerifierKey};

use crate::error::{Result, WitnessError};

/// The newest format that this program knows.
const FORMAT: u64 = 1;

const PREAMBLE: &str = "\
# A Sijill witness (شاهد). NEVER restore this folder from a backup and never run a copy of it:
# a witness that forgets what it cosigned is worth nothing. Make a new one under another name instead.
";

/// What stands in the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    format: u64,
    vkey: String,
    created: Timestamp,
}

#[derive(Deserialize)]
struct FormatOnly {
    format: u64,
}

impl Settings {
    pub fn new(key: &VerifierKey) -> Self {
        Self { format: FORMAT, vkey: key.to_string(), created: Timestamp::now() }
    }

    /// Reads the witness's public key.
    pub fn read(path: &Path, folder: &Path) -> Result<VerifierKey> {
        use std::io::ErrorKind::{NotADirectory, NotFound};
        let text = match fs_err::read_to_string(path) {
            Err(error) if matches!(error.kind(), NotFound | NotADirectory) => {
                return Err(WitnessError::NotAWitness { path: folder.to_owned() });
            }
            other => other?,
        };
        let damaged = |what: String| WitnessError::Damaged { path: path.to_owned(), what };
        let format =
            toml::from_str::<FormatOnly>(&text).map_err(|e| damaged(e.message().into()))?;
        if format.format != FORMAT {
            let (path, found) = (folder.to_owned(), format.format);
            return Err(WitnessError::FutureFormat { path, found, known: FORMAT });
        }
        let settings: Self = toml::from_str(&text).map_err(|e| damaged(e.message().into()))?;
        let key: VerifierKey = settings.vkey.parse().map_err(|e| damaged(format!("{e}")))?;
        match key.signature_type() {
            SignatureType::Cosignature => Ok(key),
            other => Err(damaged(format!("its key is of type {other}"))),
        }
    }

    pub fn write(&self, path: &Path) -> Result<()> {
        let toml = toml::to_string(self).map_err(|error| WitnessError::Damaged {
            path: path.to_owned(),
            what: error.to_string(),
        })?;
        Ok(durable::replace(path, format!("{PREAMBLE}{toml}").as_bytes(), 0o644)?)
    }
}
