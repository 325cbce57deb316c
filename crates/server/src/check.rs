//! A check of the whole archive, in the background, one at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use sijill_storage::KeySet;
use sijill_storage::verify::{Progress, Report, Scope};

use crate::chore::Chore;
use crate::error::Failure;
use crate::schedule;
use crate::site::App;

/// The check that runs, or the one that ran last.
pub(crate) type Checks = Chore<Counts, Ended>;

/// How far a check is.
pub(crate) struct Counts {
    /// When it began.
    pub since: Timestamp,
    /// How many events there are.
    pub total: AtomicU64,
    /// How many were checked.
    pub events: AtomicU64,
    /// How many files were read.
    pub files: AtomicU64,
}

/// A check that has ended.
pub(crate) struct Ended {
    /// When it ended.
    pub at: Timestamp,
    /// What it found; why it could not be done.
    pub report: Result<Report, String>,
    /// Why its result does not stand in the ledger although it was to.
    pub unrecorded: Option<String>,
}

impl Progress for Counts {
    fn events_total(&self, events: u64) {
        self.total.store(events, Ordering::Relaxed);
    }

    fn events_done(&self, events: u64) {
        self.events.fetch_add(events, Ordering::Relaxed);
    }

    fn files_done(&self, files: u64, _: u64) {
        self.files.fetch_add(files, Ordering::Relaxed);
    }
}

/// Begins a check, unless one runs. With `keys` its result is recorded, signed by their owner.
pub(crate) fn begin(app: &App, keys: Option<Arc<KeySet>>) -> Result<(), Failure> {
    let counts = Counts {
        since: Timestamp::now(),
        total: AtomicU64::new(0),
        events: AtomicU64::new(0),
        files: AtomicU64::new(0),
    };
    let failed = || Ended {
        at: Timestamp::now(),
        report: Err("the check failed".to_owned()),
        unrecorded: None,
    };
    let shared = app.clone();
    let work = move |counts: &Counts| run(&shared, counts, keys.as_deref());
    app.work.checks.begin("check", counts, failed, work).map(drop)
}

fn run(app: &App, counts: &Counts, keys: Option<&KeySet>) -> Ended {
    let report = app.archive.verify(&Scope::default(), counts);
    let mut unrecorded = None;
    if let (Ok(report), Some(keys)) = (&report, keys) {
        let recorded = app.write(keys, |writer| Ok(writer.record_fixity(report)?));
        unrecorded = recorded.err().map(|failure| failure.to_string());
    }
    if report.is_ok() {
        schedule::checked(app);
    }
    let report = report.map_err(|error| error.to_string());
    Ended { at: Timestamp::now(), report, unrecorded }
}
