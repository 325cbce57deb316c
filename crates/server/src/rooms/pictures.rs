//! Pictures of pages and what viewers need to show them: the IIIF Image and Presentation APIs, for whoever is signed in
//! and sees the item. Every picture of a page that is not open to everybody here is recorded as read before it leaves.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use sijill_iiif::presentation::{
    Addresses, CONTEXT, Canvas, Direction, Entry, Item as Shown, Label, collection,
    collection_page, lines, manifest, smallest,
};
use sijill_iiif::{Answer, Asked, Call, ImageRequest, Sight, Source, page_size};
use sijill_reading::text::{PageText, TEXT_FILE};
use sijill_schema::{AccessLevel, AccessionId, ItemId, PageId};

use crate::books::{Books, Item};
use crate::error::Failure;
use crate::frame::Recorded;
use crate::site::{App, Site, apart};
use crate::visit::Visit;

/// How many items a part of a collection has.
const PART: usize = 500;

/// What a request says beside its address.
struct Told {
    accept: Option<String>,
    known: Option<String>,
    addresses: Addresses,
}

impl Told {
    fn of(visit: &Visit, headers: &HeaderMap) -> Self {
        let said = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let scheme = if visit.encrypted { "https" } else { "http" };
        let host = said(header::HOST).unwrap_or_default();
        Self {
            accept: said(header::ACCEPT).map(str::to_owned),
            known: said(header::IF_NONE_MATCH).map(str::to_owned),
            addresses: Addresses::below(format!("{scheme}://{host}")),
        }
    }

    fn document(&self, document: &serde_json::Value) -> Answer {
        Answer::json_ld(document, CONTEXT, self.accept.as_deref())
    }
}

/// How a person sees a page of an item now.
pub(super) fn sight(
    site: &Site,
    visit: &Visit,
    item: &Item,
    page: PageId,
) -> Result<Sight, Failure> {
    let person = visit.person()?.person.id;
    Ok(match item.is_covered() {
        false => Sight::Clear,
        true if site.exposure.is_uncovered(person, page, visit.now) => Sight::Uncovered,
        true => Sight::Covered,
    })
}

/// The Image API: `/iiif/3/{page}/…`.
pub(crate) async fn image(
    State(app): State<App>,
    visit: Visit,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let told = Told::of(&visit, &headers);
    let path = uri.path().strip_prefix("/iiif/3/").unwrap_or_default().to_owned();
    apart(move || {
        let (page, call) = Call::parse(&path).map_err(|_| Failure::NotFound)?;
        let page: PageId = page.parse().map_err(|_| Failure::NotFound)?;
        let item = Books::open(&app, &visit.person()?.person)?.item_of(page)?;
        let recorded = visit.read(&app, page, item.level())?;
        let sight = sight(&app, &visit, &item, page)?;
        let folder = app.archive.derived().folder(item.description.id, page);
        let asked = Asked { accept: told.accept.as_deref(), if_none_match: told.known.as_deref() };
        let answered = call.and_then(|call| {
            let source = Source::open(&folder, sight)?;
            Ok(app.images.answer(&told.addresses.image(page), &call, &source, &asked))
        });
        Ok(sent(answered.unwrap_or_else(|why| app.images.refused(&why)), Some(recorded)))
    })
    .await
}

/// The small picture of a page for a strip. Of a page that is not open to everybody here it shows only the shape, so that
/// looking through a strip reads nothing.
pub(crate) async fn thumbnail(
    State(app): State<App>,
    visit: Visit,
    Path(page): Path<String>,
) -> Result<Response, Failure> {
    let page: PageId = page.parse().map_err(|_| Failure::NotFound)?;
    apart(move || {
        let item = Books::open(&app, &visit.person()?.person)?.item_of(page)?;
        let (_, level) = item.level();
        let (sight, recorded) = match (item.is_covered(), level) {
            (false, AccessLevel::Open) => (Sight::Clear, visit.read(&app, page, item.level())?),
            _ => (Sight::Covered, Recorded::of_nothing()),
        };
        let folder = app.archive.derived().folder(item.description.id, page);
        let answered = page_size(&folder).and_then(|size| {
            let call = Call::Image(ImageRequest::parse(&smallest(size))?);
            let source = Source::open(&folder, sight)?;
            Ok(app.images.answer("", &call, &source, &Asked::default()))
        });
        Ok(sent(answered.unwrap_or_else(|why| app.images.refused(&why)), Some(recorded)))
    })
    .await
}

