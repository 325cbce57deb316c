//! What stands around every room: bounds, headers and pages for failures on the outside, the gate of the
//! route on the inside.

mod cookies;
mod form;
mod gate;
mod headers;
mod outside;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::MethodRouter;
use tower_http::catch_panic::CatchPanicLayer;

use crate::error::Failure;
use crate::routes::Route;
use crate::site::App;

pub(crate) use cookies::{Cookie, clear, set};
pub(crate) use headers::CLEAR_SITE_DATA;

/// A room behind the gate of its row.
pub(crate) fn behind_gate(
    room: MethodRouter<App>,
    route: &'static Route,
    app: &App,
) -> MethodRouter<App> {
    room.layer(from_fn_with_state((app.clone(), route), gate::pass))
}

/// Everything in the frame. What no row answers is a failure like others.
pub(crate) fn around(router: Router<App>, app: &App) -> Router<App> {
    let panicked = |_| axum::response::IntoResponse::into_response(Failure::Internal("panic"));
    router
        .fallback(|| async { Failure::NotFound })
        .method_not_allowed_fallback(|| async { Failure::WrongMethod })
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(outside::Outside::new(app), outside::around))
}
