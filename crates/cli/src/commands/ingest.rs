use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use sijill_ingest::{
    Closing, Intake, Outcome, Plan, SourceProblem, Statement, receipt, receipt_text,
};
use sijill_storage::Archive;

use super::Ended;
use crate::error::{CliError, Exit};
use crate::output::Output;
use crate::progress::{Bar, stop_on_interrupt};
use crate::{Global, passphrase};

/// Take folders and files into custody.
///
/// Each file is copied and hashed in one read, made durable, signed and logged; each folder becomes an item and
/// is sealed; at the end there is a receipt. A run that was stopped in any way is continued by the same command.
#[derive(Debug, Args)]
pub(crate) struct Ingest {
    /// Folders or files.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What the team states about them: accession.toml, or the sheet alone (CSV).
    #[arg(long, value_name = "FILE")]
    accession: Option<PathBuf>,
    /// Only says what would be taken in.
    #[arg(long)]
    dry_run: bool,
    /// Closes the accession even if files could not be read; the gap is recorded.
    #[arg(long)]
    accept_gaps: bool,
}

impl Ingest {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        let statement = read_statement(self.accession.as_ref())?;
        if self.dry_run {
            return self.plan(&archive, &statement, output);
        }
        let passphrase = passphrase::own(global)?;
        stop_on_interrupt()?;
        let mut writer = archive.write(&passphrase)?;
        let closing = if self.accept_gaps { Closing::WithGaps } else { Closing::WhenWhole };
        let bar = Bar::new(output);
        let outcome = Intake::begin(&mut writer, &self.paths, statement)?.run(closing, &bar);
        bar.done();
        let outcome = outcome?;
        writer.finish()?;
        report(&archive, &outcome, output)
    }

    fn plan(&self, archive: &Archive, statement: &Statement, output: Output) -> Ended {
        let plan = Plan::make(&self.paths, archive.folder(), statement)?;
        output.result(&plan, || {
            format!(
                "{} files in {} items, {} bytes. Nothing was written.\n{}",
                plan.files,
                plan.items,
                plan.bytes,
                problems(&plan.problems)
            )
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

pub(super) fn read_statement(file: Option<&PathBuf>) -> Result<Statement, CliError> {
    Ok(file.map(|file| Statement::read(file)).transpose()?.unwrap_or_default())
}

/// Prints the outcome, with the receipt for people.
pub(super) fn report(archive: &Archive, outcome: &Outcome, output: Output) -> Ended {
    let receipt = receipt(archive, outcome.accession)?;
    output.result(outcome, || receipt_text(&receipt))?;
    output.say(problems(&outcome.problems).trim_end());
    if outcome.is_whole() {
        return Ok(ExitCode::SUCCESS);
    }
    output.say(if outcome.closed {
        "Some files could not be secured. The accession is closed and the gap is recorded."
    } else {
        "Some files could not be secured. Run the same command again once they can be read, or with --accept-gaps."
    });
    Ok(Exit::UNFINISHED.into())
}

fn problems(problems: &[SourceProblem]) -> String {
    problems.iter().map(|problem| format!("  {}: {}\n", problem.path, problem.detail)).collect()
}
