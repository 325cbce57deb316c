//! Faults put between the binary and the kernel with `strace`.
//!
//! strace numbers the calls of each thread for itself, and an ingest writes from several. So a process is
//! looked at in two [`Part`]s. In the first, only the main thread is followed, from the start. In the second,
//! the process is stopped at the moment when it looks at the free room (`STOP`), the last thing before the
//! pipeline's threads begin, and a second strace is attached that follows them all.

use std::fmt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::strace_log::{Log, WRITING};
use crate::{Run, Sijill};

/// The second time that the free room is looked at: when the paths are checked, and when the work begins.
const STOP: &str = "-einject=statfs:signal=STOP:when=2";

const PATIENCE: Duration = Duration::from_secs(30);

/// Which threads of a process are looked at, and from when on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The main thread, from the start.
    Main,
    /// All threads, from where the work of the pipeline begins.
    Pass,
}

/// What happens to a call. It is never executed: strace acts when it is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The process is killed, as by a power cut that loses nothing that was written.
    Kill,
    /// This one call fails: a bad sector.
    Eio,
    /// This and all later calls of the kind fail: a full disk.
    Full,
}

/// One call that goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// Where calls are counted.
    pub part: Part,
    /// The system call.
    pub call: String,
    /// Its number in its thread, from 1.
    pub number: usize,
    /// What happens.
    pub fault: Fault,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Kill => "killed",
            Self::Eio => "EIO once",
            Self::Full => "ENOSPC on",
        })
    }
}

impl Point {
    fn injection(&self) -> String {
        let Self { call, number, .. } = self;
        match self.fault {
            Fault::Kill => format!("inject={call}:signal=KILL:when={number}"),
            Fault::Eio => format!("inject={call}:error=EIO:when={number}"),
            Fault::Full => format!("inject={call}:error=ENOSPC:when={number}+"),
        }
    }
}

/// Runs a command under strace, with a fault or just watched.
///
/// # Panics
/// If there is no strace, or it may not trace.
pub fn trace<'a>(
    sijill: &Sijill,
    arguments: impl IntoIterator<Item = &'a str>,
    part: Part,
    point: Option<&Point>,
    folder: &Path,
) -> (Run, Log) {
    let log = folder.join("strace.log");
    let mut options: Vec<String> = vec!["-y".into(), "-s0".into(), format!("-o{}", log.display())];
    options.push(format!("-etrace={}", WRITING.join(",")));
    options.extend(point.map(|point| format!("-e{}", point.injection())));
    let run = match part {
        Part::Main => {
            options.push("-D".into());
            let mut command = sijill.command_under("strace", &options);
            Run::of(command.args(arguments).output().expect("strace is needed for this test"))
        }
        Part::Pass => trace_pass(sijill, arguments, options, folder),
    };
    let text = fs_err::read(&log).expect("strace is needed for this test and must be allowed");
    (run, Log(String::from_utf8_lossy(&text).into_owned()))
}

fn trace_pass<'a>(
    sijill: &Sijill,
    arguments: impl IntoIterator<Item = &'a str>,
    mut options: Vec<String>,
    folder: &Path,
) -> Run {
    let stops = folder.join("stop.log");
    // `-D` makes the binary our own child, so that it outlives the first strace; `-I1` lets that be ended.
    let until = ["-D", "-I1", "-etrace=statfs", STOP];
    let until = until.iter().map(|&option| option.to_owned());
    let until: Vec<_> = until.chain([format!("-o{}", stops.display())]).collect();
    let mut command = sijill.command_under("strace", &until);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("strace is needed for this test");
    let pid = child.id().to_string();
    wait_until(&mut child, || {
        fs_err::read_to_string(&stops).is_ok_and(|log| log.contains("stopped by SIGSTOP"))
    });
    signal("-TERM", &tracer(&pid).unwrap_or_default());
    wait_until(&mut child, || tracer(&pid).is_none());
    options.extend(["-f".into(), format!("-p{pid}")]);
    let mut second =
        Command::new("strace").args(options).stderr(Stdio::null()).spawn().expect("strace");
    wait_until(&mut child, || is_traced_whole(&pid));
    signal("-CONT", &pid);
    let run = Run::of(child.wait_with_output().unwrap());
    second.wait().unwrap();
    run
}

fn wait_until(child: &mut Child, mut done: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !done() {
        if let Some(status) = child.try_wait().unwrap() {
            panic!("the process ended too early: {status}");
        }
        assert!(begun.elapsed() < PATIENCE, "the process never came to where it should stop");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Who traces a process or thread.
fn tracer(task: &str) -> Option<String> {
    let status = fs_err::read_to_string(format!("/proc/{task}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("TracerPid:"))?.trim();
    (line != "0").then(|| line.to_owned())
}

fn is_traced_whole(pid: &str) -> bool {
    let Ok(threads) = fs_err::read_dir(format!("/proc/{pid}/task")) else { return false };
    let names = threads.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.into_iter().all(|thread| tracer(&format!("{pid}/task/{thread}")).is_some())
}

fn signal(name: &str, pid: &str) {
    let status = Command::new("kill").args([name, pid]).status().unwrap();
    assert!(status.success(), "kill {name} {pid}");
}
