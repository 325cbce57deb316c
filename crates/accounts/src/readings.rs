//! The record of reads: a row is durable before a sensitive page is shown, and if it cannot be written the page is not.
//!
//! One thread writes. It takes all readings that wait and commits them together, so that fifty readers cost one flush. Once
//! a second it lets the ledger commit to the rows. After a failed write nothing is recorded any more until the archive is
//! opened again: what a disk does after it has failed once cannot be trusted.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use sijill_schema::Reading;
use sijill_storage::{Archive, KeySet, Readings, StorageError};

use crate::refusal::{Refusal, Result};

/// The most readings in one transaction, and how many may wait.
const GROUP: usize = 256;
const WAITING: usize = 1024;
/// How often the ledger commits to what was read.
const EVERY: Duration = Duration::from_secs(1);

/// Where readings go to be made durable.
pub struct ReadingDesk {
    queue: Option<SyncSender<Waiting>>,
    thread: Option<JoinHandle<()>>,
}

/// A reading, and who waits for it.
struct Waiting {
    reading: Reading,
    answer: SyncSender<bool>,
}

/// What writes rows. The archive's database does; tests have one that fails.
pub(crate) trait Rows: Send {
    /// Makes rows durable.
    fn note(&mut self, readings: &[Reading]) -> Result<(), StorageError>;
    /// Lets the ledger commit to the rows since the last time.
    fn commit(&mut self) -> Result<(), StorageError>;
}

/// The rows of an archive, committed to by its keeper.
struct ArchiveRows {
    archive: Archive,
    keeper: Arc<KeySet>,
    readings: Readings,
}

impl Rows for ArchiveRows {
    fn note(&mut self, readings: &[Reading]) -> Result<(), StorageError> {
        self.readings.note(readings)
    }

    fn commit(&mut self) -> Result<(), StorageError> {
        let mut writer = self.archive.write(&*self.keeper)?;
        if writer.commit_readings(&self.readings)?.is_some() {
            writer.finish()?;
        }
        Ok(())
    }
}

impl ReadingDesk {
    /// Opens the record of an archive. The keeper signs for the rows.
    pub(crate) fn open(archive: &Archive, keeper: Arc<KeySet>) -> Result<Self> {
        let readings = archive.note_readings()?;
        Self::over(Box::new(ArchiveRows { archive: archive.clone(), keeper, readings }))
    }

    pub(crate) fn over(rows: Box<dyn Rows>) -> Result<Self> {
        let (queue, waiting) = sync_channel(WAITING);
        let work = move || write_all(rows, &waiting);
        let thread = std::thread::Builder::new().name("readings".to_owned()).spawn(work);
        let thread = thread.map_err(StorageError::from)?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Records a reading. When this returns, it is durable; blocks until then.
    ///
    /// # Errors
    /// [`Refusal::NotRecorded`]: the page must not be shown.
    pub fn record(&self, reading: Reading) -> Result<()> {
        self.record_all(vec![reading])
    }

    /// Records readings of one answer, which wait for the same flush. When this returns, all are durable.
    ///
    /// # Errors
    /// [`Refusal::NotRecorded`]: none of the pages may be shown.
    pub fn record_all(&self, readings: Vec<Reading>) -> Result<()> {
        let count = readings.len();
        let (answer, answered) = sync_channel(count);
        let queue = self.queue.as_ref().ok_or(Refusal::NotRecorded)?;
        for reading in readings {
            let waiting = Waiting { reading, answer: answer.clone() };
            queue.send(waiting).map_err(|_| Refusal::NotRecorded)?;
        }
        drop(answer);
        let durable = answered.iter().take_while(|is_durable| *is_durable).count();
        if durable == count { Ok(()) } else { Err(Refusal::NotRecorded) }
    }
}

impl Drop for ReadingDesk {
    /// Lets the thread write and commit what waits.
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has answered nobody, so nothing was shown for what it did not write.
            let _ = thread.join();
        }
    }
}

