//! How far the looking at pages is, and its beginning by hand: files that were taken in on the command line wait for it.

use std::sync::atomic::Ordering;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::chore::Standing;
use crate::error::Failure;
use crate::looking;
use crate::site::{App, Site};
use crate::visit::Visit;
use crate::words::Language;

/// How the looking stands, as pages of the desk tell it.
pub(super) struct Looks {
    /// Whether pages are looked at here at all.
    pub looks: bool,
    /// How many files are done, of how many, since when.
    pub running: Option<(u64, u64, String)>,
    /// Why the last looking stopped, and when.
    pub failed: Option<(String, String)>,
}

impl Looks {
    pub fn of(site: &Site, language: Language) -> Self {
        let (mut running, mut failed) = (None, None);
        match site.work.looks.standing() {
            Standing::Never => {}
            Standing::Running(looking) => {
                let total = looking.total.load(Ordering::Relaxed);
                let done = looking.done.load(Ordering::Relaxed).min(total);
                running = Some((done, total, language.minute(looking.since)));
            }
            Standing::Ended(looked) => {
                let why = looked.pages.as_ref().err();
                failed = why.map(|why| (why.clone(), language.minute(looked.at)));
            }
        }
        Self { looks: site.surroundings.looks, running, failed }
    }
}

/// Begins it.
pub(crate) async fn look(State(app): State<App>, visit: Visit) -> Result<Response, Failure> {
    looking::begin(&app, visit.person()?.keys.clone())?;
    Ok(Redirect::to("/desk").into_response())
}
