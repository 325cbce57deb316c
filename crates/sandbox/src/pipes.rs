//! The parent's ends of a child's pipes: written and read at once, until a time.

use std::io::{self, ErrorKind};
use std::os::fd::AsFd;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout};
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::Errno;

use crate::Failure;

/// As much as is read at once, and as a pipe is asked to hold.
const PIECE: usize = 1 << 20;
/// As much of standard error as is kept: its end says why.
const LAST_WORDS: usize = 8 * 1024;

/// Why an exchange ended before its answer was complete.
#[derive(Debug)]
pub(crate) enum Ended {
    /// The child closed its output, as it does when it ends.
    Closed,
    /// The time was over.
    Late,
    /// What came was not acceptable, or the pipes themselves failed.
    Failed(Failure),
}

impl From<io::Error> for Ended {
    fn from(error: io::Error) -> Self {
        Self::Failed(Failure::crashed(format_args!("its pipes failed: {error}")))
    }
}

#[derive(Debug)]
pub(crate) struct Pipes {
    stdin: Option<ChildStdin>,
    stdout: ChildStdout,
    stderr: Option<ChildStderr>,
    said: Vec<u8>,
    piece: Vec<u8>,
}

impl Pipes {
    /// Takes the three pipes of a child that was started with them.
    pub(crate) fn of(child: &mut Child) -> io::Result<Self> {
        let absent = || io::Error::other("the child has no pipe");
        let stdin = child.stdin.take().ok_or_else(absent)?;
        let stdout = child.stdout.take().ok_or_else(absent)?;
        let stderr = child.stderr.take().ok_or_else(absent)?;
        never_block(&stdin)?;
        never_block(&stdout)?;
        never_block(&stderr)?;
        // A larger pipe only saves turns; the kernel may refuse it.
        let _ = rustix::pipe::fcntl_setpipe_size(&stdin, PIECE);
        let _ = rustix::pipe::fcntl_setpipe_size(&stdout, PIECE);
        let piece = vec![0; PIECE];
        Ok(Self { stdin: Some(stdin), stdout, stderr: Some(stderr), said: Vec::new(), piece })
    }

    /// The last that it said on standard error.
    pub(crate) fn said(&self) -> &[u8] {
        &self.said
    }

    /// Sends the parts while it hands what comes back to `take`, until that returns true.
    pub(crate) fn exchange(
        &mut self,
        parts: &[&[u8]],
        until: Instant,
        mut take: impl FnMut(&[u8]) -> Result<bool, Failure>,
    ) -> Result<(), Ended> {
        let mut parts = parts.to_vec();
        loop {
            parts.retain(|part| !part.is_empty());
            let sending = !parts.is_empty() && self.stdin.is_some();
            let [input, output, error] = self.wait(sending, until)?;
            if input && let Some(first) = parts.first_mut() {
                self.write(first)?;
            }
            if error {
                self.listen();
            }
            if output && self.read(&mut take)? {
                return Ok(());
            }
        }
    }

    /// Sends the parts, closes the child's input, and hands what comes back to `take` until the child has closed its
    /// output too.
    pub(crate) fn exchange_to_end(
        &mut self,
        part: &[u8],
        until: Instant,
        mut take: impl FnMut(&[u8]) -> Result<(), Failure>,
    ) -> Ended {
        let mut rest = part;
        loop {
            if rest.is_empty() {
                self.stdin = None;
            }
            let [input, output, error] = match self.wait(self.stdin.is_some(), until) {
                Ok(ready) => ready,
                Err(ended) => return ended,
            };
            let written = if input { self.write(&mut rest) } else { Ok(()) };
            if error {
                self.listen();
            }
            let read =
                if output { self.read(|piece| take(piece).map(|()| false)) } else { Ok(false) };
            if let Err(ended) = written.and(read.map(drop)) {
                return ended;
            }
        }
    }

    /// Reads what is left on standard error after the child has ended.
    pub(crate) fn listen(&mut self) {
        while let Some(stderr) = &self.stderr {
            match rustix::io::read(stderr, &mut self.piece[..]) {
                Ok(got) if got > 0 => {
                    self.said.extend_from_slice(&self.piece[..got]);
                    let over = self.said.len().saturating_sub(LAST_WORDS);
                    self.said.drain(..over);
                }
                Err(Errno::AGAIN | Errno::INTR) => return,
                Ok(_) | Err(_) => self.stderr = None,
            }
        }
    }

    /// Waits until input, output or error is ready.
    fn wait(&self, sending: bool, until: Instant) -> Result<[bool; 3], Ended> {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Ended::Late);
        }
        let mut ends = vec![PollFd::new(&self.stdout, PollFlags::IN)];
        let input = self.stdin.as_ref().filter(|_| sending);
        ends.extend(input.map(|pipe| PollFd::new(pipe, PollFlags::OUT)));
        ends.extend(self.stderr.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::IN)));
        let left = Timespec::try_from(left).ok();
        match poll(&mut ends, left.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(io::Error::from(error).into()),
        }
        let ready: Vec<_> = ends.iter().map(|end| !end.revents().is_empty()).collect();
        let error = self.stderr.is_some() && ready.last() == Some(&true);
        let input = input.is_some() && ready.get(1) == Some(&true);
        Ok([input, ready.first() == Some(&true), error])
    }

    fn write(&mut self, part: &mut &[u8]) -> Result<(), Ended> {
        let Some(stdin) = &self.stdin else { return Ok(()) };
        match rustix::io::write(stdin, part) {
            Ok(written) => *part = part.get(written..).unwrap_or_default(),
            Err(Errno::AGAIN | Errno::INTR) => {}
            // It wants no more; what it answered and how it ended say the rest.
            Err(Errno::PIPE) => self.stdin = None,
            Err(error) => return Err(io::Error::from(error).into()),
        }
        Ok(())
    }

    fn read(
        &mut self,
        mut take: impl FnMut(&[u8]) -> Result<bool, Failure>,
    ) -> Result<bool, Ended> {
        match rustix::io::read(&self.stdout, &mut self.piece[..]) {
            Ok(0) => Err(Ended::Closed),
            Ok(got) => take(&self.piece[..got]).map_err(Ended::Failed),
            Err(error) if io::Error::from(error).kind() == ErrorKind::WouldBlock => Ok(false),
            Err(Errno::INTR) => Ok(false),
            Err(error) => Err(io::Error::from(error).into()),
        }
    }
}

fn never_block(pipe: &impl AsFd) -> io::Result<()> {
    Ok(fcntl_setfl(pipe, fcntl_getfl(pipe)? | OFlags::NONBLOCK)?)
}
