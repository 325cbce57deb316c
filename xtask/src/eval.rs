//! `cargo xtask eval-quality`: what is said of scans, judged on pages that were made worse on purpose.

use std::path::PathBuf;

use crate::Result;
use crate::command::{cargo, check};

/// Judges the findings of imaging on the labelled pages and prints a table (docs/quality.md).
pub fn quality() -> Result<()> {
    let line = "run --release --locked --package sijill-imaging --example eval_quality --";
    check(cargo(line).arg(pages()?))
}

fn pages() -> Result<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let shared = std::env::var_os("SIJILL_SHARED");
    let pages = shared.map_or_else(|| root.join("../shared"), PathBuf::from).join("pages");
    if !pages.is_dir() {
        let pages = pages.display();
        return Err(format!("{pages} is no folder: set SIJILL_SHARED to the reference data").into());
    }
    Ok(pages.canonicalize()?)
}
