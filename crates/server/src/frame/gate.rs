//! The gate of a route: who may come in stands in its row, and nobody else does. It finds out whose session the
//! request belongs to, and refuses requests that change something and are not from one of our own forms.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::{cookies, form};
use crate::error::Failure;
use crate::routes::{Verb, Who};
use crate::visit::{Door, Visit};

/// Stands on an answer whose reading is recorded: without it nothing leaves a room that shows pages.
#[derive(Debug, Clone, Copy)]
pub struct Recorded(());

impl Recorded {
    /// Only after the reading was recorded.
    pub(crate) fn new() -> Self {
        Self(())
    }

    /// For an answer that shows nothing of a page: its picture is blurred beyond recognising.
    pub(crate) fn of_nothing() -> Self {
        Self(())
    }
}

/// What the gate has to know of a row.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub verb: Verb,
    pub who: Who,
    pub changes: bool,
    pub step_up: bool,
    pub sensitive: bool,
    pub body: usize,
}

/// Lets the request through to its room, or refuses it.
pub(super) async fn pass(
    State((door, route)): State<(Arc<dyn Door>, Row)>,
    request: Request,
    next: Next,
) -> Response {
    match judge(door, &route, request).await {
        Ok(request) => {
            let response = next.run(request).await;
            let leaks = route.sensitive
                && response.status().is_success()
                && response.extensions().get::<Recorded>().is_none();
            if leaks {
                Failure::Internal("a reading was not recorded").into_response()
            } else {
                response
            }
        }
        Err(refusal) => refusal,
    }
}

async fn judge(
    door: Arc<dyn Door>,
    route: &Row,
    mut request: Request,
) -> Result<Request, Response> {
    let visit = request.extensions_mut().get_mut::<Visit>();
    let visit =
        visit.ok_or_else(|| Failure::Internal("no frame around the gate").into_response())?;
    let token = visit.token.clone();
    let visitor = match token {
        Some(token) => crate::site::apart(move || door.visitor(&token)).await,
        None => Ok(None),
    };
    visit.visitor = visitor.map_err(IntoResponse::into_response)?.map(Arc::new);
    let visit = visit.clone();
    allowed(route, &visit).map_err(|failure| elsewhere(route, &visit, failure))?;
    if !route.changes {
        return Ok(request);
    }
    form::check(request, route.body, &visit.form).await.map_err(IntoResponse::into_response)
}

fn allowed(route: &Row, visit: &Visit) -> Result<(), Failure> {
    let visitor = visit.visitor.as_deref();
    match (route.who, visitor) {
        (Who::Open, _) | (Who::SignedIn, Some(_)) => {}
        (Who::SignedIn | Who::Has(_), None) => return Err(Failure::SignInFirst),
        (Who::Has(right), Some(visitor)) if visitor.may(right) => {}
        (Who::Has(_), Some(_)) => return Err(Failure::NotAllowed),
    }
    if route.step_up && !visitor.is_some_and(|visitor| visitor.is_stepped_up) {
        return Err(Failure::StepUpFirst);
    }
    Ok(())
}

/// Whoever opens a page in a browser and only has to sign in first is shown where, and comes back.
fn elsewhere(route: &Row, visit: &Visit, failure: Failure) -> Response {
    let is_page = route.verb == Verb::Get && !crate::page::is_for_programs(&visit.path);
    let door = match failure {
        Failure::SignInFirst if is_page => "/sign-in",
        Failure::StepUpFirst if is_page => "/step-up",
        failure => return failure.into_response(),
    };
    Redirect::to(&format!("{door}?back={}", visit.path)).into_response()
}

/// The cookie of the session, if it is one.
pub(super) fn token(
    headers: &axum::http::HeaderMap,
    cookie: cookies::Cookie,
    encrypted: bool,
) -> Option<crate::visit::Token> {
    crate::visit::Token::parse(&cookies::read(headers, cookie, encrypted)?)
}
