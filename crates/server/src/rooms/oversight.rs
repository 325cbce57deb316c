//! Oversight: who read what, under which case, and who read unusually much.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::tz::TimeZone;
use serde::Deserialize;
use sijill_accounts::READS_A_DAY;
use sijill_schema::{AgentId, PageId};

use crate::error::Failure;
use crate::page::{self, Page};
use crate::paging::ROWS;
use crate::site::{App, apart};
use crate::visit::Visit;

/// From this part of the limit on, a day's sum is shown as an alarm.
const MUCH: u32 = READS_A_DAY / 2;

/// How many of the newest readings the sums are made of.
const COUNTED: u32 = 20_000;

/// A reading as the list shows it.
struct Row {
    number: u64,
    at: String,
    by: String,
    page: PageId,
    case: Option<String>,
}

/// How much one person read on one day.
struct Sum {
    day: String,
    by: String,
    pages: u64,
    is_alarm: bool,
}

#[derive(Template)]
#[template(path = "oversight.html")]
struct Oversight {
    page: Page,
    sums: Vec<Sum>,
    rows: Vec<Row>,
    limit: u64,
    /// The list goes on before this number.
    before: Option<u64>,
}

/// Where the list begins.
#[derive(Deserialize)]
pub(crate) struct From {
    page: Option<u64>,
}

/// Who read what. `?page=N` shows what was read before the reading of that number.
pub(crate) async fn page(
    State(app): State<App>,
    visit: Visit,
    Query(from): Query<From>,
) -> Result<Response, Failure> {
    apart(move || {
        let accounts = app.accounts.list()?;
        let called = |person: AgentId| {
            let account = accounts.iter().find(|account| account.person == person);
            account.map_or_else(|| person.to_string(), |account| account.handle.clone())
        };
        let readings = app.archive.readings()?;
        let newest = |before, most| match &readings {
            Some(readings) => readings.before(before, most),
            None => Ok(Vec::new()),
        };
        let mut days = BTreeMap::<_, u64>::new();
        for row in newest(None, COUNTED)? {
            let day = row.reading.at.to_zoned(TimeZone::system()).date();
            *days.entry((day, row.reading.by)).or_default() += 1;
        }
        let sums = days.into_iter().rev().map(|((day, by), pages)| Sum {
            day: visit.language.date(day),
            by: called(by),
            pages,
            is_alarm: pages >= u64::from(MUCH),
        });
        let sums = sums.take(ROWS).collect();
        let rows: Vec<_> = newest(from.page, ROWS as u32)?
            .into_iter()
            .map(|row| Row {
                number: row.number,
                at: visit.language.minute(row.reading.at),
                by: called(row.reading.by),
                page: row.reading.page,
                case: row.reading.case,
            })
            .collect();
        let before = rows.last().map(|row| row.number).filter(|number| *number > 1);
        let limit = u64::from(READS_A_DAY);
        page::show(&Oversight { page: Page::of(&visit), sums, rows, limit, before })
    })
    .await
}
