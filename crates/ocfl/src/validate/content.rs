//! The stored files: each is in the manifest, each file of the manifest is there, and each has
//! every digest that any inventory of the object gives it (§3.3.1, §3.5.2, §3.5.4).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::inventory::Inventory;
use crate::digest::{self, Algorithm};
use crate::report::{Log, shown};

/// The content paths of the files that are there. Only plain files, reached without following a
/// link.
pub(super) struct Stored(BTreeSet<String>);

impl Stored {
    /// Looks through the content folder of each version.
    pub(super) fn walk(object: &Path, root: &Inventory, log: &mut Log<'_>) -> Self {
        let mut stored = Self(BTreeSet::new());
        for version in &root.versions {
            let base = format!("{}/{}", version.name, root.content_directory());
            stored.walk_version(object, &base, log);
        }
        stored
    }

    fn walk_version(&mut self, object: &Path, base: &str, log: &mut Log<'_>) {
        // A version that is a link is reported elsewhere; nothing may walk through it.
        let parent = object.join(base.split('/').next().unwrap_or_default());
        let folder = object.join(base);
        if !is_real_folder(&parent) || !is_real_folder(&folder) {
            return;
        }
        let before = self.0.len();
        for entry in WalkDir::new(&folder).min_depth(1) {
            match entry {
                Ok(entry) => self.visit(&entry, &folder, base, log),
                Err(error) => log.error("E092", format_args!("cannot read the content: {error}")),
            }
        }
        if self.0.len() == before {
            log.warn("W003", format_args!("{} holds no file", shown(base)));
        }
    }

    fn visit(&mut self, entry: &DirEntry, folder: &Path, base: &str, log: &mut Log<'_>) {
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts = relative.components().map(|part| part.as_os_str().to_str());
        let Some(parts) = parts.collect::<Option<Vec<_>>>() else {
            let name = relative.to_string_lossy();
            return log.error("E023", format_args!("{} is a name outside UTF-8", shown(&name)));
        };
        let path = format!("{base}/{}", parts.join("/"));
        if entry.file_type().is_file() {
            self.0.insert(path);
        } else if !entry.file_type().is_dir() {
            log.error("E090", format_args!("{} is a link or no plain file", shown(&path)));
        } else if is_empty(entry.path()) {
            log.error("E024", format_args!("{} is an empty folder", shown(&path)));
        }
    }

    /// Reports the files that an inventory, whose versions they belong to, does not list.
    pub(super) fn compare(&self, inventory: &Inventory, log: &mut Log<'_>) {
        let versions = inventory.version_names();
        for path in &self.0 {
            let version = path.split('/').next().unwrap_or_default();
            if versions.contains(version) && !inventory.manifest.by_path.contains_key(path) {
                log.error("E023", format_args!("{} is not in the manifest", shown(path)));
            }
        }
    }
}

fn is_real_folder(path: &Path) -> bool {
    fs_err::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

fn is_empty(path: &Path) -> bool {
    fs_err::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

/// Every digest that an inventory gives each content path, with the code for when it is wrong.
#[derive(Default)]
pub(super) struct Expected(BTreeMap<String, BTreeSet<Expectation>>);

type Expectation = (Algorithm, String, &'static str);

impl Expected {
    /// Takes up what an inventory says: E092 is the manifest's code, E093 the fixity block's.
    pub(super) fn add(&mut self, inventory: &Inventory) {
        if let Some(algorithm) = inventory.algorithm {
            for (path, digest) in &inventory.manifest.by_path {
                self.insert(path, (algorithm, digest.clone(), "E092"));
            }
        }
        for claim in &inventory.fixity {
            self.insert(&claim.path, (claim.algorithm, claim.digest.clone(), "E093"));
        }
    }

    fn insert(&mut self, path: &str, expectation: Expectation) {
        match self.0.get_mut(path) {
            Some(expectations) => _ = expectations.insert(expectation),
            None => _ = self.0.insert(path.to_owned(), BTreeSet::from([expectation])),
        }
    }

    /// Reads every file once and compares.
    pub(super) fn check(&self, object: &Path, stored: &Stored, log: &mut Log<'_>) {
        for (path, expectations) in &self.0 {
            let digests = if stored.0.contains(path) {
                digests(&object.join(path), expectations)
            } else {
                Err("the file is not there".to_owned())
            };
            compare(path, expectations, &digests, log);
        }
    }
}

type Digests = BTreeMap<Algorithm, String>;

fn digests(file: &Path, expectations: &BTreeSet<Expectation>) -> Result<Digests, String> {
    let algorithms: BTreeSet<_> = expectations.iter().map(|(algorithm, ..)| *algorithm).collect();
    let algorithms: Vec<_> = algorithms.into_iter().collect();
    let digests = fs_err::File::open(file).and_then(|file| digest::of_reader(file, &algorithms));
    Ok(algorithms.into_iter().zip(digests.map_err(|error| error.to_string())?).collect())
}

fn compare(
    path: &str,
    expectations: &BTreeSet<Expectation>,
    digests: &Result<Digests, String>,
    log: &mut Log<'_>,
) {
    for (algorithm, digest, code) in expectations {
        match digests {
            Ok(digests) if digests.get(algorithm) == Some(digest) => {}
            Ok(_) => {
                let detail = format_args!("{} does not have its {algorithm:?} digest", shown(path));
                log.error(code, detail);
            }
            Err(reason) => log.error(code, format_args!("{}: {reason}", shown(path))),
        }
    }
}
