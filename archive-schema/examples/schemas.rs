//! Writes the JSON Schemas of the records into a folder: `cargo xtask schemas`.
#![expect(
    clippy::disallowed_methods,
    reason = "a generator run by developers, not part of the archive"
)]

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).unwrap_or_default();
    for (name, text) in sijill_schema::schemas() {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(())
}
