//! `cargo xtask fonts`: the fonts of printed letters, from the npm registry by `crates/letters/fonts/package-lock.json`,
//! whose digests npm compares. They are never committed; the build of `sijill-letters` looks for them there.

use std::path::PathBuf;

use crate::Result;
use crate::command::{installed, output, program, root};
use crate::setup;

/// Installs the fonts, unless those of the lockfile are there already.
pub fn install() -> Result<()> {
    let folder = folder();
    let lock = fs_err::read_to_string(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/installed.json");
    if fs_err::read_to_string(&stamp).is_ok_and(|made| made == lock) {
        return Ok(());
    }
    if !installed("npm") {
        setup::install(&[("npm", "npm")]);
    }
    eprintln!("fetching the fonts of printed letters (once)");
    let quiet = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"];
    output(program("npm").args(quiet).current_dir(folder))?;
    Ok(fs_err::write(stamp, lock)?)
}

fn folder() -> PathBuf {
    root().join("crates/letters/fonts")
}
