//! What is printed: receipts, certificates and letters as PDF, Arabic and English.
//!
//! A letter is a pure function of its data: no disk, no network, no clock. The same data give the same bytes,
//! so that a letter can be made again and compared. Pages are set by Typst, in memory; the templates and the
//! words of both languages lie in `templates/`, the fonts are part of the program.

mod acquired;
mod certificate;
mod error;
mod failure;
mod fonts;
mod legible;
mod press;
mod print;
mod verified;
#[cfg(test)]
mod words;

pub use acquired::{Acquisition, CertifiedItem, CertifiedObject, CustodyRow};
pub use certificate::{Bilingual, Certificate, Certifier, Extract, MethodStep, System};
pub use error::LetterError;
pub use failure::Failure;
pub use fonts::FONT_LICENCES;
pub use print::certificate;
pub use verified::{
    BoundSource, CertifiedKey, Check, CheckStatus, Cosignature, LogProof, Problem, TimeBound,
    TimeBounds, TrustedTime, Verification,
};
