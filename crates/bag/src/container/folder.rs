//! What lies in a folder, without following a link.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::{Irregular, IrregularKind};

#[derive(Debug, Default)]
pub(super) struct Listed {
    pub files: BTreeMap<String, u64>,
    pub folders: BTreeSet<String>,
    pub irregular: Vec<Irregular>,
}

/// Lists everything below a folder.
///
/// # Errors
/// If any part of it cannot be read: what was not seen could be anything.
pub(super) fn list(root: &Path) -> io::Result<Listed> {
    let mut listed = Listed::default();
    let mut walk = WalkDir::new(root).min_depth(1).follow_links(false).into_iter();
    while let Some(entry) = walk.next() {
        let entry = entry?;
        let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
        match below.to_str() {
            Some(path) => listed.add(path.to_owned(), &entry)?,
            None => {
                let path = below.to_string_lossy().into_owned();
                listed.irregular.push(Irregular { path, kind: IrregularKind::Name });
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
            }
        }
    }
    listed.irregular.sort();
    Ok(listed)
}

impl Listed {
    fn add(&mut self, path: String, entry: &DirEntry) -> io::Result<()> {
        let kind = entry.file_type();
        if kind.is_dir() {
            self.folders.insert(path);
        } else if kind.is_file() {
            self.files.insert(path, entry.metadata()?.len());
        } else {
            let symlink = kind.is_symlink();
            let kind = if symlink { IrregularKind::Symlink } else { IrregularKind::Special };
            self.irregular.push(Irregular { path, kind });
        }
        Ok(())
    }
}
