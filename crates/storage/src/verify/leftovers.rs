//! What no event explains: in `objects/` a problem, in staging merely not acknowledged.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use sijill_ocfl::{OBJECT_DECLARATION, root_files};
use sijill_schema::ItemId;
use walkdir::WalkDir;

use super::files::kind_of;
use super::items::ExpectedItem;
use super::objects::Checker;
use super::{Problem, ProblemKind};

impl Checker<'_> {
    /// What no event explains: in `objects/` a problem, in staging merely not acknowledged.
    pub fn leftovers(&self, sealed: &HashSet<ItemId>, open: &[ExpectedItem]) {
        self.unexpected_objects(sealed);
        let acknowledged: u64 = open.iter().map(|item| item.files.len() as u64).sum();
        let mut staged = 0;
        for entry in WalkDir::new(self.archive.layout.staging()).min_depth(4) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => {
                    staged += u64::from(!is_of_sealed(
                        &self.archive.layout.staging(),
                        entry.path(),
                        sealed,
                    ))
                }
                Err(error) => self.findings.problem(
                    Problem::new(ProblemKind::Unreadable, error.to_string()).path("staging"),
                ),
            }
        }
        self.findings.update(|report| report.unacknowledged = staged.saturating_sub(acknowledged));
    }

    fn unexpected_objects(&self, sealed: &HashSet<ItemId>) {
        let root = self.archive.layout.objects();
        let mut known: HashSet<PathBuf> = HashSet::new();
        for (name, bytes) in root_files() {
            let path = root.join(name);
            match fs_err::read(&path) {
                Ok(found) if found == bytes => {}
                Ok(_) => self.at(
                    &path,
                    Problem::new(ProblemKind::Altered, "the storage root's own file was altered"),
                ),
                Err(error) => self.at(&path, Problem::new(kind_of(&error), error.to_string())),
            }
            known.insert(path);
        }
        let mut walk = WalkDir::new(&root).min_depth(1).into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.at(&root, Problem::new(ProblemKind::Unreadable, error.to_string()));
                    continue;
                }
            };
            if self.is_object_of(entry.path(), sealed) {
                walk.skip_current_dir();
            } else if entry.file_type().is_dir() && entry.path().join(OBJECT_DECLARATION.0).exists()
            {
                let what = "no event explains this object";
                self.at(entry.path(), Problem::new(ProblemKind::Unexpected, what));
                walk.skip_current_dir();
            } else if !entry.file_type().is_dir() && !known.contains(entry.path()) {
                self.at(
                    entry.path(),
                    Problem::new(ProblemKind::Unexpected, "no event explains this file"),
                );
            }
        }
    }

    fn is_object_of(&self, folder: &Path, sealed: &HashSet<ItemId>) -> bool {
        let name = folder.file_name().and_then(|name| name.to_str());
        let id = name.and_then(|name| name.strip_prefix("urn%3auuid%3a")?.parse::<ItemId>().ok());
        id.is_some_and(|id| sealed.contains(&id) && self.archive.layout.object(id) == folder)
    }
}

/// Whether a staged file belongs to an item that is sealed and only waits to be renamed.
fn is_of_sealed(staging: &Path, path: &Path, sealed: &HashSet<ItemId>) -> bool {
    let first = path.strip_prefix(staging).ok().and_then(|path| path.components().next());
    let id = first.and_then(|part| part.as_os_str().to_str()?.parse::<ItemId>().ok());
    id.is_some_and(|id| sealed.contains(&id))
}
