//! Pages are looked at once their files are secured: decoded in confined processes, committed to, measured, drawn and read, as
//! `sijill process` does it. Whoever brought the files signs for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use jiff::Timestamp;
use sijill_finding::{Filter, catch_up, put_alerts, refresh};
use sijill_ingest::process::{Options, Watching, process};
use sijill_reading::Engine;
use sijill_schema::AccessLevel;
use sijill_storage::{KeySet, Unlock};

use crate::chore::Chore;
use crate::error::Failure;
use crate::site::App;

/// The looking that goes on, or the last one.
pub(crate) type Looks = Chore<Looking, Looked>;

/// How far it is.
pub(crate) struct Looking {
    /// When it began.
    pub since: Timestamp,
    /// How many files the archive has.
    pub total: AtomicU64,
    /// How many of them are done.
    pub done: AtomicU64,
    /// Whether files came meanwhile.
    more: AtomicBool,
    app: App,
}

/// How it ended.
pub(crate) struct Looked {
    /// When.
    pub at: Timestamp,
    /// How many pages were looked at; why it stopped.
    pub pages: Result<u64, String>,
}

impl Watching for Looking {
    fn files_total(&self, files: u64) {
        self.total.store(files, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
    }

    fn files_done(&self, files: u64) {
        self.done.fetch_add(files, Ordering::Relaxed);
    }

    fn recorded(&self) {
        // What cannot be indexed now is indexed at the end, and then an error is heard.
        let _ = catch_up(&self.app.archive);
    }
}

/// Begins to look at what was not looked at, or has whoever looks already go on with it.
pub(crate) fn begin(app: &App, keys: Arc<KeySet>) -> Result<(), Failure> {
    if !app.surroundings.looks {
        return Ok(());
    }
    if let crate::chore::Standing::Running(looking) = app.work.looks.standing() {
        looking.more.store(true, Ordering::SeqCst);
        return Ok(());
    }
    let looking = Looking {
        since: Timestamp::now(),
        total: AtomicU64::new(0),
        done: AtomicU64::new(0),
        more: AtomicBool::new(false),
        app: app.clone(),
    };
    let failed = || Looked { at: Timestamp::now(), pages: Err("the looking failed".to_owned()) };
    let work = move |looking: &Looking| {
        let pages = look(looking, &keys).map_err(|failure| failure.to_string());
        Looked { at: Timestamp::now(), pages }
    };
    app.work.looks.begin("look", looking, failed, work).map(drop)
}

fn look(looking: &Looking, keys: &KeySet) -> Result<u64, Failure> {
    // Answering comes first. On Linux this is for the thread and what it begins, and where it is refused nothing is lost.
    let _ = rustix::process::nice(19);
    let app = &looking.app;
    let keys = Unlock::Keys { shared: &app.keeper, actor: keys };
    let engine = Engine::find(app.surroundings.tessdata.as_deref()).ok();
    let options = Options { jobs: 1, rebuild: false, engine };
    let mut pages = 0;
    loop {
        looking.more.store(false, Ordering::SeqCst);
        pages += process(&app.archive, keys, &options, looking)?.pages;
        refresh(&app.archive)?;
        put_alerts(&app.archive, keys, &Filter::up_to(AccessLevel::Confidential))?;
        if !looking.more.load(Ordering::SeqCst) {
            return Ok(pages);
        }
    }
}
