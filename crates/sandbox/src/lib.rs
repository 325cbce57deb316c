//! Runs a registered job in a confined child process with limits.
//!
//! The child is the same program, started again under another name of a command. Before it reads a byte of its
//! first request it gives up every right that the job does not need: the network, other processes, and all files.
//!
//! - [`Worker`] asks a child that serves a [`Job`]; [`serve()`] is what the child runs. Its filter of system calls
//!   (seccomp) lists what is allowed: computing, reading standard input, writing standard output. Anything else kills it.
//! - [`Tool`] runs an outside program; [`confine()`] is what launches it. Its filter lists what is refused, as nobody can
//!   say what a foreign program needs.
//!
//! Landlock is a second wall where the kernel has it; [`Level`] says so. Without seccomp nothing runs.

mod confine;
mod failure;
mod frame;
mod job;
mod level;
mod limits;
mod pipes;
mod process;
mod serve;
mod tool;
mod worker;

pub use failure::Failure;
pub use job::Job;
pub use level::Level;
pub use limits::Limits;
pub use process::{Program, Usage};
pub use serve::serve;
pub use tool::{Output, Tool, confine};
pub use worker::Worker;
