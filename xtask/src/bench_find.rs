//! `cargo xtask bench-find`: how long it takes to find a person among a million mentions.

use crate::Result;
use crate::command::{cargo, check, target};

/// Makes mentions of people who never were, indexes them, asks, and prints the times.
pub fn run(mentions: u32) -> Result<()> {
    let line = "run --quiet --release --locked --package sijill-search --example bench_find --";
    let folder = target().join("bench-find");
    fs_err::create_dir_all(&folder)?;
    let made = check(cargo(line).arg(fs_err::canonicalize(&folder)?).arg(mentions.to_string()));
    fs_err::remove_dir_all(&folder)?;
    made
}
