//! What the crate promises, judged by openssl and by tokens that other software made.
#![allow(clippy::unwrap_used)]

mod answers;
mod bench;
mod forged;
mod series;
mod tampered;
mod vectors;
