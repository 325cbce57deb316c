//! What every page has around it: language and direction, ways to other rooms, and the token that its forms
//! repeat. A room's template extends `layout.html` and has a field `page`.

mod terms;

use std::borrow::Borrow;

use askama::Template;
use axum::Json;
use axum::response::{Html, IntoResponse, Response};

use sijill_accounts::Right;

use crate::error::Failure;
use crate::frame::Recorded;
use crate::rooms::assets;
use crate::routes::page_above;
use crate::visit::Visit;
use crate::words::Language;

/// A door in the navigation: its address, its word, and who sees it.
struct Way {
    path: &'static str,
    word: &'static str,
    right: Right,
}

/// The rooms that are in the navigation, in the order of the work.
const WAYS: &[Way] = &[
    Way { path: "/desk", word: "way-desk", right: Right::Upload },
    Way { path: "/shelves", word: "shelves-title", right: Right::Read },
    Way { path: "/search", word: "way-search", right: Right::Search },
    Way { path: "/find", word: "way-find", right: Right::Find },
    Way { path: "/assertions", word: "way-assertions", right: Right::Find },
    Way { path: "/alerts", word: "way-alerts", right: Right::Find },
    Way { path: "/exports", word: "exports-title", right: Right::ApproveExport },
    Way { path: "/verify", word: "way-verify", right: Right::Verify },
    Way { path: "/witnesses", word: "way-witnesses", right: Right::Witness },
    Way { path: "/people", word: "people-title", right: Right::ConfirmGrants },
    Way { path: "/oversight", word: "oversight-title", right: Right::Oversee },
];

/// A link of the navigation.
pub struct Link {
    /// Where it leads.
    pub path: &'static str,
    /// The name of its word.
    pub word: &'static str,
    /// Whether this is the room that is shown.
    pub here: bool,
}

/// What the layout needs.
pub struct Page {
    /// The language of the page.
    pub language: Language,
    /// What scripts carry.
    pub nonce: String,
    /// What forms repeat.
    pub form: String,
    /// The address of the page, for the language switch.
    pub path: String,
    /// Who is signed in.
    pub name: Option<String>,
    /// The other rooms that this person can enter.
    pub ways: Vec<Link>,
    /// Whether the page came over plain HTTP.
    pub plain: bool,
    /// Where the style sheet stands.
    pub style: String,
}

impl Page {
    /// The surroundings of a page.
    #[must_use]
    pub fn of(visit: &Visit) -> Self {
        let may = |right| visit.visitor.as_deref().is_some_and(|visitor| visitor.may(right));
        let ways = WAYS.iter().filter(|way| may(way.right));
        Self {
            language: visit.language,
            nonce: visit.nonce.clone(),
            form: visit.form.clone(),
            path: visit.path.clone(),
            name: visit.visitor.as_deref().map(|visitor| visitor.person.handle.clone()),
            ways: ways
                .map(|way| Link {
                    path: way.path,
                    word: way.word,
                    here: visit.path.starts_with(way.path),
                })
                .collect(),
            plain: !visit.encrypted,
            style: assets::path("sijill.css"),
        }
    }

    /// Where a file of the program stands, such as a script.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        assets::path(name)
    }

    /// A sentence in the page's language.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.language.say(key)
    }

    /// A sentence about one thing.
    #[must_use]
    pub fn about(&self, key: &str, what: &str) -> String {
        self.language.about(key, what)
    }

    /// A sentence with a number of things; templates give references.
    #[must_use]
    pub fn count(&self, key: &str, count: impl Borrow<u64>) -> String {
        self.language.count(key, *count.borrow())
    }
}

/// A page as an answer.
///
/// # Errors
/// If the template fails, which only a fault in the program brings about.
pub fn show(template: &impl Template) -> Result<Response, Failure> {
    let html = template.render().map_err(|_| Failure::Internal("a template failed"))?;
    Ok(Html(html).into_response())
}

/// A page that shows what pages of the archive say, once that is recorded.
///
/// # Errors
/// As of [`show`].
pub fn show_read(template: &impl Template, recorded: Recorded) -> Result<Response, Failure> {
    let mut response = show(template)?;
    response.extensions_mut().insert(recorded);
    Ok(response)
}

/// Whether programs and not people ask at this address.
#[must_use]
pub(crate) fn is_for_programs(path: &str) -> bool {
    ["/api/", "/iiif/", "/health", "/assets/"].iter().any(|start| path.starts_with(start))
}

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage<'a> {
    page: Page,
    failure: &'a Failure,
    /// Where whoever has shown a second factor goes on.
    go_on: Option<String>,
}

/// The body that tells of a failure.
pub(crate) fn failure(visit: &Visit, failure: &Failure) -> Response {
    if is_for_programs(&visit.path) {
        return Json(failure.json()).into_response();
    }
    let go_on = matches!(failure, Failure::StepUpFirst).then(|| page_above(&visit.path));
    let page = FailurePage { page: Page::of(visit), failure, go_on };
    show(&page).unwrap_or_else(|_| Json(failure.json()).into_response())
}