/// An item as a manifest.
pub(crate) async fn item_manifest(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let id: ItemId = id.parse().map_err(|_| Failure::NotFound)?;
    let told = Told::of(&visit, &headers);
    apart(move || {
        let books = Books::open(&app, &visit.person()?.person)?;
        let item = books.item(id)?;
        let derived = app.archive.derived();
        let canvas = |(number, page): (u64, PageId)| Canvas {
            page,
            label: Label::page(number),
            size: page_size(&derived.folder(id, page)).ok(),
            has_text: derived.path(id, page, TEXT_FILE).exists(),
        };
        let said = &item.description;
        let title = said.title.as_ref().map_or_else(
            || said.reference.clone(),
            |title| format!("{} · {title}", said.reference),
        );
        let shown = Shown {
            item: id,
            accession: said.accession,
            label: Label::as_written(title),
            summary: None,
            required: None,
            direction: Direction::RightToLeft,
            pages: (1..).zip(books.pages(id)?).map(canvas).collect(),
        };
        Ok(sent(told.document(&manifest(&told.addresses, &shown)), None))
    })
    .await
}

/// The items of an accession that the person sees, as a collection of collections.
pub(crate) async fn accession_collection(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (id, told) = (accession(&id)?, Told::of(&visit, &headers));
    apart(move || {
        let person = &visit.person()?.person;
        let said = Books::open(&app, person)?.accession(id)?;
        let items = app.shelves.now(&app.archive)?.items_of(person, id);
        let label = said.map_or_else(Label::default, |said| Label::as_written(said.reference));
        let parts = u32::try_from(items.len().div_ceil(PART)).unwrap_or(u32::MAX);
        Ok(sent(told.document(&collection(&told.addresses, id, &label, parts)), None))
    })
    .await
}

/// A part of that collection.
pub(crate) async fn part_of_collection(
    State(app): State<App>,
    visit: Visit,
    Path((id, number)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (id, told) = (accession(&id)?, Told::of(&visit, &headers));
    let number: u32 = number.parse().map_err(|_| Failure::NotFound)?;
    apart(move || {
        let person = &visit.person()?.person;
        Books::open(&app, person)?.accession(id)?;
        let items = app.shelves.now(&app.archive)?.items_of(person, id);
        let at = number.checked_sub(1).and_then(|at| usize::try_from(at).ok());
        let part = at.and_then(|at| items.chunks(PART).nth(at)).ok_or(Failure::NotFound)?;
        let entries: Vec<_> = part
            .iter()
            .map(|held| Entry { item: held.item, label: Label::as_written(&held.reference) })
            .collect();
        Ok(sent(told.document(&collection_page(&told.addresses, id, number, &entries)), None))
    })
    .await
}

/// What a machine read on a page, as annotations.
pub(crate) async fn page_lines(
    State(app): State<App>,
    visit: Visit,
    Path(page): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let told = Told::of(&visit, &headers);
    read_text(app, visit, &page, move |item, page, text| {
        told.document(&lines(&told.addresses, item, page, text)).into_response()
    })
    .await
}

/// What a machine read on a page, as plain text.
pub(crate) async fn page_text(
    State(app): State<App>,
    visit: Visit,
    Path(page): Path<String>,
) -> Result<Response, Failure> {
    read_text(app, visit, &page, |_, _, text| text.to_plain_text().into_response()).await
}

async fn read_text(
    app: App,
    visit: Visit,
    page: &str,
    show: impl FnOnce(ItemId, PageId, &PageText) -> Response + Send + 'static,
) -> Result<Response, Failure> {
    let page: PageId = page.parse().map_err(|_| Failure::NotFound)?;
    apart(move || {
        let item = Books::open(&app, &visit.person()?.person)?.item_of(page)?;
        let id = item.description.id;
        let text = machine_text(&app, id, page)?.ok_or(Failure::NotFound)?;
        let recorded = visit.read(&app, page, item.level())?;
        let mut response = show(id, page, &text);
        response.extensions_mut().insert(recorded);
        Ok(response)
    })
    .await
}

/// What a machine read on a page, if it did.
pub(super) fn machine_text(
    site: &Site,
    item: ItemId,
    page: PageId,
) -> Result<Option<PageText>, Failure> {
    let text = site.archive.derived().get(item, page, TEXT_FILE);
    let text = text.map_err(|_| Failure::Internal("the text of a page cannot be read"))?;
    let parsed = text.map(|text| serde_json::from_slice(&text)).transpose();
    parsed.map_err(|_| Failure::Internal("the text of a page is damaged"))
}

fn accession(id: &str) -> Result<AccessionId, Failure> {
    id.parse().map_err(|_| Failure::NotFound)
}

fn sent(answer: Answer, recorded: Option<Recorded>) -> Response {
    let mut response = answer.into_response();
    if let Some(recorded) = recorded {
        response.extensions_mut().insert(recorded);
    }
    response
}

/// An answer of the IIIF APIs, as HTTP.
trait OverHttp {
    fn into_response(self) -> Response;
}

impl OverHttp for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = axum::http::StatusCode::from_u16(self.status).unwrap_or_default();
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(HeaderName::from_static(name), value);
            }
        }
        response
    }
}
