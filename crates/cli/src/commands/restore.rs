use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_storage::verify::{Problem, Report, Scope};
use sijill_storage::{Archive, Successor};

use super::Ended;
use crate::error::{CliError, Exit};
use crate::output::Output;
use crate::progress::Counter;
use crate::{Global, passphrase};

/// Bring an archive back from a backup.
///
/// DIR is copied to --archive and verified; without --archive, DIR itself becomes the archive. A restored archive
/// is read-only until the newest checkpoint known anywhere is shown: an old copy that signed again would fork the
/// log. Where no backup holds everything that checkpoint covers, a successor log goes on from the backup.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The newest checkpoint known: the file checkpoint of the lost disk, or a receipt in JSON.
    #[arg(long, value_name = "FILE")]
    last_checkpoint: Option<PathBuf>,
    /// Goes on as another log with this name; it begins by naming the newest checkpoint known (--last-checkpoint,
    /// else the backup's own). Needs the passphrase.
    #[arg(long, value_name = "ORIGIN")]
    successor: Option<String>,
}

impl Restore {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let target = global.archive.as_ref().unwrap_or(&self.folder);
        if let Some(origin) = &self.successor {
            return self.succeed(origin, target, global, output);
        }
        let mut archive = match self.copied(target, output)? {
            Some(archive) => archive,
            None => return Ok(Exit::UNSOUND.into()),
        };
        if !archive.is_restored() {
            let message = format!("{} is not a restored archive", target.display());
            return Err(CliError::refused(message, PLACES));
        }
        if let Some(newest) = &self.last_checkpoint {
            archive.resume_after_restore(newest)?;
        }
        told(&archive, output)?;
        Ok(ExitCode::SUCCESS)
    }

    /// The restored archive, copied now or before, once it has been verified.
    fn copied(&self, target: &Path, output: Output) -> Result<Option<Archive>, CliError> {
        let counter = Counter::new(output);
        let report = if target == self.folder || is_restored(target) {
            Archive::open(target)?.verify(&Scope::default(), &counter)
        } else {
            Archive::open(&self.folder)?.backup(target, &counter)
        };
        counter.done();
        Ok(if sound(&report?, output)? { Some(Archive::open(target)?) } else { None })
    }

    fn succeed(&self, origin: &str, target: &Path, global: &Global, output: Output) -> Ended {
        if target == self.folder {
            return Err(CliError::refused("a successor needs a folder of its own", PLACES));
        }
        let passphrase = passphrase::own(global)?;
        let newest = self.last_checkpoint.as_deref();
        let successor = Successor { origin, newest, passphrase: &passphrase };
        let counter = Counter::new(output);
        let report =
            Archive::open(&self.folder)?.restore_as_successor(target, &successor, &counter);
        counter.done();
        if !sound(&report?, output)? {
            return Ok(Exit::UNSOUND.into());
        }
        told(&Archive::open(target)?, output)?;
        Ok(ExitCode::SUCCESS)
    }
}

const PLACES: &str = "name the backup as DIR and the place to restore it to with --archive";

fn is_restored(folder: &Path) -> bool {
    Archive::open(folder).is_ok_and(|archive| archive.is_restored())
}

/// Says what is wrong with a copy, if anything is.
fn sound(report: &Report, output: Output) -> Result<bool, CliError> {
    if report.ok {
        return Ok(true);
    }
    let problem = |problem: &Problem| {
        format!("  {}: {}\n", problem.path.as_deref().unwrap_or_default(), problem.detail)
    };
    output.result(&json!({ "verified": report }), || {
        let problems: String = report.problems.iter().map(problem).collect();
        format!("The copy is NOT sound.\n{problems}")
    })?;
    Ok(false)
}

fn told(archive: &Archive, output: Output) -> Result<(), CliError> {
    let (folder, read_only) = (archive.folder(), archive.is_restored());
    let json =
        json!({ "archive": folder, "origin": archive.origin().as_str(), "read_only": read_only });
    output.result(&json, || {
        let next = if read_only {
            "It is read-only until you show its newest checkpoint (--last-checkpoint FILE)."
        } else {
            "It may be written to again."
        };
        format!("The archive {} is in {}. {next}", archive.origin(), folder.display())
    })
}
