//! The body of an `add-checkpoint` request: the size that the asker believes was cosigned last, a proof
//! that the new checkpoint extends it, an empty line, and the signed checkpoint.

use crate::lines::{parse_decimal, split_head};
use crate::{Checkpoint, CheckpointError, Hash, MAX_TREE_SIZE, Note, NoteError};

/// The most hashes that a request may bring: no consistency proof needs more.
pub const MAX_PROOF_LINES: usize = 63;

/// Why bytes are no `add-checkpoint` request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MalformedRequest {
    /// The part before the checkpoint is not UTF-8, or no empty line ends it.
    #[error("the request has no empty line before its checkpoint")]
    NoCheckpoint,
    /// The first line is not `old` and a size.
    #[error("the request's first line is not \"old\" and a plain decimal number below 2^63")]
    Old,
    /// A line of the proof is no hash.
    #[error("line {line} of the request is not a hash in base64")]
    ProofLine {
        /// The line's number, from 1.
        line: usize,
    },
    /// More than [`MAX_PROOF_LINES`].
    #[error("the request's proof has more than {MAX_PROOF_LINES} lines")]
    ProofTooLong,
    /// What follows the empty line is no signed note.
    #[error("the request's checkpoint is {0}")]
    Note(#[from] NoteError),
    /// The note's text is no checkpoint.
    #[error("the request's checkpoint cannot be read: {0}")]
    Checkpoint(#[from] CheckpointError),
}

/// A request for a cosignature. Reading one verifies nothing: see [`judge`](super::judge()).
///
/// It is written back byte for byte, so it can be kept as evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    old: u64,
    proof: Vec<Hash>,
    note: Note,
    checkpoint: Checkpoint,
}

impl AddCheckpoint {
    /// Asks for a checkpoint to be cosigned by a witness that cosigned `old` leaves last, 0 if none.
    ///
    /// # Errors
    /// [`MalformedRequest`] if the note is no checkpoint's, the proof is too long or `old` too large.
    pub fn new(old: u64, proof: Vec<Hash>, note: Note) -> Result<Self, MalformedRequest> {
        if old > MAX_TREE_SIZE {
            return Err(MalformedRequest::Old);
        }
        if proof.len() > MAX_PROOF_LINES {
            return Err(MalformedRequest::ProofTooLong);
        }
        let checkpoint = Checkpoint::parse(note.text())?;
        Ok(Self { old, proof, note, checkpoint })
    }

    /// Reads a request, without verifying anything.
    ///
    /// # Errors
    /// [`MalformedRequest`] says what is wrong with its form.
    pub fn parse(bytes: &[u8]) -> Result<Self, MalformedRequest> {
        let (head, note) = split_head(bytes).ok_or(MalformedRequest::NoCheckpoint)?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old ")).and_then(parse_decimal);
        let old = old.ok_or(MalformedRequest::Old)?;
        let proof = (2..).zip(lines.take(MAX_PROOF_LINES + 1)).map(|(line, hash)| {
            Hash::from_base64(hash).map_err(|_| MalformedRequest::ProofLine { line })
        });
        Self::new(old, proof.collect::<Result<_, _>>()?, Note::parse(note)?)
    }

    /// The request's bytes, exactly those it was read from.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let proof: String = self.proof.iter().map(|hash| format!("{hash}\n")).collect();
        let head = format!("old {}\n{proof}\n", self.old).into_bytes();
        [head, self.note.to_bytes()].concat()
    }

    /// The size that the asker believes was cosigned last.
    #[must_use]
    pub const fn old(&self) -> u64 {
        self.old
    }

    /// The proof that the checkpoint extends the tree of [`AddCheckpoint::old`] leaves.
    #[must_use]
    pub fn proof(&self) -> &[Hash] {
        &self.proof
    }

    /// The signed checkpoint.
    #[must_use]
    pub const fn note(&self) -> &Note {
        &self.note
    }

    /// What the checkpoint states; nothing vouches for it yet.
    #[must_use]
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }
}
