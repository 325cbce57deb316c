//! One pass over the source: the pipeline.
//!
//! Files come in batches. While one batch is being committed (flushed, signed, logged, read back), the next is
//! being copied and hashed on the other cores. What is recorded follows the order of the walk, not the order in
//! which copies end.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use sijill_schema::FileRecord;
use sijill_storage::{Committed, Deed, Staging, Writer};

use crate::begun::Outcome;
use crate::copy::{CopyError, Job, stored_name};
use crate::error::{IngestError, SourceProblem};
use crate::intake::{Closing, Intake};
use crate::plan::item_path;
use crate::progress::Progress;
use crate::source::{Found, SourceFile};

/// A batch ends at so many files or bytes. Larger ones sync less often; smaller ones hold less in flight.
const BATCH_FILES: usize = 512;
const BATCH_BYTES: u64 = 64 * 1024 * 1024;

/// How often a long taking in signs a checkpoint.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(30);

/// What the walk asks for, in its order.
enum Step {
    Copy(PathBuf, Box<Job>),
    Close(PathBuf),
}

/// A step that was done.
enum Done {
    Copied(PathBuf, FileRecord),
    Failed(PathBuf, SourceProblem),
    Close(PathBuf),
}

impl Intake<'_> {
    /// Takes everything in and ends.
    ///
    /// # Errors
    /// If the archive fails or the user stops; what was acknowledged stays and the same command continues.
    pub fn run(
        mut self,
        closing: Closing,
        progress: &dyn Progress,
    ) -> Result<Outcome, IngestError> {
        progress.found(self.plan.files, self.plan.bytes);
        self.plan.check_room(self.writer.archive().folder(), &self.held())?;
        self.pass(closing, &|_| true, progress)?;
        self.finish(closing)
    }

    /// Walks the source once and secures what is ready and not yet held.
    pub(crate) fn pass(
        &mut self,
        closing: Closing,
        is_ready: &dyn Fn(&SourceFile) -> bool,
        progress: &dyn Progress,
    ) -> Result<(), IngestError> {
        let (staging, mut signed) = (self.writer.staging(), Instant::now());
        let mut walk = self.sources.walk();
        let mut deeds = Vec::new();
        loop {
            let batch = self.next_batch(&mut walk, closing, is_ready, progress)?;
            if batch.is_empty() && deeds.is_empty() {
                return Ok(());
            }
            let writer = &mut *self.writer;
            let (committed, done) = self
                .pool
                .install(|| rayon::join(|| commit(writer, &deeds), || copy(batch, &staging)));
            self.account(committed?, &deeds, progress);
            deeds = self.record(done?, closing)?;
            if progress.stop_requested() {
                let committed = commit(self.writer, &deeds)?;
                self.account(committed, &deeds, progress);
                self.checkpoint()?;
                return Err(IngestError::Interrupted { files: self.outcome.files });
            }
            if signed.elapsed() > CHECKPOINT_EVERY {
                self.checkpoint()?;
                signed = Instant::now();
            }
        }
    }

    /// The next files to copy, and the items that are complete before and between them.
    fn next_batch(
        &mut self,
        walk: &mut impl Iterator<Item = Found>,
        closing: Closing,
        is_ready: &dyn Fn(&SourceFile) -> bool,
        progress: &dyn Progress,
    ) -> Result<Vec<Step>, IngestError> {
        let (mut steps, mut bytes) = (Vec::new(), 0);
        while steps.len() < BATCH_FILES && bytes < BATCH_BYTES {
            match walk.next() {
                None => {
                    self.close_left(None, closing, &mut steps);
                    break;
                }
                Some(Found::Problem(problem)) => self.outcome.problems.push(problem),
                Some(Found::File(file)) if is_ready(&file) => {
                    let size = file.metadata.len();
                    match self.step(file, closing, &mut steps)? {
                        Some(step) => {
                            steps.push(step);
                            bytes += size;
                        }
                        // A hot folder is walked again and again.
                        None if closing == Closing::Later => {}
                        None => progress.secured(1, size),
                    }
                }
                Some(Found::File(_)) => {}
            }
        }
        Ok(steps)
    }

    /// What to do with a file: copy it, unless it is held already from an earlier run.
    fn step(
        &mut self,
        file: SourceFile,
        closing: Closing,
        steps: &mut Vec<Step>,
    ) -> Result<Option<Step>, IngestError> {
        let statement = Arc::clone(&self.statement);
        let (path, row) = item_path(&file, &statement);
        self.close_left(Some((&file, &path)), closing, steps);
        let item = self.item_at(&path, row);
        item.map(|item| {
            (!item.knows(&file)).then(|| {
                let stored = stored_name(item.next_page(), &file.relative);
                let held = item.held(&file);
                Step::Copy(path, Box::new(Job { item: item.id, stored, source: file, held }))
            })
        })
    }

    /// Closes the items that the walk has left behind: those that neither hold the next file nor, by the
    /// sheet, a folder around it.
    fn close_left(
        &self,
        next: Option<(&SourceFile, &Path)>,
        closing: Closing,
        steps: &mut Vec<Step>,
    ) {
        if closing == Closing::Later {
            return;
        }
        let is_left = |path: &&PathBuf| match next {
            None => true,
            Some((file, item)) => {
                path.as_path() != item
                    && !(self.statement.sheet.is_some() && file.relative.starts_with(path))
            }
        };
        let already = |path: &PathBuf| {
            steps.iter().any(|step| matches!(step, Step::Close(closed) if closed == path))
        };
        let left: Vec<_> =
            self.open.keys().filter(is_left).filter(|path| !already(path)).cloned().collect();
        steps.extend(left.into_iter().map(Step::Close));
    }

    /// Turns what was done into what is to be recorded.
    fn record(&mut self, done: Vec<Done>, closing: Closing) -> Result<Vec<Deed>, IngestError> {
        let mut deeds = Vec::with_capacity(done.len());
        for step in done {
            match step {
                Done::Copied(path, record) => self.secured(&path, record, &mut deeds)?,
                Done::Failed(path, problem) => self.failed(&path, problem),
                Done::Close(path) => self.close_item(&path, closing, &mut deeds)?,
            }
        }
        Ok(deeds)
    }

    fn account(&mut self, committed: Committed, deeds: &[Deed], progress: &dyn Progress) {
        let (mut files, mut bytes) = (0, 0);
        for deed in deeds {
            if let Deed::Secure(_, _, record) = deed {
                files += 1;
                bytes += record.size;
            }
        }
        self.outcome.files += files;
        self.outcome.bytes += bytes;
        self.outcome.duplicates += committed.duplicates;
        if !committed.events.is_empty() {
            self.outcome.events.last = committed.events.end - 1;
        }
        progress.secured(files, bytes);
    }
}

fn commit(writer: &mut Writer, deeds: &[Deed]) -> Result<Committed, IngestError> {
    if deeds.is_empty() {
        return Ok(Committed { events: 0..0, duplicates: 0 });
    }
    Ok(writer.commit(deeds)?)
}

fn copy(batch: Vec<Step>, staging: &Staging) -> Result<Vec<Done>, IngestError> {
    let run = |step| match step {
        Step::Close(path) => Ok(Done::Close(path)),
        Step::Copy(path, job) => match job.run(staging) {
            Ok(record) => Ok(Done::Copied(path, record)),
            Err(CopyError::Source(problem)) => Ok(Done::Failed(path, problem)),
            Err(CopyError::Archive(error)) => Err(error.into()),
        },
    };
    batch.into_par_iter().map(run).collect()
}

/// One thread commits; the others copy and wait for the disk, so there are more of them than cores.
pub(crate) fn pool() -> Result<rayon::ThreadPool, IngestError> {
    let threads = 2 * std::thread::available_parallelism().map_or(2, std::num::NonZero::get) + 4;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| std::io::Error::other(error).into())
}
