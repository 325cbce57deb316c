//! The certificate of a package, where the program can print.

use super::ExportError;
use super::gather::Gathered;

/// `certificate.pdf`; none from a program that was built without `letters`.
#[cfg(not(feature = "letters"))]
pub fn certificate(
    _: &Gathered,
    _: &sijill_translog::Policy,
) -> Result<Option<Vec<u8>>, ExportError> {
    Ok(None)
}

/// `certificate.pdf`, drawn from what the package itself holds.
#[cfg(feature = "letters")]
pub fn certificate(
    gathered: &Gathered,
    policy: &sijill_translog::Policy,
) -> Result<Option<Vec<u8>>, ExportError> {
    let certificate = super::report::report(gathered, policy)?;
    let pdf = sijill_letters::certificate(&certificate);
    pdf.map(Some).map_err(|error| ExportError::Certificate(error.to_string()))
}
