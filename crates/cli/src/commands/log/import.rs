use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use sijill_attest::Imported;
use sijill_storage::Archive;

use super::{Ended, cosign, timestamp};
use crate::output::Output;

/// Take in what came back in a file: the lines of a witness, the answer of a time stamping authority, or a
/// checkpoint that somebody holds.
///
/// Nothing is kept that does not verify. A checkpoint that this log signed over another history stops the log.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The file.
    file: PathBuf,
    /// For an authority's answer: its root certificate, PEM, where the folder tsa has none.
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
}

impl Import {
    pub fn run(&self, archive: &Archive, output: Output) -> Ended {
        let imported =
            sijill_attest::import(archive, &fs_err::read(&self.file)?, self.ca.as_deref())?;
        output.result(&imported, || match &imported {
            Imported::Cosignatures(cosigning) => cosign::words(cosigning),
            Imported::Timestamp(stamping) => timestamp::words(stamping),
            Imported::Checkpoint { size } => {
                format!("The log still begins with the {size} events of this checkpoint.")
            }
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
