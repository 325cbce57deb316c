//! The shelves: what there is, by the place where it lay and by the accession with which it came.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use sijill_accounts::Right;
use sijill_schema::{AccessionId, AccessionRecord};

use crate::books::Books;
use crate::error::Failure;
use crate::page::{self, Page};
use crate::paging::{Asked, Paging, ROWS};
use crate::shelves::{Holding, Lot, Node, Step};
use crate::site::{App, apart};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "shelves/all.html")]
struct All {
    page: Page,
    inside: Vec<(Step, u64)>,
    lots: Vec<(Arc<Lot>, u64)>,
    paging: Paging,
}

#[derive(Template)]
#[template(path = "shelves/place.html")]
struct AtPlace {
    page: Page,
    path: Vec<Step>,
    inside: Vec<(Step, u64)>,
    items: Vec<Arc<Holding>>,
    paging: Paging,
}

#[derive(Template)]
#[template(path = "shelves/accession.html")]
struct OfAccession {
    page: Page,
    id: AccessionId,
    /// What is said about it; none where the person sees items of it and not the statement.
    said: Option<AccessionRecord>,
    items: Vec<Arc<Holding>>,
    paging: Paging,
    may_export: bool,
}

/// All shelves.
pub(crate) async fn all(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    apart(move || {
        let person = &visit.person()?.person;
        let held = app.shelves.now(&app.archive)?;
        let lots = held.lots_of(person);
        let (paging, shown) = asked.of(&lots, ROWS);
        let lots = shown.to_vec();
        let inside = held.place(person, None)?.inside;
        page::show(&All { page: Page::of(&visit), inside, lots, paging })
    })
    .await
}

/// One place, with what is inside.
pub(crate) async fn place(
    State(app): State<App>,
    visit: Visit,
    Path(node): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let node: Node = node.parse()?;
    apart(move || {
        let held = app.shelves.now(&app.archive)?;
        let place = held.place(&visit.person()?.person, Some(node))?;
        let (paging, items) = asked.of(&place.items, ROWS);
        page::show(&AtPlace {
            page: Page::of(&visit),
            path: place.path,
            inside: place.inside,
            items: items.to_vec(),
            paging,
        })
    })
    .await
}

/// One accession: what is said about it, and its items.
pub(crate) async fn accession(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let id: AccessionId = id.parse().map_err(|_| Failure::NotFound)?;
    apart(move || {
        let person = &visit.person()?.person;
        let said = Books::open(&app, person)?.accession(id)?;
        let items = app.shelves.now(&app.archive)?.items_of(person, id);
        let (paging, items) = asked.of(&items, ROWS);
        let may_export =
            said.as_ref().is_some_and(|said| person.may_with(Right::Export, id, said.access));
        let (page, items) = (Page::of(&visit), items.to_vec());
        page::show(&OfAccession { page, id, said, items, paging, may_export })
    })
    .await
}
