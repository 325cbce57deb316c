//! `cargo xtask fonts`: fonts and what browsers need, from the npm registry by lockfiles whose digests npm compares.
//! They are never committed; builds and tests look for them where they are installed.

use std::path::PathBuf;

use crate::Result;
use crate::command::{installed, output, program, root};
use crate::setup;

/// What is fetched, and where its lockfile stands.
const FETCHED: [(&str, &str); 3] = [
    ("the fonts of printed letters", "crates/letters/fonts"),
    ("the font and the viewer of pages", "crates/server/web"),
    ("the judge of pages in browser tests", "tests/web"),
];

/// Installs everything that is not there as its lockfile names it.
pub fn install() -> Result<()> {
    FETCHED.iter().try_for_each(|(what, folder)| fetch(what, root().join(folder)))
}

fn fetch(what: &str, folder: PathBuf) -> Result<()> {
    let lock = fs_err::read_to_string(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/installed.json");
    if fs_err::read_to_string(&stamp).is_ok_and(|made| made == lock) {
        return Ok(());
    }
    if !installed("npm") {
        setup::install(&[("npm", "npm")]);
    }
    eprintln!("fetching {what} (once)");
    let quiet = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"];
    output(program("npm").args(quiet).current_dir(folder))?;
    Ok(fs_err::write(stamp, lock)?)
}
