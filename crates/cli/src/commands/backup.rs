use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_storage::Archive;

use super::Ended;
use crate::error::{CliError, Exit};
use crate::output::Output;
use crate::progress::Counter;
use crate::{Global, passphrase};

/// Copy the archive, while it may be in use, and verify the copy.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The folder to make.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Records the copying as an event; needs the passphrase.
    #[arg(long)]
    record: bool,
}

impl Backup {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        refuse_inside(archive.folder(), &self.folder)?;
        let counter = Counter::new(output);
        let report = archive.backup(&self.folder, &counter);
        counter.done();
        let report = report?;
        if self.record {
            let mut writer = archive.write(&passphrase::own(global)?)?;
            writer.record_copy(&report)?;
            writer.finish()?;
        }
        let json = json!({ "backup": self.folder, "verified": report });
        output.result(&json, || {
            let verdict = if report.ok {
                "The copy was verified and is sound."
            } else {
                "The copy is NOT sound; see sijill verify."
            };
            format!(
                "{} files, {} events copied to {}. {verdict}",
                report.files,
                report.events,
                self.folder.display()
            )
        })?;
        Ok(if report.ok { ExitCode::SUCCESS } else { Exit::UNSOUND.into() })
    }
}

/// A backup inside the archive would be lost with it.
fn refuse_inside(archive: &Path, folder: &Path) -> Result<(), CliError> {
    let archive = fs_err::canonicalize(archive)?;
    // What is to be made may not exist yet: the nearest folder around it that does decides.
    let around = std::path::absolute(folder)?;
    let around = around.ancestors().find_map(|path| fs_err::canonicalize(path).ok());
    if around.is_some_and(|path| path.starts_with(archive)) {
        let message = format!("{} lies in the archive itself", folder.display());
        return Err(CliError::refused(message, "name a folder on another disk"));
    }
    Ok(())
}
