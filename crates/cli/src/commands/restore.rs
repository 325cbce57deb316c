use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_storage::Archive;

use super::Ended;
use crate::Global;
use crate::error::{CliError, Exit};
use crate::output::Output;
use crate::progress::Counter;

/// Bring an archive back from a backup.
///
/// DIR is copied to --archive and verified; without --archive, DIR itself becomes the archive. A restored archive
/// is read-only until the newest checkpoint known anywhere is shown: an old copy that signed again would fork the
/// log.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The newest checkpoint known: from the lost disk, a receipt or a witness.
    #[arg(long, value_name = "FILE")]
    last_checkpoint: Option<PathBuf>,
}

impl Restore {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let target = global.archive.as_ref().unwrap_or(&self.folder);
        if target != &self.folder && !is_restored(target) && !self.copy(target, output)? {
            return Ok(Exit::UNSOUND.into());
        }
        let mut archive = Archive::open(target)?;
        if !archive.is_restored() {
            let message = format!("{} is not a restored archive", target.display());
            return Err(CliError::refused(
                message,
                "name the backup as DIR and the place to restore it to with --archive",
            ));
        }
        if let Some(newest) = &self.last_checkpoint {
            archive.resume_after_restore(newest)?;
        }
        let read_only = archive.is_restored();
        output.result(&json!({ "archive": target, "read_only": read_only }), || {
            let next = if read_only {
                "It is read-only until you show its newest checkpoint (--last-checkpoint FILE)."
            } else {
                "It may be written to again."
            };
            format!("The archive is in {}. {next}", target.display())
        })?;
        Ok(ExitCode::SUCCESS)
    }

    fn copy(&self, target: &Path, output: Output) -> Result<bool, CliError> {
        let counter = Counter::new(output);
        let report = Archive::open(&self.folder)?.backup(target, &counter);
        counter.done();
        let report = report?;
        for problem in &report.problems {
            output.say(&format!(
                "  {}: {}",
                problem.path.as_deref().unwrap_or_default(),
                problem.detail
            ));
        }
        Ok(report.ok)
    }
}

fn is_restored(folder: &Path) -> bool {
    Archive::open(folder).is_ok_and(|archive| archive.is_restored())
}
