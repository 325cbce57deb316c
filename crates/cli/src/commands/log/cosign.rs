use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_attest::{Cosigning, Outcome, Witnessed};
use sijill_storage::Archive;

use super::Ended;
use crate::error::Exit;
use crate::output::Output;

/// Ask witnesses to cosign the newest checkpoint, so that nobody can rewrite the log unseen.
///
/// Witnesses and how many of them are needed stand in the archive's policy.txt. Without a URL, every witness
/// there that has one is asked. Needs no passphrase.
#[derive(Debug, Args)]
pub(crate) struct Cosign {
    /// A witness: its URL, or its name in policy.txt.
    #[arg(value_name = "URL")]
    witness: Option<String>,
    /// Asks nobody; writes the request to a file, to be carried to the witness. See log import.
    #[arg(long, value_name = "FILE")]
    request: Option<PathBuf>,
    /// The size that the witness says it cosigned last, where it refused a request for naming another.
    #[arg(long, value_name = "SIZE", requires = "request")]
    old: Option<u64>,
}

impl Cosign {
    pub fn run(&self, archive: &Archive, output: Output) -> Ended {
        let witness = self.witness.as_deref();
        if let Some(file) = &self.request {
            let request = sijill_attest::cosign_request(archive, witness, self.old)?;
            fs_err::write(file, request)?;
            output.result(&json!({ "request": file }), || {
                format!("Carry {} to the witness, and bring its answer back.", file.display())
            })?;
            return Ok(ExitCode::SUCCESS);
        }
        let cosigning = sijill_attest::cosign(archive, witness)?;
        output.result(&cosigning, || words(&cosigning))?;
        Ok(ended(&cosigning))
    }
}

/// Done if everybody who was asked has cosigned, or so many that the policy is content.
fn ended(cosigning: &Cosigning) -> ExitCode {
    let all = cosigning.asked.iter().all(|asked| asked.outcome == Outcome::Cosigned);
    let enough = !cosigning.witnessed.by.is_empty() && cosigning.witnessed.quorum_met;
    if all || enough { ExitCode::SUCCESS } else { Exit::UNFINISHED.into() }
}

pub(super) fn words(cosigning: &Cosigning) -> String {
    let asked = cosigning.asked.iter().map(|asked| match &asked.outcome {
        Outcome::Cosigned => format!("{}: cosigned\n", asked.witness),
        Outcome::Failed { detail } => format!("{}: NOT cosigned: {detail}\n", asked.witness),
    });
    let asked: String = asked.collect();
    format!("{asked}{} events {}", cosigning.size, witnessed(&cosigning.witnessed))
}

fn witnessed(witnessed: &Witnessed) -> String {
    let (by, of) = (witnessed.by.len(), witnessed.of);
    if witnessed.quorum_met {
        return format!("witnessed: {by} of {of}, enough for policy.txt.");
    }
    format!("witnessed: {by} of {of}, NOT enough for policy.txt: {}", witnessed.missing.join("; "))
}
