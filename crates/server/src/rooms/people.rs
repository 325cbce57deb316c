//! People and roles: accounts, invitations, and roles that one person proposes and another confirms.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use sijill_accounts::{Account, AccountStep, Grant, Right, Role, Scope};
use sijill_schema::{AccessLevel, AccessionId, AgentId, GrantId};
use sijill_storage::Granted;

use crate::error::Failure;
use crate::page::{self, Page};
use crate::site::{App, Site, apart};
use crate::visit::{Visit, Visitor};

/// An account as the list shows it.
struct Row {
    account: Account,
    roles: Vec<Given>,
    is_me: bool,
    /// Whether a reset waits for another person.
    waits: bool,
}

/// A role that somebody has or is to have.
struct Given {
    id: GrantId,
    role: Role,
    level: AccessLevel,
    /// The accession that it is for; none for all.
    accession: Option<String>,
    holds: bool,
    /// Who proposed it.
    by: String,
    may_confirm: bool,
}

#[derive(Template)]
#[template(path = "people.html")]
struct People {
    page: Page,
    rows: Vec<Row>,
    accessions: Vec<(AccessionId, String)>,
    roles: [Role; 6],
    levels: [AccessLevel; 3],
    may_manage: bool,
    is_stepped_up: bool,
    /// The code of an invitation that was just made, and for whom.
    invited: Option<(String, String)>,
}

/// The form of an invitation.
#[derive(Deserialize)]
pub(crate) struct Invitation {
    handle: String,
    name: String,
}

/// The form of a proposal.
#[derive(Deserialize)]
pub(crate) struct Proposal {
    to: AgentId,
    role: Role,
    accession: String,
    level: AccessLevel,
    #[serde(default)]
    because: String,
}

/// Everybody.
pub(crate) async fn page(State(app): State<App>, visit: Visit) -> Result<Response, Failure> {
    apart(move || shown(&app, &visit, None)).await
}

fn shown(
    app: &Site,
    visit: &Visit,
    invited: Option<(String, String)>,
) -> Result<Response, Failure> {
    let visitor = visit.person()?;
    let (accounts, grants) = (app.accounts.list()?, app.accounts.grants()?);
    let mut accessions: Vec<_> = app.shelves.now(&app.archive)?.lots().collect();
    accessions.sort_by(|one, other| one.1.cmp(&other.1));
    let called = |person: AgentId| {
        let account = accounts.iter().find(|account| account.person == person);
        account.map_or_else(|| person.to_string(), |account| account.handle.clone())
    };
    let reference = |id: AccessionId| {
        let known = accessions.iter().find(|(known, _)| *known == id);
        known.map_or_else(|| id.to_string(), |(_, reference)| reference.clone())
    };
    let given = |one: &Granted| Given {
        id: one.id,
        role: one.grant.role,
        level: one.grant.level,
        accession: match one.grant.scope {
            Scope::All => None,
            Scope::Accession(id) => Some(reference(id)),
        },
        holds: one.holds(),
        by: called(one.by),
        may_confirm: visitor.may(Right::ConfirmGrants)
            && (one.by != visitor.person.id || grants.is_one_person()),
    };
    let rows = accounts.iter().map(|account| {
        let theirs = grants.all().iter().filter(|one| one.to == account.person);
        let standing = theirs.filter(|one| one.withdrawn.is_none());
        Row {
            account: account.clone(),
            roles: standing.map(given).collect(),
            is_me: account.person == visitor.person.id,
            waits: account.step == AccountStep::ResetProposed && visitor.may(Right::ConfirmGrants),
        }
    });
    let rows = rows.collect();
    page::show(&People {
        page: Page::of(visit),
        rows,
        accessions,
        roles: Role::ALL,
        levels: [AccessLevel::Confidential, AccessLevel::Restricted, AccessLevel::Open],
        may_manage: visitor.may(Right::ManagePeople),
        is_stepped_up: visitor.is_stepped_up,
        invited,
    })
}

/// Invites a person and shows the code, once.
pub(crate) async fn invite(
    State(app): State<App>,
    visit: Visit,
    Form(asked): Form<Invitation>,
) -> Result<Response, Failure> {
    apart(move || {
        let invited =
            app.accounts.invite(&visit.person()?.keys, &asked.handle, &asked.name, None)?;
        shown(&app, &visit, Some((asked.handle, invited.code.to_string())))
    })
    .await
}

/// Proposes a role.
pub(crate) async fn propose(
    State(app): State<App>,
    visit: Visit,
    Form(asked): Form<Proposal>,
) -> Result<Response, Failure> {
    done(app, visit, move |app, visitor| {
        let scope = match asked.accession.as_str() {
            "" => Scope::All,
            id => Scope::Accession(id.parse().map_err(|_| Failure::NotFound)?),
        };
        // A role over people has no level and is for the whole archive.
        let (scope, level) = match asked.role.sees_no_pages() {
            true => (Scope::All, AccessLevel::Open),
            false => (scope, asked.level),
        };
        let grant = Grant { role: asked.role, scope, level };
        let because = Some(asked.because).filter(|why| !why.trim().is_empty());
        Ok(app.accounts.propose_grant(&visitor.keys, asked.to, grant, because).map(drop)?)
    })
    .await
}

/// Confirms a role that another person proposed.
pub(crate) async fn confirm(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: GrantId = id.parse().map_err(|_| Failure::NotFound)?;
    done(app, visit, move |app, visitor| {
        Ok(app.accounts.confirm_grant(&visitor.keys, id, None).map(drop)?)
    })
    .await
}

/// Ends a role, or takes a proposal back.
pub(crate) async fn withdraw(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: GrantId = id.parse().map_err(|_| Failure::NotFound)?;
    done(app, visit, move |app, visitor| {
        Ok(app.accounts.withdraw_grant(&visitor.keys, id, None).map(drop)?)
    })
    .await
}

/// Locks an account at once.
pub(crate) async fn lock(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: AgentId = id.parse().map_err(|_| Failure::NotFound)?;
    done(app, visit, move |app, visitor| Ok(app.accounts.lock_account(&visitor.keys, id)?)).await
}

/// Opens an account again.
pub(crate) async fn unlock(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: AgentId = id.parse().map_err(|_| Failure::NotFound)?;
    done(app, visit, move |app, visitor| Ok(app.accounts.unlock_account(&visitor.keys, id)?)).await
}

/// Proposes that somebody who lost password or second factor begins anew.
pub(crate) async fn propose_reset(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: AgentId = id.parse().map_err(|_| Failure::NotFound)?;
    done(app, visit, move |app, visitor| Ok(app.accounts.propose_reset(&visitor.keys, id)?)).await
}

/// Confirms it and shows the code, once.
pub(crate) async fn confirm_reset(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: AgentId = id.parse().map_err(|_| Failure::NotFound)?;
    apart(move || {
        let invited = app.accounts.confirm_reset(&visit.person()?.keys, id)?;
        let accounts = app.accounts.list()?;
        let account = accounts.into_iter().find(|account| account.person == id);
        let handle = account.map(|account| account.handle).unwrap_or_default();
        shown(&app, &visit, Some((handle, invited.code.to_string())))
    })
    .await
}

/// Does something to an account or a role, and shows the list again.
async fn done(
    app: App,
    visit: Visit,
    work: impl FnOnce(&Site, &Visitor) -> Result<(), Failure> + Send + 'static,
) -> Result<Response, Failure> {
    apart(move || {
        work(&app, visit.person()?)?;
        Ok(Redirect::to("/people").into_response())
    })
    .await
}
