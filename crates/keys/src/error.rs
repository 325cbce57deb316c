//! What can go wrong with a key, in the words of the person who holds it.

use crate::Algorithm;

/// Why a key could not be made, read or used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// An empty passphrase protects nothing.
    #[error("the passphrase is empty")]
    EmptyPassphrase,
    /// The file is well formed but does not decrypt. PBES2 cannot tell a wrong passphrase from damaged
    /// ciphertext, so neither can this error.
    #[error("wrong passphrase, or the key file is damaged")]
    WrongPassphrase,
    /// The bytes are not the key file that they should be.
    #[error("malformed key: {0}")]
    Malformed(String),
    /// A sound file that uses an algorithm outside the few that are accepted.
    #[error("unsupported key file: {0}")]
    Unsupported(String),
    /// A key of another kind than the act needs.
    #[error("this needs an {needed} key, not {found}")]
    WrongAlgorithm {
        /// What the act needs.
        needed: Algorithm,
        /// What was given.
        found: Algorithm,
    },
    /// The private key is sound, but belongs to another public key than the one on record.
    #[error("the private key does not belong to the recorded public key")]
    OtherKey,
    /// The operating system gave no randomness.
    #[error("no randomness from the operating system: {0}")]
    Randomness(getrandom::Error),
    /// The public key cannot receive secrets (a small-order point, for instance).
    #[error("cannot seal to this public key")]
    CannotSeal,
    /// Sealed to another key, for another context, or altered since.
    #[error("cannot open: sealed to another key or for another purpose, or altered")]
    CannotOpen,
}

impl KeyError {
    /// A [`KeyError::Malformed`] that keeps the decoder's own words.
    pub(crate) fn malformed(reason: impl ToString) -> Self {
        Self::Malformed(reason.to_string())
    }

    /// A [`KeyError::Unsupported`] that keeps the decoder's own words.
    pub(crate) fn unsupported(reason: impl ToString) -> Self {
        Self::Unsupported(reason.to_string())
    }
}
