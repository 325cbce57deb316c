//! Questions that are put to every page that comes in, and the queue of those who might be meant. Nobody is told anything:
//! a person looks.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use sijill_accounts::Right;
use sijill_finding::check;
use sijill_names::Score;
use sijill_schema::{AlertId, AskedPerson, MentionId};
use sijill_storage::{Alert, Candidate, DismissalReason, PageSecrets};

use super::find::Asked;
use super::find::shown::Mentioned;
use crate::asking::{Part, Seen, level_of};
use crate::error::Failure;
use crate::page::{self, Page};
use crate::site::{App, Site, apart};
use crate::visit::Visit;

/// Who is taken out of a queue, and why.
#[derive(Deserialize)]
pub(crate) struct Dismissed {
    mention: String,
    reason: DismissalReason,
}

/// A question that is to be kept.
#[derive(Deserialize)]
pub(crate) struct Kept {
    case: String,
    #[serde(flatten)]
    asked: Asked,
}

/// A question as the list shows it.
struct Row {
    id: AlertId,
    case: String,
    asked: Vec<(&'static str, String)>,
    since: String,
    waiting: u64,
}

/// Somebody who might be meant.
struct Waiting {
    who: Mentioned,
    since: String,
}

#[derive(Template)]
#[template(path = "alerts/list.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
    before: Option<usize>,
    after: Option<usize>,
}

#[derive(Template)]
#[template(path = "alerts/queue.html")]
struct QueuePage {
    page: Page,
    alert: Row,
    people: Vec<Waiting>,
    before: Option<usize>,
    after: Option<usize>,
}

/// The questions that the person may know of: their own, and all of them for whoever finds in the whole archive.
pub(crate) async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(part): Query<Part>,
) -> Result<Response, Failure> {
    apart(move || {
        let keys = app.archive.page_secrets(&*app.keeper)?;
        let (alerts, queue) = (alerts(&app, &visit, &keys)?, waiting(&app, &visit, &keys)?);
        let (alerts, before, after) = part.of(alerts);
        let rows = alerts.into_iter().map(|alert| {
            let its = queue.iter().filter(|(one, _)| one.alert == alert.id).count();
            row(&visit, alert, its as u64)
        });
        let rows = rows.collect();
        page::show(&ListPage { page: Page::of(&visit), rows, before, after })
    })
    .await
}

/// The queue of a question.
pub(crate) async fn queue(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Query(part): Query<Part>,
) -> Result<Response, Failure> {
    apart(move || {
        let keys = app.archive.page_secrets(&*app.keeper)?;
        let alert = alert(&app, &visit, &keys, &id)?;
        let mut queue = waiting(&app, &visit, &keys)?;
        queue.retain(|(one, _)| one.alert == alert.id);
        let all = queue.len() as u64;
        let (queue, before, after) = part.of(queue);
        let seen: Vec<_> = queue.iter().map(|(_, seen)| *seen).collect();
        let recorded = visit.read_lines(&app, &seen)?;
        let people = queue.iter().map(|(candidate, _)| {
            // One that an older version scored is shown without its reasons.
            let score = serde_json::from_value::<Score>(candidate.score.clone());
            let reasons = score.map(|score| score.parts).unwrap_or_default();
            let who = Mentioned::of_mention(&candidate.mention, reasons)?;
            Ok(Waiting { who, since: visit.language.minute(candidate.at) })
        });
        let people = people.collect::<Result<_, Failure>>()?;
        let (page, alert) = (Page::of(&visit), row(&visit, alert, all));
        page::show_read(&QueuePage { page, alert, people, before, after }, recorded)
    })
    .await
}

/// Keeps a question, sealed: from now on it is put to every page that comes in.
pub(crate) async fn add(
    State(app): State<App>,
    visit: Visit,
    Form(kept): Form<Kept>,
) -> Result<Response, Failure> {
    apart(move || {
        let asked = kept.asked.person();
        check(&asked)?;
        let alert = app.write(&visit.person()?.keys, |writer| {
            Ok(writer.add_alert(asked, kept.case.trim().to_owned())?)
        })?;
        Ok(Redirect::to(&format!("/alerts/{}", alert.id)).into_response())
    })
    .await
}

