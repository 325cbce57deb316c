use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_storage::Archive;

use super::Ended;
use crate::output::Output;

/// Prove that an event is in the log: prints a C2SP .tlog-proof, with the newest checkpoint and its
/// cosignatures.
#[derive(Debug, Args)]
pub(crate) struct Prove {
    /// The event, counted from 0.
    #[arg(value_name = "SEQ")]
    seq: u64,
}

impl Prove {
    pub fn run(&self, archive: &Archive, output: Output) -> Ended {
        let proof = sijill_attest::prove(archive, self.seq)?;
        let proof = String::from_utf8_lossy(&proof).into_owned();
        output.result(&json!({ "proof": proof }), || proof.clone())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Prove that the newest checkpoint extends one that was handed out earlier: prints the hashes of the proof.
///
/// If the old checkpoint contradicts the log, which its key signed all the same, this says FORK and ends with
/// exit code 1.
#[derive(Debug, Args)]
pub(crate) struct Consistency {
    /// The old checkpoint, the whole note.
    #[arg(value_name = "OLDFILE")]
    old: PathBuf,
}

impl Consistency {
    pub fn run(&self, archive: &Archive, output: Output) -> Ended {
        let proof = sijill_attest::consistency(archive, &fs_err::read(&self.old)?)?;
        output.say(&format!("{} events extend {} events.", proof.new, proof.old));
        output.result(&proof, || proof.proof.join("\n"))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Publish the hashes of the log as C2SP tlog-tiles in a folder, for a web server or a stick.
///
/// Run again, it adds what is new; a file that is there is never written again.
#[derive(Debug, Args)]
pub(crate) struct Tiles {
    /// The folder.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Publishes the events too. They hold no names, but they show who worked when, and on how much.
    #[arg(long)]
    entries: bool,
}

impl Tiles {
    pub fn run(&self, archive: &Archive, output: Output) -> Ended {
        if self.entries {
            output.say(
                "Whoever can read the entries sees when and how much was worked, and by which keys.",
            );
        }
        let published = sijill_attest::publish(archive, &self.folder, self.entries)?;
        output.result(&published, || {
            format!(
                "Published: {} events. New files: {} tiles, {} entry bundles.",
                published.size, published.tiles, published.entries
            )
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
