//! The outside of the frame: so many requests at a time, each for so long; headers, the page of a failure, and
//! one line in the log that names nobody.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use tokio::sync::Semaphore;

use super::cookies::{self, Cookie};
use super::{gate, headers};
use crate::error::Failure;
use crate::page;
use crate::routes::PATIENCE;
use crate::tls::From;
use crate::visit::{Token, Visit};
use crate::words::Language;

/// How many requests are answered at a time; others are told to wait.
const AT_A_TIME: usize = 256;

/// What the outside keeps from request to request.
#[derive(Clone)]
pub(super) struct Outside {
    encrypted: bool,
    /// The rows that may take longer than others.
    longer: Arc<[(&'static str, Duration)]>,
    places: Arc<Semaphore>,
    requests: Arc<AtomicU64>,
}

impl Outside {
    pub fn new(encrypted: bool, longer: Vec<(&'static str, Duration)>) -> Self {
        let places = Arc::new(Semaphore::new(AT_A_TIME));
        Self { encrypted, longer: longer.into(), places, requests: Arc::default() }
    }

    /// How long the room of a row may take.
    fn patience(&self, route: Option<&MatchedPath>) -> Duration {
        let row = |path: &str| self.longer.iter().find(|(longer, _)| *longer == path);
        let row = route.and_then(|route| row(route.as_str()));
        row.map_or(PATIENCE, |(_, patience)| *patience)
    }
}

/// Answers a request: everything that leaves the server leaves through here.
pub(super) async fn around(
    State(outside): State<Outside>,
    mut request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let id = outside.requests.fetch_add(1, Ordering::Relaxed);
    let encrypted = outside.encrypted;
    let (visit, guest) = match visit(&request, encrypted) {
        Ok(known) => known,
        Err(failure) => return failure.into_response(),
    };
    let method = request.method().clone();
    request.extensions_mut().insert(visit.clone());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = match outside.places.try_acquire() {
        Ok(_place) => {
            let answered =
                tokio::time::timeout(outside.patience(route.as_ref()), next.run(request)).await;
            answered.unwrap_or_else(|_| Failure::TooSlow.into_response())
        }
        Err(_) => Failure::Busy.into_response(),
    };
    let mut response = told(response, &visit);
    let own = response.extensions_mut().remove::<headers::OwnPolicy>();
    headers::put(response.headers_mut(), &visit.nonce, own, encrypted);
    if let Some(guest) = guest {
        cookies::set(response.headers_mut(), Cookie::Guest, &guest.text(), encrypted);
    }
    response.headers_mut().insert(HeaderName::from_static("x-request-id"), HeaderValue::from(id));
    tracing::info!(
        request = id,
        %method,
        route = route.as_ref().map_or("-", |route| route.as_str()),
        status = response.status().as_u16(),
        milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
    );
    response
}

/// What is known of a request before its gate, and the cookie that a new guest gets.
fn visit(request: &Request, encrypted: bool) -> Result<(Visit, Option<Token>), Failure> {
    let sent = request.headers();
    let session = gate::token(sent, Cookie::Session, encrypted);
    let known = session.clone().or_else(|| gate::token(sent, Cookie::Guest, encrypted));
    let guest = if known.is_none() { Some(Token::new()?) } else { None };
    let form = known.as_ref().or(guest.as_ref()).map(Token::form).unwrap_or_default();
    let chosen = cookies::read(sent, Cookie::Language, encrypted);
    let wished = sent.get(header::ACCEPT_LANGUAGE).and_then(|wish| wish.to_str().ok());
    let language = chosen.and_then(|code| Language::of_code(&code));
    let address = request.extensions().get::<ConnectInfo<From>>();
    let visit = Visit {
        language: language.unwrap_or_else(|| Language::wished(wished.unwrap_or_default())),
        visitor: None,
        path: place(request.uri()),
        now: Timestamp::now(),
        address: address.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(from)| from.0.ip()),
        encrypted,
        token: session,
        form,
        nonce: Token::new()?.text(),
    };
    Ok((visit, guest))
}

/// The path, with the page of a list: whoever changes the language stays on it. Nothing else of a query is kept.
fn place(uri: &Uri) -> String {
    let is_number = |number: &&str| {
        (1..10).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    let page = uri.query().and_then(|query| query.strip_prefix("page=")).filter(is_number);
    page.map_or_else(|| uri.path().to_owned(), |page| format!("{}?page={page}", uri.path()))
}

/// A failure as whoever asked can read it: a page in their language, or JSON for programs. The headers that a
/// room put on stay.
fn told(response: Response, visit: &Visit) -> Response {
    let failure = response.extensions().get::<Arc<Failure>>().cloned();
    let bare = || {
        let has_body =
            response.headers().contains_key(header::CONTENT_TYPE) && !is_the_frameworks(&response);
        if has_body { None } else { Failure::of_status(response.status()).map(Arc::new) }
    };
    let Some(failure) = failure.or_else(bare) else { return response };
    if let Failure::Storage(_) | Failure::Internal(_) = *failure {
        // Errors of the archive name files of the archive and never people.
        tracing::error!(kind = failure.kind(), "{failure}");
    }
    let body = page::failure(visit, &failure);
    let mut shown = (failure.status(), body).into_response();
    for name in [header::SET_COOKIE, header::ALLOW, header::RETRY_AFTER] {
        for value in response.headers().get_all(&name) {
            shown.headers_mut().append(name.clone(), value.clone());
        }
    }
    shown
}

/// The framework refuses what it cannot read in plain text of its own.
fn is_the_frameworks(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"))
        && (response.status().is_client_error() || response.status().is_server_error())
}
