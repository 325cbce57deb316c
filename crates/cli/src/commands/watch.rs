use std::path::PathBuf;

use clap::Args;
use sijill_ingest::{Intake, watch};
use sijill_storage::Archive;

use super::Ended;
use super::ingest::{read_statement, report};
use crate::error::CliError;
use crate::output::Output;
use crate::progress::{Bar, stop_on_interrupt};
use crate::{Global, passphrase};

/// Secure each file of a hot folder once the scanner has finished writing it.
///
/// Runs until Ctrl-C. The accession stays open, so that the next day continues it; `sijill ingest` with the same
/// folder and the same accession file closes it.
#[derive(Debug, Args)]
pub(crate) struct Watch {
    /// The scanner's folder.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// What the team states about the scans: accession.toml, or the sheet alone (CSV).
    #[arg(long, value_name = "FILE")]
    accession: Option<PathBuf>,
}

impl Watch {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        if self.folder.is_file() {
            let message = format!("{} is a file", self.folder.display());
            return Err(CliError::refused(message, "name the scanner's folder"));
        }
        let statement = read_statement(self.accession.as_ref())?;
        let passphrase = passphrase::own(global)?;
        stop_on_interrupt()?;
        let mut writer = archive.write(&passphrase)?;
        let intake = Intake::begin_hot(&mut writer, &self.folder, statement)?;
        output.say("Watching. Ctrl-C ends. · المراقبة جارية");
        let bar = Bar::new(output);
        let outcome = watch(intake, &bar);
        bar.done();
        let outcome = outcome?;
        writer.finish()?;
        report(&archive, &outcome, output)
    }
}
