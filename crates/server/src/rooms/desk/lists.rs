//! The accessions, and one of them with its items.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use sijill_accounts::Right;
use sijill_schema::{AccessLevel, AccessionId, ItemId};

use super::books::{Books, id, level, record};
use super::look::Looks;
use super::{From, ROWS};
use crate::error::Failure;
use crate::page::{self, Page};
use crate::rooms::assets;
use crate::site::{App, apart};
use crate::visit::{Visit, Visitor};

/// An accession in the list.
struct Accession {
    id: AccessionId,
    number: u64,
    reference: String,
    title: Option<String>,
    received: String,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "desk/list.html")]
struct ListPage {
    page: Page,
    may_begin: bool,
    looks: Looks,
    accessions: Vec<Accession>,
    next: Option<u64>,
}

/// An item in the list.
struct Item {
    id: ItemId,
    reference: String,
    files: u64,
    is_sealed: bool,
}

#[derive(Template)]
#[template(path = "desk/accession.html")]
struct AccessionPage {
    page: Page,
    script: String,
    id: AccessionId,
    reference: String,
    title: Option<String>,
    is_open: bool,
    may_seal: bool,
    items: Vec<Item>,
    next: Option<u64>,
}

/// The accessions that the person takes files in for, the newest first.
pub(crate) async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(from): Query<From>,
) -> Result<Response, Failure> {
    let visitor = visit.person()?.clone();
    let may_begin = visitor.person.may_begin(Right::Upload);
    let language = visit.language;
    let looks = Looks::of(&app, language);
    let (accessions, next) = apart(move || {
        let mut found = accessions(&app, &visitor, from.from, language)?;
        let is_more = found.len() > ROWS;
        found.truncate(ROWS);
        let next = found.last().filter(|_| is_more).map(|last| last.number);
        Ok((found, next))
    })
    .await?;
    page::show(&ListPage { page: Page::of(&visit), may_begin, looks, accessions, next })
}

fn accessions(
    app: &App,
    visitor: &Visitor,
    before: Option<u64>,
    language: crate::words::Language,
) -> Result<Vec<Accession>, Failure> {
    let books = Books::open(&app.archive)?;
    let mut found = Vec::new();
    for row in books.catalogue.accessions()?.into_iter().rev() {
        let is_after = before.is_none_or(|before| row.number < before);
        let Some(said) = row.record.as_deref().filter(|_| is_after).and_then(record) else {
            continue;
        };
        if !visitor.person.may_with(Right::Upload, row.id, said.access) {
            continue;
        }
        found.push(Accession {
            id: row.id,
            number: row.number,
            reference: said.reference,
            title: said.title,
            received: language.minute(said.received),
            is_open: books.is_open(row.id)?,
        });
        if found.len() > ROWS {
            break;
        }
    }
    Ok(found)
}

/// One accession with its items, where files are taken in as long as it is open.
pub(crate) async fn accession(
    State(app): State<App>,
    visit: Visit,
    Path(accession): Path<String>,
    Query(from): Query<From>,
) -> Result<Response, Failure> {
    let (visitor, id) = (visit.person()?.clone(), id::<AccessionId>(&accession)?);
    let page = Page::of(&visit);
    let shown = apart(move || {
        let books = Books::open(&app.archive)?;
        let record = books.accession(id, &visitor, Right::Upload)?;
        let limit = u32::try_from(ROWS).unwrap_or(u32::MAX);
        let rows = books.catalogue.items_after(id, from.from.unwrap_or(0), limit)?;
        let next = rows.last().filter(|_| rows.len() == ROWS).map(|last| last.number);
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            if visitor.person.may_with(Right::Upload, id, level(&row)) {
                let (files, is_sealed) = (books.files(row.id)?, books.is_sealed(row.id)?);
                items.push(Item { id: row.id, reference: row.reference, files, is_sealed });
            }
        }
        let is_open = books.is_open(id)?;
        let may_seal = may_seal(&visitor, id, record.access);
        let (reference, title) = (record.reference, record.title);
        let script = assets::path("desk.js");
        Ok(AccessionPage { page, script, id, reference, title, is_open, may_seal, items, next })
    });
    page::show(&shown.await?)
}

pub(super) fn may_seal(visitor: &Visitor, accession: AccessionId, level: AccessLevel) -> bool {
    visitor.person.may_with(Right::Seal, accession, level)
}

/// Seals what is open, closes the accession and shows its receipt.
pub(crate) async fn close(
    State(app): State<App>,
    visit: Visit,
    Path(accession): Path<String>,
) -> Result<Response, Failure> {
    let (visitor, id) = (visit.person()?.clone(), id::<AccessionId>(&accession)?);
    let closed = apart(move || {
        Books::open(&app.archive)?.accession(id, &visitor, Right::Seal)?;
        app.write(&visitor.keys, |writer| Ok(sijill_ingest::close(writer, id)?))
    });
    closed.await?;
    Ok(Redirect::to(&format!("/desk/accession/{id}/receipt")).into_response())
}
