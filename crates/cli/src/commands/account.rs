use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use serde_json::json;
use sijill_accounts::{Account as Listed, Accounts, Grant, Role, Scope};
use sijill_schema::{AccessLevel, AccessionId, AgentId, GrantId};
use sijill_storage::{Archive, Granted};

use super::Ended;
use crate::error::CliError;
use crate::output::Output;
use crate::{Global, passphrase};

/// Accounts of people who work over the web, and their roles. Whoever made the archive is its first administrator.
#[derive(Debug, Subcommand)]
pub(crate) enum Account {
    /// Invite a person: prints a code with which they take the account over within seven days.
    Add {
        /// What the person will type to sign in.
        handle: String,
        /// The person's name; sealed, and in no event.
        #[arg(long)]
        name: String,
        /// A person who has a key already; their password is then the passphrase of that key.
        #[arg(long, value_name = "ID")]
        person: Option<AgentId>,
    },
    /// List accounts and roles.
    List,
    /// Lock an account at once.
    Lock {
        /// What the person types to sign in.
        handle: String,
    },
    /// Open an account again.
    Unlock {
        /// What the person types to sign in.
        handle: String,
    },
    /// Propose a role for a person; another person confirms it.
    Grant {
        /// What the person types to sign in.
        handle: String,
        /// The role.
        role: RoleName,
        /// Only for this accession; without it, for all.
        #[arg(long, value_name = "ID")]
        accession: Option<AccessionId>,
        /// Up to this access level.
        #[arg(long, default_value = "confidential")]
        level: Level,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        because: Option<String>,
    },
    /// Confirm a role that another person proposed.
    Confirm {
        /// The proposal.
        #[arg(value_name = "ID")]
        id: GrantId,
    },
    /// End a role, or take a proposal back.
    Withdraw {
        /// The proposal.
        #[arg(value_name = "ID")]
        id: GrantId,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum RoleName {
    Scanner,
    Archivist,
    Researcher,
    Caseworker,
    Overseer,
    Administrator,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Level {
    Open,
    Restricted,
    Confidential,
}

impl Account {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        let keys = archive.unlock(&passphrase::own(global)?)?;
        let accounts = Accounts::open(archive, keys)?;
        let me = accounts.keeper();
        match self {
            Self::Add { handle, name, person } => {
                let invited = accounts.invite(me, handle, name, *person)?;
                let code = invited.code.as_str();
                output.result(&json!({ "person": invited.person, "code": code }), || {
                    format!(
                        "{handle} can take the account over within seven days with the code {code}"
                    )
                })?;
            }
            Self::List => {
                let (listed, grants) = (accounts.list()?, accounts.grants()?);
                let roles: Vec<_> = grants.all().iter().map(role).collect();
                output.result(&json!({ "accounts": listed, "grants": roles }), || {
                    let lines = listed.iter().map(|one| line(one, grants.all()));
                    lines.collect()
                })?;
            }
            Self::Lock { handle } => {
                let person = find(&accounts, handle)?;
                accounts.lock_account(me, person)?;
                output
                    .result(&json!({ "locked": person }), || "The account is locked.".to_owned())?;
            }
            Self::Unlock { handle } => {
                let person = find(&accounts, handle)?;
                accounts.unlock_account(me, person)?;
                output
                    .result(&json!({ "unlocked": person }), || "The account is open.".to_owned())?;
            }
            Self::Grant { handle, role, accession, level, because } => {
                let (role, to) = (role.role(), find(&accounts, handle)?);
                let scope = accession.map_or(Scope::All, Scope::Accession);
                // A role over people has no level.
                let level = if role.sees_no_pages() { AccessLevel::Open } else { level.level() };
                let grant = Grant { role, scope, level };
                let id = accounts.propose_grant(me, to, grant, because.clone())?;
                output.result(&json!({ "grant": id }), || {
                    format!("Proposed. Another person confirms it with sijill account confirm {id}")
                })?;
            }
            Self::Confirm { id } => {
                let event = accounts.confirm_grant(me, *id, None)?;
                output
                    .result(&json!({ "grant": id, "event": event }), || "It counts.".to_owned())?;
            }
            Self::Withdraw { id } => {
                let event = accounts.withdraw_grant(me, *id, None)?;
                output.result(&json!({ "grant": id, "event": event }), || {
                    "It no longer counts.".to_owned()
                })?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl RoleName {
    fn role(self) -> Role {
        match self {
            Self::Scanner => Role::Scanner,
            Self::Archivist => Role::Archivist,
            Self::Researcher => Role::Researcher,
            Self::Caseworker => Role::Caseworker,
            Self::Overseer => Role::Overseer,
            Self::Administrator => Role::Administrator,
        }
    }
}

impl Level {
    fn level(self) -> AccessLevel {
        match self {
            Self::Open => AccessLevel::Open,
            Self::Restricted => AccessLevel::Restricted,
            Self::Confidential => AccessLevel::Confidential,
        }
    }
}

fn find(accounts: &Accounts, handle: &str) -> Result<AgentId, CliError> {
    let all = accounts.list()?;
    let found = all.iter().find(|account| account.handle == handle.trim().to_lowercase());
    let what = format!("nobody signs in as {handle}");
    found.map(|account| account.person).ok_or_else(|| {
        CliError::refused(what, "see sijill account list, or invite them with sijill account add")
    })
}

fn role(granted: &Granted) -> serde_json::Value {
    json!({
        "id": granted.id,
        "to": granted.to,
        "grant": granted.grant,
        "by": granted.by,
        "proposed": granted.proposed,
        "confirmed": granted.confirmed,
        "withdrawn": granted.withdrawn,
        "holds": granted.holds(),
    })
}

fn line(account: &Listed, grants: &[Granted]) -> String {
    let state = if account.locked { "locked" } else { "open" };
    let theirs = grants.iter().filter(|one| one.to == account.person && one.withdrawn.is_none());
    let roles = theirs.map(|one| {
        let name = one.grant.role.name();
        if one.holds() { format!("  {name}") } else { format!("  {name} (proposed: {})", one.id) }
    });
    format!("{}  {state}  {}{}\n", account.person, account.handle, roles.collect::<String>())
}
