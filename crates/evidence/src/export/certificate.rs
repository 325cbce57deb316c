//! The certificate of a package, where the program can print.

use super::ExportError;
use super::gather::Gathered;

/// `certificate.pdf`; none from a program that was built without `letters`.
#[cfg(not(feature = "letters"))]
pub fn certificate(_: &Gathered) -> Result<Option<Vec<u8>>, ExportError> {
    Ok(None)
}
