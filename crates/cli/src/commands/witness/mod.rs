//! `sijill witness`: cosigning the checkpoints of other archives.

mod evidence;
mod requests;
mod serve;
mod set_up;

use std::num::NonZeroU64;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, Subcommand};
use jiff::Timestamp;
use sijill_witness::WitnessError;

use super::Ended;
use crate::Global;
use crate::error::CliError;
use crate::output::Output;

/// Be a witness for other archives: cosign the heads of their logs, so that nobody can rewrite them unseen.
///
/// A witness sees a log's name, its size and a hash, never what the archive holds. NEVER restore a witness's
/// folder from a backup: one that forgets what it cosigned is worth nothing.
#[derive(Debug, Args)]
pub(crate) struct Witness {
    /// The witness's folder.
    #[arg(long, global = true, env = "SIJILL_WITNESS", value_name = "DIR")]
    witness: Option<PathBuf>,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    Init(set_up::Init),
    AddLog(set_up::AddLog),
    Logs(set_up::Logs),
    Serve(serve::Serve),
    Request(requests::Request),
    Answer(requests::Answer),
    Evidence(evidence::Evidence),
}

impl Witness {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let place = Place(self.witness.clone());
        match &self.act {
            Act::Init(act) => act.run(&place, global, output),
            Act::AddLog(act) => act.run(&place, output),
            Act::Logs(act) => act.run(&place, output),
            Act::Serve(act) => act.run(&place, global, output),
            Act::Request(act) => act.run(&place, output),
            Act::Answer(act) => act.run(&place, global, output),
            Act::Evidence(act) => act.run(&place, output),
        }
    }
}

/// Where the witness is, if that was said.
struct Place(Option<PathBuf>);

impl Place {
    fn folder(&self) -> Result<&PathBuf, CliError> {
        let remedy = "name it with --witness DIR, or set SIJILL_WITNESS";
        self.0.as_ref().ok_or_else(|| CliError::refused("no witness was named", remedy))
    }

    fn open(&self) -> Result<sijill_witness::Witness, CliError> {
        Ok(sijill_witness::Witness::open(self.folder()?)?)
    }
}

/// Seconds since 1970, as this machine's clock has it.
fn now() -> Result<NonZeroU64, CliError> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(NonZeroU64::new(since.as_secs()).ok_or(WitnessError::ClockNotSet)?)
}

/// A time as people write it; one that no calendar has, as a number.
fn time(seconds: u64) -> String {
    let time = i64::try_from(seconds).ok().and_then(|s| Timestamp::from_second(s).ok());
    time.map_or_else(|| seconds.to_string(), |time| time.to_string())
}
