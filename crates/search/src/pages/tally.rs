//! How many entries an index holds and a digest over which ones and in what state, for comparing with the archive.

use std::fmt;

use sha2::{Digest as _, Sha256};
use sijill_schema::{Digest, Id, PageId};

/// A count of entries and the sum of their digests. Entries may be added in any order: two tallies are equal if, and but
/// for a chance of 2^-128 only if, they are of the same entries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    entries: u64,
    sum: u128,
}

impl Tally {
    /// Adds a page with the stamp of its entry.
    pub fn add(&mut self, page: PageId, stamp: &Digest) {
        self.add_mark(mark(page, stamp));
    }

    /// The number of entries.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.entries
    }

    pub(crate) fn add_mark(&mut self, mark: u128) {
        self.entries = self.entries.wrapping_add(1);
        self.sum = self.sum.wrapping_add(mark);
    }
}

impl fmt::Display for Tally {
    /// The sum as 32 hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.sum)
    }
}

/// What stands for an entry: the first half of SHA-256 over a tag, the page's identifier and the stamp.
pub(super) fn mark(page: PageId, stamp: &Digest) -> u128 {
    first_half(&[b"sijill/index-entry/v1", page.uuid().as_bytes(), stamp.as_bytes()])
}

/// The first half of SHA-256 over parts.
pub(crate) fn first_half(parts: &[&[u8]]) -> u128 {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    let digest: [u8; 32] = hash.finalize().into();
    let mut half = [0; 16];
    half.copy_from_slice(&digest[..16]);
    u128::from_be_bytes(half)
}
