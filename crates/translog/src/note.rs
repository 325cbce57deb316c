//! Signed notes (C2SP signed-note v1.0.0): a text, an empty line, signature lines.
//!
//! The last empty line separates the two, so the text may hold empty lines of its own, and what is signed
//! ends where nobody can move it: a signature line is never empty. Text and lines are read by their own
//! types, which are strict, so a note that was read is written back byte for byte.
//!
//! Verification follows Go's `x/mod/sumdb/note`: a signature by an unknown (name, id) says nothing and is
//! passed over; one by a known key that fails condemns the note, since an honest one never has it.

use crate::{KeyId, KeyName, MalformedNote, NoteSigner, NoteText, SignatureLine, VerifierKey};

/// The most signatures that a note may have, which bounds the work of verifying it.
pub const MAX_SIGNATURES: usize = 100;

/// Why a note is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoteError {
    /// The bytes are not a signed note.
    #[error("not a signed note: {0}")]
    Malformed(#[from] MalformedNote),
    /// A known key's signature does not verify: note or signature was altered.
    #[error("the signature of {name} (key {id}) is INVALID: do not trust this note")]
    InvalidSignature {
        /// The key's name.
        name: KeyName,
        /// The key's id.
        id: KeyId,
    },
    /// No signature is by a known key.
    #[error("no signature on the note is by a known key")]
    NoKnownSignature,
}

/// The keys that a verifier trusts, by name and id.
pub trait KnownKeys {
    /// The trusted key of this name and id, if there is one.
    fn find(&self, name: &str, id: KeyId) -> Option<&VerifierKey>;
}

impl KnownKeys for [VerifierKey] {
    fn find(&self, name: &str, id: KeyId) -> Option<&VerifierKey> {
        self.iter().find(|key| key.name().as_str() == name && key.id() == id)
    }
}

impl<const N: usize> KnownKeys for [VerifierKey; N] {
    fn find(&self, name: &str, id: KeyId) -> Option<&VerifierKey> {
        self.as_slice().find(name, id)
    }
}

impl KnownKeys for Vec<VerifierKey> {
    fn find(&self, name: &str, id: KeyId) -> Option<&VerifierKey> {
        self.as_slice().find(name, id)
    }
}

impl KnownKeys for VerifierKey {
    fn find(&self, name: &str, id: KeyId) -> Option<&VerifierKey> {
        std::slice::from_ref(self).find(name, id)
    }
}

impl<K: KnownKeys + ?Sized> KnownKeys for &K {
    fn find(&self, name: &str, id: KeyId) -> Option<&VerifierKey> {
        (**self).find(name, id)
    }
}

/// A signed note. Reading one verifies nothing: see [`Note::verify`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: NoteText,
    signatures: Vec<SignatureLine>,
}

impl Note {
    /// Reads a note, without verifying its signatures.
    ///
    /// # Errors
    /// [`NoteError::Malformed`] says what is wrong with its form.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        let note = str::from_utf8(bytes).map_err(|_| MalformedNote::NotUtf8)?;
        let (text, lines) = note.rsplit_once("\n\n").ok_or(MalformedNote::NoSignatureBlock)?;
        let text = NoteText::try_from(format!("{text}\n"))?;
        let signatures = parse_lines(lines)?;
        Ok(Self { text, signatures })
    }

    /// Signs a text with one key or more.
    ///
    /// # Errors
    /// [`NoteError::Malformed`] if the text cannot be a note's (it must end in a newline), or if the
    /// signers are none or too many.
    pub fn sign(text: &str, signers: &[&NoteSigner]) -> Result<Self, NoteError> {
        let text = NoteText::try_from(text)?;
        let signatures: Vec<_> = signers.iter().map(|signer| signer.sign(&text)).collect();
        check_count(signatures.len())?;
        Ok(Self { text, signatures })
    }

    /// The text, with its last newline.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.as_str()
    }

    /// The signature lines, in the note's order, verified or not.
    #[must_use]
    pub fn signatures(&self) -> &[SignatureLine] {
        &self.signatures
    }

    /// Adds a signature line after the others, unless the note has that very line. It is not verified,
    /// and no line is ever taken away.
    ///
    /// # Errors
    /// [`NoteError::Malformed`] if the note is full.
    pub fn add_signature(&mut self, line: SignatureLine) -> Result<(), NoteError> {
        if self.signatures.contains(&line) {
            return Ok(());
        }
        check_count(self.signatures.len() + 1)?;
        self.signatures.push(line);
        Ok(())
    }

    /// The note's bytes, exactly those it was read from.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let lines = self.signatures.iter().map(|line| format!("{line}\n"));
        format!("{}\n{}", self.text(), lines.collect::<String>()).into_bytes()
    }

    /// Verifies the signatures by known keys, and names the keys that signed, each once.
    ///
    /// Of several lines by one known key the first is verified and the others are passed over.
    ///
    /// # Errors
    /// [`NoteError::InvalidSignature`] if a known key's signature fails, whatever the others say;
    /// [`NoteError::NoKnownSignature`] if no known key signed.
    pub fn verify<'k>(
        &self,
        known: &'k (impl KnownKeys + ?Sized),
    ) -> Result<Vec<&'k VerifierKey>, NoteError> {
        let mut signed_by: Vec<&VerifierKey> = Vec::new();
        for line in &self.signatures {
            match known.find(line.name().as_str(), line.id()) {
                Some(key) if !signed_by.contains(&key) => {
                    signed_by.push(self.verify_line(line, key)?)
                }
                _ => {}
            }
        }
        if signed_by.is_empty() { Err(NoteError::NoKnownSignature) } else { Ok(signed_by) }
    }

    fn verify_line<'k>(
        &self,
        line: &SignatureLine,
        key: &'k VerifierKey,
    ) -> Result<&'k VerifierKey, NoteError> {
        if key.verify(self.text().as_bytes(), line.signature()) {
            return Ok(key);
        }
        Err(NoteError::InvalidSignature { name: line.name().clone(), id: line.id() })
    }
}

fn parse_lines(lines: &str) -> Result<Vec<SignatureLine>, MalformedNote> {
    if lines.is_empty() {
        return Err(MalformedNote::NoSignature);
    }
    let lines = lines.strip_suffix('\n').ok_or(MalformedNote::NoFinalNewline)?;
    // One more than allowed is enough to know that there are too many.
    let lines: Vec<&str> = lines.split('\n').take(MAX_SIGNATURES + 1).collect();
    check_count(lines.len())?;
    lines.into_iter().map(str::parse).collect()
}

fn check_count(signatures: usize) -> Result<(), MalformedNote> {
    match signatures {
        0 => Err(MalformedNote::NoSignature),
        1..=MAX_SIGNATURES => Ok(()),
        _ => Err(MalformedNote::TooManySignatures),
    }
}
