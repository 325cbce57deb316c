use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_finding::{AlertsPut, Filter, Kept, catch_up, put_alerts, refresh};
use sijill_ingest::process::{Options, Processed, Watching, process};
use sijill_reading::Engine;
use sijill_schema::AccessLevel;
use sijill_storage::Archive;

use super::Ended;
use crate::error::Exit;
use crate::output::Output;
use crate::progress::{Files, stop_on_interrupt};
use crate::{Global, passphrase};

/// Look at the pages: commit to their pixels, measure, draw and read them.
///
/// Files are decoded in confined processes; one that cannot be shown is recorded with the reason and the rest goes on.
/// Masters are only read. Everything that is made lies under derived/ and may be deleted: the same command makes the
/// same again. A run that was stopped is continued by the same command, and files can be taken in meanwhile.
#[derive(Debug, Args)]
pub(crate) struct Process {
    /// How many files at a time; by default one a processor.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Deletes what was made before and makes everything anew.
    #[arg(long)]
    rebuild: bool,
    /// Does not read the pages.
    #[arg(long)]
    no_text: bool,
    /// The folder with Tesseract's models; by default tessdata beside this program, else Tesseract's own.
    #[arg(long, env = "SIJILL_TESSDATA", value_name = "DIR")]
    tessdata: Option<PathBuf>,
}

impl Process {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        let passphrase = passphrase::own(global)?;
        let engine = if self.no_text { None } else { self.engine(output) };
        let jobs = self.jobs.or_else(|| std::thread::available_parallelism().ok().map(usize::from));
        let options = Options { jobs: jobs.unwrap_or(1), rebuild: self.rebuild, engine };
        stop_on_interrupt()?;
        // Other work comes first. Where that cannot be asked for, the work is done all the same.
        let _ = rustix::process::nice(19);
        let bar = Indexing { bar: Files::new(output), archive: &archive };
        let processed = process(&archive, &passphrase, &options, &bar);
        bar.bar.done();
        let processed = processed?;
        let index = refresh(&archive)?;
        let mut json = json!(processed);
        json["index"] = json!(index);
        let alerts = put_alerts(&archive, &passphrase, &Filter::up_to(AccessLevel::Confidential))?;
        json["alerts"] = json!(alerts);
        output.result(&json, || words(&processed, &index, alerts))?;
        Ok(if processed.failed.is_empty() { ExitCode::SUCCESS } else { Exit::UNFINISHED.into() })
    }

    /// What reads, if there is anything: without it pages are shown and not read.
    fn engine(&self, output: Output) -> Option<Engine> {
        match Engine::find(self.tessdata.as_deref()) {
            Ok(engine) => Some(engine),
            Err(why) => {
                output.say(&format!("Pages are not read: {why}"));
                None
            }
        }
    }
}

/// Lets pages be found as soon as they are recorded.
struct Indexing<'a> {
    bar: Files,
    archive: &'a Archive,
}

impl Watching for Indexing<'_> {
    fn files_total(&self, files: u64) {
        self.bar.files_total(files);
    }

    fn files_done(&self, files: u64) {
        self.bar.files_done(files);
    }

    fn recorded(&self) {
        // What cannot be indexed now is indexed at the end, and then an error is heard.
        let _ = catch_up(self.archive);
    }

    fn stop_requested(&self) -> bool {
        self.bar.stop_requested()
    }
}

fn words(processed: &Processed, index: &Kept, alerts: AlertsPut) -> String {
    let Processed { pages, rendered, read, blank, other, skipped, recorded, .. } = processed;
    let mut text = format!(
        "{pages} pages looked at: {rendered} drawn, {read} read by machine, {blank} blank, {} not shown.\n\
         {other} files are no pictures. {skipped} files were looked at before. {recorded} events recorded.\n",
        processed.failed.len()
    );
    text.push_str(&format!("{} pages were indexed at the end.\n", index.indexed));
    if alerts.candidates > 0 {
        let new = alerts.candidates;
        text.push_str(&format!("{new} people wait in the queues of alerts: sijill alert list.\n"));
    }
    if let Some(why) = &index.rebuilt {
        text.push_str(&format!("The search index was made anew: {why}.\n"));
    }
    if let Some(level) = &processed.confinement {
        text.push_str(&format!("Files were decoded in confined processes: {level}.\n"));
    }
    for failed in &processed.failed {
        text.push_str(&format!("  {} {}: {}\n", failed.page, failed.reason, failed.detail));
    }
    text.push_str("Next: sijill quality · قائمة ما يلزم إعادة تصويره\n");
    text
}
