//! Confined workers that are kept, so that not every picture pays for starting one.
//!
//! A worker that was used for one page is ended before it sees another: should a damaged or hostile file get the better
//! of a decoder, it meets the pixels of its own page and of no other.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sijill_sandbox::{Failure, Job, Program, Worker};

use crate::job::{Draw, Drawing, Drawn};
use crate::{Refusal, Source};

/// How long a picture waits for a worker.
const PATIENCE: Duration = Duration::from_secs(10);

/// Workers that draw, and those who wait for one.
#[derive(Debug)]
pub struct Workers {
    program: Program,
    most: usize,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Those that wait, with the mark of the pictures that they have seen; the one that was used last stands last.
    idle: Vec<([u8; 32], Worker<Draw>)>,
    /// How many are at work.
    busy: usize,
}

impl Workers {
    /// At most so many workers at a time, each this program itself, called with `worker draw`. None is started before it
    /// is needed.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self::of(Program::this("worker").argument(Draw::NAME), most)
    }

    /// The same with another program.
    #[must_use]
    pub fn of(program: Program, most: usize) -> Self {
        Self { program, most: most.max(1), state: Mutex::default(), freed: Condvar::new() }
    }

    /// Draws a picture.
    ///
    /// # Errors
    /// If no worker is free in ten seconds, or it gives no picture.
    pub(crate) fn draw(
        &self,
        source: &Source,
        drawing: &Drawing,
        bytes: &[u8],
    ) -> Result<Vec<u8>, Refusal> {
        let mut place = self.place(source.mark())?;
        let answered = place.worker()?.call(drawing, bytes);
        match answered.map_err(failed)? {
            (Drawn::Picture, picture) => Ok(picture),
            (Drawn::Failed(what), _) => Err(Refusal::Damaged { what }),
        }
    }

    /// Waits for a place among those at work, with a worker that knows the page or none.
    fn place(&self, mark: [u8; 32]) -> Result<Place<'_>, Refusal> {
        let until = Instant::now() + PATIENCE;
        let mut state = self.state();
        while state.busy >= self.most {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Refusal::Busy);
            }
            let waited = self.freed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        state.busy += 1;
        let known = state.idle.iter().position(|(seen, _)| *seen == mark);
        let worker = known.map(|at| state.idle.remove(at).1);
        // One that knows another page makes room.
        let ended = match &worker {
            None if state.busy + state.idle.len() > self.most => Some(state.idle.remove(0)),
            _ => None,
        };
        drop(state);
        drop(ended);
        Ok(Place { workers: self, mark, worker })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that can fail happens while it is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place among the workers at work; given back when this is dropped.
struct Place<'a> {
    workers: &'a Workers,
    mark: [u8; 32],
    worker: Option<Worker<Draw>>,
}

impl Place<'_> {
    fn worker(&mut self) -> Result<&mut Worker<Draw>, Refusal> {
        let worker = match self.worker.take() {
            Some(worker) => worker,
            None => {
                Worker::start_with(self.workers.program.clone(), Draw::LIMITS).map_err(failed)?
            }
        };
        Ok(self.worker.insert(worker))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.workers.state();
        state.busy = state.busy.saturating_sub(1);
        state.idle.extend(self.worker.take().map(|worker| (self.mark, worker)));
        drop(state);
        self.workers.freed.notify_one();
    }
}

fn failed(failure: Failure) -> Refusal {
    Refusal::Failed { code: failure.code() }
}
