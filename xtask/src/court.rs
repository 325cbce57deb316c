//! `cargo xtask court`: the whole way of an evidence package, for a person to watch.

use crate::Result;
use crate::command::{cargo, check, release_binary};
use crate::setup;

/// What the stranger in it types with.
const PACKAGES: &[(&str, &str)] = &[("openssl", "openssl"), ("python3", "python3")];

/// Builds the release binary and shows it: a package is made, witnessed, stamped, verified by README-VERIFY alone, and
/// then tampered with in every way of the adversary set.
pub fn run() -> Result<()> {
    setup::install(PACKAGES);
    eprintln!("building sijill (a few minutes the first time)");
    let sijill = release_binary()?;
    let mut court = cargo("run --quiet --locked --package sijill-tests --example court");
    check(court.env("SIJILL_BIN", sijill))
}
