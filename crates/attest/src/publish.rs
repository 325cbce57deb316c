//! What the log hands out: proofs, and its hashes as tiles.

use std::path::Path;

use serde::Serialize;
use sijill_storage::{Archive, Ledger, SignedHead, durable};
use sijill_translog::tiles::{TilePath, bundles_between, tiles_between, write_bundle};
use sijill_translog::{Hash, Note, TlogProof, prove_consistency, prove_inclusion};

use crate::cosign::newest;
use crate::error::{AttestError, Result};
use crate::fork::{Verdict, compare};

const VERIFY: &str = "run sijill verify";

/// A proof that an event is in the log (C2SP tlog-proof), under the newest checkpoint with its cosignatures.
///
/// # Errors
/// If no checkpoint covers the event, or the ledger cannot be read.
pub fn prove(archive: &Archive, seq: u64) -> Result<Vec<u8>> {
    let ledger = archive.ledger()?;
    let head = newest(archive)?;
    if seq >= head.size {
        let what = format!("the newest checkpoint covers the events 0 to {}", head.size - 1);
        let remedy = "run sijill log checkpoint first, or name an earlier event";
        return Err(AttestError::refused(what, remedy));
    }
    let path = prove_inclusion(seq, head.size, &ledger).map_err(damaged)?;
    let proof = TlogProof::new(seq, path, attested(&ledger, &head)?).map_err(damaged)?;
    Ok(proof.to_bytes())
}

/// A proof that the newest checkpoint extends an older one.
#[derive(Debug, Serialize)]
pub struct Consistency {
    /// The older size.
    pub old: u64,
    /// The newest size.
    pub new: u64,
    /// The hashes (RFC 9162 section 2.1.4.1), base64.
    pub proof: Vec<String>,
    /// The newest checkpoint with its cosignatures.
    pub checkpoint: String,
}

/// Proves that the newest checkpoint extends one that was handed out earlier. Nothing is written, whatever
/// comes of it.
///
/// # Errors
/// If the note is not a checkpoint that this log signed; [`AttestError::Forked`] if it contradicts the ledger.
pub fn consistency(archive: &Archive, old: &[u8]) -> Result<Consistency> {
    let old = match compare(archive, old)? {
        Verdict::Fits(old) => old,
        Verdict::Contradicts(fork) => return Err(AttestError::Forked(fork)),
    };
    let ledger = archive.ledger()?;
    let head = newest(archive)?;
    if old.size > head.size {
        let what = format!("it covers {} events, the newest checkpoint {}", old.size, head.size);
        return Err(AttestError::refused(what, "run sijill log checkpoint first"));
    }
    let proof = prove_consistency(old.size, head.size, &ledger).map_err(damaged)?;
    let checkpoint = attested(&ledger, &head)?.to_bytes();
    Ok(Consistency {
        old: old.size,
        new: head.size,
        proof: proof.iter().map(Hash::to_string).collect(),
        checkpoint: String::from_utf8_lossy(&checkpoint).into_owned(),
    })
}

/// What publishing wrote.
#[derive(Debug, Serialize)]
pub struct Published {
    /// How many events the published checkpoint covers.
    pub size: u64,
    /// Files written now: tiles of hashes.
    pub tiles: u64,
    /// Files written now: bundles of entries.
    pub entries: u64,
}

/// Publishes the log as C2SP tlog-tiles in a folder: the hashes, the entries only if they are asked for, the
/// checkpoint last. Goes on where it stopped; a file that is there is never written again.
///
/// # Errors
/// If the folder holds another log, or something cannot be read or written.
pub fn publish(archive: &Archive, folder: &Path, entries: bool) -> Result<Published> {
    let ledger = archive.ledger()?;
    let head = newest(archive)?;
    refuse_foreign(archive, folder)?;
    let mut published = Published { size: head.size, tiles: 0, entries: 0 };
    fs_err::create_dir_all(folder)?;
    for tile in tiles_between(0, head.size) {
        let bytes = || tile.read_hashes(&ledger).map_err(damaged);
        published.tiles += u64::from(write_once(folder, &tile, bytes)?);
    }
    if entries {
        for tile in bundles_between(0, head.size) {
            published.entries += u64::from(write_once(folder, &tile, || bundle(&ledger, &tile))?);
        }
    }
    durable::sync_file_system(folder)?;
    let note = attested(&ledger, &head)?.to_bytes();
    durable::replace(&folder.join("checkpoint"), &note, 0o644)?;
    Ok(published)
}

/// The folder is new, empty, or has what this log published before: anything else is not ours to mix with.
fn refuse_foreign(archive: &Archive, folder: &Path) -> Result<()> {
    let refused = |what: String| AttestError::refused(what, "name another folder");
    match fs_err::read(folder.join("checkpoint")) {
        Ok(note) => match compare(archive, &note) {
            Ok(Verdict::Fits(_)) => Ok(()),
            Ok(Verdict::Contradicts(fork)) => Err(AttestError::Forked(fork)),
            Err(error) => Err(refused(format!("{} is of another log: {error}", folder.display()))),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let Ok(mut found) = fs_err::read_dir(folder) else { return Ok(()) };
            // Publishing that was cut short has tiles and no checkpoint yet.
            let foreign = found.any(|entry| !entry.is_ok_and(|entry| entry.file_name() == "tile"));
            if foreign {
                Err(refused(format!("{} is not empty", folder.display())))
            } else {
                Ok(())
            }
        }
        Err(error) => Err(error.into()),
    }
}

/// Writes a tile under its name in one step, unless it is there. It is durable once the disk is flushed.
fn write_once(
    folder: &Path,
    tile: &TilePath,
    bytes: impl FnOnce() -> Result<Vec<u8>>,
) -> Result<bool> {
    let path = folder.join(tile.to_string());
    if path.exists() {
        return Ok(false);
    }
    if let Some(parent) = path.parent() {
        fs_err::create_dir_all(parent)?;
    }
    durable::replace(&path, &bytes()?, 0o644)?;
    Ok(true)
}

fn bundle(ledger: &Ledger, tile: &TilePath) -> Result<Vec<u8>> {
    let leaves: Vec<_> = tile.contents().map(|seq| ledger.leaf(seq)).collect::<Result<_, _>>()?;
    write_bundle(leaves.iter().map(Vec::as_slice)).map_err(damaged)
}

fn attested(ledger: &Ledger, head: &SignedHead) -> Result<Note> {
    let attested = ledger.attested_checkpoint(head.size)?;
    Note::parse(&attested.map_or_else(|| head.note.clone(), |head| head.note)).map_err(damaged)
}

fn damaged(error: impl std::error::Error) -> AttestError {
    AttestError::refused(error.to_string(), VERIFY)
}
