//! The manifest: every stored file and its digest (§3.5.2).

use std::collections::{BTreeMap, BTreeSet};

use super::inventory::Inventory;
use super::json::Object;
use super::paths::{conflicts, has_odd_part, has_outer_slash};
use crate::report::{Log, shown};

/// The manifest of an inventory.
#[derive(Default)]
pub(super) struct Manifest {
    /// The digest of each content path, in lower case.
    pub(super) by_path: BTreeMap<String, String>,
    /// The digests as written: states must write them the same way.
    pub(super) digests: BTreeSet<String>,
}

/// Checks the manifest block. Content paths that break a rule are left out.
pub(super) fn check(object: &Object, inventory: &Inventory, log: &mut Log<'_>) -> Manifest {
    let Some(block) = object.get("manifest") else {
        log.error("E041", "there is no manifest");
        return Manifest::default();
    };
    let Some(block) = block.object() else {
        log.error("E041", "manifest is not a JSON object");
        return Manifest::default();
    };
    digests(block, inventory, log);
    let paths = listed(block, log);
    let (versions, folder) = (inventory.version_names(), inventory.content_directory());
    let good = |(path, _): &(&str, _)| is_content_path(path, &versions, folder, log);
    let paths: Vec<_> = paths.into_iter().filter(good).collect();
    for path in conflicts(paths.iter().map(|(path, _)| *path)) {
        log.error("E101", format_args!("content path {} is also another's", shown(path)));
    }
    let by_path = paths.into_iter().map(|(path, digest)| (path.to_owned(), digest)).collect();
    Manifest { by_path, digests: block.keys().cloned().collect() }
}

fn digests(block: &Object, inventory: &Inventory, log: &mut Log<'_>) {
    let mut seen = BTreeSet::new();
    for digest in block.keys() {
        if inventory.algorithm.is_some_and(|algorithm| !algorithm.fits(digest)) {
            let name = &inventory.algorithm_name;
            log.error("E025", format_args!("{} is not a {name} digest", shown(digest)));
        }
        if !seen.insert(digest.to_ascii_lowercase()) {
            log.error("E096", format_args!("{} is listed twice", shown(digest)));
        }
    }
}

fn listed<'a>(block: &'a Object, log: &mut Log<'_>) -> Vec<(&'a str, String)> {
    let mut listed = Vec::new();
    for (digest, paths) in block {
        match paths.texts() {
            Some(paths) => {
                listed.extend(paths.into_iter().map(|path| (path, digest.to_ascii_lowercase())));
            }
            None => log.error("E092", format_args!("{} has no list of paths", shown(digest))),
        }
    }
    listed
}

fn is_content_path(
    path: &str,
    versions: &BTreeSet<&str>,
    content_directory: &str,
    log: &mut Log<'_>,
) -> bool {
    if !is_safe(path, log) {
        return false;
    }
    let parts: Vec<_> = path.splitn(3, '/').collect();
    let [version, folder, _] = parts[..] else { return outside(path, log) };
    if !versions.contains(version) || folder != content_directory {
        return outside(path, log);
    }
    true
}

fn outside(path: &str, log: &mut Log<'_>) -> bool {
    log.error("E042", format_args!("{} is not in a version's content folder", shown(path)));
    false
}

/// Checks what holds for content paths wherever they stand.
pub(super) fn is_safe(path: &str, log: &mut Log<'_>) -> bool {
    if has_outer_slash(path) {
        log.error("E100", format_args!("content path {} begins or ends with /", shown(path)));
        return false;
    }
    if has_odd_part(path) {
        log.error("E099", format_args!("content path {} has an odd part", shown(path)));
        return false;
    }
    true
}
