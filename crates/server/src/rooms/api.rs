//! The interface for programs: what the rooms do, in the shapes that `sijill … --json` prints. Lists are read part by part:
//! `next` of one answer is the `cursor` of the next question.

mod part;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sijill_accounts::Right;
use sijill_finding::{Finder, Scope};
use sijill_ingest::records::Records;
use sijill_schema::{
    AccessLevel, AccessionId, AskedPerson, ItemDescription, ItemId, PageId, canonical,
};
use sijill_storage::StorageError;

use super::find::seen;
use crate::asking::{self, MOST, Seen, level_of};
use crate::error::Failure;
use crate::frame::Recorded;
use crate::site::{App, Site, apart};
use crate::visit::Visit;
use part::{Part, Window};

/// The description of this interface, OpenAPI 3.1. A test compares it with the table of routes.
const DESCRIPTION: &str = include_str!("api/openapi.json");

/// A question about pages.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Searched {
    query: String,
    #[serde(default)]
    limit: Option<u64>,
    #[serde(default)]
    cursor: Option<String>,
}

/// A question about a person.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sought {
    person: AskedPerson,
    #[serde(default)]
    limit: Option<u64>,
    #[serde(default)]
    cursor: Option<String>,
}

/// An item in a list.
#[derive(Serialize)]
struct Listed {
    id: ItemId,
    accession: AccessionId,
    reference: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    access: AccessLevel,
}

