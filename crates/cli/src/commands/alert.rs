use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use sijill_finding::{AlertsPut, put_alerts};
use sijill_schema::{AlertId, MentionId};
use sijill_storage::{
    Alert as Stored, Archive, Candidate, Dismissal, DismissalReason, Passphrase, StorageError,
};

use super::Ended;
use crate::error::CliError;
use crate::level::Level;
use crate::output::Output;
use crate::person::Person;
use crate::{Global, passphrase};

/// Questions about a person that are put to every page that comes in. Whoever might be meant waits in a queue for a person
/// to look; nobody is told.
#[derive(Debug, Subcommand)]
pub(crate) enum Alert {
    /// Keep a question, sealed.
    Add(Box<Add>),
    /// List the questions and how many people wait in the queue of each.
    List,
    /// Show who waits in the queue of a question, with the reasons for each.
    Show {
        /// The alert's identifier.
        #[arg(value_name = "ID")]
        id: AlertId,
        /// Shows those too who were dismissed, with who did it and why.
        #[arg(long)]
        dismissed: bool,
    },
    /// Take one who was looked at out of the queue of a question. It does not come back.
    Dismiss {
        /// The alert's identifier.
        #[arg(value_name = "ID")]
        id: AlertId,
        /// The mention's identifier, as show gives it.
        #[arg(value_name = "MENTION")]
        mention: MentionId,
        /// Why.
        #[arg(long, value_enum)]
        reason: Reason,
    },
    /// Put every question to all pages that were read; sijill process does it too.
    Run {
        #[command(flatten)]
        level: Level,
    },
    /// Remove a question and its queue.
    Remove {
        /// The alert's identifier.
        #[arg(value_name = "ID")]
        id: AlertId,
    },
}

/// Why somebody is taken out of a queue.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Reason {
    /// The record names somebody else.
    OtherPerson,
    /// The page does not say what was read on it.
    Misread,
    /// Whoever asks knows this record already.
    Known,
}

impl From<Reason> for DismissalReason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::OtherPerson => Self::OtherPerson,
            Reason::Misread => Self::Misread,
            Reason::Known => Self::Known,
        }
    }
}

/// A question.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The case for which it is asked, as the team calls it.
    #[arg(long)]
    case: String,
    #[command(flatten)]
    person: Person,
}

impl Alert {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        let passphrase = passphrase::own(global)?;
        match self {
            Self::Add(add) => {
                sijill_finding::check(&add.person.asked())?;
                let mut writer = archive.write(&passphrase)?;
                let alert = writer.add_alert(add.person.asked(), add.case.clone())?;
                writer.finish()?;
                output.result(&json!({ "alert": alert }), || {
                    format!("The alert {} stands.", alert.id)
                })?;
            }
            Self::Show { id, dismissed } => {
                let keys = archive.page_secrets(&passphrase)?;
                let mut queue = archive.catalogue()?.candidates(&keys)?;
                queue.retain(|one| one.alert == *id && (*dismissed || one.dismissed.is_none()));
                let shown = queue.iter().map(shown).collect::<Result<Vec<_>, _>>()?;
                output.result(&json!({ "alert": id, "candidates": shown }), || {
                    shown
                        .iter()
                        .zip(&queue)
                        .map(|(shown, one)| candidate(&shown["id"], one))
                        .collect()
                })?;
            }
            Self::Dismiss { id, mention, reason } => {
                let one = dismiss(&archive, &passphrase, (*id, *mention), (*reason).into())?;
                output.result(&json!({ "alert": id, "dismissed": shown(&one)? }), || {
                    format!("{mention} waits no longer in the queue of {id}.")
                })?;
            }
            Self::Run { level } => {
                let put = put_alerts(&archive, &passphrase, &level.seen())?;
                output.result(&put, || {
                    let AlertsPut { alerts, candidates } = put;
                    format!("{alerts} alerts put; {candidates} people are new in the queues.")
                })?;
            }
            Self::Remove { id } => {
                let mut writer = archive.write(&passphrase)?;
                writer.remove_alert(*id)?;
                writer.finish()?;
                output.result(&json!({ "removed": id }), || format!("The alert {id} is gone."))?;
            }
            Self::List => {
                let keys = archive.page_secrets(&passphrase)?;
                let catalogue = archive.catalogue()?;
                let (alerts, queue) = (catalogue.alerts(&keys)?, catalogue.candidates(&keys)?);
                let listed: Vec<_> = alerts
                    .iter()
                    .map(|alert| json!({ "alert": alert, "candidates": waiting(alert, &queue) }))
                    .collect();
                output.result(&json!({ "alerts": listed }), || {
                    alerts.iter().map(|alert| line(alert, waiting(alert, &queue))).collect()
                })?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn waiting(alert: &Stored, queue: &[Candidate]) -> usize {
    let waits = |one: &&Candidate| one.alert == alert.id && one.dismissed.is_none();
    queue.iter().filter(waits).count()
}

fn dismiss(
    archive: &Archive,
    passphrase: &Passphrase,
    (alert, mention): (AlertId, MentionId),
    reason: DismissalReason,
) -> Result<Candidate, CliError> {
    let keys = archive.page_secrets(passphrase)?;
    let mut writer = archive.write(passphrase)?;
    let queue = archive.catalogue()?.candidates(&keys)?;
    let is_meant = |one: &Candidate| one.mention.id().is_ok_and(|id| id == mention);
    let found = queue.into_iter().find(|one| one.alert == alert && is_meant(one));
    let found = found.ok_or_else(|| StorageError::NoSuchRecord { id: mention.to_string() })?;
    let dismissed = writer.dismiss_candidate(found, reason)?;
    writer.finish()?;
    Ok(dismissed)
}

/// A candidate as it is kept, with the identifier of its mention.
fn shown(candidate: &Candidate) -> Result<Value, CliError> {
    let mut shown = json!(candidate);
    shown["id"] = json!(candidate.mention.id().map_err(StorageError::from)?);
    Ok(shown)
}

fn candidate(id: &Value, candidate: &Candidate) -> String {
    let Candidate { mention, score, at, dismissed, .. } = candidate;
    let total = score["total"].as_f64().unwrap_or_default();
    let gone = dismissed.as_ref().map(|Dismissal { by, at, reason }| {
        format!("  dismissed at {at} by {by}: {}", json!(reason).as_str().unwrap_or_default())
    });
    let (id, gone) = (id.as_str().unwrap_or_default(), gone.unwrap_or_default());
    format!("{total:6.1}  {}  page {}  since {at}  {id}{gone}\n", mention.person.name, mention.page)
}

fn line(alert: &Stored, waiting: usize) -> String {
    let asked = &alert.asked;
    let parts =
        [&asked.name, &asked.father, &asked.mother, &asked.born, &asked.place, &asked.number];
    let parts: Vec<_> = parts.into_iter().flatten().map(String::as_str).collect();
    format!("{}  {}  {}  {waiting} in the queue\n", alert.id, alert.case, parts.join(", "))
}
