//! Checkpoints (C2SP tlog-checkpoint v1.0.0): a log's signed statement of its size and root.
//!
//! The text is `origin LF size LF base64(root) LF`, then any extension lines. Reading is exact: the one
//! text that [`Checkpoint::to_text`] writes is the one that [`Checkpoint::parse`] takes. A log must never
//! sign two checkpoints that are inconsistent; keeping that promise is the duty of whoever holds the key.

use crate::lines::parse_decimal;
use crate::{Hash, HashError, MAX_TREE_SIZE, Note, NoteError, NoteSigner, VerifierKey};

/// What a log states of itself: its size and its root under its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name: one line, not empty; should be a URL without its scheme.
    pub origin: String,
    /// The number of leaves, at most [`MAX_TREE_SIZE`].
    pub size: u64,
    /// The root of the tree of those leaves.
    pub root: Hash,
    /// Further lines, none empty. Not recommended: not every cosignature covers them.
    pub extensions: Vec<String>,
}

/// Why a text is not a checkpoint, or not the one looked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckpointError {
    /// The text has fewer than three lines, or its last does not end in a newline.
    #[error("the checkpoint is cut short: origin, size and root are needed, a line each")]
    Truncated,
    /// The first line is empty.
    #[error("the checkpoint has no origin")]
    NoOrigin,
    /// The second line is no decimal number, has leading zeros, or is above [`MAX_TREE_SIZE`].
    #[error("the checkpoint's size {0:?} is not a plain decimal number below 2^63")]
    Size(String),
    /// The third line is no hash.
    #[error("the checkpoint's root is invalid")]
    Root(#[from] HashError),
    /// A line after the third is empty.
    #[error("the checkpoint has an empty extension line")]
    EmptyExtension,
    /// The fields of a checkpoint to be signed would read back as others: one of them has a newline.
    #[error("the checkpoint would not read back as it was written")]
    Ambiguous,
    /// The checkpoint is another log's.
    #[error("the checkpoint is of {found:?}, not of {expected:?}")]
    WrongOrigin {
        /// The origin looked for.
        expected: String,
        /// The origin in the checkpoint.
        found: String,
    },
    /// The note around the checkpoint is refused.
    #[error(transparent)]
    Note(#[from] NoteError),
}

impl Checkpoint {
    /// A checkpoint without extension lines.
    #[must_use]
    pub fn new(origin: impl Into<String>, size: u64, root: Hash) -> Self {
        Self { origin: origin.into(), size, root, extensions: Vec::new() }
    }

    /// The text that a log signs.
    #[must_use]
    pub fn to_text(&self) -> String {
        let head = format!("{}\n{}\n{}\n", self.origin, self.size, self.root);
        self.extensions.iter().fold(head, |text, line| text + line + "\n")
    }

    /// Reads the text of a checkpoint.
    ///
    /// # Errors
    /// [`CheckpointError`] names the line that is wrong.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let lines = text.strip_suffix('\n').ok_or(CheckpointError::Truncated)?;
        let mut lines = lines.split('\n');
        let mut next = || lines.next().ok_or(CheckpointError::Truncated);
        let (origin, size, root) = (parse_origin(next()?)?, parse_size(next()?)?, next()?);
        let root = Hash::from_base64(root)?;
        let extensions = lines.map(parse_extension).collect::<Result<_, _>>()?;
        Ok(Self { origin, size, root, extensions })
    }

    /// Signs the checkpoint with the log's key.
    ///
    /// # Errors
    /// The error of [`Checkpoint::parse`] or [`CheckpointError::Ambiguous`] if a field cannot be written,
    /// [`CheckpointError::Note`] if it has a control character.
    pub fn sign(&self, log: &NoteSigner) -> Result<Note, CheckpointError> {
        let text = self.to_text();
        if Self::parse(&text)? != *self {
            return Err(CheckpointError::Ambiguous);
        }
        Ok(Note::sign(&text, &[log])?)
    }

    /// Reads a signed checkpoint: its form, its origin, then the log's signature.
    ///
    /// # Errors
    /// [`CheckpointError`] says which of these fails.
    pub fn open(
        note: &[u8],
        log_key: &VerifierKey,
        origin: &str,
    ) -> Result<(Self, Note), CheckpointError> {
        let note = Note::parse(note)?;
        let checkpoint = Self::parse(note.text())?;
        if checkpoint.origin != origin {
            let (expected, found) = (origin.to_owned(), checkpoint.origin);
            return Err(CheckpointError::WrongOrigin { expected, found });
        }
        note.verify(log_key)?;
        Ok((checkpoint, note))
    }
}

fn parse_origin(line: &str) -> Result<String, CheckpointError> {
    if line.is_empty() { Err(CheckpointError::NoOrigin) } else { Ok(line.to_owned()) }
}

fn parse_size(line: &str) -> Result<u64, CheckpointError> {
    let size = parse_decimal(line).filter(|&size| size <= MAX_TREE_SIZE);
    size.ok_or_else(|| CheckpointError::Size(line.to_owned()))
}

fn parse_extension(line: &str) -> Result<String, CheckpointError> {
    if line.is_empty() { Err(CheckpointError::EmptyExtension) } else { Ok(line.to_owned()) }
}
