//! Who is who: one person proposes that two records name the same one, another confirms, each with their own key. Nothing
//! is merged.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use sijill_accounts::{Person, Right};
use sijill_finding::Finder;
use sijill_schema::{AssertionId, IdentityClaim, Mention, MentionId};
use sijill_storage::{Assertion, Catalogue, Proposal, Unlock};

use super::find::shown::Mentioned;
use crate::asking::{self, Part, Seen, level_of};
use crate::error::Failure;
use crate::page::{self, Page};
use crate::site::{App, Site, apart};
use crate::visit::Visit;

/// The hits that were chosen, as pairs of a form whose names come twice.
type Chosen = Vec<(String, String)>;

/// What is proposed.
#[derive(Deserialize)]
pub(crate) struct Proposed {
    first: String,
    second: String,
    because: String,
}

/// What is decided about an assertion.
#[derive(Deserialize)]
pub(crate) struct Decided {
    assertion: String,
    #[serde(default)]
    because: String,
}

#[derive(Template)]
#[template(path = "assertions/compare.html")]
struct ComparePage {
    page: Page,
    both: [Mentioned; 2],
}

#[derive(Template)]
#[template(path = "assertions/list.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
    before: Option<usize>,
    after: Option<usize>,
}

/// An assertion as the list shows it.
struct Row {
    id: AssertionId,
    people: Vec<Mentioned>,
    /// Who somebody recorded under another name is said to be.
    other_name: Option<String>,
    because: String,
    at: String,
    /// The name of what became of it.
    state: &'static str,
    is_open: bool,
    is_revoked: bool,
}

/// Two hits beside one another, before somebody proposes that both are the same person.
pub(crate) async fn compare(
    State(app): State<App>,
    visit: Visit,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Failure> {
    apart(move || {
        let ids = chosen.iter().filter(|(name, _)| name == "mention");
        let ids: Vec<_> = ids.map(|(_, id)| id.as_str()).collect();
        let [first, second] = ids.as_slice() else {
            return Err(Failure::Refused {
                what: "two of the mentions must be chosen".to_owned(),
                remedy: "go back, mark two, and ask again".to_owned(),
            });
        };
        let finder = app.readers.finder()?;
        let (first, its) = mention(&app, &visit, &finder, first)?;
        let (second, others) = mention(&app, &visit, &finder, second)?;
        let recorded = visit.read_lines(&app, &[its, others])?;
        let shown = |one: &Mention| Mentioned::of_mention(one, Vec::new());
        let both = [shown(&first)?, shown(&second)?];
        page::show_read(&ComparePage { page: Page::of(&visit), both }, recorded)
    })
    .await
}

/// Proposes that two records name the same person. It holds once another person confirms it.
pub(crate) async fn propose(
    State(app): State<App>,
    visit: Visit,
    Form(proposed): Form<Proposed>,
) -> Result<Response, Failure> {
    apart(move || {
        let because = reason(&proposed.because)?;
        let finder = app.readers.finder()?;
        let (first, _) = mention(&app, &visit, &finder, &proposed.first)?;
        let (second, _) = mention(&app, &visit, &finder, &proposed.second)?;
        let evidence = vec![first.page, second.page];
        let claim = IdentityClaim::Same { first: Box::new(first), second: Box::new(second) };
        let access = claim.default_access();
        app.write(&visit.person()?.keys, |writer| {
            Ok(writer.propose_identity(Proposal { claim, because, evidence, access })?)
        })?;
        Ok(Redirect::to("/assertions").into_response())
    })
    .await
}

/// Confirms what another person has proposed.
pub(crate) async fn confirm(
    State(app): State<App>,
    visit: Visit,
    Form(decided): Form<Decided>,
) -> Result<Response, Failure> {
    apart(move || {
        let id = seen(&app, &visit, &decided.assertion)?;
        let visitor = visit.person()?;
        let mine = Unlock::Keys { shared: &app.keeper, actor: &visitor.keys };
        let because = reason(&decided.because).ok();
        app.write(&visitor.keys, |writer| Ok(writer.confirm_identity(id, because, mine)?))?;
        Ok(Redirect::to("/assertions").into_response())
    })
    .await
}

/// Takes an assertion back.
pub(crate) async fn withdraw(
    State(app): State<App>,
    visit: Visit,
    Form(decided): Form<Decided>,
) -> Result<Response, Failure> {
    apart(move || {
        let id = seen(&app, &visit, &decided.assertion)?;
        let because = reason(&decided.because)?;
        app.write(&visit.person()?.keys, |writer| Ok(writer.revoke_identity(id, because)?))?;
        Ok(Redirect::to("/assertions").into_response())
    })
    .await
}

/// The assertions about records that the person sees, the newest first.
pub(crate) async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(part): Query<Part>,
) -> Result<Response, Failure> {
    apart(move || {
        let (person, catalogue) = (&visit.person()?.person, app.archive.catalogue()?);
        let mut known = Vec::new();
        for assertion in catalogue.assertions(None)?.into_iter().rev() {
            if let Some(pages) = pages(person, &catalogue, &assertion)? {
                known.push((assertion, pages));
            }
        }
        let (known, before, after) = part.of(known);
        let seen: Vec<_> = known.iter().flat_map(|(_, pages)| pages.clone()).collect();
        let recorded = visit.read_lines(&app, &seen)?;
        let rows = known.iter().filter_map(|(assertion, _)| row(&visit, assertion).transpose());
        let rows = rows.collect::<Result<_, _>>()?;
        page::show_read(&ListPage { page: Page::of(&visit), rows, before, after }, recorded)
    })
    .await
}

