//! One folder's entries, and reading its small files. The only place, with `content`, that opens
//! what an untrusted object holds: symbolic links and special files are listed as [`Entry::Other`]
//! and never opened.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What an entry is, without following links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    File,
    Folder,
    /// A symbolic link, a device, a pipe, or a name that is not UTF-8.
    Other,
}

/// A folder and its entries, by name.
pub(super) struct Folder {
    pub(super) path: PathBuf,
    pub(super) entries: BTreeMap<String, Entry>,
}

impl Folder {
    pub(super) fn list(path: &Path) -> io::Result<Self> {
        let mut entries = BTreeMap::new();
        for entry in fs_err::read_dir(path)? {
            let entry = entry?;
            match entry.file_name().into_string() {
                Ok(name) => entries.insert(name, kind(entry.file_type()?)),
                Err(name) => entries.insert(name.to_string_lossy().into_owned(), Entry::Other),
            };
        }
        Ok(Self { path: path.to_owned(), entries })
    }

    /// A folder in this folder, unless it is a link.
    pub(super) fn open(&self, name: &str) -> Option<Self> {
        self.has_folder(name).then(|| Self::list(&self.path.join(name)).ok())?
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        self.named(Entry::File)
    }

    pub(super) fn folders(&self) -> impl Iterator<Item = &str> {
        self.named(Entry::Folder)
    }

    pub(super) fn others(&self) -> impl Iterator<Item = &str> {
        self.named(Entry::Other)
    }

    pub(super) fn has_file(&self, name: &str) -> bool {
        self.entries.get(name) == Some(&Entry::File)
    }

    pub(super) fn has_folder(&self, name: &str) -> bool {
        self.entries.get(name) == Some(&Entry::Folder)
    }

    /// A file of this folder, whole. Refuses one that is longer than `limit`.
    pub(super) fn read(&self, name: &str, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = fs_err::File::open(self.path.join(name))?;
        file.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(io::Error::other(format!("{name} is longer than {limit} bytes")));
        }
        Ok(bytes)
    }

    fn named(&self, wanted: Entry) -> impl Iterator<Item = &str> {
        let entries = self.entries.iter().filter(move |(_, entry)| **entry == wanted);
        entries.map(|(name, _)| name.as_str())
    }
}

fn kind(file_type: std::fs::FileType) -> Entry {
    match (file_type.is_file(), file_type.is_dir()) {
        (true, _) => Entry::File,
        (_, true) => Entry::Folder,
        _ => Entry::Other,
    }
}
