//! Writing down what stands on a page. Whoever types sees the picture and not what another person typed: only then do two
//! people who type the same page say something about each other.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use sijill_accounts::Right;
use sijill_reading::transcript;
use sijill_schema::{PageId, Zone};

use super::pictures::machine_text;
use super::sheet::{Picture, picture, read_lines};
use crate::books::{Books, Item};
use crate::error::Failure;
use crate::page::{self, Page};
use crate::site::{App, apart};
use crate::visit::Visit;

/// More rows than a page can have.
const MOST_ROWS: usize = 2000;

#[derive(Deserialize)]
pub(crate) struct Typed {
    text: String,
}

#[derive(Template)]
#[template(path = "transcription.html")]
struct Typing {
    page: Page,
    id: PageId,
    reference: String,
    picture: Option<Picture>,
    /// What this person typed before.
    mine: String,
    machine: Option<String>,
    others: u64,
}

/// The form.
pub(crate) async fn page(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: PageId = id.parse().map_err(|_| Failure::NotFound)?;
    apart(move || {
        let visitor = visit.person()?;
        let books = Books::open(&app, &visitor.person)?;
        let item = writable(&books, &visit, id)?;
        let recorded = visit.read(&app, id, item.level())?;
        let me = visitor.keys.signs_as();
        let transcriptions = books.catalogue.transcriptions(id)?;
        let mine = transcriptions.iter().rev().find(|one| one.by == me);
        let text = machine_text(&app, item.description.id, id)?;
        let machine =
            text.map(|text| read_lines(&text).into_iter().map(|line| line.text + "\n").collect());
        let others: std::collections::HashSet<_> =
            transcriptions.iter().filter(|one| one.by != me).map(|one| one.by).collect();
        let shown = Typing {
            page: Page::of(&visit),
            id,
            picture: picture(&app, &visit, &item, id)?,
            mine: mine.map(|mine| transcript::text(&mine.zones)).unwrap_or_default(),
            machine,
            others: others.len() as u64,
            reference: item.description.reference,
        };
        let mut response = page::show(&shown)?;
        response.extensions_mut().insert(recorded);
        Ok(response)
    })
    .await
}

/// Keeps what was typed, signed by whoever typed it.
pub(crate) async fn keep(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Form(Typed { text }): Form<Typed>,
) -> Result<Response, Failure> {
    let id: PageId = id.parse().map_err(|_| Failure::NotFound)?;
    let zones: Vec<Zone> = transcript::zones(&text);
    apart(move || {
        let visitor = visit.person()?;
        writable(&Books::open(&app, &visitor.person)?, &visit, id)?;
        if zones.is_empty() || zones.len() > MOST_ROWS {
            return Err(Failure::Refused {
                what: format!("{} lines of text", zones.len()),
                remedy: format!("give one to {MOST_ROWS} lines"),
            });
        }
        app.write(&visitor.keys, |writer| Ok(writer.transcribe(id, zones).map(drop)?))?;
        Ok(Redirect::to(&format!("/page/{id}")).into_response())
    })
    .await
}

/// The item of a page on which the person may write.
fn writable(books: &Books<'_>, visit: &Visit, id: PageId) -> Result<Item, Failure> {
    let item = books.item_of(id)?;
    let (accession, level) = item.level();
    let may = visit.person()?.person.may_with(Right::Transcribe, accession, level);
    may.then_some(item).ok_or(Failure::NotAllowed)
}
