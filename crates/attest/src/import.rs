//! What comes back on a stick: a witness's lines, an authority's answer, or a checkpoint that somebody holds.

use std::path::Path;

use serde::Serialize;
use sijill_storage::Archive;
use sijill_translog::{Checkpoint, Note};

use crate::cosign::{Cosigning, import_cosignatures};
use crate::error::{AttestError, Result};
use crate::fork::{Verdict, compare, stop};
use crate::timestamp::{Stamping, import_stamp};

/// What was taken in.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Imported {
    /// A witness's lines.
    Cosignatures(Cosigning),
    /// An authority's answer.
    Timestamp(Stamping),
    /// A checkpoint of this log that fits the ledger.
    Checkpoint {
        /// How many events it covers.
        size: u64,
    },
}

/// Takes in a file, whatever it is. Nothing of it is kept that does not verify.
///
/// # Errors
/// If it is none of these, or does not belong to this log; [`AttestError::Forked`] if it is a checkpoint that
/// this log signed over another history.
pub fn import(archive: &Archive, bytes: &[u8], ca: Option<&Path>) -> Result<Imported> {
    if bytes.first() == Some(&0x30) {
        return Ok(Imported::Timestamp(import_stamp(archive, bytes, ca)?));
    }
    if bytes.starts_with("— ".as_bytes()) {
        return Ok(Imported::Cosignatures(import_cosignatures(archive, bytes)?));
    }
    let Ok(note) = Note::parse(bytes) else {
        let what = "it is neither cosignature lines, nor a time stamp, nor a checkpoint";
        return Err(AttestError::refused(
            what,
            "name the file as the witness or authority sent it",
        ));
    };
    match compare(archive, bytes)? {
        Verdict::Contradicts(fork) => Err(stop(archive, *fork, "whoever brought this file")),
        Verdict::Fits(head) => Ok(cosignatures_on(archive, &note, &head)?),
    }
}

/// A checkpoint that fits may bring lines of witnesses along.
fn cosignatures_on(archive: &Archive, note: &Note, head: &Checkpoint) -> Result<Imported> {
    let ours = archive.ledger()?.checkpoint(head.size)?;
    let ours = ours.and_then(|ours| Note::parse(&ours.note).ok());
    let lines: String = note.signatures().iter().map(|line| format!("{line}\n")).collect();
    if ours.is_some_and(|ours| ours.text() == note.text())
        && let Ok(cosigning) = import_cosignatures(archive, lines.as_bytes())
    {
        return Ok(Imported::Cosignatures(cosigning));
    }
    Ok(Imported::Checkpoint { size: head.size })
}
