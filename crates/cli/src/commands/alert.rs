use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;
use sijill_finding::{AlertsPut, put_alerts};
use sijill_schema::AlertId;
use sijill_storage::{Alert as Stored, Archive, Candidate};

use super::Ended;
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
            Self::Show { id } => {
                let keys = archive.page_secrets(&passphrase)?;
                let mut queue = archive.catalogue()?.candidates(&keys)?;
                queue.retain(|candidate| candidate.alert == *id);
                output.result(&json!({ "alert": id, "candidates": queue }), || {
                    queue.iter().map(candidate).collect()
                })?;
            }
            Self::Run { level } => {
                let put = put_alerts(&archive, &passphrase, level.at_most())?;
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
    queue.iter().filter(|candidate| candidate.alert == alert.id).count()
}

fn candidate(candidate: &Candidate) -> String {
    let Candidate { mention, score, at, .. } = candidate;
    let total = score["total"].as_f64().unwrap_or_default();
    format!("{total:6.1}  {}  page {}  since {at}\n", mention.person.name, mention.page)
}

fn line(alert: &Stored, waiting: usize) -> String {
    let asked = &alert.asked;
    let parts =
        [&asked.name, &asked.father, &asked.mother, &asked.born, &asked.place, &asked.number];
    let parts: Vec<_> = parts.into_iter().flatten().map(String::as_str).collect();
    format!("{}  {}  {}  {waiting} in the queue\n", alert.id, alert.case, parts.join(", "))
}
