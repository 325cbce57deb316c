//! Why a confined process gave no answer.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

/// What became of a request that was not answered. The parent goes on; only this one piece of work has failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It asked the kernel for something that its work does not need (`SIGSYS`).
    #[error(
        "the worker tried something that it may not do and was stopped; the file may be an attack"
    )]
    KilledBySandbox,
    /// It needed more memory than it may have.
    #[error("more memory was needed than a worker may have")]
    OutOfMemory,
    /// It needed more processor time, or more time on the clock, than it may have.
    #[error("more time was needed than a worker may have")]
    OutOfTime,
    /// What goes in or comes out is longer than the limit.
    #[error("{bytes} bytes are more than the {limit} that a worker takes or gives")]
    TooLarge {
        /// How many there are, or are announced.
        bytes: u64,
        /// How many are allowed.
        limit: u64,
    },
    /// It died, or what it answered was no answer.
    #[error("the worker stopped working: {said}")]
    Crashed {
        /// Its last words or how it ended, at most a few hundred characters, printable.
        said: String,
    },
    /// An outside program ended with an error of its own.
    #[error("the program ended with code {code}: {said}")]
    Failed {
        /// Its exit code.
        code: i32,
        /// What it said about it, shortened, printable.
        said: String,
    },
    /// It refused to work, because it could not be confined.
    #[error("no worker can be confined here, and none works unconfined: {why}")]
    Refused {
        /// What the kernel refused.
        why: String,
    },
    /// It could not be started at all.
    #[error("{program} could not be started: {why}")]
    NotStarted {
        /// Which program.
        program: String,
        /// What the system said.
        why: String,
    },
}

impl Failure {
    /// A short name that does not change, for records and counts.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::KilledBySandbox => "killed-by-sandbox",
            Self::OutOfMemory => "out-of-memory",
            Self::OutOfTime => "out-of-time",
            Self::TooLarge { .. } => "too-large",
            Self::Crashed { .. } => "crashed",
            Self::Failed { .. } => "failed",
            Self::Refused { .. } => "refused",
            Self::NotStarted { .. } => "not-started",
        }
    }

    /// Whether no worker can be started or confined here at all: then every other file would fail too.
    #[must_use]
    pub fn is_of_the_machine(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::NotStarted { .. })
    }

    pub(crate) fn crashed(why: impl std::fmt::Display) -> Self {
        Self::Crashed { said: why.to_string() }
    }

    /// Reads the reason out of how a process ended and what it said last.
    pub(crate) fn of(status: ExitStatus, said: &[u8]) -> Self {
        const SIGABRT: i32 = 6;
        const SIGXCPU: i32 = 24;
        const SIGSYS: i32 = 31;
        let words = printable(said);
        match (status.signal(), status.code()) {
            (Some(SIGSYS), _) => Self::KilledBySandbox,
            (Some(SIGXCPU), _) => Self::OutOfTime,
            (Some(SIGABRT), _) if words.contains("memory allocation of") => Self::OutOfMemory,
            (Some(signal), _) => Self::Crashed { said: with(words, &format!("signal {signal}")) },
            (None, code) => {
                Self::Crashed { said: with(words, &format!("exit code {}", code.unwrap_or(-1))) }
            }
        }
    }
}

fn with(words: String, end: &str) -> String {
    if words.is_empty() { end.to_owned() } else { format!("{words} ({end})") }
}

/// The end of what a process said, as one line that may be shown and recorded.
pub(crate) fn printable(said: &[u8]) -> String {
    const LONGEST: usize = 300;
    let said = String::from_utf8_lossy(said);
    let words = said.split(|c: char| c.is_control() || c.is_whitespace() || c == '\u{fffd}');
    let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let over = line.chars().count().saturating_sub(LONGEST);
    line.chars().skip(over).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_it_ended_names_the_reason() {
        let code = |raw, said: &str| Failure::of(ExitStatus::from_raw(raw), said.as_bytes()).code();
        assert_eq!(code(31, ""), "killed-by-sandbox");
        assert_eq!(code(24, ""), "out-of-time");
        assert_eq!(code(6, "memory allocation of 12 bytes failed"), "out-of-memory");
        assert_eq!(code(6, ""), "crashed");
        assert_eq!(code(11, ""), "crashed");
        assert_eq!(code(101 << 8, "panicked"), "crashed");
    }

    #[test]
    fn last_words_are_one_printable_line() {
        assert_eq!(printable(b"a\x1b[31m b\n\n c\xff"), "a [31m b c");
        assert_eq!(printable(&[b'x'; 9000]).len(), 300);
    }
}
