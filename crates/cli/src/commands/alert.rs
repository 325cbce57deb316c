use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;
use sijill_schema::{AlertId, AskedPerson};
use sijill_storage::{Alert as Stored, Archive, Candidate};

use super::Ended;
use crate::output::Output;
use crate::{Global, passphrase};

/// Questions about a person that are put to every page that comes in. Whoever might be meant waits in a queue for a person
/// to look; nobody is told.
#[derive(Debug, Subcommand)]
pub(crate) enum Alert {
    /// Keep a question, sealed.
    Add(Box<Add>),
    /// List the questions and how many people wait in the queue of each.
    List,
    /// Remove a question and its queue.
    Remove {
        /// The alert's identifier.
        #[arg(value_name = "ID")]
        id: AlertId,
    },
}

/// What is known of the person, in any script.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The case for which it is asked, as the team calls it.
    #[arg(long)]
    case: String,
    /// The name.
    #[arg(long)]
    name: Option<String>,
    /// The father.
    #[arg(long)]
    father: Option<String>,
    /// The father's father.
    #[arg(long)]
    grandfather: Option<String>,
    /// The mother.
    #[arg(long)]
    mother: Option<String>,
    /// The kunya.
    #[arg(long)]
    kunya: Option<String>,
    /// When the person was born, as it is said: a year, about 1985.
    #[arg(long)]
    born: Option<String>,
    /// The place of birth or of civil registration.
    #[arg(long)]
    place: Option<String>,
    /// A number that stands for the person.
    #[arg(long)]
    number: Option<String>,
}

impl Alert {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        let passphrase = passphrase::own(global)?;
        match self {
            Self::Add(add) => {
                let mut writer = archive.write(&passphrase)?;
                let alert = writer.add_alert(add.asked(), add.case.clone())?;
                writer.finish()?;
                output.result(&json!({ "alert": alert }), || {
                    format!("The alert {} stands.", alert.id)
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

impl Add {
    fn asked(&self) -> AskedPerson {
        AskedPerson {
            name: self.name.clone(),
            father: self.father.clone(),
            grandfather: self.grandfather.clone(),
            mother: self.mother.clone(),
            kunya: self.kunya.clone(),
            born: self.born.clone(),
            place: self.place.clone(),
            number: self.number.clone(),
        }
    }
}

fn waiting(alert: &Stored, queue: &[Candidate]) -> usize {
    queue.iter().filter(|candidate| candidate.alert == alert.id).count()
}

fn line(alert: &Stored, waiting: usize) -> String {
    let asked = &alert.asked;
    let parts =
        [&asked.name, &asked.father, &asked.mother, &asked.born, &asked.place, &asked.number];
    let parts: Vec<_> = parts.into_iter().flatten().map(String::as_str).collect();
    format!("{}  {}  {}  {waiting} in the queue\n", alert.id, alert.case, parts.join(", "))
}
