use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use sijill_describe::out::without_salt;
use sijill_describe::{Line, OfficePlan, Table, interval, offices_named, plan_offices};
use sijill_schema::{Office as Record, OfficeId};
use sijill_storage::Archive;

use super::Ended;
use super::describe::{dry_end, lines, read_table, refusal};
use crate::error::CliError;
use crate::output::Output;
use crate::{Global, passphrase};

/// Authority records of offices: which office a number or name meant, and when.
#[derive(Debug, Subcommand)]
pub(crate) enum Office {
    /// Record an office under one number and name, for as long as it had them.
    Add(Box<Add>),
    /// List offices, all or those of a number or name.
    List {
        /// A number or a name, in any spelling.
        #[arg(long, value_name = "NAME")]
        named: Option<String>,
        /// Only those that can have had it then: 2013, 2013-04 or 2013-04-05.
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
    },
    /// Record offices from a sheet (CSV or XLSX, Arabic or English headers).
    Import {
        /// The sheet.
        #[arg(value_name = "SHEET")]
        sheet: PathBuf,
        /// Only says what is wrong and what would be recorded.
        #[arg(long)]
        dry_run: bool,
    },
    /// Show an office and how it was recorded over time.
    Show {
        /// The office's identifier.
        #[arg(value_name = "ID")]
        id: OfficeId,
    },
}

/// What is known of an office. A date such as 2013, 2013-04 or 2013-04-05 is understood; another is kept as it is written.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The official name.
    #[arg(long)]
    name: String,
    /// The number that it is called by.
    #[arg(long)]
    number: Option<String>,
    /// Another name; may be given several times.
    #[arg(long)]
    other_name: Vec<String>,
    /// What sort of office it is.
    #[arg(long)]
    kind: Option<String>,
    /// The town.
    #[arg(long)]
    city: Option<String>,
    /// The office above it, by identifier, number or name.
    #[arg(long)]
    parent: Option<String>,
    /// The office that it continues under another number or name.
    #[arg(long)]
    follows: Option<String>,
    /// Since when it has this number and name.
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Until when.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// How this is known; may be given several times.
    #[arg(long)]
    source: Vec<String>,
    /// What others say instead, with who says it in brackets; may be given several times.
    #[arg(long)]
    rival: Vec<String>,
}

impl Office {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        match self {
            Self::Add(add) => {
                let plan = |known: &[Record]| plan_offices(&add.table(), known);
                record(global, output, plan, |problems| {
                    let what = problems.iter().map(|problem| problem.what.clone());
                    let what = what.collect::<Vec<_>>().join("; ");
                    CliError::refused(what, "see sijill office add --help")
                })
            }
            Self::Import { sheet, dry_run: true } => {
                let archive = Archive::open(global.archive()?)?;
                let known = archive.catalogue()?.offices()?;
                let plan = plan_offices(&read_table(sheet)?, &known);
                output.result(&report(&plan, true), || words(&plan))?;
                Ok(dry_end(&plan.problems))
            }
            Self::Import { sheet, dry_run: false } => {
                let table = read_table(sheet)?;
                let plan = |known: &[Record]| plan_offices(&table, known);
                record(global, output, plan, |problems| refusal(sheet, problems))
            }
            Self::List { named, on } => list(global, output, named.as_deref(), on.as_deref()),
            Self::Show { id } => show(global, output, *id),
        }
    }
}

impl Add {
    /// The options as a sheet of one row, so that they are judged as a sheet is.
    fn table(&self) -> Table {
        let several = |values: &[String]| (!values.is_empty()).then(|| values.join("; "));
        let cells = [
            ("name", Some(self.name.clone())),
            ("number", self.number.clone()),
            ("other names", several(&self.other_name)),
            ("kind", self.kind.clone()),
            ("city", self.city.clone()),
            ("parent", self.parent.clone()),
            ("follows", self.follows.clone()),
            ("from", self.from.clone()),
            ("until", self.until.clone()),
            ("sources", several(&self.source)),
            ("rival readings", several(&self.rival)),
        ];
        let line = |number, cells| Line { number, cells };
        let names = cells.iter().map(|(name, _)| (*name).to_owned()).collect();
        let values = cells.into_iter().map(|(_, value)| value.unwrap_or_default()).collect();
        Table { header: line(1, names), lines: vec![line(2, values)] }
    }
}

