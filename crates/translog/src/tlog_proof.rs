//! Proofs to hand to a court (C2SP tlog-proof v1): a record's place in a log, the path from it to the
//! root, and the signed and cosigned checkpoint that states the root, in one text.
//!
//! Reading is exact: the bytes that were read are the bytes that are written, so two copies of a proof can
//! be compared as files.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::lines::{parse_decimal, split_head};
use crate::{
    Hash, JudgeError, Judged, MAX_TREE_SIZE, Missing, Note, NoteError, Policy, ProofError,
    leaf_hash, verify_inclusion,
};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// No path to a root is longer (see [`MAX_TREE_SIZE`]).
const MAX_PATH: usize = 63;

/// Why bytes are no proof.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MalformedProof {
    /// The first line is another.
    #[error("not a transparency log proof: its first line is not {FIRST_LINE:?}")]
    FirstLine,
    /// No empty line, or no UTF-8 before it.
    #[error("the proof has no empty line before its checkpoint")]
    NoCheckpoint,
    /// The `extra` line is not base64.
    #[error("the proof's extra line is not base64")]
    Extra,
    /// No `index` line, or no plain number in it.
    #[error("the proof has no line \"index\" with a plain decimal number below 2^63")]
    Index,
    /// A hash of the path is none.
    #[error("hash {number} of the proof is not 32 bytes in base64")]
    Hash {
        /// The hash's number, from 1.
        number: usize,
    },
    /// The path is longer than any tree is high.
    #[error("the proof has more than {MAX_PATH} hashes")]
    TooLong,
    /// What follows the empty line is no signed note.
    #[error("the proof's checkpoint is {0}")]
    Note(#[from] NoteError),
}

/// Why a proof does not prove that the record is in the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TlogProofError {
    /// The checkpoint is not believed.
    #[error(transparent)]
    Checkpoint(#[from] JudgeError),
    /// The path does not lead from the record to the checkpoint's root.
    #[error("the record is not shown to be in the log: {0}")]
    Inclusion(#[from] ProofError),
    /// Too few witnesses cosigned the checkpoint.
    #[error("the checkpoint is not witnessed as the policy asks: {}", in_words(.0))]
    Quorum(Vec<Missing>),
}

fn in_words(missing: &[Missing]) -> String {
    missing.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// A proof that a record is in a log. Reading one verifies nothing: see [`TlogProof::verify`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    extra: Option<Vec<u8>>,
    index: u64,
    path: Vec<Hash>,
    checkpoint: Note,
}

impl TlogProof {
    /// Puts together the record's index, the path that [`prove_inclusion`](crate::prove_inclusion) gave,
    /// and the signed checkpoint of the tree it was made for.
    ///
    /// # Errors
    /// [`MalformedProof::Index`] or [`MalformedProof::TooLong`] for what no tree can have.
    pub fn new(index: u64, path: Vec<Hash>, checkpoint: Note) -> Result<Self, MalformedProof> {
        Self { extra: None, index, path, checkpoint }.checked()
    }

    /// The same proof with data for the reader that nothing vouches for.
    #[must_use]
    pub fn with_extra(self, extra: Vec<u8>) -> Self {
        Self { extra: Some(extra), ..self }
    }

    /// Reads a proof, without verifying anything.
    ///
    /// # Errors
    /// [`MalformedProof`] says what is wrong with its form.
    pub fn parse(bytes: &[u8]) -> Result<Self, MalformedProof> {
        let rest = bytes.strip_prefix(FIRST_LINE.as_bytes());
        let rest = rest.and_then(|rest| rest.strip_prefix(b"\n"));
        let (head, note) = split_head(rest.ok_or(MalformedProof::FirstLine)?)
            .ok_or(MalformedProof::NoCheckpoint)?;
        let mut lines = head.split('\n').peekable();
        let extra =
            lines.next_if(|line| line.starts_with("extra ")).map(parse_extra).transpose()?;
        let index = lines.next().and_then(|line| line.strip_prefix("index "));
        let index = index.and_then(parse_decimal).ok_or(MalformedProof::Index)?;
        let path = (1..).zip(lines.take(MAX_PATH + 1)).map(|(number, hash)| {
            Hash::from_base64(hash).map_err(|_| MalformedProof::Hash { number })
        });
        let path = path.collect::<Result<_, _>>()?;
        Self { extra, index, path, checkpoint: Note::parse(note)? }.checked()
    }

    fn checked(self) -> Result<Self, MalformedProof> {
        if self.index >= MAX_TREE_SIZE {
            return Err(MalformedProof::Index);
        }
        if self.path.len() > MAX_PATH { Err(MalformedProof::TooLong) } else { Ok(self) }
    }

    /// The proof's bytes, exactly those it was read from.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let extra = self.extra.iter().map(|extra| format!("extra {}\n", STANDARD.encode(extra)));
        let path = self.path.iter().map(|hash| format!("{hash}\n"));
        let (extra, path): (String, String) = (extra.collect(), path.collect());
        let head = format!("{FIRST_LINE}\n{extra}index {}\n{path}\n", self.index);
        [head.into_bytes(), self.checkpoint.to_bytes()].concat()
    }

    /// Data that came with the proof. Nothing vouches for it.
    #[must_use]
    pub fn extra(&self) -> Option<&[u8]> {
        self.extra.as_deref()
    }

    /// The record's place in the log, from 0.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// The hashes from the record's sibling up to the root's child.
    #[must_use]
    pub fn path(&self) -> &[Hash] {
        &self.path
    }

    /// The signed checkpoint, with the cosignatures it came with.
    #[must_use]
    pub const fn checkpoint(&self) -> &Note {
        &self.checkpoint
    }

    /// Verifies that the record is in a log that the policy believes, under a checkpoint that reaches its
    /// quorum. [`Policy::of_log`] asks for the log's signature alone.
    ///
    /// # Errors
    /// [`TlogProofError`] says what does not hold.
    pub fn verify(&self, record: &[u8], policy: &Policy) -> Result<Judged, TlogProofError> {
        let judged = self.judge(record, policy)?;
        if judged.quorum_met { Ok(judged) } else { Err(TlogProofError::Quorum(judged.missing)) }
    }

    /// As [`TlogProof::verify`], for a caller who looks at [`Judged::quorum_met`] itself.
    ///
    /// # Errors
    /// [`TlogProofError`], but not for a quorum that is not reached.
    pub fn judge(&self, record: &[u8], policy: &Policy) -> Result<Judged, TlogProofError> {
        let judged = policy.judge(&self.checkpoint)?;
        let (size, root) = (judged.checkpoint.size, judged.checkpoint.root);
        verify_inclusion(&leaf_hash(record), self.index, size, &root, &self.path)?;
        Ok(judged)
    }
}

fn parse_extra(line: &str) -> Result<Vec<u8>, MalformedProof> {
    let data = line.strip_prefix("extra ").and_then(|data| STANDARD.decode(data).ok());
    data.ok_or(MalformedProof::Extra)
}
