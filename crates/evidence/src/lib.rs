//! What leaves the archive for a court, and the check of it with no archive at hand.
//!
//! [`export`] makes an evidence package, [`check`] judges one. The format is `docs/package.md`.

mod certificate;
pub mod check;
mod contents;
mod dublin_core;
pub mod export;
mod head;
mod instructions;
mod layout;
mod premis;
mod tables;

pub use instructions::PAGE as CHECK_PAGE;
