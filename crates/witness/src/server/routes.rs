//! The two addresses of a witness.

use std::num::NonZeroU64;
use std::sync::{Arc, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Response, StatusCode};
use axum::routing::{get, post};
use sijill_translog::witness::CHECKPOINT_TYPE;

use super::{MAX_REQUEST_BYTES, Shared};
use crate::error::{Result, WitnessError};

pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/{origin}/checkpoint", get(checkpoint))
        .layer(DefaultBodyLimit::max(MAX_REQUEST_BYTES))
        .with_state(shared)
}

async fn add_checkpoint(State(shared): State<Arc<Shared>>, request: Bytes) -> Response<Body> {
    apart(shared, move |shared| {
        // A thread that panicked ended no transaction, so the database is as it was: going on is safe.
        let mut witness = shared.witness.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = witness.answer(&request, now()?)?;
        drop(witness);
        shared.report.answered(&answer);
        Ok(response(answer.status(), answer.content_type(), answer.body()))
    })
    .await
}

async fn checkpoint(
    State(shared): State<Arc<Shared>>,
    Path(origin): Path<String>,
) -> Response<Body> {
    apart(shared, move |shared| {
        let witness = shared.witness.lock().unwrap_or_else(PoisonError::into_inner);
        let note = witness.witness().checkpoint(&origin)?;
        Ok(match note {
            Some(note) => response(200, CHECKPOINT_TYPE, note),
            None => response(404, CHECKPOINT_TYPE, "no checkpoint of this log was cosigned\n"),
        })
    })
    .await
}

/// Does the work on a thread where it may wait for the disk. A failure is told to the operator; the asker
/// only learns that there was one.
async fn apart(
    shared: Arc<Shared>,
    work: impl FnOnce(&Shared) -> Result<Response<Body>> + Send + 'static,
) -> Response<Body> {
    let worked = tokio::task::spawn_blocking(move || {
        work(&shared).unwrap_or_else(|error| {
            shared.report.failed(&error);
            failure()
        })
    });
    worked.await.unwrap_or_else(|_| failure())
}

fn failure() -> Response<Body> {
    response(500, CHECKPOINT_TYPE, "the witness could not answer; nothing was cosigned\n")
}

fn response(status: u16, content_type: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// A clock that stands before 1970 is not set.
fn now() -> Result<NonZeroU64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    NonZeroU64::new(since.as_secs()).ok_or(WitnessError::ClockNotSet)
}
