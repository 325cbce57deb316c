//! `cargo xtask demo`: from a fresh clone to a running archive in one line.

use std::os::unix::process::CommandExt;

use crate::Result;
use crate::command::{program, release_binary};

/// Builds the release binary and becomes `sijill demo`, so that its exit code and Ctrl-C are its own.
pub fn run(arguments: &[String]) -> Result<()> {
    eprintln!("building sijill (a few minutes the first time)");
    let sijill = release_binary()?;
    let mut demo = program(&sijill);
    match crate::models::install() {
        Ok(models) => {
            demo.env("SIJILL_TESSDATA", models);
        }
        // A newcomer without a network sees everything but the reading of pages.
        Err(error) => eprintln!("pages will be shown and perhaps not read: {error}"),
    }
    let error = demo.arg("demo").args(arguments).exec();
    Err(format!("cannot run {}: {error}", sijill.display()).into())
}
