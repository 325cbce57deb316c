//! What was refused although a log had signed it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};
use sijill_storage::durable;

use super::{Place, time};
use crate::commands::Ended;
use crate::error::{CliError, Exit};
use crate::output::Output;

/// What to do when a log seems to have two histories.
pub(super) const ADVICE: &str = "keep everything, tell the archive and the other witnesses by another way, \
    and show them sijill witness evidence --to DIR; see docs/witness.md";

/// List the requests that were refused although their log had signed them.
///
/// Ends with 1 if one of them proves that a log has two histories.
#[derive(Debug, Args)]
pub(super) struct Evidence {
    /// Writes them into a folder: N.req, what the log signed; N.cosigned, what this witness had cosigned.
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

impl Evidence {
    pub fn run(&self, place: &Place, output: Output) -> Ended {
        let all = place.open()?.evidence()?;
        if let Some(folder) = &self.to {
            write(&all, folder)?;
        }
        let json: Vec<_> = all.iter().map(row_json).collect();
        output.result(&json!({ "evidence": json }), || {
            if all.is_empty() { "None.".to_owned() } else { all.iter().map(row_words).collect() }
        })?;
        let fork = all.iter().any(|row| row.is_fork);
        Ok(if fork { Exit::UNSOUND.into() } else { ExitCode::SUCCESS })
    }
}

fn write(all: &[sijill_witness::Evidence], folder: &Path) -> Result<(), CliError> {
    fs_err::create_dir_all(folder)?;
    for row in all {
        durable::replace(&folder.join(format!("{}.req", row.seq)), &row.request, 0o644)?;
        if let Some(cosigned) = &row.cosigned {
            durable::replace(&folder.join(format!("{}.cosigned", row.seq)), cosigned, 0o644)?;
        }
    }
    Ok(())
}

fn row_json(row: &sijill_witness::Evidence) -> Value {
    json!({
        "seq": row.seq, "origin": row.origin, "at": time(row.at), "status": row.status,
        "fork": row.is_fork, "why": row.why,
    })
}

fn row_words(row: &sijill_witness::Evidence) -> String {
    let fork = if row.is_fork { "FORK: " } else { "" };
    format!("{} {} {} ({})\n  {fork}{}\n", row.seq, time(row.at), row.origin, row.status, row.why)
}
