//! Runs a registered job in a confined child process with limits.
//!
//! The child is the same program, started again under another name of a command. Before it reads a byte of its
//! first request it gives up every right that the job does not need: the network, other processes, and all files.

mod job;

pub use job::Job;
