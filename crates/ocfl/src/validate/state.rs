//! The state of each version: its files under the names they were received by (§3.5.3.1).

use std::collections::{BTreeMap, BTreeSet};

use super::inventory::Inventory;
use super::json::{Json, Object};
use super::manifest::Manifest;
use super::paths::{conflicts, has_odd_part, has_outer_slash};
use crate::report::{Log, shown};

/// Checks the state of every version, and that together they use the whole manifest.
pub(super) fn check(object: &Object, inventory: &mut Inventory, log: &mut Log<'_>) {
    let blocks = object.get("versions").and_then(Json::object);
    for version in &mut inventory.versions {
        let block = blocks.and_then(|blocks| blocks.get(&version.name)).and_then(Json::object);
        let Some(block) = block else { continue };
        version.state = state(block, &inventory.manifest, &mut log.at(&version.name));
    }
    let states = inventory.versions.iter().flat_map(|version| version.state.values());
    let used: BTreeSet<_> = states.collect();
    let listed: BTreeSet<_> = inventory.manifest.by_path.values().collect();
    for digest in listed.difference(&used) {
        log.error("E107", format_args!("{} is used by no version", shown(digest)));
    }
}

fn state(block: &Object, manifest: &Manifest, log: &mut Log<'_>) -> BTreeMap<String, String> {
    let Some(state) = block.get("state") else {
        log.error("E048", "there is no state");
        return BTreeMap::new();
    };
    let Some(state) = state.object() else {
        log.error("E050", "state is not a JSON object");
        return BTreeMap::new();
    };
    let mut listed = Vec::new();
    for (digest, paths) in state {
        let paths = logical_paths(digest, paths, manifest, log);
        listed.extend(paths.into_iter().map(|path| (path, digest.to_ascii_lowercase())));
    }
    for path in conflicts(listed.iter().map(|(path, _)| *path)) {
        log.error("E095", format_args!("logical path {} is also another's", shown(path)));
    }
    listed.into_iter().map(|(path, digest)| (path.to_owned(), digest)).collect()
}

fn logical_paths<'a>(
    digest: &str,
    paths: &'a Json,
    manifest: &Manifest,
    log: &mut Log<'_>,
) -> Vec<&'a str> {
    if !manifest.digests.contains(digest) {
        log.error("E050", format_args!("{} is not in the manifest", shown(digest)));
    }
    let Some(paths) = paths.texts() else {
        log.error("E051", format_args!("{} has no list of paths", shown(digest)));
        return Vec::new();
    };
    paths.into_iter().filter(|path| is_logical_path(path, log)).collect()
}

fn is_logical_path(path: &str, log: &mut Log<'_>) -> bool {
    if has_outer_slash(path) {
        log.error("E053", format_args!("logical path {} begins or ends with /", shown(path)));
        return false;
    }
    if has_odd_part(path) {
        log.error("E052", format_args!("logical path {} has an odd part", shown(path)));
        return false;
    }
    true
}
