use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_storage::Archive;

use super::Ended;
use crate::output::Output;
use crate::{Global, passphrase};

/// Make a new archive with its keys.
///
/// The passphrase protects every key. Without it nothing can be added; what is in the archive can be verified
/// by anybody.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The folder to make.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The archive's name in its log, like a web address without https://.
    #[arg(long)]
    origin: String,
    /// The name of the first person who works with it; sealed, and in no event.
    #[arg(long, default_value = "operator")]
    operator: String,
}

impl Init {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let passphrase = passphrase::chosen(global)?;
        let archive = Archive::create(&self.folder, &self.origin, &self.operator, &passphrase)?;
        let (origin, vkey) = (archive.origin().to_string(), archive.log_key().to_string());
        let json = json!({ "origin": origin, "vkey": vkey, "archive": archive.folder() });
        output.result(&json, || {
            format!(
                "The archive {} is ready in {}.\nIts public key, for everybody who will verify it:\n  {vkey}\n\
                 Keep the passphrase apart from the machine; nobody can recover it.",
                origin,
                archive.folder().display(),
            )
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
