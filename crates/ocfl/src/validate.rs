//! Validation of objects and storage roots, one module for each concern.

mod content;
mod declaration;
mod fixity;
mod folder;
mod history;
mod inventory;
mod json;
mod layout;
mod manifest;
mod object;
mod object_root;
mod paths;
mod root;
mod sidecar;
mod state;
mod timestamp;
mod version_folder;
mod versions;

use std::io;
use std::path::Path;

use crate::report::{Kind, Report};
use folder::Folder;

/// Validates the OCFL object in a folder, down to the digest of every file.
///
/// # Errors
/// When the path does not exist or cannot be read. Everything else, a missing declaration included,
/// is a finding of the report.
pub fn validate_object(path: impl AsRef<Path>) -> io::Result<Report> {
    let mut report = Report::new(Kind::Object);
    object::validate(path.as_ref(), &mut report.log())?;
    Ok(report)
}

/// Validates the OCFL storage root in a folder, and every object in it, one after the other.
///
/// # Errors
/// When the path does not exist or cannot be read. Everything else, a missing declaration included,
/// is a finding of the report.
pub fn validate_root(path: impl AsRef<Path>) -> io::Result<Report> {
    let mut report = Report::new(Kind::Root);
    root::validate(path.as_ref(), &mut report.log())?;
    Ok(report)
}

/// What a folder declares itself to be, by the name of its declaration file; `None` for any other
/// folder.
#[must_use]
pub fn detect(path: impl AsRef<Path>) -> Option<Kind> {
    let folder = Folder::list(path.as_ref()).ok()?;
    let declared = |prefix| folder.files().any(|name| name.starts_with(prefix));
    match (declared("0=ocfl_object_"), declared("0=ocfl_")) {
        (true, _) => Some(Kind::Object),
        (false, true) => Some(Kind::Root),
        (false, false) => None,
    }
}
