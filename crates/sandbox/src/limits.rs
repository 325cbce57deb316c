//! What a confined process may cost.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The limits of a job or of an outside program. Whatever exceeds one is ended, and what it was asked has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Address space, in bytes (`RLIMIT_AS`).
    pub memory: u64,
    /// Processor time of one request; counted in whole seconds, rounded up.
    pub cpu: Duration,
    /// Time on the clock that one request may take: more than `cpu`, as the machine has other work.
    pub wall: Duration,
    /// Bytes that go with one request.
    pub request: u64,
    /// Bytes that may come back with one reply.
    pub reply: u64,
}

impl Limits {
    /// For one page of one file: 1 GiB, 30 seconds, a file of 512 MiB, 200 million pixels of three bytes.
    pub const PAGE: Self = Self {
        memory: 1 << 30,
        cpu: Duration::from_secs(30),
        wall: Duration::from_secs(120),
        request: 512 << 20,
        reply: 600_000_000,
    };
}
