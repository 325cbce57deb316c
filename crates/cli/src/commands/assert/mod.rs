mod listed;
mod mention;

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;
use sijill_schema::{
    AccessLevel, AssertionId, IdentityClaim, Mention, MentionId, Named, PageId, RecordDate,
};
use sijill_storage::{Archive, Proposal};

use super::Ended;
use super::describe::Level;
use crate::output::Output;
use crate::{Global, passphrase};

/// Say who is who, with reasons. One person proposes, another confirms; nothing is merged, and everything can be taken
/// back.
#[derive(Debug, Subcommand)]
pub(crate) enum Assert {
    /// Propose that two records name the same person.
    Same {
        /// One of the mentions.
        #[arg(value_name = "MENTION")]
        first: MentionId,
        /// The other.
        #[arg(value_name = "MENTION")]
        second: MentionId,
        #[command(flatten)]
        grounds: Grounds,
    },
    /// Propose that whom a record calls so is somebody of another name, above all a child who was given another one.
    /// Sealed unless --access says otherwise.
    RecordedAs {
        /// The mention, as the record has it.
        #[arg(value_name = "MENTION")]
        mention: MentionId,
        /// Who it is.
        #[arg(value_name = "NAME")]
        name: String,
        /// The father.
        #[arg(long)]
        father: Option<String>,
        /// The mother.
        #[arg(long)]
        mother: Option<String>,
        /// When the person was born, as it is known.
        #[arg(long)]
        born: Option<String>,
        /// The place of birth or of civil registration.
        #[arg(long)]
        place: Option<String>,
        #[command(flatten)]
        grounds: Grounds,
    },
    /// Confirm what another person has proposed, after looking at the pages. From then on it holds.
    Confirm {
        /// The assertion.
        #[arg(value_name = "ID")]
        id: AssertionId,
        /// Why, in your own words.
        #[arg(long)]
        because: Option<String>,
    },
    /// Take an assertion back; only one of the two who made it can.
    Revoke {
        /// The assertion.
        #[arg(value_name = "ID")]
        id: AssertionId,
        /// Why.
        #[arg(long)]
        because: String,
    },
    /// List assertions with what became of them.
    List {
        /// Only those about a mention or a page.
        #[arg(long, value_name = "MENTION|PAGE")]
        about: Option<String>,
        /// Opens the sealed ones too, with the passphrases of two people: your own, and another person's from
        /// SIJILL_SECOND_PASSPHRASE or a prompt.
        #[arg(long)]
        sealed: bool,
    },
}

/// What a proposal rests on.
#[derive(Debug, Args)]
pub(crate) struct Grounds {
    /// Why, in your own words.
    #[arg(long)]
    because: String,
    /// A page that shows it; may be given several times.
    #[arg(long, value_name = "PAGE")]
    evidence: Vec<PageId>,
    /// Who may see it. A child's identity is sealed, another one confidential, unless you say otherwise.
    #[arg(long, value_enum)]
    access: Option<Level>,
}

impl Assert {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        match self {
            Self::Same { first, second, grounds } => {
                let mention = |id| mention::find(&archive, id).map(Box::new);
                let claim =
                    IdentityClaim::Same { first: mention(*first)?, second: mention(*second)? };
                propose(global, output, &archive, claim, grounds)
            }
            Self::RecordedAs { mention, name, father, mother, born, place, grounds } => {
                let mention: Mention = mention::find(&archive, *mention)?;
                let person = Named {
                    name: name.clone(),
                    father: father.clone(),
                    mother: mother.clone(),
                    born: born.as_ref().map(RecordDate::as_written),
                    place: place.clone(),
                    ..Named::default()
                };
                let claim = IdentityClaim::RecordedAs { mention: Box::new(mention), person };
                propose(global, output, &archive, claim, grounds)
            }
            Self::Confirm { id, because } => {
                let mine = passphrase::own(global)?;
                let mut writer = archive.write(&mine)?;
                let event = writer.confirm_identity(*id, because.clone(), &mine)?;
                writer.finish()?;
                output.result(&json!({ "assertion": id, "event": event }), || {
                    format!("Confirmed with event {event}: the assertion {id} holds.")
                })?;
                Ok(ExitCode::SUCCESS)
            }
            Self::Revoke { id, because } => {
                let mut writer = archive.write(&passphrase::own(global)?)?;
                let event = writer.revoke_identity(*id, because.clone())?;
                writer.finish()?;
                output.result(&json!({ "assertion": id, "event": event }), || {
                    format!("Taken back with event {event}: the assertion {id} no longer holds.")
                })?;
                Ok(ExitCode::SUCCESS)
            }
            Self::List { about, sealed } => {
                listed::list(global, output, &archive, about.as_deref(), *sealed)
            }
        }
    }
}

fn propose(
    global: &Global,
    output: Output,
    archive: &Archive,
    claim: IdentityClaim,
    grounds: &Grounds,
) -> Ended {
    let access = grounds.access.map_or_else(|| claim.default_access(), AccessLevel::from);
    let mut writer = archive.write(&passphrase::own(global)?)?;
    let (because, evidence) = (grounds.because.clone(), grounds.evidence.clone());
    let id = writer.propose_identity(Proposal { claim, because, evidence, access })?;
    writer.finish()?;
    output.result(&json!({ "assertion": id, "access": access }), || {
        format!("Proposed: {id}. It holds once another person runs sijill assert confirm {id}.")
    })?;
    Ok(ExitCode::SUCCESS)
}
