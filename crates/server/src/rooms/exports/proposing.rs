//! A proposal: the items that are to leave, named one by one or as a whole accession.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use sijill_accounts::{Person, Right};
use sijill_schema::{AccessionId, ItemDescription, ItemId};
use sijill_storage::Catalogue;

use super::known::described;
use crate::books::{Books, record};
use crate::error::Failure;
use crate::page::{self, Page};
use crate::site::{App, apart};
use crate::visit::Visit;

/// The most letters of a case's name.
const CASE: usize = 200;

/// The most items of one proposal that are named in the form; an accession may have more.
const ITEMS: usize = 1000;

#[derive(Template)]
#[template(path = "exports/new.html")]
struct New {
    page: Page,
    /// What stands in the field of items.
    items: String,
    /// The accession whose items all leave.
    accession: Option<(AccessionId, String, u64)>,
    is_stepped_up: bool,
    back: String,
}

/// What the form begins with.
#[derive(Deserialize)]
pub(crate) struct Begun {
    item: Option<String>,
    accession: Option<String>,
}

/// The form.
#[derive(Deserialize)]
pub(crate) struct Proposal {
    #[serde(default)]
    items: String,
    #[serde(default)]
    accession: String,
    case: String,
}

/// The form of a proposal.
pub(crate) async fn new(
    State(app): State<App>,
    visit: Visit,
    Query(begun): Query<Begun>,
) -> Result<Response, Failure> {
    apart(move || {
        let visitor = visit.person()?;
        let books = Books::open(&app, &visitor.person)?;
        let (mut items, mut accession) = (String::new(), None);
        let mut back = "/exports/new".to_owned();
        if let Some(id) = begun.item {
            let item = books.item(id.parse().map_err(|_| Failure::NotFound)?)?;
            back = format!("/item/{id}");
            items = item.description.reference;
        } else if let Some(id) = begun.accession {
            let id: AccessionId = id.parse().map_err(|_| Failure::NotFound)?;
            let said = books.accession(id)?.ok_or(Failure::NotFound)?;
            let count = all_of(&visitor.person, &books.catalogue, id)?.len() as u64;
            back = format!("/accession/{id}");
            accession = Some((id, said.reference, count));
        }
        let is_stepped_up = visitor.is_stepped_up;
        page::show(&New { page: Page::of(&visit), items, accession, is_stepped_up, back })
    })
    .await
}

/// Proposes that items leave.
pub(crate) async fn propose(
    State(app): State<App>,
    visit: Visit,
    Form(asked): Form<Proposal>,
) -> Result<Response, Failure> {
    let case = asked.case.trim().to_owned();
    if case.is_empty() || case.chars().count() > CASE {
        return Err(Failure::Refused {
            what: "the case has no name, or too long a one".to_owned(),
            remedy: format!("name it in at most {CASE} letters, as the receiver calls it"),
        });
    }
    apart(move || {
        let visitor = visit.person()?;
        let catalogue = app.archive.catalogue()?;
        let items = match asked.accession.as_str() {
            "" => named(&visitor.person, &catalogue, &asked.items)?,
            id => {
                let id = id.parse().map_err(|_| Failure::NotFound)?;
                all_of(&visitor.person, &catalogue, id)?
            }
        };
        if items.is_empty() {
            return Err(Failure::Refused {
                what: "no item was named".to_owned(),
                remedy: "write the mark or identifier of each item on a line of its own".to_owned(),
            });
        }
        app.accounts.note_export(visitor.person.id)?;
        let id = app.write(&visitor.keys, |writer| Ok(writer.propose_export(items, case)?))?;
        Ok(Redirect::to(&format!("/exports/{id}")).into_response())
    })
    .await
}

/// The items of an accession that the person may hand out.
fn all_of(person: &Person, catalogue: &Catalogue, id: AccessionId) -> Result<Vec<ItemId>, Failure> {
    let mut all = Vec::new();
    catalogue.for_each_item(id, |row| {
        // What cannot be read is not handed out; `verify` tells why.
        let said = record::<ItemDescription>(&row.description).ok();
        let may = said.is_some_and(|said| person.may_with(Right::Export, id, said.access));
        all.extend(may.then_some(row.id));
        Ok(())
    })?;
    Ok(all)
}

/// The items that are named, each on a line of its own, by identifier or mark.
fn named(person: &Person, catalogue: &Catalogue, text: &str) -> Result<Vec<ItemId>, Failure> {
    let mut items = Vec::new();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in lines {
        let candidates = match line.parse::<ItemId>() {
            Ok(id) => vec![id],
            Err(_) => catalogue.items_by_reference(line)?,
        };
        let mut known = Vec::new();
        for id in candidates {
            let said = match described(catalogue, id) {
                Err(Failure::NotFound) => continue,
                said => said?,
            };
            known.extend(person.may_with(Right::Export, said.accession, said.access).then_some(id));
        }
        let [id] = known.as_slice() else {
            return Err(Failure::Refused {
                what: format!("{} items are called {line:?}", known.len()),
                remedy: "write the mark or identifier of one item on each line".to_owned(),
            });
        };
        if !items.contains(id) {
            items.push(*id);
        }
        if items.len() > ITEMS {
            return Err(Failure::TooLarge);
        }
    }
    Ok(items)
}
