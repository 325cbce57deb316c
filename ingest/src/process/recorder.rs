//! Records what was found, in groups, holding the archive's lock only for a moment each.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use sijill_storage::{Archive, LookedAt, StorageError, Unlock};

use super::Watching;
use super::desk::Looked;
use super::outcome::Processed;
use crate::error::IngestError;

/// A group is recorded when it has so many pages, or when its first page has waited so long.
const GROUP: usize = 1024;
const WAITS: Duration = Duration::from_secs(20);

pub(super) struct Recorder<'a> {
    archive: &'a Archive,
    keys: Unlock<'a>,
    watching: &'a dyn Watching,
    group: Vec<LookedAt>,
    since: Instant,
    outcome: Processed,
}

impl<'a> Recorder<'a> {
    pub fn new(archive: &'a Archive, keys: Unlock<'a>, watching: &'a dyn Watching) -> Self {
        let (group, since, outcome) = (Vec::new(), Instant::now(), Processed::default());
        Self { archive, keys, watching, group, since, outcome }
    }

    /// Takes what was looked at until nothing more comes. What was found before an error is recorded.
    pub fn take_all(
        &mut self,
        results: &Receiver<Result<Looked, IngestError>>,
        stop: impl Fn(),
    ) -> Result<(), IngestError> {
        let mut ended = Ok(());
        loop {
            if self.watching.stop_requested() {
                stop();
            }
            match results.recv_timeout(Duration::from_millis(200)) {
                Ok(Ok(looked)) => self.take(looked),
                Ok(Err(error)) => {
                    stop();
                    ended = ended.and(Err(error));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            let is_due = self.group.len() >= GROUP || self.since.elapsed() >= WAITS;
            if is_due && !self.group.is_empty() {
                self.record_if_free()?;
            }
        }
        self.record()?;
        ended
    }

    fn take(&mut self, looked: Looked) {
        if self.group.is_empty() {
            self.since = Instant::now();
        }
        self.group.extend(looked.pages);
        self.outcome.add(looked.outcome);
        self.watching.files_done(1);
    }

    /// Records the group, unless something is being taken in just now: that comes first.
    fn record_if_free(&mut self) -> Result<(), IngestError> {
        match self.write() {
            Err(StorageError::Locked { .. }) => {
                self.since = Instant::now();
                Ok(())
            }
            other => Ok(other?),
        }
    }

    /// Records the group, however long it has to wait for whoever takes something in.
    fn record(&mut self) -> Result<(), IngestError> {
        while !self.group.is_empty() {
            match self.write() {
                Err(StorageError::Locked { .. }) if !self.watching.stop_requested() => {}
                other => other?,
            }
        }
        Ok(())
    }

    fn write(&mut self) -> Result<(), StorageError> {
        let mut writer = self.archive.write(self.keys)?;
        self.outcome.recorded += writer.record_pages(std::mem::take(&mut self.group))?;
        writer.finish()?;
        self.watching.recorded();
        Ok(())
    }

    pub fn finish(mut self, skipped: u64) -> Result<Processed, IngestError> {
        if self.watching.stop_requested() {
            return Err(IngestError::Stopped { pages: self.outcome.pages });
        }
        self.outcome.skipped = skipped;
        self.outcome.failed.sort_by_key(|failed| (failed.item, failed.page));
        Ok(self.outcome)
    }
}
