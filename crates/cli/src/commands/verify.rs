use std::process::ExitCode;

use clap::Args;
use sijill_schema::ItemId;
use sijill_storage::verify::{Problem, Report, Scope};
use sijill_storage::{Archive, Catalogue};

use super::Ended;
use crate::error::{CliError, Exit};
use crate::output::Output;
use crate::progress::Counter;
use crate::{Global, passphrase};

/// Check that everything that was secured is still there, byte for byte, and that the log tells the history
/// that was signed.
///
/// Needs no passphrase and writes nothing, except with --record.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Only these items or accessions (identifier or reference); the ledger is checked whole.
    #[arg(value_name = "ITEM")]
    items: Vec<String>,
    /// Only the ledger and the catalogue, no files.
    #[arg(long)]
    ledger_only: bool,
    /// Only about so many files, chosen at random.
    #[arg(long, value_name = "N")]
    sample: Option<u64>,
    /// Records the result as one fixity event an item.
    #[arg(long)]
    record: bool,
}

impl Verify {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        let scope = Scope {
            only: self.only(&archive)?,
            ledger_only: self.ledger_only,
            sample: self.sample,
        };
        let counter = Counter::new(output);
        let report = archive.verify(&scope, &counter);
        counter.done();
        let report = report?;
        if self.record {
            let passphrase = passphrase::own(global)?;
            let mut writer = archive.write(&passphrase)?;
            writer.record_fixity(&report)?;
            writer.finish()?;
        }
        output.result(&report, || words(&report))?;
        Ok(if report.ok { ExitCode::SUCCESS } else { Exit::UNSOUND.into() })
    }

    fn only(&self, archive: &Archive) -> Result<std::collections::HashSet<ItemId>, CliError> {
        if self.items.is_empty() {
            return Ok(Default::default());
        }
        let catalogue = archive.catalogue()?;
        self.items.iter().map(|name| find(&catalogue, name)).collect()
    }
}

/// The item or accession that somebody names by identifier or by reference.
pub(super) fn find(catalogue: &Catalogue, name: &str) -> Result<ItemId, CliError> {
    let unknown = || {
        CliError::refused(
            format!("the archive holds no record {name:?}"),
            "name an item or accession by its identifier or reference",
        )
    };
    match name.parse::<ItemId>() {
        Ok(id) => {
            let accession = sijill_schema::AccessionId::from_uuid(sijill_schema::Id::uuid(id));
            let known = catalogue.item(id)?.is_some() || catalogue.accession(accession)?.is_some();
            known.then_some(id).ok_or_else(unknown)
        }
        Err(_) => match references(catalogue, name)?.as_slice() {
            [] => Err(unknown()),
            [id] => Ok(*id),
            several => {
                let ids: Vec<_> = several.iter().map(ToString::to_string).collect();
                let message = format!("{} records have the reference {name:?}", several.len());
                Err(CliError::refused(
                    message,
                    format!("name one by its identifier: {}", ids.join(", ")),
                ))
            }
        },
    }
}

/// Every item and accession with a reference: teams number anew in each accession.
fn references(catalogue: &Catalogue, name: &str) -> Result<Vec<ItemId>, CliError> {
    let is_named = |record: &str| {
        let record: Option<serde_json::Value> = serde_json::from_str(record).ok();
        record.is_some_and(|record| record["reference"] == name)
    };
    let mut found = catalogue.items_by_reference(name)?;
    let accessions = catalogue.accessions()?;
    let named = accessions.into_iter().filter(|row| row.record.as_deref().is_some_and(is_named));
    found.extend(named.map(|row| ItemId::from(row.id)));
    Ok(found)
}

fn words(report: &Report) -> String {
    let verdict = match (report.ok, report.complete) {
        (true, true) => "Sound: everything that was secured is there, unchanged. · سليم",
        (true, false) => {
            "No problem in what was checked; not everything was checked. · لم يُفحص كل شيء"
        }
        (false, _) => "NOT SOUND. · غير سليم",
    };
    let counts = format!(
        "{} files, {} bytes, {} events, {} checkpoints checked; {} staged files never acknowledged.",
        report.files, report.bytes, report.events, report.checkpoints, report.unacknowledged
    );
    let attested = match (report.cosignatures, report.timestamps) {
        (0, 0) => {
            "No witness has cosigned a checkpoint, and no authority has stamped one.\n".into()
        }
        (cosignatures, timestamps) => {
            format!("{cosignatures} cosignatures, {timestamps} time stamps checked.\n")
        }
    };
    let problems: String = report.problems.iter().map(problem).collect();
    let warnings = report.warnings.iter().map(|warning| format!("  soon: {}\n", warning.detail));
    format!("{verdict}\n{counts}\n{attested}{problems}{}", warnings.collect::<String>())
}

fn problem(problem: &Problem) -> String {
    let kind = serde_json::to_value(problem.kind).ok();
    let kind = kind.as_ref().and_then(|kind| kind.as_str()).unwrap_or_default();
    let part = |name: &str, value: Option<String>| {
        value.map(|value| format!("\n      {name} {value}")).unwrap_or_default()
    };
    format!(
        "  {kind}: {}{}{}{}\n",
        problem.detail,
        part("file ", problem.path.clone()),
        part("item ", problem.item.map(|item| item.to_string())),
        part("event", problem.event.map(|event| event.to_string())),
    )
}
