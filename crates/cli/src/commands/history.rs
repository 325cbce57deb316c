use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_ingest::records::Records;
use sijill_schema::{Act, Event, Outcome};
use sijill_storage::Archive;

use super::Ended;
use super::verify::find;
use crate::Global;
use crate::output::Output;

/// Tell the custody of an item or accession, act by act.
#[derive(Debug, Args)]
pub(crate) struct History {
    /// An identifier or an item's reference.
    #[arg(value_name = "ID")]
    id: String,
}

impl History {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        let records = Records::open(&archive)?;
        let id = find(&records.catalogue, &self.id)?;
        let events = records.history(id)?;
        let listed: Vec<_> =
            events.iter().map(|(seq, event)| json!({ "seq": seq, "event": event })).collect();
        output.result(&json!({ "id": id, "events": listed }), || {
            let lines: String = events.iter().map(|(seq, event)| line(*seq, event)).collect();
            format!("Custody of {id}\n{lines}")
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

fn line(seq: u64, event: &Event) -> String {
    let outcome = match event.outcome {
        Outcome::Success => "",
        Outcome::Warning => " — with something to look at",
        Outcome::Failure => " — FAILED",
    };
    let at = event.at.strftime("%Y-%m-%d %H:%M:%S UTC");
    format!("  {seq:>8}  {at}  {}{outcome}\n            by {}\n", act(event), event.agent)
}

/// The act as a person would say it.
fn act(event: &Event) -> String {
    let size = event.object.map_or(0, |object| object.size);
    match &event.act {
        Act::Accessioned(_) => "taken into custody, the circumstances stated".to_owned(),
        Act::Secured(_) => {
            let digest = event.object.map(|object| object.digest.hex()).unwrap_or_default();
            format!("a file of {size} bytes secured, SHA-256 {digest}")
        }
        Act::ItemClosed(closed) => format!("closed and sealed with {} pages", closed.pages),
        Act::AccessionClosed(closed) => format!(
            "the accession closed: {} items, {} files, {} bytes",
            closed.items, closed.files, closed.bytes
        ),
        Act::FixityChecked(fixity) => {
            format!("{} files read again, {} problems", fixity.files, fixity.problems)
        }
        Act::Replicated(copy) => format!("the archive copied, {} events", copy.events),
        Act::Exported(exported) => {
            format!("a copy left in the evidence package {}", exported.package)
        }
        Act::PageCommitted(page) => format!(
            "the pixels of image {} of {} committed to, {} by {}",
            page.of.image, page.of.images, page.width, page.height
        ),
        Act::PageUnreadable(page) => format!("no picture could be had: {}", page.reason),
        Act::PageSuperseded(page) => format!("a better scan takes its place: {}", page.by),
        Act::PageTranscribed(_) => "read and written down by a person".to_owned(),
        Act::Described(_) => "described anew".to_owned(),
        Act::MentionsImported(_) => "the people on it listed from a sheet".to_owned(),
        Act::OfficeRecorded(_) => "an office recorded".to_owned(),
        Act::IdentityProposed(_) => "somebody's identity proposed".to_owned(),
        Act::IdentityConfirmed(_) => "somebody's identity confirmed".to_owned(),
        Act::IdentityRevoked(_) => "somebody's identity taken back".to_owned(),
        Act::AccountChanged(_) => "an account changed".to_owned(),
        Act::GrantProposed(_) => "a role proposed for somebody".to_owned(),
        Act::GrantConfirmed(_) => "somebody's role confirmed".to_owned(),
        Act::GrantWithdrawn(_) => "somebody's role taken back".to_owned(),
        Act::PagesRead(read) => format!("{} readings of pages noted", read.rows),
        Act::ExportProposed(_) => "an export proposed".to_owned(),
        Act::ExportApproved(_) => "an export approved".to_owned(),
        Act::KeyEnrolled(key) => format!("the {} key {} enrolled", key.role.name(), key.key),
        Act::KeyRevoked(key) => format!("the key {} revoked", key.key),
        Act::SuccessorBegun(_) => "a successor log begun".to_owned(),
    }
}
