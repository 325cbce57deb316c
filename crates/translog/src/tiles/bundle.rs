//! Entry bundles: the entries of a tile one after the other, each behind its length.

/// The longest entry that a bundle can hold.
pub const MAX_ENTRY_BYTES: usize = u16::MAX as usize;

/// Why entries are no bundle, or a bundle no entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BundleError {
    /// An entry is longer than [`MAX_ENTRY_BYTES`].
    #[error("an entry of {bytes} bytes is too long for an entry bundle: {MAX_ENTRY_BYTES} fit")]
    TooLong {
        /// The entry's length.
        bytes: usize,
    },
    /// The bytes end within an entry.
    #[error("the entry bundle is cut short")]
    Truncated,
}

/// The bundle of these entries, each behind its length as two bytes, big-endian.
///
/// # Errors
/// [`BundleError::TooLong`].
pub fn write_bundle<'a>(
    entries: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Vec<u8>, BundleError> {
    let mut bundle = Vec::new();
    for entry in entries {
        let bytes = entry.len();
        let length = u16::try_from(bytes).map_err(|_| BundleError::TooLong { bytes })?;
        bundle.extend_from_slice(&length.to_be_bytes());
        bundle.extend_from_slice(entry);
    }
    Ok(bundle)
}

/// The entries of a bundle. How many they must be is known from its path.
///
/// # Errors
/// [`BundleError::Truncated`].
pub fn read_bundle(mut bundle: &[u8]) -> Result<Vec<&[u8]>, BundleError> {
    let mut entries = Vec::new();
    while !bundle.is_empty() {
        let (length, rest) = bundle.split_first_chunk().ok_or(BundleError::Truncated)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, rest) = rest.split_at_checked(length).ok_or(BundleError::Truncated)?;
        entries.push(entry);
        bundle = rest;
    }
    Ok(entries)
}
