//! `sijill`: the command line. One thin file a command; the work is done in the libraries.

mod commands;
mod confined;
mod error;
mod level;
mod output;
mod passphrase;
mod person;
mod progress;
mod sheet;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser};

use crate::commands::Command;
use crate::error::CliError;
use crate::output::Output;

/// An evidence archive for seized and rescued records.
///
/// Scans are copied, hashed, signed, logged and made durable before anything tries to understand them. Later
/// anybody verifies the archive, file by file, without trusting it.
///
/// Exit codes: 0 done and sound; 1 the evidence does not verify; 2 wrong usage or refused input; 3 could not
/// finish (disk full, unreadable, interrupted).
#[derive(Debug, Parser)]
#[command(name = "sijill", version)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What may stand before or after any command.
#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    /// The archive's folder.
    #[arg(long, global = true, env = "SIJILL_ARCHIVE", value_name = "DIR")]
    archive: Option<PathBuf>,
    /// Prints one JSON object on standard output; messages go to standard error.
    #[arg(long, global = true)]
    json: bool,
    /// Prints no progress and no messages but errors.
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Reads the passphrase from the first line of a file.
    #[arg(long, global = true, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Global {
    /// The archive's folder, where a command needs one.
    pub(crate) fn archive(&self) -> Result<&PathBuf, CliError> {
        self.archive.as_ref().ok_or_else(CliError::no_archive)
    }
}

fn main() -> ExitCode {
    // A confined child gives up its rights before it does anything else, and is no command for people.
    if let Some(ended) = confined::run() {
        return ended;
    }
    let json = std::env::args_os().any(|argument| argument == "--json");
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error, json),
    };
    let output = Output::new(&cli.global);
    match cli.command.run(&cli.global, &output) {
        Ok(code) => code,
        Err(error) => output.error(&error.seen_from(cli.global.archive.as_deref())),
    }
}

/// Help and version are answers; everything else that clap says is a refusal.
fn usage(error: &clap::Error, json: bool) -> ExitCode {
    if json && error.use_stderr() {
        let text = error.render().to_string();
        // The first paragraph says what is wrong, in several lines where something is missing.
        let lines: Vec<_> =
            text.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
        let error = CliError::usage(lines.join(" ").trim_start_matches("error: "));
        return Output::for_json().error(&error);
    }
    // Where standard output is closed there is nobody left to tell.
    let _ = error.print();
    if error.use_stderr() { error::REFUSED.into() } else { ExitCode::SUCCESS }
}
