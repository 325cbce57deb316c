//! An accession begins: what the team states, in a form that asks for what `accession.toml` has.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use sijill_accounts::Right;
use sijill_ingest::Stated;
use sijill_schema::{AccessLevel, AccessionId};

use crate::error::Failure;
use crate::page::{self, Page};
use crate::site::{App, apart};
use crate::visit::{Visit, Visitor};

/// The fields of one line: name in the form, word.
const WHAT: &[(&str, &str)] = &[
    ("title", "desk-new-name"),
    ("reference", "desk-new-reference"),
    ("taken_over", "desk-new-taken-over"),
];
const PLACE: &[(&str, &str)] = &[
    ("site", "desk-new-site"),
    ("building", "desk-new-building"),
    ("floor", "desk-new-floor"),
    ("room", "desk-new-room"),
    ("cabinet", "desk-new-cabinet"),
    ("shelf", "desk-new-shelf"),
    ("box", "desk-new-box"),
];
const CUSTODY: &[(&str, &str)] = &[
    ("given_by", "desk-new-given-by"),
    ("basis", "desk-new-basis"),
    ("gave_over", "desk-new-gave-over"),
    ("received", "desk-new-received"),
    ("holder", "desk-new-holder"),
    ("holder_source", "desk-new-holder-source"),
    ("gap", "desk-new-gap"),
];

/// Who may see it: name in the form, word, level.
const LEVELS: &[(&str, &str, AccessLevel)] = &[
    ("confidential", "desk-confidential", AccessLevel::Confidential),
    ("restricted", "desk-restricted", AccessLevel::Restricted),
    ("open", "desk-open-level", AccessLevel::Open),
];

/// What can harm: name in the form, word.
const FLAGS: &[(&str, &str)] = &[
    ("minors", "desk-flag-minors"),
    ("sexual-violence", "desk-flag-sexual-violence"),
    ("medical", "desk-flag-medical"),
    ("informants", "desk-flag-informants"),
    ("bodies", "desk-flag-bodies"),
];

/// A part of the form: heading and fields.
struct Part {
    heading: &'static str,
    fields: &'static [(&'static str, &'static str)],
}

#[derive(Template)]
#[template(path = "desk/new.html")]
struct BeginPage {
    page: Page,
    parts: [Part; 3],
    levels: Vec<(&'static str, &'static str)>,
    flags: &'static [(&'static str, &'static str)],
}

/// The form as it is sent.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(flatten)]
    stated: Stated,
    #[serde(rename = "flag-minors")]
    minors: Option<String>,
    #[serde(rename = "flag-sexual-violence")]
    sexual_violence: Option<String>,
    #[serde(rename = "flag-medical")]
    medical: Option<String>,
    #[serde(rename = "flag-informants")]
    informants: Option<String>,
    #[serde(rename = "flag-bodies")]
    bodies: Option<String>,
}

impl Asked {
    fn stated(self) -> Stated {
        let ticked =
            [self.minors, self.sexual_violence, self.medical, self.informants, self.bodies];
        let named = FLAGS.iter().zip(ticked).filter(|(_, ticked)| ticked.is_some());
        let flags: Vec<_> = named.map(|((name, _), _)| *name).collect();
        Stated { flags: flags.join(" "), ..self.stated }
    }
}

/// Whether the person may take in records of this level that belong to no accession yet.
fn may_begin(visitor: &Visitor, level: AccessLevel) -> bool {
    // No grant for one accession holds for one that does not exist.
    visitor.person.may_with(Right::Upload, AccessionId::new(), level)
}

/// The form.
pub(crate) async fn begin_page(visit: Visit) -> Result<Response, Failure> {
    let visitor = visit.person()?;
    let levels = LEVELS.iter().filter(|(_, _, level)| may_begin(visitor, *level));
    let levels: Vec<_> = levels.map(|(name, word, _)| (*name, *word)).collect();
    if levels.is_empty() {
        return Err(Failure::NotAllowed);
    }
    let parts = [
        Part { heading: "desk-new-what", fields: WHAT },
        Part { heading: "desk-new-where", fields: PLACE },
        Part { heading: "desk-new-custody", fields: CUSTODY },
    ];
    page::show(&BeginPage { page: Page::of(&visit), parts, levels, flags: FLAGS })
}

/// Begins the accession.
pub(crate) async fn begin(
    State(app): State<App>,
    visit: Visit,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    let visitor = visit.person()?.clone();
    let stated = asked.stated();
    let level = LEVELS.iter().find(|(name, _, _)| *name == stated.access);
    let level = level.map_or(AccessLevel::Confidential, |(_, _, level)| *level);
    if !may_begin(&visitor, level) {
        return Err(Failure::NotAllowed);
    }
    let statement = stated.statement()?;
    let begun = apart(move || {
        app.write(&visitor.keys, |writer| Ok(sijill_ingest::begin(writer, &statement)?))
    });
    let accession = begun.await?;
    Ok(Redirect::to(&format!("/desk/accession/{accession}")).into_response())
}
