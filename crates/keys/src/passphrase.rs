//! The passphrase of a key file, wiped when it is dropped.

use std::fmt;

use zeroize::Zeroizing;

use crate::KeyError;

/// What unlocks a key file. Never empty, never printed, wiped from memory on drop.
///
/// The bytes go into the key derivation as they are (RFC 8018 section 3 leaves the encoding open, and
/// openssl normalises nothing), so a passphrase typed with another Unicode composition is another one.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes the passphrase over; refuses an empty one.
    pub fn new(text: String) -> Result<Self, KeyError> {
        let text = Zeroizing::new(text);
        if text.is_empty() {
            return Err(KeyError::EmptyPassphrase);
        }
        Ok(Self(text))
    }

    /// The bytes for the key derivation.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}
