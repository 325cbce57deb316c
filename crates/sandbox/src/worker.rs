//! The parent's side of a job.

use std::fmt;
use std::marker::PhantomData;
use std::time::Instant;

use serde::de::DeserializeOwned;
use serde_json as json;

use crate::frame::{self, Frame};
use crate::pipes::Ended;
use crate::process::{Process, Program, Usage};
use crate::serve::Hello;
use crate::{Failure, Job, Level, Limits};

/// A confined child that does a job. It is started when it is first needed and again after it died; it is killed when
/// this is dropped.
pub struct Worker<J> {
    program: Program,
    limits: Limits,
    running: Option<(Process, Level)>,
    job: PhantomData<fn() -> J>,
}

impl<J: Job> fmt::Debug for Worker<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Worker");
        shown.field("job", &J::NAME).field("running", &self.running).finish_non_exhaustive()
    }
}

impl<J: Job> Worker<J> {
    /// A worker that is this program itself, called with `worker NAME`, with the job's own limits.
    ///
    /// # Errors
    /// If it cannot be started or confined.
    pub fn start() -> Result<Self, Failure> {
        Self::start_with(Program::this("worker").argument(J::NAME), J::LIMITS)
    }

    /// A worker that is another program, with tighter limits of time and of lengths. The limit of memory is the job's
    /// own: the child sets it for itself.
    ///
    /// # Errors
    /// If it cannot be started or confined.
    pub fn start_with(program: Program, limits: Limits) -> Result<Self, Failure> {
        let mut worker = Self { program, limits, running: None, job: PhantomData };
        worker.running()?;
        Ok(worker)
    }

    /// How far the worker is confined; `None` while none runs.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.running.as_ref().map(|(_, level)| *level)
    }

    /// What the running worker has used so far.
    #[must_use]
    pub fn usage(&self) -> Option<Usage> {
        self.running.as_ref().and_then(|(process, _)| process.usage())
    }

    /// Ends the running worker, so that the next request meets a new one, which nothing that came before can have
    /// touched. For the beginning of each document.
    pub fn renew(&mut self) {
        self.running = None;
    }

    /// Asks and waits for the answer. After a failure the worker is gone, with its state; the next call starts another.
    ///
    /// # Errors
    /// If no answer came.
    pub fn call(
        &mut self,
        request: &J::Request,
        bytes: &[u8],
    ) -> Result<(J::Reply, Vec<u8>), Failure> {
        let length = bytes.len() as u64;
        if length > self.limits.request {
            return Err(Failure::TooLarge { bytes: length, limit: self.limits.request });
        }
        let json = json::to_vec(request).map_err(Failure::crashed)?;
        let head = frame::head(&json, length)?;
        let limits = self.limits;
        let answered = ask(&mut self.running()?.0, &limits, &[&head, bytes]).and_then(read);
        if answered.is_err() {
            self.running = None;
        }
        answered
    }

    fn running(&mut self) -> Result<&mut (Process, Level), Failure> {
        let running = match self.running.take() {
            Some(running) => running,
            None => self.begin()?,
        };
        Ok(self.running.insert(running))
    }

    fn begin(&self) -> Result<(Process, Level), Failure> {
        let mut process = self.program.start()?;
        let (hello, _) = ask(&mut process, &self.limits, &[]).and_then(read)?;
        match hello {
            Hello::Confined(level) => Ok((process, level)),
            Hello::Refused(why) => Err(Failure::Refused { why }),
        }
    }
}

/// Sends and waits for one frame.
fn ask(process: &mut Process, limits: &Limits, parts: &[&[u8]]) -> Result<Frame, Failure> {
    process.allow(limits.cpu)?;
    let mut reader = frame::Reader::new(limits.reply);
    let until = Instant::now() + limits.wall;
    match process.pipes.exchange(parts, until, |piece| reader.take(piece)) {
        Ok(()) => Ok(reader.into_frame()),
        Err(Ended::Late) => Err(Failure::OutOfTime),
        Err(Ended::Failed(failure)) => Err(failure),
        Err(Ended::Closed) => {
            let status = process.end();
            let said = process.pipes.said();
            Err(status.map_or_else(
                || Failure::crashed("nobody knows how it ended"),
                |status| Failure::of(status, said),
            ))
        }
    }
}

fn read<T: DeserializeOwned>(frame: Frame) -> Result<(T, Vec<u8>), Failure> {
    let message = json::from_slice(&frame.json);
    let message = message.map_err(|error| {
        Failure::crashed(format_args!("its answer cannot be understood: {error}"))
    })?;
    Ok((message, frame.bytes))
}
