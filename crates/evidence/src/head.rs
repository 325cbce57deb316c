//! A head of the log with everything that outsiders said of it.

use sijill_translog::{Checkpoint, Hash};

/// A head, signed by the log.
#[derive(Debug, Clone)]
pub struct Head {
    pub checkpoint: Checkpoint,
    /// The note with its cosignatures.
    pub attested: Vec<u8>,
    /// The note as the log signed it, which is what was stamped.
    pub signed: Vec<u8>,
    pub stamps: Vec<HeadStamp>,
    /// That the log only grew from here to the package's head; empty for that head itself.
    pub consistency: Vec<Hash>,
}

/// A timestamp over a head, and the certificates of the authority that gave it.
#[derive(Debug, Clone)]
pub struct HeadStamp {
    pub response: Vec<u8>,
    pub chain: Vec<u8>,
}

#[cfg(feature = "letters")]
impl Head {
    /// The note with its cosignatures, read.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn note(&self) -> Result<sijill_translog::Note, String> {
        sijill_translog::Note::parse(&self.attested).map_err(|error| error.to_string())
    }
}
