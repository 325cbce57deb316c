//! Taking over an account with the code of an invitation, or adding another second factor after a reset.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::error::Failure;
use crate::factor::ToTake;
use crate::page::{self, Page};
use crate::site::{App, apart};
use crate::visit::{SignIn, Visit};

/// The form of the first step.
#[derive(Deserialize)]
pub(crate) struct Invited {
    handle: String,
    code: String,
}

/// The form of the second step.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    handle: String,
    code: String,
    password: String,
    again: String,
    digits: String,
}

#[derive(Template)]
#[template(path = "invitation/begin.html")]
struct Begin {
    page: Page,
    handle: String,
    refused: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "invitation/factor.html")]
struct TakeFactor {
    page: Page,
    handle: String,
    code: String,
    taken: ToTake,
    refused: Option<&'static str>,
    why: Option<String>,
}

#[derive(Template)]
#[template(path = "invitation/done.html")]
struct Done {
    page: Page,
}

/// The first step: name and code.
pub(crate) async fn page(visit: Visit) -> Result<Response, Failure> {
    page::show(&Begin { page: Page::of(&visit), handle: String::new(), refused: None })
}

/// Shows a second factor to whoever has the code; on the same page, because no address may hold the code.
pub(crate) async fn take(
    State(app): State<App>,
    visit: Visit,
    Form(Invited { handle, code }): Form<Invited>,
) -> Result<Response, Failure> {
    match factor(&app, &visit, (&handle, &code), None).await {
        Err(failure @ (Failure::NotLetIn | Failure::TooMany)) => {
            let (page, refused) = (Page::of(&visit), Some(failure.words().0));
            let again = page::show(&Begin { page, handle, refused })?;
            Ok((failure.status(), again).into_response())
        }
        shown => shown,
    }
}

/// Takes the account over.
pub(crate) async fn confirm(
    State(app): State<App>,
    visit: Visit,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Failure> {
    let Chosen { handle, code, password, again, digits } = chosen;
    let (password, again) = (Zeroizing::new(password), Zeroizing::new(again));
    let begun = if password == again {
        let invited = invited(&visit, &handle, &code, password);
        let app = app.clone();
        apart(move || app.door.begin(&invited, &digits)).await
    } else {
        Err(Failure::Refused {
            what: "the two passwords differ".to_owned(),
            remedy: "type the same one twice".to_owned(),
        })
    };
    match begun {
        Ok(()) => page::show(&Done { page: Page::of(&visit) }),
        Err(failure @ (Failure::NotLetIn | Failure::Refused { .. })) => {
            // What was offered before is void: the page shows another second factor.
            let shown = factor(&app, &visit, (&handle, &code), Some(&failure)).await?;
            Ok((failure.status(), shown).into_response())
        }
        Err(failure) => Err(failure),
    }
}

async fn factor(
    app: &App,
    visit: &Visit,
    (handle, code): (&str, &str),
    failure: Option<&Failure>,
) -> Result<Response, Failure> {
    let asked = invited(visit, handle, code, Zeroizing::default());
    let (site, origin) = (app.clone(), app.archive.origin().to_string());
    let taken = apart(move || ToTake::of(&site.door.offer_factor(&asked)?, &origin)).await?;
    page::show(&TakeFactor {
        page: Page::of(visit),
        handle: handle.to_owned(),
        code: code.to_owned(),
        taken,
        refused: failure.map(|failure| failure.words().0),
        why: failure.and_then(Failure::detail).map(|(what, remedy)| format!("{what}: {remedy}")),
    })
}

fn invited(visit: &Visit, handle: &str, code: &str, password: Zeroizing<String>) -> SignIn {
    let code = Zeroizing::new(code.to_owned());
    SignIn { handle: handle.to_owned(), password, code, address: visit.address }
}
