//! The two digests of a file in a package.

use std::fmt;

use sha2::{Digest as _, Sha256, Sha512};
use sijill_schema::Digest;

use crate::hex;

/// A file's digests and size, computed in one pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digests {
    /// The digest that joins ledger, storage, bag and court.
    pub sha256: Digest,
    /// The second one that a package carries.
    pub sha512: Sha512Digest,
    /// The size in bytes.
    pub size: u64,
}

impl Digests {
    /// The digests of bytes in memory.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut hashing = Hashing::default();
        hashing.update(bytes);
        hashing.finish()
    }
}

/// A SHA-512 digest (FIPS 180-4).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Sha512Digest([u8; 64]);

impl Sha512Digest {
    /// The 128 hexadecimal digits, as `sha512sum` prints them.
    #[must_use]
    pub fn hex(&self) -> String {
        hex::of(&self.0)
    }
}

impl fmt::Debug for Sha512Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

/// Both digests of a stream.
#[derive(Default)]
pub(super) struct Hashing {
    sha256: Sha256,
    sha512: Sha512,
    size: u64,
}

impl Hashing {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.sha512.update(bytes);
        self.size += bytes.len() as u64;
    }

    pub(super) fn finish(self) -> Digests {
        Digests {
            sha256: Digest::from_bytes(self.sha256.finalize().into()),
            sha512: Sha512Digest(self.sha512.finalize().into()),
            size: self.size,
        }
    }
}
