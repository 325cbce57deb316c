//! Finding where people are named. Each hit is one record's word, with the reasons of its score; nothing is merged.

pub(crate) mod shown;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use sijill_accounts::{Person, Right};
use sijill_finding::{FoundPeople, PersonHit, Scope, check};
use sijill_schema::AskedPerson;

use crate::asking::{self, HITS, Seen};
use crate::error::Failure;
use crate::frame::Recorded;
use crate::page::{self, Page};
use crate::site::{App, Site, apart};
use crate::visit::Visit;
use shown::{Mentioned, OnPage};

/// How many pages of a list can be looked through: who needs more knows too little of the person.
const PAGES: usize = 10;

/// What is known of a person, as the form sends it.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    name: String,
    family: String,
    father: String,
    grandfather: String,
    mother: String,
    kunya: String,
    born: String,
    place: String,
    number: String,
    /// Which page of the list.
    page: usize,
}

/// A field of the form.
struct Field {
    name: &'static str,
    word: &'static str,
    hint: Option<&'static str>,
    value: String,
}

#[derive(Template)]
#[template(path = "find.html")]
struct FindPage {
    page: Page,
    fields: Vec<Field>,
    /// The name of the sentence that says why nothing is answered.
    refused: Option<&'static str>,
    answer: Option<Answer>,
}

/// Who might be meant.
struct Answer {
    hits: Vec<Mentioned>,
    /// Pages with words like the name, on which nobody was read as a person of that name.
    on_pages: Vec<OnPage>,
    /// How many more fit as well as the last, and whether all of them were counted.
    equal: u64,
    is_counted: bool,
    /// How many events of the ledger the index does not know yet.
    behind: u64,
    before: Option<usize>,
    after: Option<usize>,
}

impl Asked {
    /// What is asked; a field that was left empty speaks for and against nobody.
    pub(super) fn person(&self) -> AskedPerson {
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        AskedPerson {
            name: said(&format!("{} {}", self.name.trim(), self.family.trim())),
            father: said(&self.father),
            grandfather: said(&self.grandfather),
            mother: said(&self.mother),
            kunya: said(&self.kunya),
            born: said(&self.born),
            place: said(&self.place),
            number: said(&self.number),
        }
    }

    fn fields(&self) -> Vec<Field> {
        let fields = [
            ("name", "find-name", Some("find-name-hint"), &self.name),
            ("family", "find-family", None, &self.family),
            ("father", "find-father", None, &self.father),
            ("grandfather", "find-grandfather", None, &self.grandfather),
            ("mother", "find-mother", None, &self.mother),
            ("kunya", "find-kunya", None, &self.kunya),
            ("born", "find-born", Some("find-born-hint"), &self.born),
            ("place", "find-place", None, &self.place),
            ("number", "find-number", Some("find-number-hint"), &self.number),
        ];
        let field = |(name, word, hint, value): (_, _, _, &String)| Field {
            name,
            word,
            hint,
            value: value.clone(),
        };
        fields.into_iter().map(field).collect()
    }
}

impl FindPage {
    fn of(visit: &Visit, asked: &Asked) -> Self {
        Self { page: Page::of(visit), fields: asked.fields(), refused: None, answer: None }
    }
}

/// The form.
pub(crate) async fn form(visit: Visit) -> Result<Response, Failure> {
    page::show(&FindPage::of(&visit, &Asked::default()))
}

/// Who might be meant.
pub(crate) async fn ask(
    State(app): State<App>,
    visit: Visit,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    apart(move || {
        let mut shown = FindPage::of(&visit, &asked);
        let person = asked.person();
        shown.refused = mistake(&person);
        if shown.refused.is_some() {
            let shown = page::show(&shown)?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
        }
        match answer(&app, &visit, &person, asked.page.clamp(1, PAGES)) {
            Ok((answer, recorded)) => {
                shown.answer = Some(answer);
                page::show_read(&shown, recorded)
            }
            Err(Failure::TooMany) => {
                shown.refused = Some("search-too-many");
                Ok((StatusCode::TOO_MANY_REQUESTS, page::show(&shown)?).into_response())
            }
            Err(failure) => Err(failure),
        }
    })
    .await
}

