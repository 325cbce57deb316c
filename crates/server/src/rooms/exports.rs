//! Handing out: one person proposes which items leave for which case, another approves it, and then an evidence package is
//! made and fetched. Both sign for it, and the ledger counts neither alone.

mod known;
mod leaving;
mod proposing;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::Timestamp;
use sijill_accounts::Right;
use sijill_schema::{AccessLevel, ExportId, ItemId};
use sijill_storage::Export;

use crate::books::Books;
use crate::chore::Standing;
use crate::error::Failure;
use crate::names::Names;
use crate::packages;
use crate::page::{self, Page};
use crate::paging::{Asked, Paging, ROWS};
use crate::site::{App, apart};
use crate::visit::Visit;

use known::{described, found, has, knows};

pub(crate) use leaving::{approve, make, package, remove};
pub(crate) use proposing::{new, propose};

/// How far an export has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Proposed,
    Approved,
    Made,
}

/// An export in the list.
struct Row {
    id: ExportId,
    case: String,
    items: u64,
    by: String,
    at: Timestamp,
    state: Stage,
}

#[derive(Template)]
#[template(path = "exports/list.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
    paging: Paging,
    may_propose: bool,
}

/// An item that leaves.
struct Leaving {
    id: ItemId,
    reference: String,
    access: AccessLevel,
}

#[derive(Template)]
#[template(path = "exports/one.html")]
struct One {
    page: Page,
    id: ExportId,
    case: String,
    by: String,
    at: Timestamp,
    approved: Option<(String, Timestamp)>,
    items: Vec<Leaving>,
    paging: Paging,
    packages: Vec<(String, String, Timestamp)>,
    is_stepped_up: bool,
    may_approve: bool,
    may_make: bool,
    is_mine: bool,
    is_being_made: bool,
    failed: Option<String>,
    /// Whether a package lies there to be fetched.
    is_here: bool,
    sees_pages: bool,
}

/// What waits, is agreed on or has left.
pub(crate) async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    apart(move || {
        let person = &visit.person()?.person;
        let books = Books::open(&app, person)?;
        let names = Names::of(&app, &books)?;
        let exports = app.archive.exports()?;
        let mut known = Vec::new();
        for export in exports.all().iter().rev() {
            if knows(person, &books.catalogue, export)? {
                known.push(export);
            }
        }
        let (paging, shown) = asked.of(&known, ROWS);
        let row = |export: &&Export| Row {
            id: export.id,
            case: export.proposal.case.clone(),
            items: export.proposal.items.len() as u64,
            by: names.name(export.by),
            at: export.proposal.at,
            state: match (export.approved, export.packages.is_empty()) {
                (None, _) => Stage::Proposed,
                (Some(_), true) => Stage::Approved,
                (Some(_), false) => Stage::Made,
            },
        };
        let rows = shown.iter().map(row).collect();
        let may_propose = person.may(Right::Export);
        page::show(&List { page: Page::of(&visit), rows, paging, may_propose })
    })
    .await
}

/// One export.
pub(crate) async fn one(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    apart(move || {
        let visitor = visit.person()?;
        let person = &visitor.person;
        let books = Books::open(&app, person)?;
        let export = found(&app, person, &id)?;
        let names = Names::of(&app, &books)?;
        let (paging, shown) = asked.of(&export.proposal.items, ROWS);
        let mut items = Vec::with_capacity(shown.len());
        for id in shown {
            let said = described(&books.catalogue, *id)?;
            items.push(Leaving { id: *id, reference: said.reference, access: said.access });
        }
        let approved = export
            .approved
            .map(|(seq, by)| Ok::<_, Failure>((names.name(by), books.ledger.event(seq)?.at)));
        let mut made = Vec::with_capacity(export.packages.len());
        for package in &export.packages {
            let at = books.ledger.event(package.event)?.at;
            made.push((format!("ep-{}", package.id), package.manifest.hex(), at));
        }
        let may = |right| has(person, right, &books.catalogue, &export);
        let is_mine = export.by == person.id;
        let (is_being_made, failed) = match app.work.packages.standing() {
            Standing::Running(id) => (*id == export.id, None),
            Standing::Ended(made) if made.export == export.id => (false, made.failed.clone()),
            _ => (false, None),
        };
        page::show(&One {
            page: Page::of(&visit),
            id: export.id,
            case: export.proposal.case.clone(),
            by: names.name(export.by),
            at: export.proposal.at,
            approved: approved.transpose()?,
            items,
            paging,
            packages: made,
            is_stepped_up: visitor.is_stepped_up,
            may_approve: export.approved.is_none() && !is_mine && may(Right::ApproveExport)?,
            may_make: export.approved.is_some() && may(Right::Export)?,
            is_mine,
            is_being_made,
            failed,
            is_here: packages::of(&app, export.id)?.is_some(),
            sees_pages: person.may(Right::Read),
        })
    })
    .await
}
