//! Making the archive in the browser: code from the terminal, name of the archive, first person, second factor.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::error::Failure;
use crate::factor::ToTake;
use crate::founding::{Founding, Wish};
use crate::page::{self, Page};
use crate::site::apart;
use crate::visit::Visit;

/// The form of the first step.
#[derive(Deserialize)]
pub(crate) struct Wished {
    code: String,
    origin: String,
    name: String,
    handle: String,
    password: String,
    again: String,
}

/// The form of the second step.
#[derive(Deserialize)]
pub(crate) struct Confirmed {
    code: String,
    factor: String,
}

#[derive(Template)]
#[template(path = "founding/begin.html")]
struct Begin {
    page: Page,
    refused: Option<&'static str>,
    why: Option<String>,
    origin: String,
    name: String,
    handle: String,
}

#[derive(Template)]
#[template(path = "founding/factor.html")]
struct Factor {
    page: Page,
    code: String,
    taken: ToTake,
    refused: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "founding/done.html")]
struct Done {
    page: Page,
}

/// The first step.
pub(crate) async fn page(visit: Visit) -> Result<Response, Failure> {
    page::show(&begin(&visit, None))
}

/// Makes the archive; the second step follows on the same page, because no address may hold the code.
pub(crate) async fn found(
    State(founding): State<Founding>,
    visit: Visit,
    Form(wished): Form<Wished>,
) -> Result<Response, Failure> {
    let Wished { code, origin, name, handle, password, again } = wished;
    let (password, again) = (Zeroizing::new(password), Zeroizing::new(again));
    let kept = (origin.clone(), name.clone(), handle.clone());
    let code = code.trim().to_owned();
    let made = if password == again {
        let wish = Wish { origin, name, handle, password };
        let (founding, code) = (founding.clone(), code.clone());
        apart(move || founding.found(&code, &wish)).await
    } else {
        Err(Failure::Refused {
            what: "the two passwords differ".to_owned(),
            remedy: "type the same one twice".to_owned(),
        })
    };
    match made {
        Ok(()) => factor(&founding, &visit, code, None),
        Err(failure) => {
            let (origin, name, handle) = kept;
            let shown = Begin { origin, name, handle, ..begin(&visit, Some(&failure)) };
            Ok((failure.status(), page::show(&shown)?).into_response())
        }
    }
}

/// Has the second factor count, and opens the archive.
pub(crate) async fn confirm(
    State(founding): State<Founding>,
    visit: Visit,
    Form(confirmed): Form<Confirmed>,
) -> Result<Response, Failure> {
    let Confirmed { code, factor: shown } = confirmed;
    let (asked, given) = (founding.clone(), code.clone());
    match apart(move || asked.confirm(&given, &shown)).await {
        Ok(()) => page::show(&Done { page: Page::of(&visit) }),
        Err(failure @ Failure::NotLetIn) => {
            let refused = Some(failure.words().0);
            let again = factor(&founding, &visit, code, refused)?;
            Ok((failure.status(), again).into_response())
        }
        Err(failure) => Err(failure),
    }
}

fn begin(visit: &Visit, failure: Option<&Failure>) -> Begin {
    let nothing = String::new;
    Begin {
        page: Page::of(visit),
        refused: failure.map(|failure| match failure {
            Failure::NotLetIn => "founding-code-wrong",
            other => other.words().0,
        }),
        why: failure.and_then(Failure::detail).map(|(what, remedy)| format!("{what}: {remedy}")),
        origin: nothing(),
        name: nothing(),
        handle: nothing(),
    }
}

fn factor(
    founding: &Founding,
    visit: &Visit,
    code: String,
    refused: Option<&'static str>,
) -> Result<Response, Failure> {
    let (taken, origin) = founding.to_confirm(&code)?.ok_or(Failure::NotFound)?;
    let taken = ToTake::of(&taken, &origin)?;
    page::show(&Factor { page: Page::of(visit), code, taken, refused })
}
