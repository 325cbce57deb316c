//! The table of routes. Everything that the server answers stands here, with who may ask; the router is built
//! from it and from nothing else, and a test goes through every row with every role.
//!
//! Addresses hold identifiers that tell nothing, never a name. What is searched for is sent in a body.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{MethodRouter, get as on_get, post as on_post};
use sijill_accounts::Right;

use crate::founding::{Founding, Nobody};
use crate::frame;
use crate::rooms::{
    alerts, api, assertions, assets, check, custody, desk, exports, find, founding, health,
    invitation, item, language, oversight, people, pictures, search, session, sheet, shelves,
    start, transcription, verify, witnesses,
};
use crate::site::App;
use crate::visit::Door;

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody.
    Open,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever has this right somewhere in the archive; the room asks again for the record.
    Has(Right),
}

/// What is done with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Something is asked for; nothing is different afterwards.
    Get,
    /// A form is sent.
    Post,
}

impl Verb {
    /// The method of HTTP.
    #[must_use]
    pub const fn method(self) -> Method {
        match self {
            Self::Get => Method::GET,
            Self::Post => Method::POST,
        }
    }
}

/// The most bytes of an ordinary form.
pub const FORM: usize = 64 * 1024;

/// The most bytes of a form with files. Each file has a limit of its own.
pub const FILES: usize = 4_000_000_000;

/// How long a room may take.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// How long files may take to arrive: many scans over a slow line.
pub const PATIENCE_FOR_FILES: Duration = Duration::from_secs(2 * 60 * 60);

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Route<S: 'static = App> {
    /// What is done.
    pub verb: Verb,
    /// The path, with what varies in braces.
    pub path: &'static str,
    /// Who may ask.
    pub who: Who,
    /// Whether something is different afterwards. Such a row is a `POST` from one of our own forms.
    pub changes: bool,
    /// Whether a second factor must have been shown in the last two minutes.
    pub step_up: bool,
    /// Whether the answer holds what a page says or shows. It leaves only after the reading was recorded.
    pub sensitive: bool,
    /// The most bytes of the request's body.
    pub body: usize,
    /// How long it may take until the answer is there.
    pub patience: Duration,
    room: fn() -> MethodRouter<S>,
}

impl<S> Route<S> {
    const fn new(verb: Verb, path: &'static str, who: Who, room: fn() -> MethodRouter<S>) -> Self {
        let changes = matches!(verb, Verb::Post);
        let (step_up, sensitive) = (false, false);
        Self { verb, path, who, changes, step_up, sensitive, body: FORM, patience: PATIENCE, room }
    }

    /// A page.
    const fn get(path: &'static str, who: Who, room: fn() -> MethodRouter<S>) -> Self {
        Self::new(Verb::Get, path, who, room)
    }

    /// The same row for what shows pages: it leaves only after the reading was recorded.
    const fn shows_pages(self) -> Self {
        Self { sensitive: true, ..self }
    }

    /// The same row for longer forms.
    const fn takes(self, body: usize) -> Self {
        Self { body, ..self }
    }

    /// The same row for what needs a fresh second factor.
    const fn stepped_up(self) -> Self {
        Self { step_up: true, ..self }
    }

    /// A form that changes something.
    const fn post(path: &'static str, who: Who, room: fn() -> MethodRouter<S>) -> Self {
        Self::new(Verb::Post, path, who, room)
    }

    /// A form with files. They arrive as long as something comes.
    const fn files(path: &'static str, who: Who, room: fn() -> MethodRouter<S>) -> Self {
        let form = Self::new(Verb::Post, path, who, room);
        Self { body: FILES, patience: PATIENCE_FOR_FILES, ..form }
    }
}

const READ: Who = Who::Has(Right::Read);
const TRANSCRIBE: Who = Who::Has(Right::Transcribe);
const MANAGE: Who = Who::Has(Right::ManagePeople);
const CONFIRM: Who = Who::Has(Right::ConfirmGrants);

/// The most bytes of a page that somebody typed.
const TEXT: usize = 1 << 20;

