//! A confined child process, seen from its parent.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Resource, Rlimit, prlimit};

use crate::Failure;
use crate::confine::seconds;
use crate::pipes::Pipes;

/// Which program is started as a child, and with which arguments before ours: this program again, unless tests say
/// otherwise.
#[derive(Debug, Clone)]
pub struct Program {
    path: PathBuf,
    arguments: Vec<OsString>,
}

impl Program {
    /// This program itself, under a hidden command.
    #[must_use]
    pub fn this(command: &str) -> Self {
        Self::at(Path::new("/proc/self/exe")).argument(command)
    }

    /// Another program.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), arguments: Vec::new() }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn argument(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Starts it with an empty environment in the root folder, its three streams on pipes.
    pub(crate) fn start(&self) -> Result<Process, Failure> {
        let mut command = Command::new(&self.path);
        command.args(&self.arguments).env_clear().current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let not_started = |error: std::io::Error| Failure::NotStarted {
            program: self.path.display().to_string(),
            why: error.to_string(),
        };
        let mut child = command.spawn().map_err(not_started)?;
        match Pipes::of(&mut child) {
            Ok(pipes) => Ok(Process { child, pipes }),
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(not_started(error))
            }
        }
    }
}

/// A running child; it is killed when this is dropped.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    pub(crate) pipes: Pipes,
}

/// What a child has used so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Processor time.
    pub cpu: Duration,
    /// The most address space that it ever had, in bytes: what the limit counts.
    pub memory: u64,
}

impl Process {
    /// Lets it use so much more processor time than it has used; then the kernel ends it.
    pub(crate) fn allow(&self, cpu: Duration) -> Result<(), Failure> {
        let used = self.usage().map_or(Duration::ZERO, |usage| usage.cpu);
        let limit = Rlimit { current: Some(seconds(used.saturating_add(cpu))), maximum: None };
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        let set = prlimit(pid, Resource::Cpu, limit);
        // It may have ended already; the exchange finds out why.
        match set {
            Ok(_) | Err(rustix::io::Errno::SRCH) => Ok(()),
            Err(error) => Err(Failure::Refused { why: format!("limit of time: {error}") }),
        }
    }

    /// What it has used, if it still runs.
    pub(crate) fn usage(&self) -> Option<Usage> {
        let folder = PathBuf::from("/proc").join(self.child.id().to_string());
        let stat = fs_err::read_to_string(folder.join("stat")).ok()?;
        // The second field is the program's name in brackets and may hold anything.
        let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks = |field: usize| fields.get(field)?.parse::<u64>().ok();
        let ticks = ticks(11)?.checked_add(ticks(12)?)?;
        let per_second = rustix::param::clock_ticks_per_second().max(1);
        let cpu = Duration::from_millis(ticks.saturating_mul(1000) / per_second);
        let status = fs_err::read_to_string(folder.join("status")).ok()?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmPeak:"))?;
        let memory: u64 = peak.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(Usage { cpu, memory: memory.saturating_mul(1024) })
    }

    /// Ends it, if it has not ended yet, and tells how it ended.
    pub(crate) fn end(&mut self) -> Option<ExitStatus> {
        // A process that is dying of something else keeps that reason.
        let _ = self.child.kill();
        let status = self.child.wait().ok();
        self.pipes.listen();
        status
    }

    /// Waits for a child that has closed its output to end by itself.
    pub(crate) fn finish(&mut self) -> Option<ExitStatus> {
        const PATIENCE: u32 = 200;
        for _ in 0..PATIENCE {
            if let Ok(Some(status)) = self.child.try_wait() {
                self.pipes.listen();
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        self.end()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
