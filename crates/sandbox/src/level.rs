//! How far a process was confined, which depends on the kernel.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What confines a process. The filter of system calls and the limits are always there: without them nothing runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// The version of Landlock that guards files as a second wall; `None` where the kernel has none.
    pub landlock: Option<u8>,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.landlock {
            Some(version) => write!(f, "seccomp+landlock ABI {version}"),
            None => f.write_str("seccomp"),
        }
    }
}
