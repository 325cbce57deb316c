//! The rooms from outside, in one process: requests go through the whole router, and no port is opened.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod forms;
mod founding;
mod headers;
mod matrix;
mod sessions;
mod templates;
mod tls;
mod try_out;
mod words;
