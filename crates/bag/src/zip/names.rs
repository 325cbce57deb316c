//! Names in a ZIP file: below one top folder, once each, and nothing that leaves it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Contents, Extent, Fault, refused};

/// Sorts entries into files and folders below their one top folder.
pub(super) fn sort(entries: impl Iterator<Item = (String, Extent)>) -> Result<Contents, Fault> {
    let mut top: Option<String> = None;
    let (mut files, mut folders) = (BTreeMap::new(), BTreeSet::new());
    for (name, extent) in entries {
        plain(&name)?;
        let (first, below) = name.split_once('/').unwrap_or((&name, ""));
        if !name.contains('/') || top.as_deref().is_some_and(|top| top != first) {
            return refused(format!("{name:?} lies outside the one folder that it should hold"));
        }
        top.get_or_insert_with(|| first.to_owned());
        let is_new = match below.strip_suffix('/') {
            Some(folder) => folders.insert(folder.to_owned()),
            None if below.is_empty() => folders.insert(String::new()),
            None => files.insert(below.to_owned(), extent).is_none(),
        };
        if !is_new {
            return refused(format!("{name:?} stands in it twice"));
        }
    }
    let Some(top) = top else { return refused("it is empty") };
    let around: Vec<_> =
        files.keys().chain(&folders).flat_map(|name| parents(name)).map(str::to_owned).collect();
    folders.extend(around);
    if let Some(name) = folders.iter().find(|name| files.contains_key(*name)) {
        return refused(format!("{name:?} is a file and a folder"));
    }
    folders.remove("");
    Ok(Contents { top, files, folders: folders.into_iter().collect() })
}

/// The folders around a path.
fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(index, _)| &path[..index])
}

/// Refuses what programs that unpack it could understand in different ways.
fn plain(name: &str) -> Result<(), Fault> {
    let parts = name.strip_suffix('/').unwrap_or(name).split('/');
    let is_odd = |part: &str| part.is_empty() || part == "." || part == "..";
    if parts.clone().any(is_odd) || name.contains(['\\', '\0']) {
        return refused(format!("{name:?} is no plain path inside it"));
    }
    Ok(())
}
