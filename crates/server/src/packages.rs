//! Evidence packages that two people agreed on, made behind the pages. They lie beside the archive until somebody has fetched
//! and removed them: they hold originals, and they are no part of the archive.

use std::path::PathBuf;
use std::sync::Arc;

use sijill_evidence::export::{self, Request};
use sijill_schema::ExportId;
use sijill_storage::verify::Silent;
use sijill_storage::{Export, KeySet, Unlock};

use crate::chore::Chore;
use crate::error::Failure;
use crate::site::{App, Site};

/// The package that is made, or the one that was made last.
pub(crate) type Packages = Chore<ExportId, Made>;

/// How the making ended.
pub(crate) struct Made {
    /// For what.
    pub export: ExportId,
    /// Why there is no package, if there is none.
    pub failed: Option<String>,
}

/// The package that was made of an export, if it still lies there.
pub(crate) fn of(site: &Site, id: ExportId) -> Result<Option<PathBuf>, Failure> {
    let entries = match fs_err::read_dir(folder(site, id)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        entries => entries.map_err(unreadable)?,
    };
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|end| end == "zip") {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Removes the package. What the ledger says of it stays.
pub(crate) fn remove(site: &Site, id: ExportId) -> Result<(), Failure> {
    match fs_err::remove_dir_all(folder(site, id)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(unreadable(error)),
        _ => Ok(()),
    }
}

/// Begins to make a package, unless one is being made.
pub(crate) fn begin(app: &App, keys: Arc<KeySet>, export: Export) -> Result<bool, Failure> {
    let (site, id) = (app.clone(), export.id);
    let failed = move || Made { export: id, failed: Some("the making failed".to_owned()) };
    let work = move |_: &ExportId| Made { export: id, failed: make(&site, &keys, export).err() };
    app.work.packages.begin("package", id, failed, work)
}

fn make(site: &Site, keys: &KeySet, export: Export) -> Result<(), String> {
    let to = folder(site, export.id);
    remove(site, export.id).map_err(|failure| failure.to_string())?;
    let request = Request {
        items: export.proposal.items,
        to: &to,
        case: Some(export.proposal.case),
        since: Vec::new(),
        approved: Some(export.id),
    };
    let mut writer = site.accounts.writer(keys).map_err(|refusal| refusal.to_string())?;
    let unlock = Unlock::Keys { shared: &site.keeper, actor: keys };
    let package = export::export(&mut writer, unlock, &request, &Silent);
    let package = package.map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    // The folder is taken away with an earlier package when it is made again.
    sijill_bag::pack(&package.folder, &package.folder.with_extension("zip"))
        .map_err(|error| error.to_string())?;
    fs_err::remove_dir_all(&package.folder).map_err(|error| error.to_string())
}

fn folder(site: &Site, id: ExportId) -> PathBuf {
    site.surroundings.folder.join("packages").join(id.to_string())
}

fn unreadable(_: std::io::Error) -> Failure {
    Failure::Internal("the folder of packages cannot be used")
}
