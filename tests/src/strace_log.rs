//! What strace wrote about a process.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The calls that change something on disk.
pub(crate) const WRITING: [&str; 20] = [
    "write",
    "pwrite64",
    "writev",
    "fsync",
    "fdatasync",
    "syncfs",
    "openat",
    "rename",
    "renameat",
    "renameat2",
    "mkdir",
    "mkdirat",
    "unlink",
    "unlinkat",
    "rmdir",
    "ftruncate",
    "link",
    "linkat",
    "copy_file_range",
    "chmod",
];

/// What strace saw: one line a call.
#[derive(Debug, Clone)]
pub struct Log(pub(crate) String);

impl Log {
    /// Every call that wrote something below `place`, as the number that it had in its thread.
    #[must_use]
    pub fn writes_below(&self, place: &Path) -> BTreeSet<(String, usize)> {
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut writes = BTreeSet::new();
        for (thread, call, line) in self.0.lines().filter_map(call) {
            let count = counts.entry((thread, call)).or_default();
            *count += 1;
            if is_below(line, place) && (call != "openat" || line.contains("O_CREAT")) {
                writes.insert((call.to_owned(), *count));
            }
        }
        writes
    }

    /// Whether a call failed that makes durable what Sijill itself wrote in a folder below `place`. SQLite
    /// passes over two kinds: of the folder after it made its `-wal`, and when it closes, where the `-wal` stays.
    #[must_use]
    pub fn was_sync(&self, place: &Path) -> bool {
        let is_sync = |line: &&str| {
            ["fsync(", "fdatasync(", "syncfs("].iter().any(|call| line.contains(call))
        };
        let is_ours = |line: &str| {
            let inside =
                line.split_once(&format!("{}/", place.display())).map(|(_, inside)| inside);
            let path = inside.and_then(|inside| inside.split('>').next()).unwrap_or_default();
            path.contains('/') && !path.contains(".sqlite")
        };
        self.0.lines().filter(|line| line.contains("(INJECTED)")).filter(is_sync).any(is_ours)
    }

    /// Whether a fault was put into writing to standard output.
    #[must_use]
    pub fn was_silenced(&self) -> bool {
        self.0.lines().any(|line| line.contains("write(1<") && line.contains("(INJECTED)"))
    }

    /// Whether the pipeline's threads, not the main thread, which exits last, are the first to write a database.
    #[must_use]
    pub fn begins_in_the_pipeline(&self) -> bool {
        let main = self.0.lines().next_back().and_then(|line| line.split(' ').next());
        let mut calls = self.0.lines().filter_map(call);
        let first = calls.find(|(_, call, _)| *call == "pwrite64");
        first.is_some_and(|(thread, ..)| Some(thread.trim()) != main)
    }

    /// Whether a fault was put into a call below `place`.
    #[must_use]
    pub fn was_hit(&self, place: &Path) -> bool {
        self.0.contains("killed by SIGKILL")
            || self.0.lines().any(|line| line.contains("(INJECTED)") && is_below(line, place))
    }
}

/// Thread, name and line of a call; nothing for signals, exits and the second halves of calls.
fn call(line: &str) -> Option<(&str, &str, &str)> {
    let split = line.find(|letter: char| !letter.is_ascii_digit() && letter != ' ')?;
    let (thread, rest) = line.split_at(split);
    let (name, _) = rest.split_once('(')?;
    WRITING.contains(&name).then_some((thread, name, line))
}

fn is_below(line: &str, place: &Path) -> bool {
    line.contains(&format!("{}/", place.display()))
}
