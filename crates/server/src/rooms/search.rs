//! Searching pages by what stands on them. A question is sent in a body and stands in no address.

mod mistake;
mod shown;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use sijill_accounts::Right;
use sijill_finding::{PageHit, Scope};
use sijill_search::Query;

use crate::asking::{self, HITS, MOST};
use crate::error::Failure;
use crate::frame::Recorded;
use crate::page::{self, Page};
use crate::site::{App, Site, apart};
use crate::visit::Visit;
use mistake::Mistaken;
use shown::Answer;
pub(crate) use shown::{Line, level};

/// A question.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    query: String,
    /// What a button adds to it.
    #[serde(default)]
    add: String,
    /// Which page of the list.
    #[serde(default)]
    page: usize,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    page: Page,
    query: String,
    /// The name of the sentence that says why nothing is answered.
    refused: Option<&'static str>,
    mistake: Option<Mistaken>,
    answer: Option<Answer>,
    /// Examples of the language, each with the name of what it means.
    help: &'static [(&'static str, &'static str)],
}

/// Examples, in the order of how often they are needed.
const HELP: &[(&str, &str)] = &[
    ("search-help-words", "search-help-words-means"),
    ("search-help-phrase", "search-help-phrase-means"),
    ("search-help-or", "search-help-or-means"),
    ("search-help-not", "search-help-not-means"),
    ("search-help-wild", "search-help-wild-means"),
    ("search-help-near", "search-help-near-means"),
    ("search-help-exact", "search-help-exact-means"),
    ("search-help-branch", "search-help-branch-means"),
    ("search-help-telegram", "search-help-telegram-means"),
    ("search-help-date", "search-help-date-means"),
    ("search-help-type", "search-help-type-means"),
    ("search-help-site", "search-help-site-means"),
    ("search-help-all", "search-help-all-means"),
];

impl SearchPage {
    fn of(visit: &Visit, query: String) -> Self {
        let page = Page::of(visit);
        Self { page, query, refused: None, mistake: None, answer: None, help: HELP }
    }
}

/// The form.
pub(crate) async fn form(visit: Visit) -> Result<Response, Failure> {
    page::show(&SearchPage::of(&visit, String::new()))
}

/// The answer to a question.
pub(crate) async fn ask(
    State(app): State<App>,
    visit: Visit,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    apart(move || {
        let text = narrowed(&asked.query, &asked.add);
        let mut shown = SearchPage::of(&visit, text.clone());
        if let Err(mistake) = text.parse::<Query>() {
            shown.mistake = Some(Mistaken::of(&text, &mistake));
            return refused(&shown, StatusCode::UNPROCESSABLE_ENTITY);
        }
        match answer(&app, &visit, &text, asked.page.max(1)) {
            Ok((answer, recorded)) => {
                shown.answer = Some(answer);
                page::show_read(&shown, recorded)
            }
            Err(Failure::TooMany) => {
                shown.refused = Some("search-too-many");
                refused(&shown, StatusCode::TOO_MANY_REQUESTS)
            }
            Err(failure) => Err(failure),
        }
    })
    .await
}

fn refused(shown: &SearchPage, status: StatusCode) -> Result<Response, Failure> {
    Ok((status, page::show(shown)?).into_response())
}

/// What was found, once it is recorded that its lines are seen.
fn answer(
    site: &Site,
    visit: &Visit,
    query: &str,
    number: usize,
) -> Result<(Answer, Recorded), Failure> {
    let person = &visit.person()?.person;
    let finder = asking::finder(site, visit)?;
    let number = number.min(MOST / HITS);
    let offset = number.saturating_sub(1).saturating_mul(HITS);
    let scope = Scope { seen: asking::reach(person, Right::Search), limit: HITS, offset };
    let mut found = finder.search(query, &scope)?;
    // The index may be older than what was decided since about who sees a record.
    found.hits.retain(|hit| person.sees(hit.accession, hit.access));
    let with_lines = found.hits.iter().filter(|hit| !hit.lines.is_empty());
    let seen = |hit: &PageHit| (hit.page, hit.accession, hit.access);
    let seen: Vec<_> = with_lines.map(seen).collect();
    let recorded = visit.read_lines(site, &seen)?;
    Ok((Answer::of(found, finder.behind, number, visit.language), recorded))
}

/// A query with one more condition.
fn narrowed(query: &str, more: &str) -> String {
    let (query, more) = (query.trim(), more.trim());
    let is_alternative = query.parse::<Query>().is_ok_and(|query| query.is_alternative());
    match (query, more) {
        (query, "") => query.to_owned(),
        ("" | "*", more) => more.to_owned(),
        (query, more) if is_alternative => format!("({query}) {more}"),
        (query, more) => format!("{query} {more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_concerns_everything_that_was_asked_before() {
        assert_eq!(narrowed("محمد", "branch:\"215\""), "محمد branch:\"215\"");
        assert_eq!(narrowed("a OR b", "year:2013"), "(a OR b) year:2013");
        assert_eq!(narrowed("\"a OR b\"", "year:2013"), "\"a OR b\" year:2013");
        assert_eq!(narrowed("*", "year:2013"), "year:2013");
        assert_eq!(narrowed(" a ", ""), "a");
    }
}