fn write_all(mut rows: Box<dyn Rows>, waiting: &Receiver<Waiting>) {
    let (mut has_failed, mut uncommitted, mut next) = (false, true, Instant::now());
    loop {
        let first = match waiting.recv_timeout(EVERY) {
            Ok(first) => Some(first),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => break,
        };
        if let Some(first) = first {
            let group: Vec<_> =
                std::iter::once(first).chain(waiting.try_iter().take(GROUP - 1)).collect();
            let (readings, answers): (Vec<_>, Vec<_>) =
                group.into_iter().map(|one| (one.reading, one.answer)).unzip();
            has_failed = has_failed || rows.note(&readings).is_err();
            uncommitted |= !has_failed;
            for answer in answers {
                // Who no longer waits is shown nothing.
                let _ = answer.send(!has_failed);
            }
        }
        if uncommitted && Instant::now() >= next {
            // Where another process writes just now, the next second does it: the rows are durable.
            uncommitted = rows.commit().is_err();
            next = Instant::now() + EVERY;
        }
    }
    if uncommitted {
        // The next start commits to what could not be committed to now.
        let _ = rows.commit();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use sijill_schema::{AgentId, Event, Extent, PageId, Salt};

    use super::*;

    /// Rows in memory that can be made to fail.
    #[derive(Clone, Default)]
    struct Memory {
        groups: Arc<Mutex<Vec<usize>>>,
        fails: Arc<Mutex<bool>>,
        commits: Arc<Mutex<usize>>,
    }

    impl Rows for Memory {
        fn note(&mut self, readings: &[Reading]) -> Result<(), StorageError> {
            // A flush takes its time, and meanwhile others come.
            std::thread::sleep(Duration::from_millis(5));
            if *self.fails.lock().unwrap() {
                return Err(std::io::Error::from(std::io::ErrorKind::StorageFull).into());
            }
            self.groups.lock().unwrap().push(readings.len());
            Ok(())
        }

        fn commit(&mut self) -> Result<(), StorageError> {
            *self.commits.lock().unwrap() += 1;
            Ok(())
        }
    }

    fn reading() -> Reading {
        let (by, page) = (AgentId::new(), PageId::new());
        let (extent, salt) = (Extent::Page, Salt::random().unwrap());
        Reading { by, page, case: None, extent, at: Event::now(), salt }
    }

    #[test]
    fn many_readers_share_a_flush_and_each_is_told() {
        let memory = Memory::default();
        let desk = ReadingDesk::over(Box::new(memory.clone())).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..32 {
                scope.spawn(|| (0..10).for_each(|_| desk.record(reading()).unwrap()));
            }
        });
        drop(desk);
        let groups = memory.groups.lock().unwrap();
        assert_eq!(groups.iter().sum::<usize>(), 320);
        assert!(groups.len() < 160, "{} flushes", groups.len());
        assert!(*memory.commits.lock().unwrap() > 0);
    }

    #[test]
    fn the_readings_of_one_answer_share_a_flush_and_all_count() {
        let memory = Memory::default();
        let desk = ReadingDesk::over(Box::new(memory.clone())).unwrap();
        desk.record_all((0..20).map(|_| reading()).collect()).unwrap();
        let groups = memory.groups.lock().unwrap().clone();
        assert!(groups.iter().sum::<usize>() == 20 && groups.len() <= 2, "{groups:?}");
        *memory.fails.lock().unwrap() = true;
        let refused = desk.record_all((0..20).map(|_| reading()).collect());
        assert!(matches!(refused, Err(Refusal::NotRecorded)));
    }

    #[test]
    fn after_a_failed_write_nothing_is_shown_any_more() {
        let memory = Memory::default();
        let desk = ReadingDesk::over(Box::new(memory.clone())).unwrap();
        desk.record(reading()).unwrap();
        *memory.fails.lock().unwrap() = true;
        assert!(matches!(desk.record(reading()), Err(Refusal::NotRecorded)));
        *memory.fails.lock().unwrap() = false;
        assert!(matches!(desk.record(reading()), Err(Refusal::NotRecorded)));
    }
}
