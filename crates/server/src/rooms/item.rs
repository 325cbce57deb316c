//! An item: how it is described, where it lay, and the strip of its pages.

use std::collections::HashSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use sijill_accounts::Right;
use sijill_schema::{AccessLevel, AccessionRecord, Act, Gap, ItemDescription, ItemId, PageId};

use crate::books::Books;
use crate::error::Failure;
use crate::page::{self, Page};
use crate::paging::{Asked, Paging};
use crate::shelves::Holding;
use crate::site::{App, apart};
use crate::visit::Visit;

/// How many small pictures a strip has.
const STRIP: usize = 60;

/// A page in the strip.
#[derive(Clone, Copy)]
struct Thumb {
    number: u64,
    id: PageId,
    /// Whether a better scan took its place.
    is_superseded: bool,
}

#[derive(Template)]
#[template(path = "item.html")]
struct ItemPage {
    page: Page,
    said: ItemDescription,
    accession: AccessionRecord,
    /// The pages of this part of the strip.
    strip: Vec<Thumb>,
    paging: Paging,
    /// Files that were secured and not looked at yet.
    waiting: u64,
    sealed: bool,
    gaps: Vec<Gap>,
    /// Why the small pictures are blurred, if they are.
    blurred: Option<&'static str>,
    beside: [Option<Arc<Holding>>; 2],
    may_export: bool,
}

/// An item.
pub(crate) async fn page(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let id: ItemId = id.parse().map_err(|_| Failure::NotFound)?;
    apart(move || {
        let person = &visit.person()?.person;
        let books = Books::open(&app, person)?;
        let item = books.item(id)?;
        let (mut secured, mut looked_at, mut sealed) = (0_u64, HashSet::new(), None);
        let mut superseded = HashSet::new();
        for seq in books.index.events_of(id)? {
            let event = books.ledger.event(seq)?;
            looked_at.extend(event.act.master());
            match event.act {
                Act::Secured(_) => secured += 1,
                Act::PageSuperseded(_) => superseded.extend(event.page),
                Act::ItemClosed(closed) => sealed = Some(closed.record),
                _ => {}
            }
        }
        let pages = books.pages(id)?;
        let record = sealed.map(|digest| books.archive.item_record(id, &digest)).transpose()?;
        let thumb = |(number, id)| Thumb { number, id, is_superseded: superseded.contains(&id) };
        let numbered: Vec<_> = (1..).zip(pages).map(thumb).collect();
        let (paging, strip) = asked.of(&numbered, STRIP);
        let blurred = match (item.is_covered(), item.description.access) {
            (true, _) => Some("item-blurred-bodies"),
            (false, AccessLevel::Open) => None,
            (false, _) => Some("item-blurred-level"),
        };
        let held = app.shelves.now(&app.archive)?;
        page::show(&ItemPage {
            page: Page::of(&visit),
            strip: strip.to_vec(),
            paging,
            waiting: secured.saturating_sub(looked_at.len() as u64),
            sealed: record.is_some(),
            gaps: record.map(|record| record.gaps).unwrap_or_default(),
            blurred,
            may_export: person.may_with(
                Right::Export,
                item.description.accession,
                item.description.access,
            ),
            beside: held.beside(person, id),
            said: item.description,
            accession: item.accession,
        })
    })
    .await
}
