//! Forks: a checkpoint that the log's own key signed, over a history that the archive does not have.

use std::fmt;
use std::path::PathBuf;

use sijill_storage::{Archive, Ledger, durable};
use sijill_translog::{Checkpoint, Hash, prove_consistency};

use crate::error::{AttestError, Result};

/// Two checkpoints of one log that cannot both be true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    /// What contradicts what, in words.
    pub what: String,
    /// This archive's checkpoint, the whole note.
    pub ours: Vec<u8>,
    /// The other one.
    pub theirs: Vec<u8>,
    /// Where both were written, for people outside; below the archive's folder.
    pub file: Option<PathBuf>,
    statement: String,
}

/// What a checkpoint from outside is to this archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The ledger begins with the events that it covers.
    Fits(Checkpoint),
    /// The log's own key signed another history.
    Contradicts(Box<Fork>),
}

impl Fork {
    /// What the person can do about it.
    pub const REMEDY: &str = "stop using this archive and keep everything as it is, the evidence file first of all; tell the witnesses and whoever holds receipts; go on from a sound backup with sijill restore --successor";

    /// The same where the fork was found by reading alone.
    pub(crate) const IMPORT: &str =
        "keep that file: sijill log import FILE stops this log and writes the evidence";
}

impl fmt::Display for Fork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FORK: {}", self.what)?;
        match &self.file {
            Some(file) => write!(f, "; both checkpoints are in {}", file.display()),
            None => Ok(()),
        }
    }
}

/// Compares a checkpoint from outside with the ledger. Nothing is written.
///
/// # Errors
/// If it is not a checkpoint that this log signed, or the ledger cannot be read.
pub fn compare(archive: &Archive, note: &[u8]) -> Result<Verdict> {
    let ledger = archive.ledger()?;
    let registry = archive.registry(&ledger, &archive.index(&ledger)?)?;
    let theirs = registry.open_checkpoint(note).map_err(|what| {
        let what = format!("it is not a checkpoint that this log signed: {what}");
        AttestError::refused(what, "show the whole note, with the signature of this log")
    })?;
    let held = ledger.size()?;
    if theirs.size > held {
        let what = format!(
            "this log's key signed {} events, and this archive has {held}: it is an old copy, or the log goes on elsewhere",
            theirs.size
        );
        return contradiction(&ledger, what, note, &theirs, None);
    }
    let root = ledger.frontier(theirs.size)?.root();
    if root == theirs.root {
        return Ok(Verdict::Fits(theirs));
    }
    let what = format!(
        "this log's key signed another history of its first {} events: root {}, here {root}",
        theirs.size, theirs.root
    );
    contradiction(&ledger, what, note, &theirs, Some(root))
}

fn contradiction(
    ledger: &Ledger,
    what: String,
    note: &[u8],
    theirs: &Checkpoint,
    root: Option<Hash>,
) -> Result<Verdict> {
    // A checkpoint of the same size says it without any proof.
    let same_size = ledger.checkpoint(theirs.size)?;
    let ours = match same_size {
        Some(head) => Some(head),
        None => ledger.newest_checkpoint()?,
    };
    let Some(ours) = ours else {
        return Err(AttestError::refused(
            "this archive never signed a checkpoint",
            "run sijill verify",
        ));
    };
    let mut statement = format!(
        "Evidence that the log {} has told two histories\n\n{what}.\nBoth notes below bear the signature of the log's key.\n",
        theirs.origin
    );
    if let Some(root) = root.filter(|_| ours.size > theirs.size) {
        let proof = prove_consistency(theirs.size, ours.size, ledger)
            .map_err(|error| AttestError::refused(error.to_string(), "run sijill verify"))?;
        statement += &format!(
            "The archive's tree had the root {root} at {} events, as these hashes prove (RFC 9162 section 2.1.4.2):\n",
            theirs.size
        );
        proof.iter().for_each(|hash| statement += &format!("{hash}\n"));
    }
    let (ours, theirs) = (ours.note, note.to_vec());
    statement += &format!(
        "\n--- the archive's checkpoint\n{}--- the other checkpoint\n{}",
        String::from_utf8_lossy(&ours),
        String::from_utf8_lossy(&theirs)
    );
    Ok(Verdict::Contradicts(Box::new(Fork { what, ours, theirs, file: None, statement })))
}

/// Ends the log: keeps the evidence in the ledger, which from here on signs nothing more, and beside it as a
/// text for people outside. Always an error.
pub(crate) fn stop(archive: &Archive, mut fork: Fork, holder: &str) -> AttestError {
    let what = format!("{} (shown by {holder})", fork.what);
    let kept = archive.attest().and_then(|mut attested| {
        attested.add_fork_evidence(&what, &fork.ours, &fork.theirs)?;
        Ok(())
    });
    let size: String =
        fork.theirs.split(|byte| *byte == b'\n').nth(1).map_or_else(String::new, |line| {
            line.iter().filter(|byte| byte.is_ascii_digit()).map(|byte| char::from(*byte)).collect()
        });
    let name: String = archive
        .origin()
        .as_str()
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '.' { c } else { '-' })
        .collect();
    let file = PathBuf::from(format!("fork-{name}-{size}.txt"));
    let written = durable::replace(&archive.folder().join(&file), fork.statement.as_bytes(), 0o644);
    fork.what = what;
    if written.is_ok() {
        fork.file = Some(file);
    }
    // Already frozen is frozen enough; anything else that went wrong is said beside the fork.
    if let Err(error) = kept {
        fork.what = format!("{}; the ledger could not take note of it: {error}", fork.what);
    }
    AttestError::Forked(Box::new(fork))
}
