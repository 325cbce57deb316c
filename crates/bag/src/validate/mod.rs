//! Validating a bag: is everything there that it lists, is everything listed that is there, and does every file
//! have the digests that it should have?

mod complete;
mod fixity;
mod names;

use std::io;
use std::path::Path;

use crate::container::{Container, ContainerError};
use crate::read::Bag;
use crate::report::{Code, Report};

/// Validates the bag in a folder or in an uncompressed ZIP file, down to the digest of every file. Uses all cores.
///
/// # Errors
/// When the path does not exist or cannot be read. Everything else, a missing declaration included, is a finding of
/// the report.
pub fn validate(path: impl AsRef<Path>) -> io::Result<Report> {
    match Container::open(path) {
        Ok(container) => Ok(Bag::read(container).validate()),
        Err(ContainerError::Io(error)) => Err(error),
        Err(error @ ContainerError::Zip { .. }) => {
            let mut report = Report::default();
            report.error(Code::Container, error.to_string());
            Ok(report)
        }
    }
}

impl Bag {
    /// The verdict. Reads every file that a manifest lists, once. Without a declaration that says how to read the
    /// rest, nothing else is looked at.
    #[must_use]
    pub fn validate(&self) -> Report {
        let mut report = self.completeness();
        if self.is_readable() {
            self.fixity(&mut report);
        }
        report
    }

    /// The verdict without comparing digests: what the tag files say, what is missing, what is unlisted.
    #[must_use]
    pub fn completeness(&self) -> Report {
        let mut report = self.structure().clone();
        if self.is_readable() {
            self.complete(&mut report);
            self.names(&mut report);
        }
        report
    }

    /// Whether its declaration says how to read the rest, and the rest could be read so.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        self.structure().version.is_some() && !self.structure().has_error(Code::Encoding)
    }
}
