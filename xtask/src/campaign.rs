//! `cargo xtask faults`, `bits` and `load`: the long tests of `sijill-tests`, run on the release binary.

use clap::Args;

use crate::Result;
use crate::command::{cargo, check, release_binary};

/// How far a campaign goes.
#[derive(Args)]
pub struct Options {
    /// The full campaign, hours instead of minutes
    #[arg(long)]
    long: bool,
}

/// Runs the ignored tests of the test file called `name`.
pub fn run(name: &str, options: &Options) -> Result<()> {
    let sijill = release_binary()?;
    let line = format!(
        "test --release --locked --package sijill-tests --test {name} -- --ignored --nocapture"
    );
    let mut command = cargo(&line);
    command.env("SIJILL_BIN", sijill);
    if options.long {
        command.env("SIJILL_CAMPAIGN", "long");
    }
    check(&mut command)
}