/// Every address of the server.
pub static ROUTES: &[Route] = &[
    // The frame itself.
    Route::get("/", Who::Open, || on_get(start::page)),
    Route::get("/health", Who::Open, || on_get(health::page)),
    Route::get("/assets/{version}/{name}", Who::Open, || on_get(assets::file)),
    Route::post("/language", Who::Open, || on_post(language::choose)),
    // Coming in and going out.
    Route::get("/invitation", Who::Open, || on_get(invitation::page)),
    Route::post("/invitation", Who::Open, || on_post(invitation::take)),
    Route::post("/invitation/confirm", Who::Open, || on_post(invitation::confirm)),
    Route::get("/sign-in", Who::Open, || on_get(session::sign_in_page)),
    Route::post("/sign-in", Who::Open, || on_post(session::sign_in)),
    Route::get("/step-up", Who::SignedIn, || on_get(session::step_up_page)),
    Route::post("/step-up", Who::SignedIn, || on_post(session::step_up)),
    Route::post("/sign-out", Who::SignedIn, || on_post(session::sign_out)),
    // Shelves, items, pages.
    Route::get("/shelves", READ, || on_get(shelves::all)),
    Route::get("/shelves/{node}", READ, || on_get(shelves::place)),
    Route::get("/accession/{id}", READ, || on_get(shelves::accession)),
    Route::get("/item/{id}", READ, || on_get(item::page)),
    Route::get("/page/{id}", READ, || on_get(sheet::page)).shows_pages(),
    Route::post("/page/{id}/uncover", READ, || on_post(sheet::uncover)),
    Route::get("/page/{id}/transcription", TRANSCRIBE, || on_get(transcription::page))
        .shows_pages(),
    Route::post("/page/{id}/transcription", TRANSCRIBE, || on_post(transcription::keep))
        .takes(TEXT),
    Route::get("/custody/{id}", READ, || on_get(custody::page)),
    Route::get("/custody/{id}/event/{seq}", READ, || on_get(custody::event)),
    Route::get("/custody/{id}/proof/{seq}", READ, || on_get(custody::proof)),
    // Pictures for pages and viewers.
    Route::get("/thumbnail/{id}", READ, || on_get(pictures::thumbnail)).shows_pages(),
    Route::get("/iiif/3/{*path}", READ, || on_get(pictures::image)).shows_pages(),
    Route::get("/iiif/manifest/{id}", READ, || on_get(pictures::item_manifest)),
    Route::get("/iiif/lines/{id}", READ, || on_get(pictures::page_lines)).shows_pages(),
    Route::get("/iiif/text/{id}", READ, || on_get(pictures::page_text)).shows_pages(),
    Route::get("/iiif/collection/{id}", READ, || on_get(pictures::accession_collection)),
    Route::get("/iiif/collection/{id}/{number}", READ, || on_get(pictures::part_of_collection)),
    // People, roles, oversight.
    Route::get("/people", CONFIRM, || on_get(people::page)),
    Route::post("/people/invite", MANAGE, || on_post(people::invite)).stepped_up(),
    Route::post("/people/grant", MANAGE, || on_post(people::propose)).stepped_up(),
    Route::post("/people/grant/{id}/confirm", CONFIRM, || on_post(people::confirm)).stepped_up(),
    Route::post("/people/grant/{id}/withdraw", MANAGE, || on_post(people::withdraw)).stepped_up(),
    Route::post("/people/{id}/lock", MANAGE, || on_post(people::lock)).stepped_up(),
    Route::post("/people/{id}/unlock", MANAGE, || on_post(people::unlock)).stepped_up(),
    Route::post("/people/{id}/reset", MANAGE, || on_post(people::propose_reset)).stepped_up(),
    Route::post("/people/{id}/reset/confirm", CONFIRM, || on_post(people::confirm_reset))
        .stepped_up(),
    Route::get("/oversight", Who::Has(Right::Oversee), || on_get(oversight::page)),
    // Searching and finding. Questions are sent in a body.
    Route::get("/search", Who::Has(Right::Search), || on_get(search::form)),
    Route::post("/search", Who::Has(Right::Search), || on_post(search::ask)).shows_pages(),
    Route::get("/find", Who::Has(Right::Find), || on_get(find::form)),
    Route::post("/find", Who::Has(Right::Find), || on_post(find::ask)).shows_pages(),
    Route::post("/find/same", Who::Has(Right::Find), || on_post(assertions::compare)).shows_pages(),
    Route::get("/assertions", Who::Has(Right::Find), || on_get(assertions::list)).shows_pages(),
    Route::post("/assertions", Who::Has(Right::Find), || on_post(assertions::propose)),
    Route::post("/assertions/confirm", Who::Has(Right::Find), || on_post(assertions::confirm)),
    Route::post("/assertions/withdraw", Who::Has(Right::Find), || on_post(assertions::withdraw)),
    Route::get("/alerts", Who::Has(Right::Find), || on_get(alerts::list)),
    Route::post("/alerts", Who::Has(Right::Find), || on_post(alerts::add)),
    Route::get("/alerts/{alert}", Who::Has(Right::Find), || on_get(alerts::queue)).shows_pages(),
    Route::post("/alerts/{alert}", Who::Has(Right::Find), || on_post(alerts::dismiss)),
    Route::post("/alerts/{alert}/remove", Who::Has(Right::Find), || on_post(alerts::remove)),
    // The interface for programs. `rooms/api/openapi.json` describes it.
    Route::get("/api/v1/openapi.json", Who::SignedIn, || on_get(api::description)),
    Route::get("/api/v1/session", Who::SignedIn, || on_get(api::session)),
    Route::post("/api/v1/search", Who::Has(Right::Search), || on_post(api::search)).shows_pages(),
    Route::post("/api/v1/find", Who::Has(Right::Find), || on_post(api::find)).shows_pages(),
    Route::get("/api/v1/items", Who::Has(Right::Read), || on_get(api::items)),
    Route::get("/api/v1/items/{item}", Who::Has(Right::Read), || on_get(api::item)),
    Route::get("/api/v1/items/{item}/history", Who::Has(Right::Read), || on_get(api::history)),
    Route::get("/api/v1/pages/{page}", Who::Has(Right::Read), || on_get(api::page)).shows_pages(),
    // The desk: taking in.
    Route::get("/desk", Who::Has(Right::Upload), || on_get(desk::list)),
    Route::get("/desk/new", Who::Has(Right::Upload), || on_get(desk::begin_page)),
    Route::post("/desk/new", Who::Has(Right::Upload), || on_post(desk::begin)),
    Route::get("/desk/accession/{accession}", Who::Has(Right::Upload), || on_get(desk::accession)),
    Route::files("/desk/accession/{accession}/files", Who::Has(Right::Upload), || {
        on_post(desk::take_in)
    }),
    Route::post("/desk/accession/{accession}/close", Who::Has(Right::Seal), || {
        on_post(desk::close)
    }),
    Route::get("/desk/accession/{accession}/receipt", Who::Has(Right::Upload), || {
        on_get(desk::receipt)
    }),
    Route::get("/desk/item/{item}", Who::Has(Right::Upload), || on_get(desk::item)),
    Route::post("/desk/item/{item}/seal", Who::Has(Right::Seal), || on_post(desk::seal)),
    Route::get("/desk/again", Who::Has(Right::Upload), || on_get(desk::work_list)),
    Route::get("/desk/page/{page}", Who::Has(Right::Upload), || on_get(desk::again_page)),
    Route::files("/desk/page/{page}/files", Who::Has(Right::Upload), || on_post(desk::again)),
    Route::post("/desk/look", Who::Has(Right::Upload), || on_post(desk::look)),
    // Handing out.
    Route::get("/exports", Who::Has(Right::ApproveExport), || on_get(exports::list)),
    Route::get("/exports/new", Who::Has(Right::Export), || on_get(exports::new)),
    Route::post("/exports/new", Who::Has(Right::Export), || on_post(exports::propose)).stepped_up(),
    Route::get("/exports/{id}", Who::Has(Right::ApproveExport), || on_get(exports::one)),
    Route::post("/exports/{id}/approve", Who::Has(Right::ApproveExport), || {
        on_post(exports::approve)
    })
    .stepped_up(),
    Route::post("/exports/{id}/make", Who::Has(Right::Export), || on_post(exports::make))
        .stepped_up(),
    Route::get("/exports/{id}/package", Who::Has(Right::Export), || on_get(exports::package))
        .stepped_up(),
    Route::post("/exports/{id}/remove", Who::Has(Right::Export), || on_post(exports::remove)),
    // What everybody can check.
    Route::get("/verify", Who::Has(Right::Verify), || on_get(verify::page)),
    Route::post("/verify", Who::Has(Right::Verify), || on_post(verify::begin)),
    Route::post("/verify/schedule", Who::Has(Right::Verify), || on_post(verify::schedule)),
    Route::get("/witnesses", Who::Has(Right::Witness), || on_get(witnesses::page)),
    Route::get("/check", Who::Open, || on_get(check::page)),
];