/// The reason that somebody gives.
fn reason(because: &str) -> Result<String, Failure> {
    let because = because.trim();
    if because.is_empty() {
        return Err(Failure::Refused {
            what: "no reason is given".to_owned(),
            remedy: "go back and say what on the pages shows it".to_owned(),
        });
    }
    Ok(because.to_owned())
}

/// A mention that the person may see, and who sees its page.
fn mention(
    site: &Site,
    visit: &Visit,
    finder: &Finder,
    id: &str,
) -> Result<(Mention, Seen), Failure> {
    let person = &visit.person()?.person;
    let id: MentionId = id.parse().map_err(|_| Failure::NotFound)?;
    let found = finder.mention(id, &asking::reach(person, Right::Find))?;
    let mention = found.ok_or(Failure::NotFound)?;
    let (accession, level) =
        level_of(&site.archive.catalogue()?, mention.item)?.ok_or(Failure::NotFound)?;
    if !person.sees(accession, level) {
        return Err(Failure::NotFound);
    }
    let seen = (mention.page, accession, level);
    Ok((mention, seen))
}

/// An assertion that the person may decide about.
fn seen(site: &Site, visit: &Visit, id: &str) -> Result<AssertionId, Failure> {
    let id: AssertionId = id.parse().map_err(|_| Failure::NotFound)?;
    let catalogue = site.archive.catalogue()?;
    let assertion = catalogue.assertion(id, None)?.ok_or(Failure::NotFound)?;
    pages(&visit.person()?.person, &catalogue, &assertion)?.ok_or(Failure::NotFound)?;
    Ok(id)
}

/// The pages that an assertion speaks of, if the person may see all of them at its level; none of a sealed one.
fn pages(
    person: &Person,
    catalogue: &Catalogue,
    assertion: &Assertion,
) -> Result<Option<Vec<Seen>>, Failure> {
    let Some(proposal) = &assertion.proposal else { return Ok(None) };
    let mut pages = Vec::new();
    for mention in proposal.claim.mentions() {
        let Some((accession, level)) = level_of(catalogue, mention.item)? else { return Ok(None) };
        let level = level.max(proposal.access);
        if !person.sees(accession, level) {
            return Ok(None);
        }
        pages.push((mention.page, accession, level));
    }
    Ok(Some(pages))
}

fn row(visit: &Visit, assertion: &Assertion) -> Result<Option<Row>, Failure> {
    let Some(proposal) = &assertion.proposal else { return Ok(None) };
    let people = proposal.claim.mentions().into_iter();
    let people = people.map(|mention| Mentioned::of_mention(mention, Vec::new()));
    let other_name = match &proposal.claim {
        IdentityClaim::RecordedAs { person, .. } => Some(person.name.clone()),
        IdentityClaim::Same { .. } => None,
    };
    let state = match (&assertion.confirmed, &assertion.revoked) {
        (_, Some(_)) => "assertion-revoked",
        (Some(_), None) => "assertion-holds",
        (None, None) => "assertion-proposed",
    };
    Ok(Some(Row {
        id: assertion.id,
        people: people.collect::<Result<_, _>>()?,
        other_name,
        because: proposal.because.clone(),
        at: visit.language.minute(proposal.at),
        state,
        is_open: assertion.confirmed.is_none() && assertion.revoked.is_none(),
        is_revoked: assertion.revoked.is_some(),
    }))
}
