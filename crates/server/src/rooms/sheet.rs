//! A page: its picture beside what is read on it, line by line, each linked to its place on the picture.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use sijill_accounts::Right;
use sijill_iiif::page_size;
use sijill_imaging::Rect;
use sijill_imaging::quality::Finding;
use sijill_ingest::process::{PAGE_FILE, PageFile};
use sijill_reading::text::{Line, PageText};
use sijill_reading::transcript::{self, Disagreement};
use sijill_schema::{ItemDescription, PageId, Transcription};

use super::pictures::machine_text;
use crate::books::{Books, Item};
use crate::error::Failure;
use crate::exposure::MANY;
use crate::names::Names;
use crate::page::{self, Page};
use crate::site::{App, Site, apart};
use crate::visit::Visit;

/// A line that a machine read, as the page shows it.
pub(super) struct ReadLine {
    pub number: usize,
    pub text: String,
    /// Left, top, width, height on the page.
    pub area: [u32; 4],
    /// How sure the machine was, 0 to 100.
    pub sure: u64,
}

/// What a person read on the page.
struct Typed {
    by: String,
    at: String,
    text: String,
}

/// Where two people read something else, as words.
struct Difference {
    row: String,
    first: String,
    second: String,
}

/// The picture as the page shows it.
pub(super) struct Picture {
    pub width: u32,
    pub height: u32,
    /// Whether it is blurred until somebody asks to see it.
    pub is_covered: bool,
}

#[derive(Template)]
#[template(path = "sheet.html")]
struct Sheet {
    page: Page,
    id: PageId,
    said: ItemDescription,
    number: u64,
    of: u64,
    before: Option<PageId>,
    after: Option<PageId>,
    picture: Option<Picture>,
    /// The words for what a person should look at.
    /// The better scan that took its place.
    better: Option<PageId>,
    findings: Vec<Finding>,
    unreadable: Option<String>,
    lines: Vec<ReadLine>,
    reader: Option<String>,
    typed: Vec<Typed>,
    differences: Vec<Difference>,
    may_transcribe: bool,
    /// How many covered pictures the person asked to see today.
    exposure: u64,
    is_much: bool,
}

/// A page.
pub(crate) async fn page(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: PageId = id.parse().map_err(|_| Failure::NotFound)?;
    apart(move || {
        let person = &visit.person()?.person;
        let books = Books::open(&app, person)?;
        let item = books.item_of(id)?;
        let item_id = item.description.id;
        let pages = books.pages(item_id)?;
        let at = pages.iter().position(|page| *page == id).ok_or(Failure::NotFound)?;
        let recorded = visit.read(&app, id, item.level())?;
        let transcriptions = books.catalogue.transcriptions(id)?;
        let names = Names::of(&app, &books)?;
        let typed = transcriptions.last().map(|newest| Typed {
            by: names.name(newest.by),
            at: visit.language.minute(newest.at),
            text: transcript::text(&newest.zones),
        });
        let seen = seen(&app, &item, id)?;
        let text = machine_text(&app, item_id, id)?;
        let (accession, level) = item.level();
        let exposure = app.exposure.count(person.id, visit.now);
        let sheet = Sheet {
            id,
            number: at as u64 + 1,
            of: pages.len() as u64,
            before: at.checked_sub(1).and_then(|before| pages.get(before).copied()),
            after: pages.get(at + 1).copied(),
            better: books.index.superseded_by(&books.ledger, id)?,
            picture: picture(&app, &visit, &item, id)?,
            findings: seen.iter().flat_map(|seen| seen.findings.clone()).collect(),
            unreadable: seen.and_then(|seen| seen.unreadable),
            reader: text.as_ref().map(|text| text.reader.engine.clone()),
            lines: text.map(|text| read_lines(&text)).unwrap_or_default(),
            typed: Vec::from_iter(typed),
            differences: differences(&transcriptions),
            may_transcribe: person.may_with(Right::Transcribe, accession, level),
            exposure,
            is_much: exposure >= MANY,
            said: item.description,
            page: Page::of(&visit),
        };
        let mut response = page::show(&sheet)?;
        response.extensions_mut().insert(recorded);
        Ok(response)
    })
    .await
}

/// Uncovers the picture of a page for this person and day.
pub(crate) async fn uncover(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: PageId = id.parse().map_err(|_| Failure::NotFound)?;
    apart(move || {
        let person = &visit.person()?.person;
        Books::open(&app, person)?.item_of(id)?;
        app.exposure.uncover(person.id, id, visit.now);
        Ok(Redirect::to(&format!("/page/{id}")).into_response())
    })
    .await
}

/// The picture of a page, where there is one.
pub(super) fn picture(
    app: &Site,
    visit: &Visit,
    item: &Item,
    id: PageId,
) -> Result<Option<Picture>, Failure> {
    let sight = super::pictures::sight(app, visit, item, id)?;
    let folder = app.archive.derived().folder(item.description.id, id);
    let is_covered = sight == sijill_iiif::Sight::Covered;
    Ok(page_size(&folder).ok().map(|(width, height)| Picture { width, height, is_covered }))
}

/// What was measured of a page, if it was looked at.
fn seen(app: &Site, item: &Item, id: PageId) -> Result<Option<PageFile>, Failure> {
    let bytes = app.archive.derived().get(item.description.id, id, PAGE_FILE);
    let bytes =
        bytes.map_err(|_| Failure::Internal("what is known about a page cannot be read"))?;
    // One of an older version is as good as none: `process` makes it anew.
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

/// The lines that a machine read and that have words, doubtful ones left out.
pub(super) fn read_lines(text: &PageText) -> Vec<ReadLine> {
    let written = text.lines.iter().filter(|line| !line.doubtful);
    let shown = written.filter_map(|line| Some((line, area(line)?)));
    let shown = shown.enumerate().map(|(at, (line, area))| {
        let words = || line.cells.iter().flat_map(|cell| &cell.words);
        let (sum, count) = words().fold((0_u64, 0_u64), |(sum, count), word| {
            (sum + u64::from(word.confidence), count + 1)
        });
        let cells: Vec<_> =
            line.cells.iter().map(sijill_reading::text::Cell::to_plain_text).collect();
        ReadLine { number: at + 1, text: cells.join(" · "), area, sure: sum / count.max(1) }
    });
    shown.collect()
}

/// What holds all words of a line; none without words.
fn area(line: &Line) -> Option<[u32; 4]> {
    let areas = line.cells.iter().flat_map(|cell| &cell.words).map(|word| word.area);
    let whole = areas.reduce(|one, other| {
        let end = |start: u32, length: u32| start.saturating_add(length);
        let (left, top) = (one.left.min(other.left), one.top.min(other.top));
        let right = end(one.left, one.width).max(end(other.left, other.width));
        let bottom = end(one.top, one.height).max(end(other.top, other.height));
        Rect { left, top, width: right - left, height: bottom - top }
    })?;
    Some([whole.left, whole.top, whole.width, whole.height])
}

/// Between the newest transcriptions of the last two people.
fn differences(transcriptions: &[Transcription]) -> Vec<Difference> {
    let shown = |one: Disagreement| Difference {
        row: one.row.map(|row| row.to_string()).unwrap_or_default(),
        first: one.first.unwrap_or_default(),
        second: one.second.unwrap_or_default(),
    };
    transcript::between_people(transcriptions).into_iter().map(shown).collect()
}
