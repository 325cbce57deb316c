use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;
use sijill_ingest::process::{Alike, Counted, Doubtful, WorkList, work_list};
use sijill_schema::PageId;
use sijill_storage::{Archive, durable};

use super::Ended;
use crate::error::CliError;
use crate::output::Output;
use crate::{Global, passphrase, sheet};

/// List what a person should look at, while the paper is still on the table.
///
/// Scans that are blurred, cut off, too dark or blank; folders with another number of pages than stated; scans of one
/// leaf. `sijill process` comes before. Nothing is deleted: a better scan is taken in like any other and then takes the
/// worse one's place with `sijill quality supersede`.
#[derive(Debug, Args)]
pub(crate) struct Quality {
    /// Writes the list as a web page with thumbnails, in Arabic and English, that needs nothing else.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(subcommand)]
    act: Option<Act>,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// A better scan takes a page's place. Both are kept
    Supersede {
        /// The page that is not to be used any more
        page: PageId,
        /// The page of the better scan
        by: PageId,
    },
}

impl Quality {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        if let Some(Act::Supersede { page, by }) = &self.act {
            let mut writer = archive.write(&passphrase::own(global)?)?;
            let event = writer.supersede(*page, *by)?;
            writer.finish()?;
            output.result(&json!({ "page": page, "by": by, "event": event }), || {
                format!("Recorded as event {event}: {by} takes the place of {page}. Both are kept.")
            })?;
            return Ok(ExitCode::SUCCESS);
        }
        let list = work_list(&archive)?;
        if let Some(file) = &self.html {
            let page = sheet::html(&archive, &list)?;
            // Written as a whole in its folder, so the folder must have a name.
            let file = std::path::absolute(file)?;
            durable::replace(&file, page.as_bytes(), 0o600).map_err(|error| {
                CliError::refused(error.to_string(), "name a file that can be written")
            })?;
        }
        output.result(&list, || words(&list))?;
        Ok(ExitCode::SUCCESS)
    }
}

fn words(list: &WorkList) -> String {
    let rescans = list.findings.iter().filter(|page| page.rescan).count();
    let mut text = format!(
        "{} pages looked at; {rescans} should be scanned again, {} others have something to see.\n",
        list.pages,
        list.findings.len() - rescans
    );
    if list.unseen > 0 {
        text.push_str(&format!(
            "{} files were NOT looked at yet: run sijill process first.\n",
            list.unseen
        ));
    }
    for Doubtful { reference, place, page, findings, unreadable, rescan, .. } in &list.findings {
        let mut found: Vec<_> = findings.iter().map(sheet::name).collect();
        found.extend(unreadable.clone());
        let mark = if *rescan { "scan again" } else { "look" };
        text.push_str(&format!(
            "  {reference}, page {place}: {} ({mark}) {page}\n",
            found.join(", ")
        ));
    }
    for Counted { reference, stated, counted, .. } in &list.items {
        let stated = stated.map_or_else(|| "no number".to_owned(), |stated| stated.to_string());
        text.push_str(&format!(
            "  {reference}: {} written sides, {stated} stated{}\n",
            counted.written,
            sheet::remarks(counted)
        ));
    }
    for Alike { page, other, elsewhere, .. } in &list.alike {
        let place = if *elsewhere { "in another item" } else { "in the same item" };
        text.push_str(&format!("  {page} and {other} look like one leaf, {place}\n"));
    }
    text
}