/// Takes a question and its queue away.
pub(crate) async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    apart(move || {
        let keys = app.archive.page_secrets(&*app.keeper)?;
        let alert = alert(&app, &visit, &keys, &id)?;
        app.write(&visit.person()?.keys, |writer| Ok(writer.remove_alert(alert.id)?))?;
        Ok(Redirect::to("/alerts").into_response())
    })
    .await
}

/// Takes somebody who was looked at out of a queue; they do not come back.
pub(crate) async fn dismiss(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Form(dismissed): Form<Dismissed>,
) -> Result<Response, Failure> {
    apart(move || {
        let mention: MentionId = dismissed.mention.parse().map_err(|_| Failure::NotFound)?;
        let keys = app.archive.page_secrets(&*app.keeper)?;
        let alert = alert(&app, &visit, &keys, &id)?;
        app.write(&visit.person()?.keys, |writer| {
            // Read while nobody else can write, so that nobody is dismissed twice.
            let mut queue = waiting(&app, &visit, &keys)?.into_iter().map(|(one, _)| one);
            let is_meant = |one: &Candidate| {
                one.alert == alert.id && one.mention.id().is_ok_and(|id| id == mention)
            };
            let candidate = queue.find(is_meant).ok_or(Failure::NotFound)?;
            Ok(writer.dismiss_candidate(candidate, dismissed.reason)?)
        })?;
        Ok(Redirect::to(&format!("/alerts/{}", alert.id)).into_response())
    })
    .await
}

fn alerts(site: &Site, visit: &Visit, keys: &PageSecrets) -> Result<Vec<Alert>, Failure> {
    let person = &visit.person()?.person;
    let mut alerts = site.archive.catalogue()?.alerts(keys)?;
    if !person.may_begin(Right::Find) {
        let ledger = site.archive.ledger()?;
        let registry = site.archive.registry(&ledger, &site.archive.index(&ledger)?)?;
        alerts.retain(|alert| registry.first_key(alert.by) == person.id);
    }
    Ok(alerts)
}

fn alert(site: &Site, visit: &Visit, keys: &PageSecrets, id: &str) -> Result<Alert, Failure> {
    let id: AlertId = id.parse().map_err(|_| Failure::NotFound)?;
    let known = alerts(site, visit, keys)?.into_iter().find(|alert| alert.id == id);
    known.ok_or(Failure::NotFound)
}

/// Everybody in the queues whose page the person may see.
fn waiting(
    site: &Site,
    visit: &Visit,
    keys: &PageSecrets,
) -> Result<Vec<(Candidate, Seen)>, Failure> {
    let (person, catalogue) = (&visit.person()?.person, site.archive.catalogue()?);
    let mut seen = Vec::new();
    for candidate in catalogue.candidates(keys)?.into_iter().filter(|one| one.dismissed.is_none()) {
        if let Some((accession, level)) = level_of(&catalogue, candidate.mention.item)?
            && person.sees(accession, level)
        {
            let page = candidate.mention.page;
            seen.push((candidate, (page, accession, level)));
        }
    }
    Ok(seen)
}

fn row(visit: &Visit, alert: Alert, waiting: u64) -> Row {
    let AskedPerson { name, father, grandfather, mother, kunya, born, place, number } = alert.asked;
    let asked = [
        ("find-name", name),
        ("find-father", father),
        ("find-grandfather", grandfather),
        ("find-mother", mother),
        ("find-kunya", kunya),
        ("find-born", born),
        ("find-place", place),
        ("find-number", number),
    ];
    let asked = asked.into_iter().filter_map(|(word, said)| Some((word, said?)));
    let since = visit.language.minute(alert.at);
    Row { id: alert.id, case: alert.case, asked: asked.collect(), since, waiting }
}
