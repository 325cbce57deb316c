//! One item: its files as the ledger has them, more files, its sealing.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use sijill_accounts::Right;
use sijill_schema::{AccessionId, Act, ItemId, PageId};

use super::books::{Books, id, level};
use super::lists::may_seal;
use super::{From, ROWS};
use crate::error::Failure;
use crate::page::{self, Page};
use crate::rooms::assets;
use crate::site::{App, apart};
use crate::visit::Visit;

/// A file in the list.
struct File {
    page: PageId,
    place: u64,
    name: String,
    digest: String,
    at: String,
}

#[derive(Template)]
#[template(path = "desk/item.html")]
struct ItemPage {
    page: Page,
    script: String,
    id: ItemId,
    accession: AccessionId,
    reference: String,
    mark: String,
    is_open: bool,
    may_seal: bool,
    files: Vec<File>,
    next: Option<u64>,
}

/// An item with its files.
pub(crate) async fn item(
    State(app): State<App>,
    visit: Visit,
    Path(item): Path<String>,
    Query(from): Query<From>,
) -> Result<Response, Failure> {
    let (visitor, id) = (visit.person()?.clone(), id::<ItemId>(&item)?);
    let (page, language) = (Page::of(&visit), visit.language);
    let shown = apart(move || {
        let books = Books::open(&app.archive)?;
        let row = books.item(id, &visitor, Right::Upload)?;
        let mut secured = HashMap::new();
        for seq in books.index.events_of(id)? {
            let event = books.ledger.event(seq)?;
            if let (Act::Secured(_), Some(page)) = (&event.act, event.page) {
                secured.insert(page, event.at);
            }
        }
        let first = usize::try_from(from.from.unwrap_or(0)).unwrap_or(usize::MAX);
        let masters = app.archive.masters(&books.ledger, &books.index, id)?;
        let next = (masters.len().saturating_sub(first) > ROWS).then(|| (first + ROWS) as u64);
        let files = masters.into_iter().zip(1..).skip(first).take(ROWS);
        let files = files.map(|(master, place)| File {
            page: master.record.page,
            place,
            name: file_name(&master.record.original.display()),
            digest: master.record.digest.hex(),
            at: secured.get(&master.record.page).map(|at| language.minute(*at)).unwrap_or_default(),
        });
        let files = files.collect();
        let is_open = !books.is_sealed(id)? && books.is_open(row.accession)?;
        let may_seal = is_open && may_seal(&visitor, row.accession, level(&row));
        Ok(ItemPage {
            page,
            script: assets::path("desk.js"),
            id,
            accession: row.accession,
            mark: String::from_utf8_lossy(row.path.as_bytes()).into_owned(),
            reference: row.reference,
            is_open,
            may_seal,
            files,
            next,
        })
    });
    page::show(&shown.await?)
}

/// The last part of a path as it was received.
fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

/// Seals an item.
pub(crate) async fn seal(
    State(app): State<App>,
    visit: Visit,
    Path(item): Path<String>,
) -> Result<Response, Failure> {
    let (visitor, id) = (visit.person()?.clone(), id::<ItemId>(&item)?);
    let sealed = apart(move || {
        Books::open(&app.archive)?.item(id, &visitor, Right::Seal)?;
        app.write(&visitor.keys, |writer| Ok(sijill_ingest::seal_item(writer, id)?))
    });
    sealed.await?;
    Ok(Redirect::to(&format!("/desk/item/{id}")).into_response())
}
