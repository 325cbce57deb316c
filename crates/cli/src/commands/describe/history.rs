//! How an item was described over time.

use std::process::ExitCode;

use serde_json::{Value, json};
use sijill_describe::out::without_salt;
use sijill_storage::Archive;

use super::OpenBooks;
use crate::Global;
use crate::commands::Ended;
use crate::commands::verify::find;
use crate::output::Output;

pub(super) fn history(global: &Global, output: Output, item: &str) -> Ended {
    let archive = Archive::open(global.archive()?)?;
    let books = OpenBooks::of(&archive)?;
    let id = find(&books.catalogue, item)?;
    let mut told = Vec::new();
    for (seq, description) in books.catalogue.descriptions(id)? {
        let mut entry = json!({ "description": without_salt(&description).unwrap_or_default() });
        if let (Some(seq), Some(members)) = (seq, entry.as_object_mut()) {
            let event = books.ledger.event(seq)?;
            members.insert("event".to_owned(), seq.into());
            members.insert("by".to_owned(), json!(event.agent));
            members.insert("at".to_owned(), json!(event.at));
        }
        told.push(entry);
    }
    let shown = json!({ "id": id, "descriptions": told });
    output.result(&shown, || told.iter().map(words).collect())?;
    Ok(ExitCode::SUCCESS)
}

fn words(entry: &Value) -> String {
    let when = match entry["at"].as_str() {
        None => "as taken in".to_owned(),
        Some(at) => {
            let by = entry["by"].as_str().unwrap_or_default();
            format!("event {}, {at}, by {by}", entry["event"])
        }
    };
    format!("{when}\n{:#}\n", entry["description"])
}