/// Records what is planned while nobody else can write.
fn record(
    global: &Global,
    output: Output,
    plan: impl FnOnce(&[Record]) -> OfficePlan,
    refuse: impl FnOnce(&[sijill_describe::Problem]) -> CliError,
) -> Ended {
    let archive = Archive::open(global.archive()?)?;
    let mut writer = archive.write(&passphrase::own(global)?)?;
    let plan = plan(&writer.catalogue().offices()?);
    if !plan.problems.is_empty() {
        return Err(refuse(&plan.problems));
    }
    writer.record_offices(plan.offices.clone())?;
    writer.finish()?;
    output.result(&report(&plan, false), || words(&plan))?;
    Ok(ExitCode::SUCCESS)
}

fn report(plan: &OfficePlan, dry_run: bool) -> Value {
    json!({
        "dry_run": dry_run,
        "problems": plan.problems,
        "offices": plan.offices.iter().map(plain).collect::<Vec<_>>(),
        "new": plan.new,
        "unchanged": plan.unchanged,
    })
}

fn words(plan: &OfficePlan) -> String {
    if !plan.problems.is_empty() {
        return lines(&plan.problems);
    }
    let offices: String = plan.offices.iter().map(line).collect();
    format!("{offices}{} new offices, {} rows say nothing new.", plan.new, plan.unchanged)
}

fn list(global: &Global, output: Output, named: Option<&str>, on: Option<&str>) -> Ended {
    let archive = Archive::open(global.archive()?)?;
    let offices = archive.catalogue()?.offices()?;
    let day = |text: &str| {
        interval(text).ok_or_else(|| {
            let what = format!("{text:?} is not a date");
            CliError::refused(what, "give a year, month or day: 2013, 2013-04 or 2013-04-05")
        })
    };
    let on = on.map(day).transpose()?;
    let found: Vec<&Record> = match named {
        Some(name) => offices_named(&offices, name, on.as_ref()),
        None => {
            let was_then = |office: &&Record| on.as_ref().is_none_or(|on| office.may_exist(on));
            offices.iter().filter(was_then).collect()
        }
    };
    let shown = json!({ "offices": found.iter().map(|office| plain(office)).collect::<Vec<_>>() });
    output.result(&shown, || found.iter().map(|office| line(office)).collect())?;
    Ok(ExitCode::SUCCESS)
}

fn show(global: &Global, output: Output, id: OfficeId) -> Ended {
    let archive = Archive::open(global.archive()?)?;
    let history = archive.catalogue()?.office_history(id)?;
    let (_, newest) = history.last().ok_or_else(|| {
        CliError::refused(format!("no office {id} is recorded"), "see sijill office list")
    })?;
    let entry =
        |(event, office): &(u64, Record)| json!({ "event": event, "office": plain(office) });
    let shown = json!({
        "office": plain(newest),
        "history": history.iter().map(entry).collect::<Vec<_>>(),
    });
    output.result(&shown, || format!("{shown:#}"))?;
    Ok(ExitCode::SUCCESS)
}

fn plain(office: &Record) -> Value {
    without_salt(office).unwrap_or_default()
}

fn line(office: &Record) -> String {
    let written = |date: &Option<sijill_schema::RecordDate>| {
        date.as_ref().map(|date| date.as_written.clone()).unwrap_or_default()
    };
    let (from, until) = (written(&office.from), written(&office.until));
    let number = office.number.as_deref().unwrap_or("–");
    format!("{}  {number}  {}  {from} – {until}\n", office.id, office.name)
}
