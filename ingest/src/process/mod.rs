//! The process stage: pages are looked at. Each is decoded in a confined worker, its pixels are committed to, it is
//! measured, drawn small and large, and read. Masters are only read; everything that is made lies under `derived/`
//! and is made the same again.
//!
//! It never stands in the way of the secure stage: pages are looked at without the archive's lock, and what was found is
//! recorded in groups, each holding the lock for a moment. A run that was stopped is
//! continued by the next one; what the ledger does not know is looked at again.

mod desk;
mod made;
mod outcome;
mod page;
mod queue;
mod recorder;
mod table;
mod worklist;

use std::sync::mpsc::sync_channel;

use sijill_reading::Engine;
use sijill_storage::{Archive, Unlock};

use crate::error::IngestError;
use desk::Desk;
use queue::Queue;
use recorder::Recorder;

pub use outcome::{Failed, Processed};
pub use page::{
    FULL_FILE, PAGE_FILE, PICTURE_FILE, PageFile, SCREEN_FILE, THUMBNAIL_FILE, TILES_FILE,
};
pub use worklist::{Alike, Counted, Doubtful, WorkList, work_list};

/// How pages are to be looked at.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many at a time, at least one.
    pub jobs: usize,
    /// Deletes what was made before and makes everything anew.
    pub rebuild: bool,
    /// What reads them; without it they are not read.
    pub engine: Option<Engine>,
}

/// Is told how far the looking is.
pub trait Watching: Sync {
    /// So many files are in the archive.
    fn files_total(&self, files: u64);
    /// So many files more are done, were they looked at now or before.
    fn files_done(&self, files: u64);
    /// A group of pages was recorded.
    fn recorded(&self) {}
    /// Whether the user has asked to stop.
    fn stop_requested(&self) -> bool {
        false
    }
}

impl Watching for crate::Silent {
    fn files_total(&self, _: u64) {}
    fn files_done(&self, _: u64) {}
}

/// Looks at every page that was not looked at before.
///
/// # Errors
/// If no worker can be confined, or the archive cannot be read or written; what was recorded stays. If the user stops.
pub fn process<'k>(
    archive: &Archive,
    keys: impl Into<Unlock<'k>>,
    options: &Options,
    watching: &dyn Watching,
) -> Result<Processed, IngestError> {
    let keys = keys.into();
    let secrets = archive.page_secrets(keys)?;
    let mut recorder = Recorder::new(archive, keys, watching);
    if options.rebuild {
        archive.derived().clear()?;
    }
    let queue = Queue::new(archive, options.engine.is_some(), watching)?;
    watching.files_total(queue.files());
    let jobs = options.jobs.max(1);
    let (looked, results) = sync_channel(2 * jobs);
    let ended = std::thread::scope(|scope| {
        for _ in 0..jobs {
            let (looked, queue, secrets) = (looked.clone(), &queue, &secrets);
            scope.spawn(move || {
                let sent = Desk::new(archive, secrets, options.engine.as_ref())
                    .and_then(|desk| work(desk, queue, &looked));
                if let Err(error) = sent {
                    queue.stop();
                    // If nobody listens any more, another error was heard before.
                    let _ = looked.send(Err(error));
                }
            });
        }
        drop(looked);
        let ended = recorder.take_all(&results, || queue.stop());
        queue.stop();
        drop(results);
        ended
    });
    ended?;
    recorder.finish(queue.skipped())
}

/// Looks at one file after another until none is left or nobody listens.
fn work(
    mut desk: Desk<'_>,
    queue: &Queue<'_>,
    looked: &std::sync::mpsc::SyncSender<Result<desk::Looked, IngestError>>,
) -> Result<(), IngestError> {
    while let Some(task) = queue.next()? {
        if looked.send(Ok(desk.look(&task)?)).is_err() {
            break;
        }
    }
    Ok(())
}
