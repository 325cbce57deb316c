//! The first page: what can be done here, by whoever is signed in.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};

use crate::error::Failure;
use crate::page::{self, Page};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "start.html")]
struct Start {
    page: Page,
}

/// The first page; whoever is not signed in is shown the door.
pub(crate) async fn page(visit: Visit) -> Result<Response, Failure> {
    if visit.visitor.is_none() {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    page::show(&Start { page: Page::of(&visit) })
}
