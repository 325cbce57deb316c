//! Randomness comes from the operating system alone, and its failure is an error, never a weaker key.

use zeroize::Zeroizing;

use crate::KeyError;

/// `N` fresh random bytes, wiped on drop.
pub(crate) fn bytes<const N: usize>() -> Result<Zeroizing<[u8; N]>, KeyError> {
    let mut buffer = Zeroizing::new([0; N]);
    getrandom::fill(buffer.as_mut_slice()).map_err(KeyError::Randomness)?;
    Ok(buffer)
}
