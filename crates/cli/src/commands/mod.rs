//! The commands. Their doc comments are the manual.

mod account;
mod alert;
mod assert;
mod backup;
mod check;
mod demo;
mod describe;
mod export;
mod find;
mod history;
mod index;
mod ingest;
mod init;
mod key;
mod log;
mod office;
mod process;
mod quality;
mod receipt;
mod restore;
mod search;
mod serve;
mod show;
mod transcribe;
mod validate;
mod verify;
mod watch;
mod witness;

use std::process::ExitCode;

use clap::Subcommand;

use crate::Global;
use crate::error::CliError;
use crate::output::Output;

/// What a command ends with.
pub(crate) type Ended = Result<ExitCode, CliError>;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::Init),
    #[command(subcommand)]
    Key(key::Key),
    #[command(subcommand)]
    Account(account::Account),
    Ingest(ingest::Ingest),
    Watch(watch::Watch),
    Receipt(receipt::Receipt),
    Process(process::Process),
    Quality(quality::Quality),
    Transcribe(transcribe::Transcribe),
    #[command(subcommand)]
    Describe(describe::Describe),
    #[command(subcommand)]
    Office(office::Office),
    #[command(subcommand)]
    Assert(assert::Assert),
    #[command(subcommand)]
    Alert(alert::Alert),
    Search(search::Search),
    Find(find::Find),
    Index(index::Index),
    Verify(verify::Verify),
    Show(show::Show),
    History(history::History),
    #[command(subcommand)]
    Log(log::Log),
    Witness(witness::Witness),
    Serve(serve::Serve),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Export(export::Export),
    Check(check::Check),
    Validate(validate::Validate),
    Demo(demo::Demo),
}

impl Command {
    pub fn run(&self, global: &Global, output: &Output) -> Ended {
        match self {
            Self::Init(command) => command.run(global, *output),
            Self::Key(command) => command.run(global, *output),
            Self::Account(command) => command.run(global, *output),
            Self::Ingest(command) => command.run(global, *output),
            Self::Watch(command) => command.run(global, *output),
            Self::Receipt(command) => command.run(global, *output),
            Self::Process(command) => command.run(global, *output),
            Self::Quality(command) => command.run(global, *output),
            Self::Transcribe(command) => command.run(global, *output),
            Self::Describe(command) => command.run(global, *output),
            Self::Office(command) => command.run(global, *output),
            Self::Assert(command) => command.run(global, *output),
            Self::Alert(command) => command.run(global, *output),
            Self::Find(command) => command.run(global, *output),
            Self::Index(command) => command.run(global, *output),
            Self::Search(command) => command.run(global, *output),
            Self::Verify(command) => command.run(global, *output),
            Self::Show(command) => command.run(global, *output),
            Self::History(command) => command.run(global, *output),
            Self::Log(command) => command.run(global, *output),
            Self::Witness(command) => command.run(global, *output),
            Self::Serve(command) => command.run(global, *output),
            Self::Backup(command) => command.run(global, *output),
            Self::Restore(command) => command.run(global, *output),
            Self::Export(command) => command.run(global, *output),
            Self::Check(command) => command.run(*output),
            Self::Validate(command) => command.run(*output),
            Self::Demo(command) => command.run(global, *output),
        }
    }
}
