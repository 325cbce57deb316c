//! What others say of the log: who cosigned which of its heads and when, which authorities stamped them, and, where it
//! happened, the proof that the log has told two histories.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;
use sijill_attest::witnessed;
use sijill_storage::{Ledger, SignedHead};
use sijill_translog::{Checkpoint, Note};

use crate::error::Failure;
use crate::page::{self, Page};
use crate::site::{App, apart};
use crate::visit::Visit;
use crate::words::Language;

/// How many heads a page has.
const HEADS: usize = 50;

/// A witness's or an authority's word.
struct Said {
    by: String,
    at: String,
}

/// A head of the log.
struct Head {
    size: u64,
    root: String,
    /// When its last event was recorded.
    at: String,
    cosigned: Vec<Said>,
    is_enough: bool,
    stamped: Vec<Said>,
    /// What is kept and does not hold, in words.
    bad: Vec<String>,
}

/// Two heads that cannot both be true.
struct Fork {
    what: String,
    ours: String,
    theirs: String,
}

/// What is shown, read at one time.
struct Shown {
    heads: Vec<Head>,
    forks: Vec<Fork>,
    next: Option<u64>,
}

#[derive(Template)]
#[template(path = "witnesses/page.html")]
struct WitnessesPage {
    page: Page,
    heads: Vec<Head>,
    forks: Vec<Fork>,
    next: Option<u64>,
}

/// Where the list goes on.
#[derive(Debug, Deserialize)]
pub(crate) struct Before {
    #[serde(default)]
    before: Option<u64>,
}

/// The newest heads with what others say of them.
pub(crate) async fn page(
    State(app): State<App>,
    visit: Visit,
    Query(from): Query<Before>,
) -> Result<Response, Failure> {
    let language = visit.language;
    let Shown { heads, forks, next } = apart(move || shown(&app, from.before, language)).await?;
    page::show(&WitnessesPage { page: Page::of(&visit), heads, forks, next })
}

fn shown(app: &App, before: Option<u64>, language: Language) -> Result<Shown, Failure> {
    let ledger = app.archive.ledger()?;
    let all = ledger.checkpoints()?;
    let mut newest = all.iter().rev().filter(|head| before.is_none_or(|size| head.size < size));
    let mut heads = Vec::new();
    for signed in newest.by_ref().take(HEADS) {
        heads.push(head(app, &ledger, signed, language)?);
    }
    let next = heads.last().filter(|_| newest.next().is_some()).map(|last| last.size);
    let forks = ledger.fork_evidence()?.into_iter().map(|fork| Fork {
        what: fork.what,
        ours: String::from_utf8_lossy(&fork.ours).into_owned(),
        theirs: String::from_utf8_lossy(&fork.theirs).into_owned(),
    });
    Ok(Shown { heads, forks: forks.collect(), next })
}

fn head(
    app: &App,
    ledger: &Ledger,
    signed: &SignedHead,
    language: Language,
) -> Result<Head, Failure> {
    let note = Note::parse(&signed.note).ok();
    let read = note.and_then(|note| Checkpoint::parse(note.text()).ok());
    let root = read.map_or_else(String::new, |head| head.root.to_string());
    let last = signed.size.checked_sub(1).map(|last| ledger.event(last)).transpose()?;
    let mut bad = Vec::new();
    let (mut cosigned, mut is_enough) = (Vec::new(), false);
    if !ledger.cosignatures(signed.size)?.is_empty() {
        match witnessed(&app.archive, signed.size) {
            Ok(judged) => {
                let at =
                    |at: u64| i64::try_from(at).ok().and_then(|at| Timestamp::from_second(at).ok());
                let said = judged.by.into_iter().map(|by| Said {
                    at: at(by.at).map(|at| language.minute(at)).unwrap_or_default(),
                    by: by.witness,
                });
                cosigned.extend(said);
                is_enough = judged.quorum_met;
            }
            Err(error) => bad.push(error.to_string()),
        }
    }
    let mut stamped = Vec::new();
    for token in ledger.tokens(signed.size)? {
        match ledger.series(&token)? {
            Ok(series) => {
                let stamp = series.last();
                let at = language.minute(stamp.time());
                stamped.push(Said { by: stamp.signer().subject.clone(), at });
            }
            Err(what) => bad.push(what),
        }
    }
    let at = last.map(|event| language.minute(event.at)).unwrap_or_default();
    Ok(Head { size: signed.size, root, at, cosigned, is_enough, stamped, bad })
}
