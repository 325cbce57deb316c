use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_reading::transcript::{self, Disagreement};
use sijill_schema::{PageId, Transcription};
use sijill_storage::Archive;

use super::Ended;
use crate::error::CliError;
use crate::output::Output;
use crate::{Global, passphrase};

/// More rows than a page can have.
const MOST_ROWS: usize = 2000;

/// Write down what stands on a page, or show what people wrote.
///
/// In FILE each line is a line of the page, or a row of its register with its cells, the rightmost first, separated by
/// tabs. What a person wrote is kept beside what a machine read and ranks above it. Where two people typed the same
/// page, every place where they disagree is listed.
#[derive(Debug, Args)]
pub(crate) struct Transcribe {
    /// The page.
    #[arg(value_name = "PAGE")]
    page: PageId,
    /// The text, UTF-8; - for standard input. Without it, what people wrote is shown.
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
}

impl Transcribe {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        if let Some(file) = &self.from {
            let zones = transcript::zones(&read(file)?);
            if zones.is_empty() || zones.len() > MOST_ROWS {
                let what = format!("{}: {} lines of text", file.display(), zones.len());
                return Err(CliError::refused(what, format!("give one to {MOST_ROWS} lines")));
            }
            let mut writer = archive.write(&passphrase::own(global)?)?;
            writer.transcribe(self.page, zones)?;
            writer.finish()?;
        }
        let transcriptions = archive.catalogue()?.transcriptions(self.page)?;
        let disagreements = transcript::between_people(&transcriptions);
        let shown = json!({
            "page": self.page,
            "transcriptions": transcriptions,
            "disagreements": disagreements,
        });
        output.result(&shown, || words(&transcriptions, &disagreements))?;
        Ok(ExitCode::SUCCESS)
    }
}

fn read(file: &PathBuf) -> Result<String, CliError> {
    if file.as_os_str() == "-" {
        return Ok(std::io::read_to_string(std::io::stdin())?);
    }
    let remedy = "name a text file in UTF-8";
    fs_err::read_to_string(file).map_err(|error| CliError::refused(error.to_string(), remedy))
}

fn words(transcriptions: &[Transcription], disagreements: &[Disagreement]) -> String {
    let Some(last) = transcriptions.last() else {
        return "Nobody has written down what stands on this page.".to_owned();
    };
    let people: std::collections::HashSet<_> = transcriptions.iter().map(|one| one.by).collect();
    let mut text = transcript::text(&last.zones);
    text.push_str(&format!(
        "\nWritten down by {} on {}; {} of {} people.\n",
        last.by,
        last.at,
        transcriptions.len(),
        people.len()
    ));
    for place in disagreements {
        let part = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
        let row = place.row.map_or_else(|| "–".to_owned(), |row| row.to_string());
        let cell = place.cell.map_or_else(|| "–".to_owned(), |cell| cell.to_string());
        let (first, second) = (part(&place.first), part(&place.second));
        text.push_str(&format!("  row {row}, cell {cell}: {first} | {second}\n"));
    }
    text
}
