//! A check of the whole archive, in the background, one at a time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use sijill_storage::KeySet;
use sijill_storage::verify::{Progress, Report, Scope};

use crate::error::Failure;
use crate::site::App;
use crate::work::lock;

/// The check that runs, or the one that ran last.
#[derive(Default)]
pub(crate) struct Checks(Mutex<Standing>);

/// How it stands.
#[derive(Clone, Default)]
pub(crate) enum Standing {
    /// None since the server was started.
    #[default]
    Never,
    /// One runs.
    Running(Arc<Counts>),
    /// One has ended.
    Ended(Arc<Ended>),
}

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

impl Checks {
    /// How it stands.
    pub fn standing(&self) -> Standing {
        lock(&self.0).clone()
    }
}

/// Begins a check, unless one runs. With `keys` its result is recorded, signed by their owner.
pub(crate) fn begin(app: &App, keys: Option<Arc<KeySet>>) -> Result<(), Failure> {
    let counts = Arc::new(Counts {
        since: Timestamp::now(),
        total: AtomicU64::new(0),
        events: AtomicU64::new(0),
        files: AtomicU64::new(0),
    });
    {
        let mut standing = lock(&app.work.checks.0);
        if let Standing::Running(_) = *standing {
            return Ok(());
        }
        *standing = Standing::Running(counts.clone());
    }
    let app = app.clone();
    // Not a task: a check reads for hours, and the server ends without waiting for it.
    let work = move || {
        // Whatever happens, the next check must be able to begin.
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            run(&app, &counts, keys.as_deref())
        }));
        let ended = done.unwrap_or_else(|_| Ended {
            at: Timestamp::now(),
            report: Err("the check failed".to_owned()),
            unrecorded: None,
        });
        *lock(&app.work.checks.0) = Standing::Ended(Arc::new(ended));
    };
    let begun = std::thread::Builder::new().name("check".to_owned()).spawn(work);
    begun.map(|_| ()).map_err(|_| Failure::Internal("no thread for the check"))
}

fn run(app: &App, counts: &Counts, keys: Option<&KeySet>) -> Ended {
    let report = app.archive.verify(&Scope::default(), counts);
    let mut unrecorded = None;
    if let (Ok(report), Some(keys)) = (&report, keys) {
        let recorded = app.write(keys, |writer| Ok(writer.record_fixity(report)?));
        unrecorded = recorded.err().map(|failure| failure.to_string());
    }
    let report = report.map_err(|error| error.to_string());
    Ended { at: Timestamp::now(), report, unrecorded }
}
