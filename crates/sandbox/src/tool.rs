//! Outside programs (tesseract, vips) in the same kind of confinement.

use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus};
use std::time::Instant;

use rustix::process::Signal;
use serde::{Deserialize, Serialize};
use serde_json as json;

use crate::confine::{Access, confine_program};
use crate::failure::printable;
use crate::pipes::Ended;
use crate::process::Program;
use crate::serve::Hello;
use crate::{Failure, Level, Limits};

/// Folders that a program needs to start at all: itself, its libraries and their data.
const SYSTEM: &[&str] =
    &["/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts", "/nix/store"];
/// The longest line of the launcher, which comes before what the program writes.
const HELLO: u64 = 1024;
const DEVICES: &[&str] = &["/dev/null", "/dev/urandom", "/dev/zero"];

/// An outside program and what it may have: processor time, memory, files to read, perhaps one folder to write in.
/// Standard input goes in, standard output comes out.
#[derive(Debug, Clone)]
pub struct Tool {
    launcher: Program,
    limits: Limits,
    orders: Orders,
}

/// What the launcher is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Orders {
    program: PathBuf,
    arguments: Vec<OsString>,
    environment: Vec<(String, String)>,
    readable: Vec<PathBuf>,
    scratch: Option<PathBuf>,
    limits: Limits,
}

/// What a program answered.
#[derive(Debug)]
pub struct Output {
    /// Its standard output.
    pub stdout: Vec<u8>,
    /// The end of its standard error as one printable line.
    pub said: String,
    /// How far it was confined.
    pub level: Level,
}

impl Tool {
    /// A program that may read system folders, write nothing and use what one page may cost. This program itself
    /// launches it, called with `confine`.
    #[must_use]
    pub fn new(program: &Path) -> Self {
        let orders = Orders {
            program: program.to_owned(),
            arguments: Vec::new(),
            environment: vec![("OMP_THREAD_LIMIT".to_owned(), "1".to_owned())],
            readable: Vec::new(),
            scratch: None,
            limits: Limits::PAGE,
        };
        Self { launcher: Program::this("confine"), limits: Limits::PAGE, orders }
    }

    /// Looks for a program by its name in the folders of `PATH`.
    #[must_use]
    pub fn find(name: &str) -> Option<PathBuf> {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).map(|folder| folder.join(name)).find(|path| path.is_file())
    }

    /// Another launcher, for tests.
    #[must_use]
    pub fn launcher(mut self, launcher: Program) -> Self {
        self.launcher = launcher;
        self
    }

    /// One more argument.
    #[must_use]
    pub fn argument(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.orders.arguments.push(argument.as_ref().to_owned());
        self
    }

    /// A variable of its otherwise empty environment.
    #[must_use]
    pub fn environment(mut self, name: &str, value: &str) -> Self {
        self.orders.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// One more file or folder that it may read.
    #[must_use]
    pub fn readable(mut self, path: &Path) -> Self {
        self.orders.readable.push(path.to_owned());
        self
    }

    /// The only folder in which it may write, which becomes its working folder. Where the kernel has no Landlock nothing
    /// but the program's good will keeps it there: better to do without.
    #[must_use]
    pub fn scratch(mut self, folder: &Path) -> Self {
        self.orders.scratch = Some(folder.to_owned());
        self
    }

    /// Other limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self.orders.limits = limits;
        self
    }

    /// Runs it once.
    ///
    /// # Errors
    /// If it could not be started or confined, exceeded a limit, or failed.
    pub fn run(&self, input: &[u8]) -> Result<Output, Failure> {
        let length = input.len() as u64;
        if length > self.limits.request {
            return Err(Failure::TooLarge { bytes: length, limit: self.limits.request });
        }
        let orders = json::to_string(&self.orders).map_err(Failure::crashed)?;
        let mut process = self.launcher.clone().argument(orders).start()?;
        let mut stdout = Vec::new();
        let until = Instant::now() + self.limits.wall;
        let ended = process.pipes.exchange_to_end(input, until, |piece| {
            let bytes = (stdout.len() + piece.len()) as u64;
            if bytes > self.limits.reply.saturating_add(HELLO) {
                return Err(Failure::TooLarge { bytes, limit: self.limits.reply });
            }
            stdout.extend_from_slice(piece);
            Ok(())
        });
        match ended {
            Ended::Late => return Err(Failure::OutOfTime),
            Ended::Failed(failure) => return Err(failure),
            Ended::Closed => {}
        }
        let status = process.finish().ok_or_else(|| Failure::crashed("nobody knows its end"))?;
        let level =
            take_hello(&mut stdout).ok_or_else(|| failed(status, process.pipes.said()))??;
        if !status.success() {
            return Err(failed(status, process.pipes.said()));
        }
        Ok(Output { stdout, said: printable(process.pipes.said()), level })
    }
}

/// Confines the process and becomes the program that it is told to be. To be called by the program's hidden command
/// `confine ORDERS` before it does anything else; returns only if there is nothing to become.
#[must_use]
pub fn confine(orders: &OsStr) -> ExitCode {
    match launch(orders) {
        Ok(error) | Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::from(127)
        }
    }
}

/// Returns what went wrong, early or with the very last step.
fn launch(orders: &OsStr) -> io::Result<io::Error> {
    let orders: Orders = json::from_slice(orders.as_encoded_bytes())?;
    let Orders { program, arguments, environment, readable, scratch, limits } = orders;
    let system = SYSTEM.iter().map(PathBuf::from).chain([program.clone()]);
    let access = Access {
        execute: system.collect(),
        read: DEVICES.iter().map(PathBuf::from).chain(readable).collect(),
        write: scratch.iter().cloned().collect(),
    };
    // It ends with its parent, however that ends.
    rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
    let mut command = Command::new(program);
    command.args(arguments).env_clear().envs(environment);
    command.current_dir(scratch.unwrap_or_else(|| PathBuf::from("/")));
    let confined = confine_program(&limits, &access);
    let hello = match &confined {
        Ok(level) => Hello::Confined(*level),
        Err(error) => Hello::Refused(error.to_string()),
    };
    let mut stdout = io::stdout();
    writeln!(stdout, "{}", json::to_string(&hello)?)?;
    stdout.flush()?;
    confined.map_err(io::Error::other)?;
    Ok(command.exec())
}

/// Cuts the launcher's line off what the program wrote.
fn take_hello(stdout: &mut Vec<u8>) -> Option<Result<Level, Failure>> {
    let end = stdout.iter().position(|byte| *byte == b'\n')?;
    let line: Vec<u8> = stdout.drain(..=end).collect();
    Some(match json::from_slice(&line).ok()? {
        Hello::Confined(level) => Ok(level),
        Hello::Refused(why) => Err(Failure::Refused { why }),
    })
}

fn failed(status: ExitStatus, said: &[u8]) -> Failure {
    match status.code() {
        Some(code) => Failure::Failed { code, said: printable(said) },
        None => Failure::of(status, said),
    }
}
