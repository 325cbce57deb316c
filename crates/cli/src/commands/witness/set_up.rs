//! Making a witness, and telling it whose checkpoints to take.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};
use sijill_translog::{Policy, PolicyLog, VerifierKey};
use sijill_witness::{KnownLog, Witness};

use super::{Place, now, time};
use crate::commands::Ended;
use crate::error::CliError;
use crate::output::Output;
use crate::{Global, passphrase};

/// Make a new witness with a key of its own.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder to make, if not --witness.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The witness's name, like a web address without https://.
    #[arg(long)]
    name: String,
}

impl Init {
    pub fn run(&self, place: &Place, global: &Global, output: Output) -> Ended {
        let folder = self.folder.as_ref().map_or_else(|| place.folder(), Ok)?;
        let witness = Witness::create(folder, &self.name, &passphrase::chosen(global)?)?;
        let (name, vkey) = (witness.key().name().to_string(), witness.key().to_string());
        output.result(&json!({ "name": name, "vkey": vkey, "witness": folder }), || {
            format!(
                "The witness {name} is ready in {}.\nIts public key, for everybody who will count on it:\n  {vkey}\n\
                 Never restore this folder from a backup and never run a copy of it.",
                folder.display(),
            )
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Set the witness up for a log, or add another key to a log that it knows.
///
/// Take the key from the people of the archive themselves, on paper or face to face.
#[derive(Debug, Args)]
pub(super) struct AddLog {
    /// The log's public key, as sijill init printed it.
    #[arg(long, required_unless_present = "policy", conflicts_with = "policy")]
    vkey: Option<String>,
    /// The log's origin; without it, the name in the key.
    #[arg(long, requires = "vkey")]
    origin: Option<String>,
    /// Adds every log of a trust policy (C2SP tlog-policy) instead.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
}

impl AddLog {
    pub fn run(&self, place: &Place, output: Output) -> Ended {
        let mut witness = place.open()?;
        for (origin, key) in self.logs()? {
            witness.add_log(&origin, &key, now()?.get())?;
        }
        told(&witness, output)
    }

    fn logs(&self) -> Result<Vec<(String, VerifierKey)>, CliError> {
        let refused = |message: String| CliError::refused(message, "check what was sent to you");
        let mut keys = Vec::new();
        if let Some(vkey) = &self.vkey {
            keys.push(vkey.parse().map_err(|error| refused(format!("{error}")))?);
        }
        if let Some(file) = &self.policy {
            let policy = Policy::parse(&fs_err::read_to_string(file)?);
            let policy = policy.map_err(|error| refused(error.to_string()))?;
            keys.extend(policy.logs().iter().map(PolicyLog::key).cloned());
        }
        let origin =
            |key: &VerifierKey| self.origin.clone().unwrap_or_else(|| key.name().to_string());
        Ok(keys.into_iter().map(|key| (origin(&key), key)).collect())
    }
}

/// List the logs that the witness is set up for, with what it cosigned last.
#[derive(Debug, Args)]
pub(super) struct Logs {}

impl Logs {
    pub fn run(&self, place: &Place, output: Output) -> Ended {
        told(&place.open()?, output)
    }
}

fn told(witness: &Witness, output: Output) -> Ended {
    let logs = witness.logs()?;
    let json: Vec<_> = logs.iter().map(log_json).collect();
    let words = || logs.iter().map(log_words).collect::<String>();
    output.result(&json!({ "vkey": witness.key().to_string(), "logs": json }), || {
        format!("{}\n{}", witness.key(), words())
    })?;
    Ok(ExitCode::SUCCESS)
}

fn log_json(log: &KnownLog) -> Value {
    let vkeys: Vec<_> = log.keys.iter().map(ToString::to_string).collect();
    let last = log.last.as_ref().map(|last| {
        json!({ "size": last.head.size, "root": last.head.root.to_string(), "at": time(last.at) })
    });
    json!({ "origin": log.origin, "vkeys": vkeys, "last": last })
}

fn log_words(log: &KnownLog) -> String {
    let keys: String = log.keys.iter().map(|key| format!("  {key}\n")).collect();
    let last = log.last.as_ref().map_or_else(
        || "  nothing cosigned yet".to_owned(),
        |last| format!("  {} events cosigned at {}", last.head.size, time(last.at)),
    );
    format!("{}\n{keys}{last}\n", log.origin)
}
