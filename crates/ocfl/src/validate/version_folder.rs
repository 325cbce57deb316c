//! What may lie directly in a version's folder (§3.3): the inventory as it was, and the content
//! folder.

use super::folder::Folder;
use super::object_root::links;
use crate::INVENTORY;
use crate::report::{Log, shown};

/// Checks the entries of a version's folder, given the names of its content folder and its sidecar.
/// Without the latter, when the inventory could not be read, any sidecar passes.
pub(super) fn check(
    folder: &Folder,
    content_directory: &str,
    sidecar: Option<&str>,
    log: &mut Log<'_>,
) {
    links(folder, log);
    let has_inventory = folder.has_file(INVENTORY);
    let is_sidecar = |name: &str| {
        has_inventory && sidecar.map_or(name.starts_with(INVENTORY), |sidecar| name == sidecar)
    };
    for name in folder.files().filter(|name| *name != INVENTORY && !is_sidecar(name)) {
        log.error("E015", format_args!("the file {} does not belong here", shown(name)));
    }
    for name in folder.folders().filter(|name| *name != content_directory) {
        log.warn("W002", format_args!("the folder {} is not for content", shown(name)));
    }
}
