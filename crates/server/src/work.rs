//! What the server does besides answering: files that arrive, pages that are looked at, packages that are made, and the check
//! of the archive that runs.

use std::sync::{Mutex, MutexGuard, PoisonError};

use sijill_storage::{Archive, Arrival, Arrivals};

use crate::check::Checks;
use crate::error::Failure;
use crate::looking::Looks;
use crate::packages::Packages;

/// Work that outlives a request.
#[derive(Default)]
pub(crate) struct Work {
    arrivals: Mutex<Option<Arrivals>>,
    /// The check that runs, or the one that ran last.
    pub checks: Checks,
    /// The looking at pages that goes on, or the last one.
    pub looks: Looks,
    /// The package that is made, or the one that was made last.
    pub packages: Packages,
}

impl Work {
    /// Makes room for files that arrive together. The first time, what an earlier process left is removed.
    pub fn arrival(&self, archive: &Archive) -> Result<Arrival, Failure> {
        let mut arrivals = lock(&self.arrivals);
        let open = match arrivals.take() {
            Some(open) => open,
            None => archive.arrivals()?,
        };
        Ok(arrivals.insert(open).begin()?)
    }
}

/// What is kept behind these locks is whole after every step.
pub(crate) fn lock<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}
