//! The certificate of a package, where the program can print.
//!
//! It says nothing that the package does not hold, so the one who checks a package draws it again and compares.

#[cfg(feature = "letters")]
mod method;
#[cfg(feature = "letters")]
mod report;

use sijill_storage::KeyRegistry;
use sijill_translog::Policy;

use crate::contents::Contents;
use crate::head::Head;

/// What a certificate is drawn from.
#[cfg_attr(not(feature = "letters"), expect(dead_code, reason = "only who prints looks inside"))]
pub struct Told<'a> {
    pub contents: &'a Contents,
    /// The keys as they stand at the head.
    pub registry: &'a KeyRegistry,
    /// The head that all proofs lead to.
    pub head: &'a Head,
    /// Earlier heads in the package, by size.
    pub earlier: &'a [Head],
    /// The archive's own policy.
    pub policy: &'a Policy,
}

/// `certificate.pdf`; none from a program that was built without `letters`.
///
/// # Errors
/// Why it cannot be drawn, in words.
#[cfg(not(feature = "letters"))]
pub fn certificate(_: &Told<'_>) -> Result<Option<Vec<u8>>, String> {
    Ok(None)
}

/// `certificate.pdf`, drawn from what the package holds. The same package gives the same bytes.
///
/// # Errors
/// Why it cannot be drawn, in words.
#[cfg(feature = "letters")]
pub fn certificate(told: &Told<'_>) -> Result<Option<Vec<u8>>, String> {
    let certificate = report::report(told)?;
    sijill_letters::certificate(&certificate).map(Some).map_err(|error| error.to_string())
}
