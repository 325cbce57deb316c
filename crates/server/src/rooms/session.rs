//! Coming in, showing the second factor once more, going out.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::HeaderValue;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::language::back;
use crate::error::Failure;
use crate::frame::{CLEAR_SITE_DATA, Cookie, clear, set};
use crate::page::{self, Page};
use crate::site::{App, apart};
use crate::visit::{SignIn, Token, Visit};

/// Where to go afterwards.
#[derive(Deserialize)]
pub(crate) struct Back {
    #[serde(default)]
    back: String,
}

/// The form at the door.
#[derive(Deserialize)]
pub(crate) struct Shown {
    handle: String,
    password: String,
    code: String,
    #[serde(default)]
    back: String,
}

/// The form of the second factor alone.
#[derive(Deserialize)]
pub(crate) struct Code {
    code: String,
    #[serde(default)]
    back: String,
}

#[derive(Template)]
#[template(path = "session/sign-in.html")]
struct SignInPage {
    page: Page,
    back: String,
    refused: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "session/step-up.html")]
struct StepUpPage {
    page: Page,
    back: String,
    refused: Option<&'static str>,
}

/// The door.
pub(crate) async fn sign_in_page(
    visit: Visit,
    Query(to): Query<Back>,
) -> Result<Response, Failure> {
    page::show(&SignInPage { page: Page::of(&visit), back: back(&to.back), refused: None })
}

/// Lets a person in. What the browser held before, somebody else may know: the session is a new one.
pub(crate) async fn sign_in(
    State(app): State<App>,
    visit: Visit,
    Form(shown): Form<Shown>,
) -> Result<Response, Failure> {
    let to = back(&shown.back);
    let asked = SignIn {
        handle: shown.handle,
        password: Zeroizing::new(shown.password),
        code: Zeroizing::new(shown.code),
        address: visit.address,
    };
    let old = visit.token.clone();
    let let_in = apart(move || {
        let token = app.door.sign_in(&asked)?;
        if let Some(old) = old {
            app.door.sign_out(&old);
        }
        Ok(token)
    });
    match let_in.await {
        Ok(token) => Ok(entered(&token, &to, &visit)),
        Err(failure @ (Failure::NotLetIn | Failure::TooMany)) => {
            let page = Page::of(&visit);
            let refused = Some(failure.words().0);
            let shown = page::show(&SignInPage { page, back: to, refused })?;
            Ok((failure.status(), shown).into_response())
        }
        Err(failure) => Err(failure),
    }
}

/// The second factor alone.
pub(crate) async fn step_up_page(
    visit: Visit,
    Query(to): Query<Back>,
) -> Result<Response, Failure> {
    page::show(&StepUpPage { page: Page::of(&visit), back: back(&to.back), refused: None })
}

/// Makes the session anew, with a fresh second factor.
pub(crate) async fn step_up(
    State(app): State<App>,
    visit: Visit,
    Form(shown): Form<Code>,
) -> Result<Response, Failure> {
    let to = back(&shown.back);
    let token = visit.token.clone().ok_or(Failure::SignInFirst)?;
    let code = Zeroizing::new(shown.code);
    match apart(move || app.door.step_up(&token, &code)).await {
        Ok(token) => Ok(entered(&token, &to, &visit)),
        Err(failure @ (Failure::NotLetIn | Failure::TooMany)) => {
            let page = Page::of(&visit);
            let refused = Some(failure.words().0);
            let shown = page::show(&StepUpPage { page, back: to, refused })?;
            Ok((failure.status(), shown).into_response())
        }
        Err(failure) => Err(failure),
    }
}

/// Ends the session, and has the browser forget what it holds of ours.
pub(crate) async fn sign_out(State(app): State<App>, visit: Visit) -> Result<Response, Failure> {
    if let Some(token) = &visit.token {
        app.door.sign_out(token);
    }
    let mut response = Redirect::to("/sign-in").into_response();
    clear(response.headers_mut(), Cookie::Session, visit.encrypted);
    let all = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert(CLEAR_SITE_DATA, all);
    Ok(response)
}

fn entered(token: &Token, to: &str, visit: &Visit) -> Response {
    let mut response = Redirect::to(to).into_response();
    set(response.headers_mut(), Cookie::Session, &token.text(), visit.encrypted);
    clear(response.headers_mut(), Cookie::Guest, visit.encrypted);
    response
}
