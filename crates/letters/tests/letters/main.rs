//! Letters, printed and read again by programs that other people wrote.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "so tests fail")]

mod failing;
mod hostile;
mod pages;
mod sample;
mod whole;
