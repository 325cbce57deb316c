//! What may lie directly in an object's folder (§3.1), and in its `extensions` folder (§3.9).
//!
//! `logs` and the inside of an extension are not covered by any digest: the specification leaves
//! them to the archive, so nothing that counts may be kept there.

use super::declaration::is_declaration;
use super::folder::Folder;
use super::inventory::Inventory;
use super::sidecar;
use super::versions::number;
use crate::INVENTORY;
use crate::report::{Log, shown};

/// Names registered at <https://ocfl.github.io/extensions/>.
pub(super) const REGISTERED: [&str; 12] = [
    "0001-digest-algorithms",
    "0002-flat-direct-storage-layout",
    "0003-hash-and-id-n-tuple-storage-layout",
    "0004-hashed-n-tuple-storage-layout",
    "0005-mutable-head",
    "0006-flat-omit-prefix-storage-layout",
    "0007-n-tuple-omit-prefix-storage-layout",
    "0008-schema-registry",
    "0009-digest-algorithms",
    "0010-differential-n-tuple-omit-prefix-storage-layout",
    "0011-direct-clean-path-layout",
    "initial",
];

/// Checks the entries of an object's folder.
pub(super) fn check(folder: &Folder, root: &Inventory, log: &mut Log<'_>) {
    links(folder, log);
    let sidecar = sidecar::name(&root.algorithm_name);
    for name in folder.files().filter(|name| !is_declaration(name)) {
        if name != INVENTORY && name != sidecar {
            log.error("E001", format_args!("the file {} does not belong here", shown(name)));
        }
    }
    let versions = root.version_names();
    for name in folder.folders() {
        match name {
            "logs" => {}
            "extensions" => extensions(folder, ("E067", "W013"), log),
            _ if versions.contains(name) => {}
            _ if number(name).is_some() => {
                log.error("E046", format_args!("version {name} is not in the inventory"));
            }
            _ => log.error("E001", format_args!("the folder {} does not belong here", shown(name))),
        }
    }
}

/// Reports entries that are neither files nor folders.
pub(super) fn links(folder: &Folder, log: &mut Log<'_>) {
    for name in folder.others() {
        log.error("E090", format_args!("{} is a link or no plain file", shown(name)));
    }
}

/// Checks a folder `extensions`, of an object or of a storage root: one folder for each registered
/// extension.
pub(super) fn extensions(
    parent: &Folder,
    (not_folder, unregistered): (&str, &str),
    log: &mut Log<'_>,
) {
    let folder = match Folder::list(&parent.path.join("extensions")) {
        Ok(folder) => folder,
        Err(error) => return log.error(not_folder, error),
    };
    for name in folder.files().chain(folder.others()) {
        log.error(not_folder, format_args!("extensions holds {}, no folder", shown(name)));
    }
    for name in folder.folders().filter(|name| !REGISTERED.contains(name)) {
        log.warn(unregistered, format_args!("the extension {} is not registered", shown(name)));
    }
}
