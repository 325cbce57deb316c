//! The inventories in the folders of the versions (§3.7): the latest must be a copy of the
//! object's, an earlier one must tell the same story up to its own version, in whatever digest
//! algorithm.

use std::collections::BTreeMap;

use super::declaration::Spec;
use super::folder::Folder;
use super::inventory::{self, Inventory};
use super::{sidecar, version_folder};
use crate::INVENTORY;
use crate::report::{Log, shown};

/// Checks each version's folder and the inventory in it. Shows each earlier inventory to `visit`
/// and drops it, so that no two are in memory at once.
pub(super) fn check(
    object: &Folder,
    (bytes, root): (&[u8], &Inventory),
    mut visit: impl FnMut(&Inventory, &mut Log<'_>),
    log: &mut Log<'_>,
) {
    let mut newest = None;
    for version in &root.versions {
        let log = &mut log.at(&version.name);
        let Some(folder) = open(object, &version.name, log) else { continue };
        let mut sidecar = Some(sidecar::name(&root.algorithm_name));
        if !folder.has_file(INVENTORY) {
            log.warn("W010", "there is no inventory");
        } else if Some(version.name.as_str()) == root.last() {
            is_copy(&folder, bytes, root, log);
            older_spec(&mut newest, root.spec, log);
        } else {
            let earlier = inventory::read(&folder, log).map(|(_, earlier)| earlier);
            if let Some(earlier) = &earlier {
                agrees(earlier, &version.name, root, log);
                older_spec(&mut newest, earlier.spec, log);
                visit(earlier, log);
            }
            sidecar = earlier.map(|earlier| sidecar::name(&earlier.algorithm_name));
        }
        version_folder::check(&folder, root.content_directory(), sidecar.as_deref(), log);
    }
}

fn open(object: &Folder, version: &str, log: &mut Log<'_>) -> Option<Folder> {
    if !object.has_folder(version) {
        log.error("E010", "there is no folder for this version");
        return None;
    }
    Folder::list(&object.path.join(version)).map_err(|error| log.error("E010", error)).ok()
}

fn is_copy(folder: &Folder, bytes: &[u8], root: &Inventory, log: &mut Log<'_>) {
    let Some(copy) = inventory::read_bytes(folder, log) else { return };
    if copy != bytes {
        log.error("E064", format_args!("this {INVENTORY} is not a copy of the object's"));
    }
    if let Some(algorithm) = root.algorithm {
        sidecar::check(folder, &copy, (algorithm, &root.algorithm_name), log);
    }
}

/// An inventory may not go back to an older version of the specification.
fn older_spec(newest: &mut Option<Spec>, spec: Option<Spec>, log: &mut Log<'_>) {
    if spec.is_some() && spec < *newest {
        log.error("E103", "an earlier version is of a newer specification");
    }
    *newest = spec.max(*newest);
}

/// Compares the inventory of one earlier version with the object's.
fn agrees(earlier: &Inventory, version: &str, root: &Inventory, log: &mut Log<'_>) {
    if earlier.id != root.id {
        log.error("E037", "the id is not the object's");
    }
    if earlier.last() != Some(version) {
        log.error("E040", "this inventory is of another version");
    }
    let set_later = root.content_directory.is_some() && earlier.content_directory.is_none();
    if set_later || earlier.content_directory() != root.content_directory() {
        log.error("E019", "contentDirectory has changed");
    }
    same_versions(earlier, root, log);
}

/// Compares the versions that the earlier inventory knew, one by one.
fn same_versions(earlier: &Inventory, root: &Inventory, log: &mut Log<'_>) {
    let translation = translation(earlier, root, log);
    for (n, version) in earlier.versions.iter().enumerate() {
        let Some(now) = root.versions.get(n).filter(|now| now.name == version.name) else {
            log.error("E066", format_args!("version {} is not the object's", version.name));
            continue;
        };
        if !same_state(&version.state, &now.state, &translation) {
            log.error("E066", format_args!("version {} had another state", version.name));
        }
        if version.about != now.about {
            let detail = format_args!("version {} is described differently", version.name);
            log.warn("W011", detail);
        }
    }
}

/// What the object's inventory calls each digest of the earlier one: they may use different
/// algorithms, but they list the same files.
fn translation<'a>(
    earlier: &'a Inventory,
    root: &'a Inventory,
    log: &mut Log<'_>,
) -> BTreeMap<&'a str, &'a str> {
    let mut translation = BTreeMap::new();
    for (path, digest) in &earlier.manifest.by_path {
        let Some(now) = root.manifest.by_path.get(path) else {
            log.error("E023", format_args!("{} has left the manifest", shown(path)));
            continue;
        };
        let changed = earlier.algorithm == root.algorithm && digest != now;
        let before = translation.insert(digest.as_str(), now.as_str());
        if changed || before.is_some_and(|before| before != now) {
            log.error("E066", format_args!("{} had another digest", shown(path)));
        }
    }
    translation
}

type State = BTreeMap<String, String>;

fn same_state(then: &State, now: &State, translation: &BTreeMap<&str, &str>) -> bool {
    then.len() == now.len()
        && then.iter().all(|(path, digest)| {
            let digest = translation.get(digest.as_str());
            digest.is_some() && now.get(path).map(String::as_str) == digest.copied()
        })
}