/// What this interface is.
pub(crate) async fn description(visit: Visit) -> Response {
    // Over plain HTTP the cookie's name has no prefix, because browsers would not keep it.
    let text = match visit.encrypted {
        true => DESCRIPTION.to_owned(),
        false => DESCRIPTION.replace("\"__Host-sijill\"", "\"sijill\""),
    };
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// Who asks, and what their questions repeat in the header `x-sijill-form`.
pub(crate) async fn session(visit: Visit) -> Result<Response, Failure> {
    let person = &visit.person()?.person;
    let told = json!({ "person": person.id, "handle": person.handle, "form": visit.form });
    Ok(Json(told).into_response())
}

/// Pages for a query.
pub(crate) async fn search(
    State(app): State<App>,
    visit: Visit,
    Json(asked): Json<Searched>,
) -> Result<Response, Failure> {
    apart(move || {
        let Window { limit, offset } = Window::of(asked.limit, asked.cursor.as_deref())?;
        asked.query.parse::<sijill_search::Query>().map_err(sijill_finding::FindingError::from)?;
        let person = &visit.person()?.person;
        let finder = asking::finder(&app, &visit)?;
        let scope = Scope { seen: asking::reach(person, Right::Search), limit, offset };
        let mut found = finder.search(&asked.query, &scope)?;
        // The index may be older than what was decided since about who sees a record.
        found.hits.retain(|hit| person.sees(hit.accession, hit.access));
        let shown = found.hits.iter().filter(|hit| !hit.lines.is_empty());
        let shown: Vec<_> = shown.map(|hit| (hit.page, hit.accession, hit.access)).collect();
        let all = usize::try_from(found.total).unwrap_or(usize::MAX);
        let next = Window { limit, offset }.next(all.min(MOST));
        answer(&app, &visit, &shown, with_index(json!(found), &finder, next))
    })
    .await
}

/// Mentions that may mean a person.
pub(crate) async fn find(
    State(app): State<App>,
    visit: Visit,
    Json(asked): Json<Sought>,
) -> Result<Response, Failure> {
    apart(move || {
        let Window { limit, offset } = Window::of(asked.limit, asked.cursor.as_deref())?;
        sijill_finding::check(&asked.person)?;
        let person = &visit.person()?.person;
        let finder = asking::finder(&app, &visit)?;
        let scope = Scope { seen: asking::reach(person, Right::Find), limit, offset };
        let mut found = finder.find(&asked.person, &scope)?;
        let is_full = found.hits.len() == limit;
        let (hits, mut shown) = seen(person, found.hits);
        found.on_pages.retain(|hit| person.sees(hit.accession, hit.access));
        shown.extend(found.on_pages.iter().map(|hit| (hit.page, hit.accession, hit.access)));
        let next = if is_full { Window { limit, offset }.next(MOST) } else { None };
        let told = json!({
            "asked": asked.person,
            "hits": hits,
            "equal": found.equal,
            "equal_counted": found.counted,
            "on_pages": found.on_pages,
        });
        answer(&app, &visit, &shown, with_index(told, &finder, next))
    })
    .await
}

/// The items that the person sees, in the order in which they came in.
pub(crate) async fn items(
    State(app): State<App>,
    visit: Visit,
    Query(part): Query<Part>,
) -> Result<Response, Failure> {
    apart(move || {
        let Window { limit, offset } = part.window()?;
        let (person, catalogue) = (&visit.person()?.person, app.archive.catalogue()?);
        let (mut listed, mut next) = (Vec::new(), None);
        for (number, id) in catalogue.items()?.into_iter().enumerate().skip(offset) {
            if listed.len() == limit {
                next = Some(number.to_string());
                break;
            }
            let Some(row) = catalogue.item(id)? else { continue };
            let said: ItemDescription =
                canonical::from_slice(row.description.as_bytes()).map_err(StorageError::from)?;
            if person.sees(row.accession, said.access) {
                let (accession, access) = (row.accession, said.access);
                let (reference, title) = (said.reference, said.title);
                listed.push(Listed { id, accession, reference, title, access });
            }
        }
        Ok(Json(with_next(json!({ "items": listed }), next)).into_response())
    })
    .await
}

/// An item.
pub(crate) async fn item(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    apart(move || {
        let (records, id) = visible(&app, &visit, &id)?;
        Ok(Json(records.item(id)?).into_response())
    })
    .await
}

/// The custody of an item, act by act.
pub(crate) async fn history(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Query(part): Query<Part>,
) -> Result<Response, Failure> {
    apart(move || {
        let window = part.window()?;
        let (records, id) = visible(&app, &visit, &id)?;
        let events = records.history(id)?;
        let next = window.next(events.len());
        let shown = events.into_iter().skip(window.offset).take(window.limit);
        let shown = shown.map(|(seq, event)| json!({ "seq": seq, "event": event }));
        let events: Vec<_> = shown.collect();
        Ok(Json(with_next(json!({ "id": id, "events": events }), next)).into_response())
    })
    .await
}

/// A page with what is read on it.
pub(crate) async fn page(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    apart(move || {
        let id: PageId = id.parse().map_err(|_| Failure::NotFound)?;
        let records = Records::open(&app.archive)?;
        let item = records.item_of(id)?.ok_or(Failure::NotFound)?;
        let level = level_of(&records.catalogue, item)?.ok_or(Failure::NotFound)?;
        let recorded = visit.read(&app, id, level)?;
        Ok(recorded_json(records.page(item, id)?, recorded))
    })
    .await
}

/// An item that the person sees, in the opened books.
fn visible(site: &Site, visit: &Visit, id: &str) -> Result<(Records, ItemId), Failure> {
    let id: ItemId = id.parse().map_err(|_| Failure::NotFound)?;
    let records = Records::open(&site.archive)?;
    let (accession, level) = level_of(&records.catalogue, id)?.ok_or(Failure::NotFound)?;
    if !visit.person()?.person.sees(accession, level) {
        return Err(Failure::NotFound);
    }
    Ok((records, id))
}

/// An answer, once it is recorded that its lines are seen.
fn answer(site: &Site, visit: &Visit, shown: &[Seen], told: Value) -> Result<Response, Failure> {
    let recorded = visit.read_lines(site, shown)?;
    Ok(recorded_json(told, recorded))
}

fn recorded_json(told: Value, recorded: Recorded) -> Response {
    let mut response = Json(told).into_response();
    response.extensions_mut().insert(recorded);
    response
}

fn with_index(mut told: Value, finder: &Finder, next: Option<String>) -> Value {
    let index = json!({ "kept": finder.kept, "behind": finder.behind });
    if let Some(members) = told.as_object_mut() {
        members.insert("index".to_owned(), index);
    }
    with_next(told, next)
}

fn with_next(mut told: Value, next: Option<String>) -> Value {
    if let (Some(members), Some(next)) = (told.as_object_mut(), next) {
        members.insert("next".to_owned(), next.into());
    }
    told
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::routes::ROUTES;

    #[test]
    fn the_description_has_every_route_of_the_interface_and_no_other() {
        let described: Value = serde_json::from_str(DESCRIPTION).unwrap();
        let mut known = BTreeSet::new();
        for (path, operations) in described["paths"].as_object().unwrap() {
            for verb in operations.as_object().unwrap().keys().filter(|key| *key != "parameters") {
                known.insert(format!("{} {path}", verb.to_uppercase()));
            }
        }
        let routes = ROUTES.iter().filter(|route| route.path.starts_with("/api/"));
        let routes: BTreeSet<_> =
            routes.map(|route| format!("{} {}", route.verb.method(), route.path)).collect();
        assert_eq!(known, routes);
    }
}
