use std::process::ExitCode;

use clap::Args;
use sijill_ingest::{receipt, receipt_text};
use sijill_schema::AccessionId;
use sijill_storage::Archive;

use super::Ended;
use crate::Global;
use crate::output::Output;

/// Print an accession's receipt again.
#[derive(Debug, Args)]
pub(crate) struct Receipt {
    /// The accession's identifier.
    #[arg(value_name = "ACCESSION")]
    accession: AccessionId,
}

impl Receipt {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        let receipt = receipt(&archive, self.accession)?;
        output.result(&receipt, || receipt_text(&receipt))?;
        Ok(ExitCode::SUCCESS)
    }
}
