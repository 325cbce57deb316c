mod history;
mod import;
mod out;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use sijill_describe::{Books, Problem, Table};
use sijill_schema::AccessLevel;
use sijill_storage::{Archive, Catalogue, Index, Ledger};

use super::Ended;
use crate::Global;
use crate::error::{CliError, REFUSED};
use crate::output::Output;

/// Describe what the archive holds: take sheets in, hand descriptions out.
#[derive(Debug, Subcommand)]
pub(crate) enum Describe {
    /// Describe items anew from a sheet (CSV or XLSX, Arabic or English headers), or list the people on pages.
    ///
    /// One row an item, found by its id, its path or its reference. An empty cell changes nothing, - takes a value away.
    /// If anything in the sheet is wrong, every problem is named and nothing is changed. Earlier descriptions are kept.
    Import {
        /// The sheet.
        #[arg(value_name = "SHEET")]
        sheet: PathBuf,
        /// The sheet lists people: one row a person named on a page.
        #[arg(long)]
        people: bool,
        /// Only says what is wrong and what would change.
        #[arg(long)]
        dry_run: bool,
    },
    /// Hand descriptions out: as a sheet that import takes back, as JSON, or as an EAD3 finding aid.
    Export {
        /// Items or accessions (identifier or reference); without any, everything.
        #[arg(value_name = "ITEM")]
        items: Vec<String>,
        /// The form.
        #[arg(long, value_enum, default_value = "csv")]
        format: Format,
        /// What is more protected than this stays in; the sealed goes out only where it is named here.
        #[arg(long, value_enum, default_value = "restricted")]
        level: Level,
        /// The file to write; it must not exist. Without it, standard output.
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Tell how an item was described, from its taking in until now.
    History {
        /// The item (identifier or reference).
        #[arg(value_name = "ITEM")]
        item: String,
    },
}

/// The form in which descriptions go out.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// A sheet, one row an item.
    Csv,
    /// The same sheet as XLSX.
    Xlsx,
    /// JSON.
    Json,
    /// Encoded Archival Description 3, XML.
    Ead3,
}

/// Who may see a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    /// Anybody whom the archive serves.
    Open,
    /// The archive's own staff and approved researchers.
    Restricted,
    /// Staff who are granted it.
    Confidential,
    /// Opened only by two people together.
    Sealed,
}

impl From<Level> for AccessLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Open => Self::Open,
            Level::Restricted => Self::Restricted,
            Level::Confidential => Self::Confidential,
            Level::Sealed => Self::Sealed,
        }
    }
}

impl Describe {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        match self {
            Self::Import { sheet, people: true, dry_run } => {
                import::people(global, output, sheet, *dry_run)
            }
            Self::Import { sheet, people: false, dry_run } => {
                import::items(global, output, sheet, *dry_run)
            }
            Self::Export { items, format, level, to } => {
                let wanted = out::Wanted { items, format: *format, level: (*level).into() };
                out::export(global, output, &wanted, to.as_deref())
            }
            Self::History { item } => history::history(global, output, item),
        }
    }
}

/// The books of an archive, open for reading.
pub(super) struct OpenBooks {
    catalogue: Catalogue,
    ledger: Ledger,
    index: Index,
}

impl OpenBooks {
    pub fn of(archive: &Archive) -> Result<Self, CliError> {
        let ledger = archive.ledger()?;
        let index = archive.index(&ledger)?;
        Ok(Self { catalogue: archive.catalogue()?, ledger, index })
    }

    pub fn books(&self) -> Books<'_> {
        Books { catalogue: &self.catalogue, ledger: &self.ledger, index: &self.index }
    }
}

/// Reads a sheet.
pub(super) fn read_table(path: &Path) -> Result<Table, CliError> {
    let bytes = fs_err::read(path)
        .map_err(|error| CliError::refused(error.to_string(), "name a sheet that can be read"))?;
    Table::read(&bytes).map_err(|error| CliError::from(error).about(path))
}

/// The refusal of a sheet, with every problem.
pub(super) fn refusal(path: &Path, problems: &[Problem]) -> CliError {
    let remedy =
        "correct the sheet; docs/describing.md shows the columns, --dry-run changes nothing";
    CliError::refused(lines(problems), remedy).about(path)
}

/// Every problem on a line of its own.
pub(super) fn lines(problems: &[Problem]) -> String {
    let lines = problems.iter().map(|problem| format!("  {problem}\n"));
    format!("{} problems in the sheet\n{}", problems.len(), lines.collect::<String>())
}

/// How a dry run ends: a sheet that would be refused is no success.
pub(super) fn dry_end(problems: &[Problem]) -> ExitCode {
    if problems.is_empty() { ExitCode::SUCCESS } else { REFUSED.into() }
}
