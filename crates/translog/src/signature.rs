//! The two parts of a signed note: its text and its signature lines (C2SP signed-note v1.0.0).
//!
//! Each type holds only what reads back to itself, byte for byte: the text ends in a newline, and a line's
//! base64 is canonical. A note put together from them is therefore well-formed.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::Signature;

use crate::{KeyId, KeyName, VerifierKey};

/// U+2014 and a space.
const LINE_START: &str = "— ";

/// What keeps bytes from being a signed note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MalformedNote {
    /// Not UTF-8.
    #[error("it is not UTF-8")]
    NotUtf8,
    /// The text has a control character below U+0020 other than the newline.
    #[error("its text has a control character")]
    ControlCharacter,
    /// The text or the last signature line does not end in a newline.
    #[error("its last line does not end in a newline")]
    NoFinalNewline,
    /// No empty line separates text from signatures.
    #[error("it has no empty line before its signatures")]
    NoSignatureBlock,
    /// There is no signature.
    #[error("it has no signature")]
    NoSignature,
    /// A signature line is not an em dash, a key name and base64.
    #[error("a signature line is malformed")]
    SignatureLine,
    /// More than [`MAX_SIGNATURES`](crate::MAX_SIGNATURES).
    #[error("it has too many signatures")]
    TooManySignatures,
}

/// A text that can be signed: no control characters but the newline, which ends its last line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteText(String);

impl NoteText {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for NoteText {
    type Error = MalformedNote;

    fn try_from(text: String) -> Result<Self, MalformedNote> {
        // Every UTF-8 byte below 0x20 is a character of its own, so characters can be looked at.
        if text.contains(|c: char| c < ' ' && c != '\n') {
            return Err(MalformedNote::ControlCharacter);
        }
        if !text.ends_with('\n') {
            return Err(MalformedNote::NoFinalNewline);
        }
        Ok(Self(text))
    }
}

impl TryFrom<&str> for NoteText {
    type Error = MalformedNote;

    fn try_from(text: &str) -> Result<Self, MalformedNote> {
        text.to_owned().try_into()
    }
}

/// One signature under a note: `— name base64(key id || signature)`, shown without its newline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureLine {
    name: KeyName,
    id: KeyId,
    signature: Vec<u8>,
}

impl SignatureLine {
    /// A signature of any type, by the key of this name and id.
    ///
    /// # Errors
    /// [`MalformedNote::SignatureLine`] if the signature has no bytes.
    pub fn new(name: KeyName, id: KeyId, signature: Vec<u8>) -> Result<Self, MalformedNote> {
        if signature.is_empty() {
            return Err(MalformedNote::SignatureLine);
        }
        Ok(Self { name, id, signature })
    }

    pub(crate) fn ed25519(key: &VerifierKey, signature: &Signature) -> Self {
        let (name, id) = (key.name().clone(), key.id());
        Self { name, id, signature: signature.to_vec() }
    }

    pub(crate) fn cosignature(
        key: &VerifierKey,
        seconds: NonZeroU64,
        signature: &Signature,
    ) -> Self {
        let (name, id) = (key.name().clone(), key.id());
        let signature = [seconds.get().to_be_bytes().as_slice(), &signature.to_bytes()].concat();
        Self { name, id, signature }
    }

    /// The key's name.
    #[must_use]
    pub const fn name(&self) -> &KeyName {
        &self.name
    }

    /// The key's id.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The signature's bytes, without the key id before them.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }
}

impl FromStr for SignatureLine {
    type Err = MalformedNote;

    /// Reads one line, without its newline.
    fn from_str(line: &str) -> Result<Self, MalformedNote> {
        parse_line(line).ok_or(MalformedNote::SignatureLine)
    }
}

fn parse_line(line: &str) -> Option<SignatureLine> {
    let (name, blob) = line.strip_prefix(LINE_START)?.split_once(' ')?;
    let blob = STANDARD.decode(blob).ok()?;
    let (id, signature) = blob.split_first_chunk()?;
    let id = KeyId(u32::from_be_bytes(*id));
    SignatureLine::new(name.parse().ok()?, id, signature.to_vec()).ok()
}

impl fmt::Display for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut blob = self.id.0.to_be_bytes().to_vec();
        blob.extend_from_slice(&self.signature);
        write!(f, "{LINE_START}{} {}", self.name, STANDARD.encode(blob))
    }
}