/// The addresses while there is no archive yet: whoever has the code from the terminal makes it.
pub static FOUNDING: &[Route<Founding>] = &[
    Route::get("/", Who::Open, || on_get(founding::page)),
    Route::get("/health", Who::Open, || on_get(health::page)),
    Route::get("/assets/{version}/{name}", Who::Open, || on_get(assets::file)),
    Route::post("/language", Who::Open, || on_post(language::choose)),
    Route::post("/set-up", Who::Open, || on_post(founding::found)),
    Route::post("/set-up/confirm", Who::Open, || on_post(founding::confirm)),
];

/// The page from which a form to this path is sent: the nearest one above it.
pub(crate) fn page_above(path: &str) -> String {
    let shows = |path: &str| {
        ROUTES
            .iter()
            .any(|route| route.verb == Verb::Get && !route.step_up && fits(route.path, path))
    };
    let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
    let mut above = ends.filter_map(|end| path.get(..end)).filter(|above| shows(above));
    above.next_back().unwrap_or("/").to_owned()
}

/// Whether a path is one of a pattern's.
fn fits(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(one), Some(_)) if one.starts_with('{') => {}
            (Some(one), Some(other)) if one == other => {}
            _ => return false,
        }
    }
}

/// The application: every row behind its gate, all of it in the frame.
pub fn router(app: App) -> Router {
    let (door, encrypted) = (app.door.clone(), app.surroundings.encrypted);
    built(ROUTES, &door, encrypted).with_state(app)
}

