use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};
use sijill_ingest::records::Records;
use sijill_schema::{AccessionId, Act, Id, ItemId, PageId};
use sijill_storage::Archive;

use super::Ended;
use super::verify::find;
use crate::Global;
use crate::error::CliError;
use crate::output::Output;

/// Show a record: an accession with its items, an item with its files, or a page with what stands on it.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// An identifier or an item's reference; without it, every accession.
    #[arg(value_name = "ID")]
    id: Option<String>,
}

struct Books {
    archive: Archive,
    records: Records,
}

impl Show {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        let books = Books { records: Records::open(&archive)?, archive };
        let shown = match &self.id {
            None => books.accessions()?,
            Some(name) => {
                if let Some(page) = books.page(name)? {
                    output.result(&page, || words(&page))?;
                    return Ok(ExitCode::SUCCESS);
                }
                let id = find(&books.records.catalogue, name)?;
                match books.records.catalogue.accession(AccessionId::from_uuid(id.uuid()))? {
                    Some(row) => books.accession(row.id, row.record.as_deref())?,
                    None => books.records.item(id)?,
                }
            }
        };
        output.result(&shown, || words(&shown))?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Books {
    fn accessions(&self) -> Result<Value, CliError> {
        let mut accessions = Vec::new();
        for row in self.records.catalogue.accessions()? {
            if let Some(record) = row.record.as_deref().and_then(parse) {
                let part = |name: &str| record.get(name).cloned();
                accessions.push(object([
                    ("id", Some(json!(row.id))),
                    ("reference", part("reference")),
                    ("title", part("title")),
                ]));
            }
        }
        Ok(
            json!({ "kind": "archive", "origin": self.archive.origin().as_str(), "accessions": accessions }),
        )
    }

    fn accession(&self, id: AccessionId, record: Option<&str>) -> Result<Value, CliError> {
        let mut items = Vec::new();
        let mut rows = Vec::new();
        self.records.catalogue.for_each_item(id, |row| {
            rows.push((row.id, row.reference));
            Ok(())
        })?;
        for (item, reference) in rows {
            let files = self.files(item)?;
            if files > 0 {
                items.push(json!({ "id": item, "reference": reference, "files": files }));
            }
        }
        Ok(
            json!({ "id": id, "kind": "accession", "record": record.and_then(parse), "items": items }),
        )
    }

    fn files(&self, item: ItemId) -> Result<u64, CliError> {
        let mut files = 0;
        for (_, event) in self.records.history(item)? {
            files += u64::from(matches!(event.act, Act::Secured(_)));
        }
        Ok(files)
    }

    /// A page, where the name is that of one.
    fn page(&self, name: &str) -> Result<Option<Value>, CliError> {
        let Ok(page) = name.parse::<PageId>() else { return Ok(None) };
        let Some(item) = self.records.item_of(page)? else { return Ok(None) };
        Ok(Some(self.records.page(item, page)?))
    }
}

fn parse(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// An object of the members that are there.
fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// JSON with indentation is plain enough to read, and shows everything.
fn words(value: &Value) -> String {
    format!("{value:#}")
}
