use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};
use sijill_ingest::process::PAGE_FILE;
use sijill_reading::text::{PageText, TEXT_FILE};
use sijill_reading::transcript;
use sijill_schema::{AccessionId, Act, Id, ItemId, PageId};
use sijill_storage::{Archive, Catalogue, Index, Ledger};

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
    ledger: Ledger,
    index: Index,
    catalogue: Catalogue,
}

impl Show {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        let ledger = archive.ledger()?;
        let books = Books {
            index: archive.index(&ledger)?,
            catalogue: archive.catalogue()?,
            ledger,
            archive,
        };
        let shown = match &self.id {
            None => books.accessions()?,
            Some(name) => {
                if let Some(page) = books.page(name)? {
                    output.result(&page, || words(&page))?;
                    return Ok(ExitCode::SUCCESS);
                }
                let id = find(&books.catalogue, name)?;
                match books.catalogue.accession(AccessionId::from_uuid(id.uuid()))? {
                    Some(row) => books.accession(row.id, row.record.as_deref())?,
                    None => books.item(id)?,
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
        for row in self.catalogue.accessions()? {
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
        self.catalogue.for_each_item(id, |row| {
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
        for seq in self.index.events_of(item)? {
            files += u64::from(matches!(self.ledger.event(seq)?.act, Act::Secured(_)));
        }
        Ok(files)
    }

    /// A page, where the name is that of one: what a person read on it stands before what a machine read.
    fn page(&self, name: &str) -> Result<Option<Value>, CliError> {
        let Ok(page) = name.parse::<PageId>() else { return Ok(None) };
        let Some(item) = self.index.item_of(&self.ledger, page)? else { return Ok(None) };
        let derived = self.archive.derived();
        let known = derived.get(item, page, PAGE_FILE)?;
        let known = known.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        let text = derived.get(item, page, TEXT_FILE)?;
        let text = text.and_then(|bytes| serde_json::from_slice::<PageText>(&bytes).ok());
        let machine = text.map(
            |text| json!({ "machine": true, "reader": text.reader, "text": text.to_plain_text() }),
        );
        let transcriptions = self.catalogue.transcriptions(page)?;
        let typed = transcriptions.last().map(|last| {
            json!({ "by": last.by, "at": last.at, "text": transcript::text(&last.zones), "of": transcriptions.len() })
        });
        Ok(Some(object([
            ("id", Some(json!(page))),
            ("kind", Some(json!("page"))),
            ("item", Some(json!(item))),
            ("transcription", typed),
            ("machine_text", machine),
            ("seen", known),
        ])))
    }

    fn item(&self, id: ItemId) -> Result<Value, CliError> {
        let description = self.catalogue.item(id)?.map(|row| row.description);
        let sealed = self.index.events_of(id)?.into_iter().rev().find_map(|seq| {
            match self.ledger.event(seq).ok()?.act {
                Act::ItemClosed(closed) => Some(closed.record),
                _ => None,
            }
        });
        let record = sealed.map(|digest| self.archive.item_record(id, &digest)).transpose()?;
        let files = record.as_ref().map(|record| json!(record.files));
        let gaps = record.as_ref().map(|record| json!(record.gaps));
        let description = description.as_deref().and_then(parse);
        Ok(object([
            ("id", Some(json!(id))),
            ("kind", Some(json!("item"))),
            ("sealed", Some(json!(record.is_some()))),
            ("description", description),
            ("files", files),
            ("pages", Some(json!(self.index.pages_of(&self.ledger, id)?))),
            ("gaps", gaps),
        ]))
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
