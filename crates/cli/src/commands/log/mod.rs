use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;
use sijill_storage::Archive;

use super::Ended;
use crate::output::Output;
use crate::{Global, passphrase};

mod cosign;
mod import;
mod proofs;
mod timestamp;

/// The log of custody events: its head, proofs of it, and what others say of it.
#[derive(Debug, Subcommand)]
pub(crate) enum Log {
    /// Sign a checkpoint over everything recorded so far, and print the newest one.
    Checkpoint,
    Prove(proofs::Prove),
    Consistency(proofs::Consistency),
    Tiles(proofs::Tiles),
    Cosign(cosign::Cosign),
    Timestamp(timestamp::Timestamp),
    Import(import::Import),
}

impl Log {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        match self {
            Self::Checkpoint => checkpoint(&archive, global, output),
            Self::Prove(command) => command.run(&archive, output),
            Self::Consistency(command) => command.run(&archive, output),
            Self::Tiles(command) => command.run(&archive, output),
            Self::Cosign(command) => command.run(&archive, output),
            Self::Timestamp(command) => command.run(&archive, output),
            Self::Import(command) => command.run(&archive, output),
        }
    }
}

fn checkpoint(archive: &Archive, global: &Global, output: Output) -> Ended {
    let note = archive.write(&passphrase::own(global)?)?.finish()?;
    let note = String::from_utf8_lossy(&note).into_owned();
    output.result(&json!({ "checkpoint": note }), || note.clone())?;
    Ok(ExitCode::SUCCESS)
}
