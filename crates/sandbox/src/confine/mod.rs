//! What a process takes from itself. None of it can be given back.

mod files;
mod filter;
mod program;
mod worker;

use std::time::Duration;

use rustix::process::{Resource, Rlimit, setrlimit};

pub(crate) use files::Access;
pub(crate) use program::confine_program;
pub(crate) use worker::confine_worker;

/// Why a process could not be confined; then it does nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfineError {
    /// The kernel knows no filter of system calls, or forbids it.
    #[error("seccomp: {0}")]
    Filter(#[from] seccompiler::Error),
    #[error("seccomp: {0}")]
    Rules(#[from] seccompiler::BackendError),
    /// Landlock is there but refused the rules.
    #[error("Landlock: {0}")]
    Files(#[from] landlock::RulesetError),
    #[error("limits: {0}")]
    Limit(#[from] rustix::io::Errno),
}

/// Sets a limit that the process cannot raise again.
fn limit(resource: Resource, to: u64) -> Result<(), ConfineError> {
    Ok(setrlimit(resource, Rlimit { current: Some(to), maximum: Some(to) })?)
}

/// Whole seconds, rounded up, at least one.
pub(crate) fn seconds(time: Duration) -> u64 {
    time.as_secs().saturating_add(u64::from(time.subsec_nanos() > 0)).max(1)
}
