//! A hot folder: each scan is secured as the scanner finishes it.
//!
//! The folder is looked at again and again rather than watched through the kernel, because scanners write over
//! the network, where the kernel is told nothing. A file counts as finished when its size and times were the same
//! at two looks, some time apart. The accession stays open, so that the next day continues it; `sijill ingest`
//! with the same folder and the same accession file closes it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::begun::Outcome;
use crate::copy::modified;
use crate::error::IngestError;
use crate::intake::{Closing, Intake};
use crate::progress::Progress;
use crate::source::SourceFile;

/// How long a file must stay as it is to count as finished.
const SETTLED: Duration = Duration::from_secs(2);

/// How long between two looks.
const PAUSE: Duration = Duration::from_millis(500);

/// Since when a file has had the size and time that it has.
type Sightings = RefCell<HashMap<PathBuf, (u64, Option<Timestamp>, Instant)>>;

/// Secures files as they are finished, until the user asks to stop.
///
/// # Errors
/// If the archive fails; what was acknowledged stays.
pub fn watch(mut intake: Intake<'_>, progress: &dyn Progress) -> Result<Outcome, IngestError> {
    let sightings = Sightings::default();
    let is_finished = |file: &SourceFile| has_settled(&sightings, file);
    loop {
        intake.outcome.problems.clear();
        match intake.pass(Closing::Later, &is_finished, progress) {
            Err(IngestError::Interrupted { .. }) => break,
            other => other?,
        }
        intake.checkpoint()?;
        if progress.stop_requested() {
            break;
        }
        std::thread::sleep(PAUSE);
    }
    intake.finish(Closing::Later)
}

fn has_settled(sightings: &Sightings, file: &SourceFile) -> bool {
    let facts = (file.metadata.len(), modified(&file.metadata));
    let mut sightings = sightings.borrow_mut();
    match sightings.get(&file.path) {
        Some((size, time, since)) if (*size, *time) == facts => since.elapsed() >= SETTLED,
        _ => {
            sightings.insert(file.path.clone(), (facts.0, facts.1, Instant::now()));
            false
        }
    }
}
