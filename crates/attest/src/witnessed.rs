//! Whether a checkpoint counts as witnessed: k of n, as the policy says.

use serde::Serialize;
use sijill_storage::Archive;
use sijill_translog::{Note, Policy};

use crate::error::{AttestError, Result};
use crate::policy::read;

/// Who cosigned a checkpoint, and whether that is enough.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Witnessed {
    /// The witnesses that cosigned, as the policy calls them.
    pub by: Vec<By>,
    /// How many witnesses the policy names.
    pub of: usize,
    /// Whether the policy's quorum is met.
    pub quorum_met: bool,
    /// What is missing, in words.
    pub missing: Vec<String>,
}

/// A witness that cosigned.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct By {
    /// What the policy calls it.
    pub witness: String,
    /// When it says it cosigned, in seconds since 1970.
    pub at: u64,
}

/// Judges the checkpoint over so many events by the archive's policy.
///
/// # Errors
/// If the policy cannot be used, or a cosignature that is kept does not verify.
pub fn witnessed(archive: &Archive, size: u64) -> Result<Witnessed> {
    let attested = archive.ledger()?.attested_checkpoint(size)?;
    judge(&read(archive)?, &attested.map(|head| head.note).unwrap_or_default())
}

pub(crate) fn judge(policy: &Policy, note: &[u8]) -> Result<Witnessed> {
    let refused =
        |what: String| AttestError::refused(what, "run sijill verify, and look at policy.txt");
    let note = Note::parse(note).map_err(|error| refused(error.to_string()))?;
    let judged = policy.judge(&note).map_err(|error| refused(error.to_string()))?;
    let by = judged.cosigned.into_iter().map(|by| By { witness: by.witness, at: by.at }).collect();
    let missing = judged.missing.iter().map(ToString::to_string).collect();
    Ok(Witnessed { by, of: policy.witnesses().len(), quorum_met: judged.quorum_met, missing })
}
