//! What another person approved is made into a package, fetched, and taken away from the server's disk.

use std::io::Read as _;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use futures_util::stream;
use sijill_accounts::Right;
use sijill_schema::ExportId;
use sijill_storage::Unlock;

use super::known::allowed;
use crate::error::Failure;
use crate::packages;
use crate::site::{App, apart};
use crate::visit::Visit;

/// Bytes of a package that are read at a time.
const PIECE: usize = 256 * 1024;

/// Approves what another person proposed.
pub(crate) async fn approve(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    apart(move || {
        let visitor = visit.person()?;
        let export = allowed(&app, &visitor.person, Right::ApproveExport, &id)?;
        app.write(&visitor.keys, |writer| {
            let names = Unlock::Keys { shared: &app.keeper, actor: &visitor.keys };
            Ok(writer.approve_export(export.id, names)?)
        })?;
        Ok(back_to(export.id))
    })
    .await
}

/// Begins to make the package.
pub(crate) async fn make(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    apart(move || {
        let visitor = visit.person()?;
        let export = allowed(&app, &visitor.person, Right::Export, &id)?;
        let id = export.id;
        if export.approved.is_none() {
            return Err(Failure::Refused {
                what: "another person has not approved it yet".to_owned(),
                remedy: "ask somebody who may approve exports to look at it".to_owned(),
            });
        }
        if !packages::begin(&app, visitor.keys.clone(), export)? {
            return Err(Failure::Refused {
                what: "another package is being made just now".to_owned(),
                remedy: "wait until it is there, and ask again".to_owned(),
            });
        }
        Ok(back_to(id))
    })
    .await
}

/// The package, to be kept on a disk of the receiver's.
pub(crate) async fn package(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (file, name) = apart(move || {
        let export = allowed(&app, &visit.person()?.person, Right::Export, &id)?;
        let path = packages::of(&app, export.id)?.ok_or(Failure::NotFound)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let file = fs_err::File::open(&path);
        let file = file.map_err(|_| Failure::Internal("the package cannot be read"))?;
        Ok((file, name.unwrap_or_default()))
    })
    .await?;
    let named = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let named = named.map_err(|_| Failure::Internal("the package has no name"))?;
    let kind = HeaderValue::from_static("application/zip");
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, named)];
    Ok((headers, body(file)).into_response())
}

/// Takes the package away from the server's disk.
pub(crate) async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    apart(move || {
        let export = allowed(&app, &visit.person()?.person, Right::Export, &id)?;
        packages::remove(&app, export.id)?;
        Ok(back_to(export.id))
    })
    .await
}

/// A file, piece by piece.
fn body(file: fs_err::File) -> Body {
    Body::from_stream(stream::try_unfold(file, |mut file| async move {
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = vec![0; PIECE];
            let read = file.read(&mut piece)?;
            piece.truncate(read);
            Ok::<_, std::io::Error>((piece, file))
        });
        let (piece, file) = read.await.map_err(std::io::Error::other)??;
        Ok::<_, std::io::Error>((!piece.is_empty()).then(|| (Bytes::from(piece), file)))
    }))
}

fn back_to(id: ExportId) -> Response {
    Redirect::to(&format!("/exports/{id}")).into_response()
}
