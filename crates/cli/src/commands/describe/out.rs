//! Handing descriptions out.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use jiff::Timestamp;
use serde_json::json;
use sijill_describe::out;
use sijill_schema::{AccessLevel, AccessionId, Id, ItemId};
use sijill_storage::{Archive, Catalogue, TOOL, durable};

use super::{Format, OpenBooks};
use crate::Global;
use crate::commands::Ended;
use crate::commands::verify::find;
use crate::error::CliError;
use crate::output::Output;

/// What is to go out.
pub(super) struct Wanted<'a> {
    pub items: &'a [String],
    pub format: Format,
    pub level: AccessLevel,
}

pub(super) fn export(
    global: &Global,
    output: Output,
    wanted: &Wanted<'_>,
    to: Option<&Path>,
) -> Ended {
    if global.json && to.is_none() && !matches!(wanted.format, Format::Json) {
        let what = "with --json there is one JSON object on standard output, and no sheet";
        return Err(CliError::refused(what, "give --to FILE or --format json"));
    }
    if to.is_none() && matches!(wanted.format, Format::Xlsx) {
        return Err(CliError::refused("an XLSX file is not printed", "give --to FILE"));
    }
    let archive = Archive::open(global.archive()?)?;
    let books = OpenBooks::of(&archive)?;
    let named = named(&books.catalogue, wanted.items)?;
    let named = (!wanted.items.is_empty()).then_some(named.as_slice());
    let gathered = out::gather(&archive, books.books(), named, wanted.level)?;
    let bytes = match wanted.format {
        Format::Csv => out::csv(&gathered)?,
        Format::Xlsx => out::xlsx(&gathered)?,
        Format::Json => {
            let value = out::json(&gathered).map_err(std::io::Error::from)?;
            format!("{value:#}\n").into_bytes()
        }
        Format::Ead3 => out::ead3(&gathered, Timestamp::now(), TOOL)?,
    };
    let items: usize = gathered.accessions.iter().map(|accession| accession.items.len()).sum();
    if gathered.withheld > 0 {
        output.say(&format!(
            "{} items stay in because of their access level; --level says up to which one goes out",
            gathered.withheld
        ));
    }
    match to {
        None => print(&bytes)?,
        Some(path) => {
            // Written as a whole in its folder, so the folder must have a name; one that is there may be somebody's work.
            let path = std::path::absolute(path)?;
            durable::create(&path, &bytes, 0o600).map_err(|error| {
                CliError::refused(error.to_string(), "name a file that does not exist yet")
            })?;
            let report = json!({ "file": path, "items": items, "withheld": gathered.withheld });
            output.result(&report, || format!("{items} items in {}", path.display()))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The items named, those of an accession for the accession.
fn named(catalogue: &Catalogue, names: &[String]) -> Result<Vec<ItemId>, CliError> {
    let mut items = Vec::new();
    for name in names {
        let id = find(catalogue, name)?;
        items.push(id);
        catalogue.for_each_item(AccessionId::from_uuid(id.uuid()), |row| {
            items.push(row.id);
            Ok(())
        })?;
    }
    Ok(items)
}

fn print(bytes: &[u8]) -> Result<(), CliError> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        // The reader went away, as `head` does: not our failure.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}
