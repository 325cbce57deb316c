//! The child's side: what the hidden command of the program does.

use std::io::{self, Write};
use std::os::fd::AsFd;
use std::panic::PanicHookInfo;
use std::process::ExitCode;

use rustix::io::Errno;
use serde::{Deserialize, Serialize};
use serde_json as json;

use crate::confine::confine_worker;
use crate::frame::{self, Frame};
use crate::{Job, Level};

/// What a worker says before anything is given to it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Hello {
    /// It is confined and waits.
    Confined(Level),
    /// It could not be confined, for this reason, and has ended.
    Refused(String),
}

/// Confines the process and answers requests on standard input until it is closed. To be called by the program's hidden
/// command `worker NAME` before it does anything else: before files are opened and threads are started.
#[must_use]
pub fn serve<J: Job>() -> ExitCode {
    std::panic::set_hook(Box::new(report_panic));
    let confined = confine_worker(&J::LIMITS);
    let hello = match &confined {
        Ok(level) => Hello::Confined(*level),
        Err(error) => Hello::Refused(error.to_string()),
    };
    match send(&hello, &[]).and_then(|()| if confined.is_ok() { answer_all::<J>() } else { Ok(()) })
    {
        Ok(()) => ExitCode::from(u8::from(confined.is_err())),
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn answer_all<J: Job>() -> io::Result<()> {
    let mut job = J::default();
    while let Some(frame) = receive(J::LIMITS.request)? {
        let request = json::from_slice(&frame.json)?;
        let (reply, bytes) = job.handle(request, frame.bytes);
        send(&reply, &bytes)?;
    }
    Ok(())
}

/// The next request, or `None` if the parent has no more.
fn receive(limit: u64) -> io::Result<Option<Frame>> {
    const PIECE: usize = 256 * 1024;
    let stdin = io::stdin();
    let mut reader = frame::Reader::new(limit);
    let mut piece = vec![0; PIECE];
    loop {
        // Not a byte of the next request is taken: the reader holds one frame.
        let wanted = reader.wanted().min(PIECE);
        let got = match rustix::io::read(stdin.as_fd(), &mut piece[..wanted]) {
            Ok(0) if reader.is_empty() => return Ok(None),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(got) => got,
            Err(Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        };
        if reader.take(&piece[..got]).map_err(io::Error::other)? {
            return Ok(Some(reader.into_frame()));
        }
    }
}

fn send(message: &impl Serialize, bytes: &[u8]) -> io::Result<()> {
    let json = json::to_vec(message)?;
    let head = frame::head(&json, bytes.len() as u64).map_err(io::Error::other)?;
    write_all(&head)?;
    write_all(bytes)
}

/// Writes past the buffer of standard output, which looks for line ends in pixels.
fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    let stdout = io::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(stdout.as_fd(), bytes) {
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Says what went wrong and where, without the folder in which the program was built.
fn report_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(|place| {
        let parts: Vec<_> = place.file().rsplitn(4, '/').take(3).collect();
        let file = parts.into_iter().rev().collect::<Vec<_>>().join("/");
        format!(" at {file}:{}", place.line())
    });
    let what = panic.payload_as_str().unwrap_or("panic");
    let _ = writeln!(io::stderr(), "{what}{}", place.unwrap_or_default());
}
