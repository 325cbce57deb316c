//! Files are taken in: when the answer is there, each of them is durable, signed and in the ledger.

use askama::Template;
use axum::Json;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use sijill_accounts::Right;
use sijill_ingest::{ItemMark, Taken};
use sijill_schema::{AccessionId, ItemId};

use super::books::{Books, id, level};
use super::upload::receive;
use crate::error::Failure;
use crate::looking;
use crate::page::{self, Page};
use crate::site::{App, apart};
use crate::visit::Visit;

/// A file that is secured.
struct Secured {
    name: String,
    digest: String,
    at: String,
    before: bool,
}

#[derive(Template)]
#[template(path = "desk/secured.html")]
struct SecuredPage {
    page: Page,
    item: ItemId,
    files: Vec<Secured>,
    superseded: bool,
}

/// Takes files of an item in.
pub(crate) async fn take_in(
    State(app): State<App>,
    visit: Visit,
    Path(accession): Path<String>,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, Failure> {
    let (visitor, id) = (visit.person()?.clone(), id::<AccessionId>(&accession)?);
    let (seen, person) = (app.clone(), visitor.clone());
    apart(move || Books::open(&seen.archive)?.accession(id, &person, Right::Upload)).await?;
    let sent = receive(&app, form).await?;
    let item = ItemMark {
        mark: sent.text("mark").to_owned(),
        title: stated(sent.text("title")),
        pages: pages(sent.text("pages"))?,
        notes: stated(sent.text("notes")),
    };
    let taken = apart(move || {
        let books = Books::open(&app.archive)?;
        let path = sijill_schema::OriginalPath::from_bytes(item.mark.as_bytes());
        for row in books.catalogue.items_at(id, &path)? {
            if !visitor.person.may_with(Right::Upload, id, level(&row)) {
                return Err(Failure::NotFound);
            }
        }
        let taken = app.write(&visitor.keys, |writer| {
            Ok(sijill_ingest::hand_in(writer, id, &item, &sent.files)?)
        })?;
        looking::begin(&app, visitor.keys.clone())?;
        Ok(taken)
    });
    told(&visit, &headers, &taken.await?, false)
}

/// Tells what was secured: a page, or JSON for the page's own script.
pub(super) fn told(
    visit: &Visit,
    headers: &HeaderMap,
    taken: &Taken,
    superseded: bool,
) -> Result<Response, Failure> {
    let accepted = headers.get(header::ACCEPT).and_then(|kind| kind.to_str().ok());
    let files = taken.files.iter().map(|file| Secured {
        name: file.name.clone(),
        digest: file.digest.hex(),
        at: visit.language.minute(file.at),
        before: file.before,
    });
    let files: Vec<_> = files.collect();
    if accepted == Some("application/json") {
        let files: Vec<_> = files
            .iter()
            .map(|file| json!({ "name": file.name, "sha256": file.digest, "at": file.at, "before": file.before }))
            .collect();
        return Ok(Json(json!({ "item": taken.item, "files": files })).into_response());
    }
    page::show(&SecuredPage { page: Page::of(visit), item: taken.item, files, superseded })
}

fn stated(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A number of pages, in the digits of either language.
fn pages(text: &str) -> Result<Option<u64>, Failure> {
    if text.is_empty() {
        return Ok(None);
    }
    let latin = text.chars().map(|digit| match digit {
        '٠'..='٩' => char::from(b'0' + u8::try_from(u32::from(digit) - 0x660).unwrap_or(0)),
        other => other,
    });
    let number = latin.collect::<String>().parse().ok();
    number.map(Some).ok_or_else(|| Failure::Refused {
        what: "the number of pages is no number".to_owned(),
        remedy: "write digits only, or leave the field empty".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::pages;

    #[test]
    fn pages_are_counted_in_either_language() {
        assert_eq!(pages("").unwrap(), None);
        assert_eq!((pages("٢٥").unwrap(), pages("25").unwrap()), (Some(25), Some(25)));
        for bad in ["-1", "٢٥ صفحة", "1e3"] {
            assert!(pages(bad).is_err(), "{bad}");
        }
    }
}
