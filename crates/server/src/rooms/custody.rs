//! The life of an item or a page, act by act, as a judge can follow it: what was done, when, by whom, with the signed event
//! and the proof that it stands in the log to download.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sijill_attest::AttestError;
use sijill_schema::{Act, Event, Id, ItemId, Outcome, PageId};

use crate::books::{Books, Item};
use crate::error::Failure;
use crate::names::Names;
use crate::page::{self, Page};
use crate::paging::{Asked, Paging, ROWS};
use crate::site::{App, apart};
use crate::visit::Visit;
use crate::words::Language;

/// An act as the timeline shows it.
struct Step {
    seq: u64,
    at: String,
    by: String,
    done: Act,
    /// Figures and digests that belong to it.
    facts: Vec<(&'static str, String)>,
    /// The page that it is about, in the life of an item.
    page: Option<PageId>,
    /// The words for what went wrong, if something did.
    outcome: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "custody.html")]
struct Custody {
    page: Page,
    id: String,
    /// The page, where its own life is shown.
    sheet: Option<PageId>,
    item: ItemId,
    reference: String,
    steps: Vec<Step>,
    paging: Paging,
}

/// An item or a page, by its identifier.
struct Subject {
    item: Item,
    sheet: Option<PageId>,
    events: Vec<u64>,
}

fn subject(books: &Books<'_>, id: &str) -> Result<Subject, Failure> {
    let uuid = id.parse::<ItemId>().map_err(|_| Failure::NotFound)?.uuid();
    let page = PageId::from_uuid(uuid);
    if let Some(item) = books.index.item_of(&books.ledger, page)? {
        let item = books.item(item)?;
        return Ok(Subject { item, sheet: Some(page), events: books.index.events_of_page(page)? });
    }
    let item = books.item(ItemId::from_uuid(uuid))?;
    let events = books.index.events_of(item.description.id)?;
    Ok(Subject { item, sheet: None, events })
}

/// The timeline.
pub(crate) async fn page(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    apart(move || {
        let books = Books::open(&app, &visit.person()?.person)?;
        let Subject { item, sheet, events } = subject(&books, &id)?;
        let names = Names::of(&app, &books)?;
        let (paging, shown) = asked.of(&events, ROWS);
        let mut steps = Vec::new();
        for seq in shown {
            let event = books.ledger.event(*seq)?;
            let by = names.name(event.agent);
            steps.push(step(*seq, &event, by, sheet, visit.language));
        }
        page::show(&Custody {
            page: Page::of(&visit),
            id,
            sheet,
            item: item.description.id,
            reference: item.description.reference,
            steps,
            paging,
        })
    })
    .await
}

fn step(seq: u64, event: &Event, by: String, sheet: Option<PageId>, language: Language) -> Step {
    let mut facts = Vec::new();
    if let Some(object) = event.object {
        facts.push(("custody-bytes", language.number(object.size)));
        facts.push(("custody-sha256", object.digest.hex()));
    }
    match &event.act {
        Act::ItemClosed(closed) => facts.push(("custody-pages", language.number(closed.pages))),
        Act::PageCommitted(page) => {
            let size = format!("{} × {}", page.width, page.height);
            facts.push(("custody-pixels", size));
            facts.push(("custody-commitment", page.root.hex()));
            facts.push(("custody-decoder", page.decoder.clone()));
        }
        Act::Exported(exported) => facts.push(("custody-package", exported.package.to_string())),
        _ => {}
    }
    Step {
        seq,
        at: language.minute(event.at),
        by,
        done: event.act.clone(),
        facts,
        page: event.page.filter(|_| sheet.is_none()),
        outcome: match event.outcome {
            Outcome::Success => None,
            Outcome::Warning => Some("custody-warning"),
            Outcome::Failure => Some("custody-failure"),
        },
    }
}

/// The signed event, byte for byte as it stands in the log (C2SP signed-note).
pub(crate) async fn event(
    State(app): State<App>,
    visit: Visit,
    Path((id, seq)): Path<(String, String)>,
) -> Result<Response, Failure> {
    apart(move || {
        let books = Books::open(&app, &visit.person()?.person)?;
        let seq = of_subject(&books, &id, &seq)?;
        Ok(file(books.ledger.leaf(seq)?, &format!("event-{seq}.note")))
    })
    .await
}

/// The proof that the event is in the log (C2SP tlog-proof).
pub(crate) async fn proof(
    State(app): State<App>,
    visit: Visit,
    Path((id, seq)): Path<(String, String)>,
) -> Result<Response, Failure> {
    apart(move || {
        let books = Books::open(&app, &visit.person()?.person)?;
        let seq = of_subject(&books, &id, &seq)?;
        let proof = sijill_attest::prove(&app.archive, seq).map_err(refused)?;
        Ok(file(proof, &format!("event-{seq}.tlog-proof")))
    })
    .await
}

/// Only events of what the person sees are given out.
fn of_subject(books: &Books<'_>, id: &str, seq: &str) -> Result<u64, Failure> {
    let seq: u64 = seq.parse().map_err(|_| Failure::NotFound)?;
    let events = subject(books, id)?.events;
    events.contains(&seq).then_some(seq).ok_or(Failure::NotFound)
}

fn refused(error: AttestError) -> Failure {
    match error {
        AttestError::Storage(error) => Failure::Storage(error),
        other => Failure::Refused { what: other.to_string(), remedy: other.remedy().to_owned() },
    }
}

/// A file to keep.
fn file(bytes: Vec<u8>, name: &str) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    if let Ok(named) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, named);
    }
    response
}
