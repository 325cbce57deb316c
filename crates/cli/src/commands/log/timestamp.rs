use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_attest::{Stamped, Stamping};
use sijill_storage::Archive;

use super::Ended;
use crate::error::Exit;
use crate::output::Output;

/// Have the newest checkpoint stamped by time stamping authorities (RFC 3161), so that nobody can date the
/// records back.
///
/// An authority is named once, with its root certificate; both are kept in the archive's folder tsa. Without a
/// URL, every authority there is asked. Needs no passphrase.
#[derive(Debug, Args)]
pub(crate) struct Timestamp {
    /// An authority's URL.
    #[arg(value_name = "URL")]
    url: Option<String>,
    /// The authority's root certificate, PEM, as its own pages give it.
    #[arg(long, value_name = "FILE", requires = "url")]
    ca: Option<PathBuf>,
    /// Asks nobody; writes the request to a file, to be carried to an authority. See log import.
    #[arg(long, value_name = "FILE", conflicts_with = "ca")]
    request: Option<PathBuf>,
    /// Stamps again what proves its time for less than so many days more.
    #[arg(long, value_name = "DAYS", conflicts_with_all = ["url", "request"])]
    renew: Option<u32>,
}

impl Timestamp {
    pub fn run(&self, archive: &Archive, output: Output) -> Ended {
        if let Some(file) = &self.request {
            fs_err::write(file, sijill_attest::stamp_request(archive)?)?;
            output.result(&json!({ "request": file }), || {
                format!("Carry {} to the authority, and bring its answer back.", file.display())
            })?;
            return Ok(ExitCode::SUCCESS);
        }
        let stamping = match self.renew {
            Some(days) => sijill_attest::renew(archive, days)?,
            None => sijill_attest::stamp(archive, self.url.as_deref(), self.ca.as_deref())?,
        };
        output.result(&stamping, || words(&stamping))?;
        Ok(if stamping.failed.is_empty() { ExitCode::SUCCESS } else { Exit::UNFINISHED.into() })
    }
}

pub(super) fn words(stamping: &Stamping) -> String {
    let stamps: String = stamping.stamps.iter().map(stamped).collect();
    let failed = stamping
        .failed
        .iter()
        .map(|failed| format!("{}: NOT stamped: {}\n", failed.authority, failed.detail));
    let failed: String = failed.collect();
    if stamps.is_empty() && failed.is_empty() {
        return "No time stamp needs renewing yet.".to_owned();
    }
    format!("{stamps}{failed}")
}

fn stamped(stamped: &Stamped) -> String {
    let Stamped { size, at, authority, good_until, .. } = stamped;
    format!("{size} events existed at {at}, says {authority}; proves it until {good_until}\n")
}
