//! The decision: cosign or refuse, by the checks of the specification and in their order.

use super::{AddCheckpoint, Refusal};
use crate::{Checkpoint, EMPTY_ROOT, Hash, VerifierKey, verify_consistency};

/// A log that a witness is set up for, and what it cosigned last of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessedLog {
    /// The keys that sign the log's checkpoints; usually one, two while a key is replaced.
    pub keys: Vec<VerifierKey>,
    /// The last checkpoint cosigned, if any was.
    pub last: Option<WitnessedHead>,
}

/// The size and root of the last checkpoint cosigned of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WitnessedHead {
    /// The number of leaves.
    pub size: u64,
    /// The root.
    pub root: Hash,
}

/// Decides whether the request's checkpoint may be cosigned. `log` is the log of its origin, `None` if
/// the witness is not set up for it.
///
/// The answer holds only as long as `log.last` is still what was cosigned last.
///
/// # Errors
/// [`Refusal`], with the answer that the asker must get and whether the request is evidence.
pub fn judge(
    request: &AddCheckpoint,
    log: Option<&WitnessedLog>,
) -> Result<WitnessedHead, Refusal> {
    let checkpoint = request.checkpoint();
    let log = log.ok_or_else(|| Refusal::UnknownOrigin(checkpoint.origin.clone()))?;
    request.note().verify(&log.keys).map_err(Refusal::NotSigned)?;
    let old = request.old();
    if old > checkpoint.size {
        return Err(Refusal::OldAboveSize { old, size: checkpoint.size });
    }
    let last = log.last.unwrap_or(WitnessedHead { size: 0, root: EMPTY_ROOT });
    if old != last.size {
        return Err(Refusal::NotTheLast { old, last: last.size });
    }
    extends(checkpoint, last, request.proof())
}

/// Growth, no change, and the empty tree are one rule: what was cosigned last must be proved to be the
/// beginning of the new tree, and of the empty beginning nothing can be proved.
fn extends(
    checkpoint: &Checkpoint,
    last: WitnessedHead,
    proof: &[Hash],
) -> Result<WitnessedHead, Refusal> {
    let WitnessedHead { size, root } = last;
    let new = WitnessedHead { size: checkpoint.size, root: checkpoint.root };
    // Of no leaves there is one root and no history.
    if size > 0 && size == new.size && root != new.root {
        return Err(Refusal::Fork { size, cosigned: root, signed: new.root });
    }
    verify_consistency(size, &root, new.size, &new.root, proof)
        .map_err(|why| Refusal::NotAnExtension { why })?;
    Ok(new)
}
