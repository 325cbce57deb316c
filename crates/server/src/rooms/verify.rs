//! Verification: a check of the whole archive is begun here, goes on in the background, and its result is told in words;
//! below stands what earlier checks found, as the ledger has it.

use std::sync::atomic::Ordering;

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use sijill_schema::{Act, AgentId};
use sijill_storage::verify::{ProblemKind, Report};

use crate::check;
use crate::chore::Standing;
use crate::error::Failure;
use crate::page::{self, Page};
use crate::schedule::{self, CHOICES, Schedule};
use crate::site::{App, apart};
use crate::visit::Visit;
use crate::words::Language;

/// How many earlier checks a page has, and among how many events they are looked for.
const CHECKS: usize = 50;
const EVENTS: u64 = 20_000;

/// How many problems are shown; the command line prints all of them.
const PROBLEMS: usize = 50;

/// A check that runs.
struct Running {
    since: String,
    total: u64,
    events: u64,
    files: u64,
}

/// Something that is wrong.
struct Bad {
    kind: &'static str,
    detail: String,
    path: Option<String>,
    event: Option<u64>,
}

/// The check that ended last.
struct Last {
    at: String,
    failed: Option<String>,
    unrecorded: Option<String>,
    report: Option<Report>,
    problems: u64,
    bad: Vec<Bad>,
}

/// An earlier check, as the ledger has it.
struct Earlier {
    at: String,
    by: AgentId,
    first: u64,
    items: u64,
    files: u64,
    problems: u64,
}

#[derive(Template)]
#[template(path = "verify/page.html")]
struct VerifyPage {
    page: Page,
    running: Option<Running>,
    last: Option<Last>,
    earlier: Vec<Earlier>,
    next: Option<u64>,
    /// After how many days a check is made by itself, and when the next is due.
    days: u16,
    due: Option<String>,
}

/// Where the list goes on.
#[derive(Debug, Deserialize)]
pub(crate) struct Before {
    #[serde(default)]
    before: Option<u64>,
}

/// What is asked for.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    record: Option<String>,
}

/// How often.
#[derive(Debug, Deserialize)]
pub(crate) struct Chosen {
    days: u16,
}

/// How it stands, and what was found before.
pub(crate) async fn page(
    State(app): State<App>,
    visit: Visit,
    Query(from): Query<Before>,
) -> Result<Response, Failure> {
    let language = visit.language;
    let standing = app.work.checks.standing();
    let schedule = Schedule::of(&app);
    let (days, due) = (schedule.days, schedule.next().map(|next| language.minute(next)));
    let (earlier, next) = apart(move || earlier(&app, from.before, language)).await?;
    let (mut running, mut last) = (None, None);
    match standing {
        Standing::Never => {}
        Standing::Running(counts) => {
            running = Some(Running {
                since: language.minute(counts.since),
                total: counts.total.load(Ordering::Relaxed),
                events: counts.events.load(Ordering::Relaxed),
                files: counts.files.load(Ordering::Relaxed),
            });
        }
        Standing::Ended(ended) => {
            let report = ended.report.as_ref().ok().cloned();
            let problems = report.iter().flat_map(|report| &report.problems).take(PROBLEMS);
            let bad = problems.map(|problem| Bad {
                kind: word(problem.kind),
                detail: problem.detail.clone(),
                path: problem.path.clone(),
                event: problem.event,
            });
            last = Some(Last {
                at: language.minute(ended.at),
                failed: ended.report.as_ref().err().cloned(),
                unrecorded: ended.unrecorded.clone(),
                bad: bad.collect(),
                problems: report.as_ref().map_or(0, |report| report.problems.len() as u64),
                report,
            });
        }
    }
    page::show(&VerifyPage { page: Page::of(&visit), running, last, earlier, next, days, due })
}

const fn word(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Altered => "verify-altered",
        ProblemKind::Missing => "verify-missing",
        ProblemKind::Unexpected => "verify-unexpected",
        ProblemKind::Unreadable => "verify-unreadable",
        ProblemKind::LedgerRow => "verify-ledger-row",
        ProblemKind::LedgerTree => "verify-ledger-tree",
        ProblemKind::Checkpoint => "verify-checkpoint",
        ProblemKind::Signature => "verify-signature",
        ProblemKind::Rollback => "verify-rollback",
        ProblemKind::Fork => "verify-fork",
        ProblemKind::Cosignature => "verify-cosignature",
        ProblemKind::Timestamp => "verify-timestamp",
        ProblemKind::Catalogue => "verify-catalogue",
    }
}

/// The checks that the ledger records, the newest first. One check records an event for each item, one after another.
fn earlier(
    app: &App,
    before: Option<u64>,
    language: Language,
) -> Result<(Vec<Earlier>, Option<u64>), Failure> {
    let ledger = app.archive.ledger()?;
    let end = before.unwrap_or(u64::MAX).min(ledger.size()?);
    let start = end.saturating_sub(EVENTS);
    let (mut found, mut open): (Vec<Earlier>, bool) = (Vec::new(), false);
    for seq in (start..end).rev() {
        let event = ledger.event(seq)?;
        let Act::FixityChecked(fixity) = event.act else {
            open = false;
            continue;
        };
        let goes_on = open && found.last().is_some_and(|check| check.by == event.agent);
        if let Some(check) = found.last_mut().filter(|_| goes_on) {
            check.first = seq;
            check.items += 1;
            check.files += fixity.files;
            check.problems += fixity.problems;
        } else if found.len() == CHECKS {
            return Ok((found, Some(seq.saturating_add(1))));
        } else {
            found.push(Earlier {
                at: language.minute(event.at),
                by: event.agent,
                first: seq,
                items: 1,
                files: fixity.files,
                problems: fixity.problems,
            });
        }
        open = true;
    }
    Ok((found, (start > 0).then_some(start)))
}

/// Begins a check.
pub(crate) async fn begin(
    State(app): State<App>,
    visit: Visit,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    let keys = visit.person()?.keys.clone();
    check::begin(&app, asked.record.map(|_| keys))?;
    Ok(Redirect::to("/verify").into_response())
}

/// Chooses how often a check is made by itself.
pub(crate) async fn schedule(
    State(app): State<App>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Failure> {
    apart(move || schedule::choose(&app, chosen.days)).await?;
    Ok(Redirect::to("/verify").into_response())
}
