//! `cargo xtask coverage` and `hostile`: which pictures are shown, and what damaged ones can do.

use clap::Args;

use crate::Result;
use crate::command::{cargo, check, program, root, target};
use crate::setup;

/// How far the campaign of damaged files goes.
#[derive(Args)]
pub struct Hostile {
    /// How many damaged files
    #[arg(long, default_value_t = 10_000)]
    files: u64,
    /// A hundred thousand damaged files
    #[arg(long, conflicts_with = "files")]
    long: bool,
    /// Makes other files; the same seed makes the same files
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Sends damaged files through the worker and prints how each attempt ended.
pub fn hostile(options: &Hostile) -> Result<()> {
    let files = if options.long { 100_000 } else { options.files };
    let line = "test --release --locked --package sijill-imaging --test hostile -- --nocapture";
    let mut command = cargo(line);
    command.env("SIJILL_HOSTILE_FILES", files.to_string());
    command.env("SIJILL_SEED", options.seed.to_string()).env("CI", "1");
    check(&mut command)
}

/// Counts which undamaged pictures of the corpus we show and which libvips shows.
pub fn coverage() -> Result<()> {
    setup::install(&[
        ("vips", "libvips-tools"),
        ("tiff2rgba", "libtiff-tools"),
        ("pdftoppm", "poppler-utils"),
    ]);
    check(&mut cargo(
        "build --quiet --release --locked --package sijill-imaging --bins --examples",
    ))?;
    let release = target().join("release");
    let shared = std::env::var_os("SIJILL_SHARED").map(std::path::PathBuf::from);
    let shared = shared.unwrap_or_else(|| root().join("../shared"));
    let mut command = program(release.join("examples/coverage"));
    check(command.arg(release.join("sijill-imaging-worker")).arg(shared.join("corpus")))
}
