//! A storage root (§4): its declaration and layout, and the hierarchy of folders down to the
//! objects.
//!
//! Of the hierarchy only the folders still to visit are in memory, of the objects one at a time.

use std::io;
use std::path::Path;

use super::declaration::{self, ROOT, Spec, is_declaration};
use super::folder::Folder;
use super::layout::{self, Layout};
use super::object;
use super::object_root::{extensions, links};
use crate::report::Log;

/// Deeper than any layout goes; beyond it lies nothing but an attempt to keep the validator busy.
const DEEPEST: usize = 256;

/// Validates the storage root in a folder.
pub(super) fn validate(path: &Path, log: &mut Log<'_>) -> io::Result<()> {
    if !fs_err::metadata(path)?.is_dir() {
        log.error("E069", "this is not a folder");
        return Ok(());
    }
    let folder = Folder::list(path)?;
    let spec = declaration::check(&folder, &ROOT, log);
    // Other files in the root itself must be ignored (E087).
    links(&folder, log);
    if folder.has_folder("extensions") {
        extensions(&folder, ("E086", "W016"), log);
    }
    let layout = layout::check(&folder, log);
    Hierarchy { root: path, spec, layout }.walk(&folder, log);
    Ok(())
}

struct Hierarchy<'a> {
    root: &'a Path,
    spec: Option<Spec>,
    layout: Option<Layout>,
}

impl Hierarchy<'_> {
    fn walk(&self, root: &Folder, log: &mut Log<'_>) {
        let top = root.folders().filter(|name| *name != "extensions");
        let mut waiting: Vec<String> = top.map(str::to_owned).collect();
        waiting.reverse();
        while let Some(place) = waiting.pop() {
            let below = self.visit(&place, &mut log.at(&place));
            waiting.extend(below.into_iter().rev().map(|name| format!("{place}/{name}")));
        }
    }

    /// Judges one folder. Gives the folders in it that are still to visit.
    fn visit(&self, place: &str, log: &mut Log<'_>) -> Vec<String> {
        let folder = match Folder::list(&self.root.join(place)) {
            Ok(folder) => folder,
            Err(error) => {
                log.error("E072", error);
                return Vec::new();
            }
        };
        if folder.files().any(is_declaration) {
            self.object(place, &folder, log);
            return Vec::new();
        }
        links(&folder, log);
        if folder.files().next().is_some() {
            log.error("E072", "there are files here, but no object");
            return Vec::new();
        }
        if folder.entries.is_empty() {
            log.error("E073", "this folder is empty");
        }
        if place.split('/').count() >= DEEPEST {
            log.error("E084", "the folders go on and on without an object");
            return Vec::new();
        }
        folder.folders().map(str::to_owned).collect()
    }

    fn object(&self, place: &str, folder: &Folder, log: &mut Log<'_>) {
        let facts = match object::validate(&folder.path, log) {
            Ok(facts) => facts,
            Err(error) => return log.error("E003", error),
        };
        if facts.spec > self.spec && self.spec.is_some() {
            log.error("E081", "the object is of a newer specification than the root");
        }
        if let (Some(layout), Some(id)) = (&self.layout, facts.id)
            && layout.place(&id) != place
        {
            log.error("E071", "by the root's layout the object with this id lies elsewhere");
        }
    }
}
