//! What is to be taken in: the folders and files named on the command line, walked in a stable order.
//!
//! In each folder the files come first, then the folders, both in the order of their names' bytes; so the files
//! of one folder follow one another. Symbolic links are reported and never followed.

use std::fs::Metadata;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use sijill_schema::OriginalPath;
use walkdir::{DirEntry, WalkDir};

use crate::error::{IngestError, SourceProblem, SourceProblemKind, missing_or};

/// The folders and files to take in.
#[derive(Debug, Clone)]
pub(crate) struct Sources {
    roots: Vec<Root>,
}

#[derive(Debug, Clone)]
struct Root {
    path: PathBuf,
    /// What stands before every path below this root; empty when it is the only folder.
    prefix: PathBuf,
}

/// A regular file that was found.
#[derive(Debug, Clone)]
pub(crate) struct SourceFile {
    /// Where it is now.
    pub path: PathBuf,
    /// Its path below the source.
    pub relative: PathBuf,
    /// Its size and times when it was found.
    pub metadata: Metadata,
    /// Whether it was named on the command line itself: then it is an item of its own.
    pub named: bool,
}

/// What the walk comes across.
pub(crate) enum Found {
    File(SourceFile),
    Problem(SourceProblem),
}

impl Sources {
    /// Checks that every path exists and none holds the archive or lies in it.
    pub fn new(paths: &[PathBuf], archive: &Path) -> Result<Self, IngestError> {
        let archive = fs_err::canonicalize(archive)?;
        let mut found = Vec::new();
        for given in paths {
            let path = fs_err::canonicalize(given).map_err(|error| {
                IngestError::refused(given, missing_or(&error), "check the path")
            })?;
            if archive.starts_with(&path) || path.starts_with(&archive) {
                let what = "the archive cannot take itself in";
                return Err(IngestError::refused(
                    given,
                    what,
                    "keep scans and archive in separate folders",
                ));
            }
            found.push(path);
        }
        if let Some((outer, inner)) = overlap(&found) {
            let what =
                format!("stands on the command line twice, the second time in {}", outer.display());
            return Err(IngestError::refused(inner, what, "name every folder and file once"));
        }
        let prefixes = prefixes(&found);
        let roots = found.into_iter().zip(prefixes);
        let roots = roots.map(|(path, prefix)| Root { path, prefix }).collect();
        Ok(Self { roots })
    }

    /// The paths as this machine knows them.
    pub fn paths(&self) -> impl Iterator<Item = OriginalPath> {
        self.roots.iter().map(|root| original(&root.path))
    }

    /// Whether a path below the source exists.
    pub fn contains(&self, relative: &Path) -> bool {
        self.roots
            .iter()
            .any(|root| root.locate(relative).is_some_and(|path| path.symlink_metadata().is_ok()))
    }

    /// Everything, in a stable order, one folder at a time.
    pub fn walk(&self) -> impl Iterator<Item = Found> + use<> {
        self.roots.clone().into_iter().flat_map(|root| {
            WalkDir::new(&root.path)
                .follow_links(false)
                .sort_by(|one, other| sort_key(one).cmp(&sort_key(other)))
                .into_iter()
                .filter_map(move |entry| root.found(entry))
        })
    }
}

/// Two paths of which one holds, or is, the other.
fn overlap(paths: &[PathBuf]) -> Option<(PathBuf, PathBuf)> {
    let mut sorted: Vec<_> = paths.iter().collect();
    // Component by component: whatever lies in a folder comes right after it.
    sorted.sort();
    let pairs = sorted.windows(2).find(|pair| pair[1].starts_with(pair[0]))?;
    Some((pairs[0].clone(), pairs[1].clone()))
}

/// What stands before the paths below each root: nothing for a single folder, else the root's name with as many
/// of the folders around it as tell the roots apart. Two cards that both hold a folder DCIM are two items.
fn prefixes(roots: &[PathBuf]) -> Vec<PathBuf> {
    if let [root] = roots
        && root.is_dir()
    {
        return vec![PathBuf::new()];
    }
    let deepest = roots.iter().map(|root| root.components().count()).max().unwrap_or(1);
    let tails = |count| roots.iter().map(|root| tail(root, count)).collect::<Vec<_>>();
    let distinct = (1..deepest).map(tails).find(|tails| overlap(tails).is_none());
    distinct.unwrap_or_else(|| tails(deepest))
}

/// The last components of an absolute path, never the root itself.
fn tail(path: &Path, count: usize) -> PathBuf {
    let parts: Vec<_> = path.components().skip(1).collect();
    parts[parts.len().saturating_sub(count)..].iter().collect()
}

fn sort_key(entry: &DirEntry) -> (bool, &[u8]) {
    (entry.file_type().is_dir(), entry.file_name().as_bytes())
}

impl Root {
    fn locate(&self, relative: &Path) -> Option<PathBuf> {
        let below = relative.strip_prefix(&self.prefix).ok()?;
        if below.as_os_str().is_empty() {
            Some(self.path.clone())
        } else {
            Some(self.path.join(below))
        }
    }

    fn found(&self, entry: walkdir::Result<DirEntry>) -> Option<Found> {
        let problem = |path: &Path, kind, detail: String| {
            Some(Found::Problem(SourceProblem { kind, path: original(path).display(), detail }))
        };
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(&self.path).to_owned();
                return problem(&path, SourceProblemKind::Unreadable, error.to_string());
            }
        };
        let kind = entry.file_type();
        if kind.is_dir() {
            return None;
        }
        if kind.is_symlink() {
            let target = fs_err::read_link(entry.path())
                .map(|path| original(&path).display())
                .unwrap_or_default();
            return problem(
                entry.path(),
                SourceProblemKind::Symlink,
                format!("a symbolic link to {target}; not followed"),
            );
        }
        if !kind.is_file() {
            return problem(
                entry.path(),
                SourceProblemKind::Special,
                "not a regular file; not opened".to_owned(),
            );
        }
        match entry.metadata() {
            Ok(metadata) => Some(Found::File(SourceFile {
                relative: self.relative(entry.path()),
                named: entry.depth() == 0,
                path: entry.into_path(),
                metadata,
            })),
            Err(error) => problem(entry.path(), SourceProblemKind::Unreadable, error.to_string()),
        }
    }

    fn relative(&self, path: &Path) -> PathBuf {
        match path.strip_prefix(&self.path) {
            Ok(below) if !below.as_os_str().is_empty() => self.prefix.join(below),
            _ => self.prefix.clone(),
        }
    }
}

/// A path as data, byte for byte.
pub(crate) fn original(path: &Path) -> OriginalPath {
    OriginalPath::from_bytes(path.as_os_str().as_bytes())
}
