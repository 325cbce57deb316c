//! What should be scanned again while the paper is still on the table, and the better scan that takes a page's place.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use sijill_accounts::Right;
use sijill_imaging::quality::Finding;
use sijill_ingest::process::{Doubtful, work_list as gathered};
use sijill_schema::{ItemId, PageId};

use super::books::{Books, id, level};
use super::look::Looks;
use super::taking::told;
use super::upload::receive;
use super::{From, ROWS};
use crate::error::Failure;
use crate::looking;
use crate::page::{self, Page};
use crate::rooms::assets;
use crate::site::{App, apart};
use crate::visit::Visit;

/// A page that a person should look at.
struct Bad {
    page: PageId,
    reference: String,
    place: u64,
    findings: Vec<Finding>,
    is_unreadable: bool,
    rescan: bool,
}

#[derive(Template)]
#[template(path = "desk/work.html")]
struct WorkPage {
    page: Page,
    looks: Looks,
    unseen: u64,
    bad: Vec<Bad>,
    next: Option<u64>,
}

#[derive(Template)]
#[template(path = "desk/again.html")]
struct AgainPage {
    page: Page,
    script: String,
    id: PageId,
    item: ItemId,
    reference: String,
    is_open: bool,
}

/// The list, those that need another scan first.
pub(crate) async fn work_list(
    State(app): State<App>,
    visit: Visit,
    Query(from): Query<From>,
) -> Result<Response, Failure> {
    let visitor = visit.person()?.clone();
    let looks = Looks::of(&app, visit.language);
    let (unseen, mut bad) = apart(move || {
        let books = Books::open(&app.archive)?;
        let list = gathered(&app.archive)?;
        let mut seen: HashMap<ItemId, bool> = HashMap::new();
        let mut bad = Vec::new();
        for doubtful in list.findings {
            let known = seen.get(&doubtful.item).copied();
            let may = match known {
                Some(may) => may,
                None => books.item(doubtful.item, &visitor, Right::Upload).is_ok(),
            };
            seen.insert(doubtful.item, may);
            bad.extend(may.then(|| shown(doubtful)));
        }
        bad.sort_by_key(|bad| !bad.rescan);
        Ok((list.unseen, bad))
    })
    .await?;
    let first = usize::try_from(from.from.unwrap_or(0)).unwrap_or(usize::MAX).min(bad.len());
    let mut bad = bad.split_off(first);
    let next = (bad.len() > ROWS).then(|| (first + ROWS) as u64);
    bad.truncate(ROWS);
    page::show(&WorkPage { page: Page::of(&visit), looks, unseen, bad, next })
}

fn shown(doubtful: Doubtful) -> Bad {
    Bad {
        page: doubtful.page,
        reference: doubtful.reference,
        place: doubtful.place as u64,
        findings: doubtful.findings,
        is_unreadable: doubtful.unreadable.is_some(),
        rescan: doubtful.rescan,
    }
}

/// The form for a better scan of a page.
pub(crate) async fn again_page(
    State(app): State<App>,
    visit: Visit,
    Path(page): Path<String>,
) -> Result<Response, Failure> {
    let (visitor, id) = (visit.person()?.clone(), id::<PageId>(&page)?);
    let page = Page::of(&visit);
    let shown = apart(move || {
        let books = Books::open(&app.archive)?;
        let row = books.item_of(id, &visitor, Right::Upload)?;
        let is_open = books.is_open(row.accession)?;
        let script = assets::path("desk.js");
        Ok(AgainPage { page, script, id, item: row.id, reference: row.reference, is_open })
    });
    page::show(&shown.await?)
}

/// Secures the better scan and records that it takes the page's place.
pub(crate) async fn again(
    State(app): State<App>,
    visit: Visit,
    Path(page): Path<String>,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, Failure> {
    let (visitor, id) = (visit.person()?.clone(), id::<PageId>(&page)?);
    let (seen, person) = (app.clone(), visitor.clone());
    apart(move || {
        let row = Books::open(&seen.archive)?.item_of(id, &person, Right::Upload)?;
        // The scan may begin another item of the accession, of the same level.
        let may = person.person.may_with(Right::Upload, row.accession, level(&row));
        may.then_some(()).ok_or(Failure::NotFound)
    })
    .await?;
    let mut sent = receive(&app, form).await?;
    let only = sent.files.pop().filter(|_| sent.files.is_empty());
    let file = only.ok_or_else(|| Failure::Refused {
        what: "a page has one better scan".to_owned(),
        remedy: "choose one file".to_owned(),
    })?;
    let taken = apart(move || {
        let _kept = sent;
        let taken =
            app.write(&visitor.keys, |writer| Ok(sijill_ingest::scan_again(writer, id, file)?))?;
        looking::begin(&app, visitor.keys.clone())?;
        Ok(taken)
    });
    told(&visit, &headers, &taken.await?, true)
}
