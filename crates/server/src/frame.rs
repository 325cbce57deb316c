//! What stands around every room: bounds, headers and pages for failures on the outside, the gate of the
//! route on the inside.

mod cookies;
mod form;
mod gate;
mod headers;
mod outside;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::MethodRouter;
use tower_http::catch_panic::CatchPanicLayer;

use crate::error::Failure;
use crate::routes::Route;
use crate::visit::Door;

pub(crate) use cookies::{Cookie, clear, set};
pub use gate::Recorded;
pub(crate) use headers::{CLEAR_SITE_DATA, OwnPolicy};

/// A room behind the gate of its row.
pub(crate) fn behind_gate<S: Clone + Send + Sync + 'static>(
    room: MethodRouter<S>,
    route: &'static Route<S>,
    door: &Arc<dyn Door>,
) -> MethodRouter<S> {
    let row = gate::Row {
        verb: route.verb,
        who: route.who,
        changes: route.changes,
        step_up: route.step_up,
        sensitive: route.sensitive,
        body: route.body,
    };
    room.layer(from_fn_with_state((door.clone(), row), gate::pass))
}

/// Everything in the frame. The rows of `longer` may take longer than others. What no row answers is a failure like others.
pub(crate) fn around<S: Clone + Send + Sync + 'static>(
    router: Router<S>,
    encrypted: bool,
    longer: Vec<(&'static str, Duration)>,
) -> Router<S> {
    let panicked = |_| axum::response::IntoResponse::into_response(Failure::Internal("panic"));
    router
        .fallback(|| async { Failure::NotFound })
        .method_not_allowed_fallback(|| async { Failure::WrongMethod })
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(outside::Outside::new(encrypted, longer), outside::around))
}
