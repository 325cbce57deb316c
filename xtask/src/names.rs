//! `cargo xtask train-names` and `cargo xtask eval-names`: how names are matched, learned and judged.

use std::path::{Path, PathBuf};

use crate::Result;
use crate::command::{cargo, check, output, root};

const RUN: &str = "run --quiet --release --locked --package sijill-names --example names --";

/// Learns the weights of spellings from the names of a folder and writes them into `crates/names/weights`.
pub fn train(folder: Option<&Path>) -> Result<()> {
    let weights = output(cargo(RUN).arg("train").arg(given(folder)?))?;
    Ok(fs_err::write(root().join("crates/names/weights/latin.tsv"), weights + "\n")?)
}

/// Judges the matching on the names of a folder; the last line is JSON.
pub fn eval(folder: Option<&Path>, cross_validate: bool) -> Result<()> {
    let mut judge = cargo(RUN);
    judge.arg("eval").arg(given(folder)?);
    if cross_validate || folder.is_none() {
        judge.arg("cross-validate");
    }
    check(&mut judge)
}

fn given(folder: Option<&Path>) -> Result<PathBuf> {
    let shared = std::env::var_os("SIJILL_SHARED").map(PathBuf::from);
    let bundled = || shared.unwrap_or_else(|| root().join("../shared")).join("names");
    Ok(fs_err::canonicalize(folder.map_or_else(bundled, Path::to_owned))?)
}
