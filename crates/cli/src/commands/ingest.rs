use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use sijill_ingest::{
    Closing, Intake, Outcome, Plan, SentBag, SourceProblem, Statement, receipt, receipt_text,
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
    /// PATH is a bag: what its manifests say is recorded as the sender's word, and compared.
    #[arg(long)]
    bag: bool,
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
        let sent = self.sent()?;
        if self.dry_run {
            return self.plan(&archive, &statement, sent.as_ref(), output);
        }
        let passphrase = passphrase::own(global)?;
        stop_on_interrupt()?;
        let mut writer = archive.write(&passphrase)?;
        let closing = if self.accept_gaps { Closing::WithGaps } else { Closing::WhenWhole };
        let bar = Bar::new(output);
        let intake = match sent {
            Some(sent) => Intake::begin_bag(&mut writer, sent, statement)?,
            None => Intake::begin(&mut writer, &self.paths, statement)?,
        };
        let outcome = intake.run(closing, &bar);
        bar.done();
        let outcome = outcome?;
        writer.finish()?;
        report(&archive, &outcome, output)
    }

    /// The bag that was sent, read and compared before anything is written.
    fn sent(&self) -> Result<Option<SentBag>, CliError> {
        match self.paths.as_slice() {
            _ if !self.bag => Ok(None),
            [folder] => Ok(Some(SentBag::read(folder)?)),
            _ => Err(CliError::usage("--bag takes one PATH, the bag")),
        }
    }

    fn plan(
        &self,
        archive: &Archive,
        statement: &Statement,
        sent: Option<&SentBag>,
        output: Output,
    ) -> Ended {
        let mut plan = Plan::make(&self.paths, archive.folder(), statement)?;
        plan.problems.extend(sent.into_iter().flat_map(SentBag::problems).cloned());
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
    if outcome.is_whole() && outcome.is_as_sent() {
        return Ok(ExitCode::SUCCESS);
    }
    if outcome.is_whole() {
        output.say("Everything that was sent is secured. What the sender says about it does not hold: see above.");
        return Ok(Exit::UNSOUND.into());
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
