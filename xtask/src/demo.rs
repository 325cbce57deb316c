//! `cargo xtask demo`: from a fresh clone to a running archive in one line.

use std::os::unix::process::CommandExt;

use crate::Result;
use crate::command::{program, release_binary};

/// Builds the release binary and becomes `sijill demo`, so that its exit code and Ctrl-C are its own.
pub fn run(arguments: &[String]) -> Result<()> {
    eprintln!("building sijill (a few minutes the first time)");
    let sijill = release_binary()?;
    let error = program(&sijill).arg("demo").args(arguments).exec();
    Err(format!("cannot run {}: {error}", sijill.display()).into())
}