/// Why nobody can be found by what is asked, if that is so.
fn mistake(asked: &AskedPerson) -> Option<&'static str> {
    check(asked).err()?;
    let AskedPerson { name, father, grandfather, mother, kunya, born, place, number } = asked;
    let fields = [name, father, grandfather, mother, kunya, born, place, number];
    let is_long = |text: &Option<String>| {
        text.as_ref().is_some_and(|text| text.chars().count() > sijill_finding::LONGEST)
    };
    if fields.into_iter().any(is_long) {
        return Some("find-refused-long");
    }
    let without = AskedPerson { born: None, ..asked.clone() };
    Some(if check(&without).is_ok() { "find-refused-born" } else { "find-refused-nothing" })
}

fn answer(
    site: &Site,
    visit: &Visit,
    asked: &AskedPerson,
    number: usize,
) -> Result<(Answer, Recorded), Failure> {
    let person = &visit.person()?.person;
    let finder = asking::finder(site, visit)?;
    let scope = Scope {
        seen: asking::reach(person, Right::Find),
        limit: HITS,
        offset: number.saturating_sub(1).saturating_mul(HITS),
    };
    let FoundPeople { hits, equal, counted, mut on_pages } = finder.find(asked, &scope)?;
    let is_full = hits.len() == HITS;
    let (hits, mut seen) = seen(person, hits);
    // A page on which somebody was read as the person stands in the list already.
    on_pages.retain(|page| !hits.iter().any(|hit| hit.page == page.page));
    on_pages.retain(|page| person.sees(page.accession, page.access));
    seen.extend(on_pages.iter().map(|hit| (hit.page, hit.accession, hit.access)));
    let recorded = visit.read_lines(site, &seen)?;
    let answer = Answer {
        hits: hits.into_iter().map(Mentioned::of_hit).collect(),
        on_pages: on_pages.into_iter().map(OnPage::of).collect(),
        equal,
        is_counted: counted,
        behind: finder.behind,
        before: number.checked_sub(1).filter(|before| *before > 0),
        after: (is_full && number < PAGES).then_some(number.saturating_add(1)),
    };
    Ok((answer, recorded))
}

/// The hits that a person sees, and what is recorded of them.
pub(crate) fn seen(person: &Person, hits: Vec<PersonHit>) -> (Vec<PersonHit>, Vec<Seen>) {
    let judged = hits.into_iter().filter_map(|hit| {
        let accession = hit.accession.filter(|accession| person.sees(*accession, hit.access))?;
        let seen = (hit.page, accession, hit.access);
        Some((hit, seen))
    });
    judged.unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_named() {
        let asked = |name: &str, born: &str| {
            let (name, born) = (name.to_owned(), born.to_owned());
            mistake(&Asked { name, born, ..Asked::default() }.person())
        };
        assert_eq!(asked("", ""), Some("find-refused-nothing"));
        assert_eq!(asked("", "1985"), Some("find-refused-nothing"));
        assert_eq!(asked("سمير", "long ago"), Some("find-refused-born"));
        assert_eq!(asked(&"س".repeat(500), ""), Some("find-refused-long"));
        assert_eq!(asked("سمير", "about 1985"), None);
    }

    #[test]
    fn the_family_name_is_the_end_of_the_name() {
        let (name, family) = (" سمير ".to_owned(), "الزعتر".to_owned());
        let asked = Asked { name, family, ..Asked::default() };
        assert_eq!(asked.person().name.as_deref(), Some("سمير الزعتر"));
        assert_eq!(Asked::default().person(), AskedPerson::default());
    }
}
