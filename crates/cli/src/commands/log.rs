use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;
use sijill_storage::Archive;

use super::Ended;
use crate::output::Output;
use crate::{Global, passphrase};

/// The log of custody events.
#[derive(Debug, Subcommand)]
pub(crate) enum Log {
    /// Sign a checkpoint over everything recorded so far, and print the newest one.
    Checkpoint,
}

impl Log {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let Self::Checkpoint = self;
        let archive = Archive::open(global.archive()?)?;
        let note = archive.write(&passphrase::own(global)?)?.finish()?;
        let note = String::from_utf8_lossy(&note).into_owned();
        output.result(&json!({ "checkpoint": note }), || note.clone())?;
        Ok(ExitCode::SUCCESS)
    }
}
