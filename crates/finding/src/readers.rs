//! The opened index, kept from question to question by a program that answers many people. It is brought up when the ledger
//! moved on; whoever asks while that goes on is answered from what there was before, and told so.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use sijill_search::IndexError;
use sijill_storage::Archive;

use crate::FindingError;
use crate::books::Books;
use crate::finder::{Both, Finder, Upkeep, covers, sound};
use crate::keeping::{State, catch_up};

/// The index of an archive, opened once and shared by everybody who asks.
pub struct Readers {
    archive: Archive,
    newest: Mutex<Option<Newest>>,
    /// Held by whoever brings the index up.
    keeping: Mutex<()>,
}

/// The index as it was opened last.
#[derive(Clone)]
struct Newest {
    both: Both,
    /// Up to which event of the ledger nothing is missing in it.
    events: u64,
}

impl Readers {
    /// Nothing is opened before the first question.
    #[must_use]
    pub fn new(archive: Archive) -> Self {
        Self { archive, newest: Mutex::default(), keeping: Mutex::default() }
    }

    /// What answers a question. Blocks while the index is opened for the first time, made anew or brought up.
    ///
    /// # Errors
    /// If the archive cannot be read, or there is no index and none can be made.
    pub fn finder(&self) -> Result<Finder, FindingError> {
        let books = Books::open(&self.archive)?;
        let now = State::of(&self.archive, &books)?;
        let known = lock(&self.newest).clone();
        if let Some(known) = &known
            && known.is_current(&books, &now)?
        {
            let newest = Newest { events: now.events, ..known.clone() };
            *lock(&self.newest) = Some(newest);
            return Ok(Finder::over(books, known.both.clone(), Upkeep::default()));
        }
        let _keeping = match (self.keeping.try_lock(), known) {
            (Ok(keeping), _) => keeping,
            (Err(TryLockError::Poisoned(keeping)), _) => keeping.into_inner(),
            (Err(TryLockError::WouldBlock), Some(known)) => {
                let behind = now.events.saturating_sub(known.events);
                let upkeep = Upkeep { behind, ..Upkeep::default() };
                return Ok(Finder::over(books, known.both, upkeep));
            }
            (Err(TryLockError::WouldBlock), None) => lock(&self.keeping),
        };
        let (newest, upkeep) = self.bring_up(&now)?;
        Ok(Finder::over(books, newest.both, upkeep))
    }

    fn bring_up(&self, now: &State) -> Result<(Newest, Upkeep), FindingError> {
        let kept = catch_up(&self.archive);
        let known = lock(&self.newest).clone();
        let same = known.filter(|known| matches!(known.both.0.refresh(), Ok(false)));
        // What is the same on the disk need not be opened again: another process may be writing for a long time.
        let both = match same {
            Some(known) => Some(known.both),
            None => sound(&self.archive)?,
        };
        let Some(both) = both else {
            let why = "there is none that can be used".to_owned();
            return Err(kept.err().unwrap_or(IndexError::Damaged { why }.into()));
        };
        let events = covers(&both.0, &both.1)?.map_or(0, |state| state.events);
        let upkeep = Upkeep::of(kept, now.events.saturating_sub(events))?;
        let newest = Newest { both, events };
        *lock(&self.newest) = Some(newest.clone());
        Ok((newest, upkeep))
    }
}

impl Newest {
    /// Whether nothing of what happened since concerns the index, and nobody has written to it.
    fn is_current(&self, books: &Books, now: &State) -> Result<bool, FindingError> {
        if self.events > now.events || !matches!(self.both.0.refresh(), Ok(false)) {
            return Ok(false);
        }
        Ok(books.touched(self.events)?.is_empty())
    }
}

/// A lock, also after a panic elsewhere: what is under it is replaced as a whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
