//! The rooms from outside, in one process: requests go through the whole router, and no port is opened.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says where it cannot run"
)]

mod desk;
mod forms;
mod founding;
mod headers;
mod matrix;
mod sessions;
mod templates;
mod tls;
mod try_out;
mod words;
