//! The receipt of an accession, as a page to print.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use sijill_accounts::Right;
use sijill_schema::{AccessionId, Receipt};
use sijill_translog::{Checkpoint, Note};

use super::books::{Books, id, level};
use crate::error::Failure;
use crate::page::{self, Page};
use crate::site::{App, apart};
use crate::visit::Visit;

/// How many items are printed, as on the receipt of the command line.
const LISTED: usize = 200;

/// An item on the receipt.
struct Item {
    reference: String,
    files: u64,
    list: Option<String>,
}

/// The head of the log, in three lines that can be copied by hand.
struct Head {
    origin: String,
    size: u64,
    /// The root in groups of four.
    root: String,
}

#[derive(Template)]
#[template(path = "desk/receipt.html")]
struct ReceiptPage {
    page: Page,
    receipt: Receipt,
    received: String,
    count: u64,
    items: Vec<Item>,
    /// How many items are not printed.
    more: u64,
    head: Option<Head>,
}

/// The receipt.
pub(crate) async fn receipt(
    State(app): State<App>,
    visit: Visit,
    Path(accession): Path<String>,
) -> Result<Response, Failure> {
    let (visitor, id) = (visit.person()?.clone(), id::<AccessionId>(&accession)?);
    let (receipt, items) = apart(move || {
        let books = Books::open(&app.archive)?;
        books.accession(id, &visitor, Right::Upload)?;
        let receipt = sijill_ingest::receipt(&app.archive, id)?;
        let mut items = Vec::new();
        for item in receipt.items.iter().take(LISTED) {
            let row = books.catalogue.item(item.id)?;
            let may =
                row.is_some_and(|row| visitor.person.may_with(Right::Upload, id, level(&row)));
            items.extend(may.then(|| Item {
                reference: item.reference.clone(),
                files: item.files,
                list: item.list.map(|list| list.hex()),
            }));
        }
        Ok((receipt, items))
    })
    .await?;
    let note = Note::parse(receipt.checkpoint.as_bytes()).ok();
    let head = note.and_then(|note| Checkpoint::parse(note.text()).ok()).map(|head| {
        let root: Vec<_> = head.root.to_string().chars().collect();
        let groups: Vec<String> = root.chunks(4).map(|group| group.iter().collect()).collect();
        Head { origin: head.origin.to_string(), size: head.size, root: groups.join(" ") }
    });
    let received = visit.language.minute(receipt.received);
    let count = receipt.items.len() as u64;
    let more = count.saturating_sub(items.len() as u64);
    page::show(&ReceiptPage { page: Page::of(&visit), receipt, received, count, items, more, head })
}
