use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;
use sijill_schema::AgentId;
use sijill_storage::{Archive, KeyListing};

use super::Ended;
use crate::output::Output;
use crate::{Global, passphrase};

/// See and change keys and the people behind them.
#[derive(Debug, Subcommand)]
pub(crate) enum Key {
    /// List every key and, with the passphrase, whose it is.
    List,
    /// Enrol another person, who chooses a passphrase (SIJILL_NEW_PASSPHRASE); for somebody who is enrolled,
    /// hand over the shared keys again.
    Add {
        /// The person's name; sealed, and in no event.
        #[arg(long)]
        person: String,
    },
    /// Replace a key by a fresh one.
    Rotate {
        /// The key's identifier.
        #[arg(value_name = "ID")]
        id: AgentId,
    },
    /// End a person's key: what it signs from now on is void.
    Revoke {
        /// The key's identifier.
        #[arg(value_name = "ID")]
        id: AgentId,
    },
    /// Change one's own passphrase (the new one from SIJILL_NEW_PASSPHRASE or a prompt).
    Passphrase,
    /// Write every public key into a folder, for openssl and for C2SP tools.
    Public {
        /// The folder.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
}

impl Key {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        if let Self::Public { to } = self {
            let files = archive.export_public_keys(to)?;
            output.result(&json!({ "folder": to, "files": files }), || files.join("\n"))?;
            return Ok(ExitCode::SUCCESS);
        }
        let mine = passphrase::own(global)?;
        let mut writer = archive.write(&mine)?;
        match self {
            Self::List => {
                let keys = writer.list_keys(&mine)?;
                output.result(&json!({ "keys": keys }), || keys.iter().map(listing).collect())?;
            }
            Self::Add { person } => {
                let id = writer.add_person(person, &passphrase::other()?, &mine)?;
                output.result(&json!({ "key": id }), || {
                    format!("They can work with the archive now, with the key {id}.")
                })?;
            }
            Self::Rotate { id } => {
                let fresh = writer.rotate(*id, &mine)?;
                output.result(&json!({ "key": fresh, "replaces": id }), || {
                    format!("The key {id} was replaced by {fresh}.")
                })?;
            }
            Self::Revoke { id } => {
                let event = writer.revoke(*id)?;
                output.result(&json!({ "key": id, "event": event }), || {
                    format!("The key {id} ended with event {event}.")
                })?;
            }
            Self::Passphrase => {
                writer.change_passphrase(&mine, &passphrase::other()?)?;
                output.result(&json!({ "changed": true }), || {
                    "The passphrase was changed.".to_owned()
                })?;
            }
            Self::Public { .. } => {}
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn listing(key: &KeyListing) -> String {
    let state = if key.valid { "valid" } else { "ended" };
    let person = key.person.as_deref().unwrap_or_default();
    format!("{}  {:8} {state}  event {}  {person}\n", key.id, key.role.name(), key.enrolled)
}