/// The application of an archive that is being made.
pub fn founding_router(founding: Founding, encrypted: bool) -> Router {
    let nobody: Arc<dyn Door> = Arc::new(Nobody);
    built(FOUNDING, &nobody, encrypted).with_state(founding)
}

fn built<S: Clone + Send + Sync + 'static>(
    table: &'static [Route<S>],
    door: &Arc<dyn Door>,
    encrypted: bool,
) -> Router<S> {
    let mut router = Router::new();
    for route in table {
        let room = (route.room)().layer(DefaultBodyLimit::max(route.body));
        router = router.route(route.path, frame::behind_gate(room, route, door));
    }
    let longer = table.iter().filter(|route| route.patience > PATIENCE);
    let longer = longer.map(|route| (route.path, route.patience)).collect();
    frame::around(router, encrypted, longer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_shows_a_second_factor_goes_on_at_the_page_of_the_form() {
        let id = "0197c3a0-0000-7000-8000-000000000000";
        assert_eq!(page_above(&format!("/people/grant/{id}/confirm")), "/people");
        assert_eq!(page_above(&format!("/exports/{id}/approve")), format!("/exports/{id}"));
        assert_eq!(page_above("/exports/new"), "/exports/new");
        assert_eq!(page_above("/nowhere/at/all"), "/");
    }

    #[test]
    fn what_changes_something_is_a_post_and_no_address_stands_twice() {
        for route in ROUTES {
            assert!(!route.changes || route.verb == Verb::Post, "{}", route.path);
            let same = |other: &&Route| other.path == route.path && other.verb == route.verb;
            assert_eq!(ROUTES.iter().filter(same).count(), 1, "{}", route.path);
        }
    }
}
