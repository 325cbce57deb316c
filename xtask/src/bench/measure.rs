//! How long a command takes, how much processor time, how much memory.
//!
//! How exact each figure is:
//! - **wall**: a monotonic clock around start and end, the shell's start included (1-2 ms).
//! - **cpu**: user and system time of every child, and of theirs, that was waited for, from the kernel's own
//!   account of us (`cutime` and `cstime` in `/proc/self/stat`), to 10 ms. Nothing else may be waited for
//!   meanwhile, so measure one command at a time.
//! - **memory**: every 10 ms the peak resident size (`VmHWM`) of each living process of the tree is added up,
//!   and the largest sum counts. The kernel keeps `VmHWM` monotone, so a single process is missed only by what
//!   it gains in its last 10 ms. Processes that share pages or peak at different moments are over-stated. The
//!   shell that joins commands together is not counted.

use std::process::{Command, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::Result;

/// What one run cost; a figure that was not measured is not a number.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Seconds by the clock.
    pub wall: f64,
    /// Seconds of processor time.
    pub cpu: f64,
    /// Peak resident memory of the process tree, in millions of bytes.
    pub memory: f64,
}

const PERIOD: Duration = Duration::from_millis(10);

/// The shell that the measured lines are given to.
pub const SHELL: &str = "bash";

/// Runs a command to its end. Success is for the caller to judge.
pub fn measure(command: &mut Command) -> Result<(ExitStatus, Sample)> {
    let before = children_cpu()?;
    let start = Instant::now();
    let mut child = command.spawn()?;
    let (stop, stopped) = channel();
    let root = child.id().to_string();
    let sampler = thread::spawn(move || peak_memory(&root, &stopped));
    let status = child.wait()?;
    let wall = start.elapsed().as_secs_f64();
    drop(stop);
    let memory = sampler.join().map_err(|_| "the memory sampler stopped early")?;
    Ok((status, Sample { wall, cpu: children_cpu()? - before, memory }))
}

/// Processor time of all children waited for so far.
fn children_cpu() -> Result<f64> {
    let stat = fs_err::read_to_string("/proc/self/stat")?;
    cpu_of_children(&stat).ok_or_else(|| "/proc/self/stat has no times of children".into())
}

/// Fields 16 and 17 of `proc(5)`; the second field, the name, may itself hold blanks and parentheses.
fn cpu_of_children(stat: &str) -> Option<f64> {
    /// `USER_HZ`, the unit of these fields: 100 on every architecture that Linux shares with us.
    const TICKS_PER_SECOND: f64 = 100.0;
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(13).map(str::parse::<f64>);
    Some((times.next()?.ok()? + times.next()?.ok()?) / TICKS_PER_SECOND)
}

fn peak_memory(root: &str, stopped: &Receiver<()>) -> f64 {
    let mut peak = 0.0_f64;
    loop {
        peak = peak.max(tree_memory(root));
        if stopped.recv_timeout(PERIOD) != Err(RecvTimeoutError::Timeout) {
            return peak;
        }
    }
}

/// The peak sizes of a process and its descendants. A process that has just ended counts nothing.
fn tree_memory(process: &str) -> f64 {
    own_memory(process) + children(process).iter().map(|child| tree_memory(child)).sum::<f64>()
}

fn own_memory(process: &str) -> f64 {
    let status = fs_err::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name));
    if field("Name:").is_some_and(|name| name.trim() == SHELL) {
        return 0.0;
    }
    let kibibytes = field("VmHWM:").and_then(|line| line.trim().strip_suffix(" kB"));
    kibibytes.and_then(|number| number.parse::<f64>().ok()).unwrap_or(0.0) * 1024.0 / 1e6
}

/// Children are listed by the thread that started them.
fn children(process: &str) -> Vec<String> {
    let Ok(threads) = fs_err::read_dir(format!("/proc/{process}/task")) else { return Vec::new() };
    let list = |thread: fs_err::DirEntry| {
        fs_err::read_to_string(thread.path().join("children")).unwrap_or_default()
    };
    let lists = threads.flatten().map(list);
    lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_children_are_found_behind_an_awkward_name() {
        let stat = "7 (a b) c) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 150 25 20 0 1 0";
        assert_eq!(cpu_of_children(stat), Some(1.75));
    }

    #[test]
    fn a_process_that_holds_forty_megabytes_is_seen_holding_them() {
        let line = "x=$(head -c 40000000 /dev/zero | tr '\\0' x | exec tail -c 40000000); true";
        let mut command = Command::new("sh");
        let (status, sample) = measure(command.args(["-c", line])).unwrap();
        assert!(status.success());
        assert!(sample.memory > 40.0, "{sample:?}");
        assert!(sample.cpu > 0.0 && sample.wall > 0.0, "{sample:?}");
    }
}
