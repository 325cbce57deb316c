//! `derived/`: what was made from masters and can be made again. Nothing in it is evidence: it is written without
//! waiting for the disk, replaced whole, and may be deleted at any time.
//!
//! ```text
//! derived/pages/<item>/<page>/<name>
//! derived/index/
//! ```

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use sijill_schema::{ItemId, PageId};

use crate::archive::Archive;

/// The folder of what was made from the pages.
#[derive(Debug, Clone)]
pub struct Derived {
    root: PathBuf,
}

impl Archive {
    /// The folder of the search index, whether it is there or not.
    #[must_use]
    pub fn search_index(&self) -> PathBuf {
        self.layout.derived().join("index")
    }

    /// What was made from the pages.
    #[must_use]
    pub fn derived(&self) -> Derived {
        Derived { root: self.layout.derived().join("pages") }
    }
}

impl Derived {
    /// Where something made from a page lies, or will.
    #[must_use]
    pub fn path(&self, item: ItemId, page: PageId, name: &str) -> PathBuf {
        self.folder(item, page).join(name)
    }

    /// The folder of what was made from a page, whether it is there or not.
    #[must_use]
    pub fn folder(&self, item: ItemId, page: PageId) -> PathBuf {
        self.root.join(item.to_string()).join(page.to_string())
    }

    /// Writes something made from a page; a reader sees the old file or the new one, never half of it.
    ///
    /// # Errors
    /// If the folder cannot be written to.
    pub fn put(&self, item: ItemId, page: PageId, name: &str, bytes: &[u8]) -> io::Result<()> {
        let folder = self.folder(item, page);
        fs_err::create_dir_all(&folder)?;
        let unfinished = folder.join(format!(".{name}"));
        fs_err::write(&unfinished, bytes)?;
        fs_err::rename(unfinished, folder.join(name))
    }

    /// Something made from a page, if it is there.
    ///
    /// # Errors
    /// If it is there and cannot be read.
    pub fn get(&self, item: ItemId, page: PageId, name: &str) -> io::Result<Option<Vec<u8>>> {
        match fs_err::read(self.path(item, page, name)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            other => other.map(Some),
        }
    }

    /// Deletes everything that was made from pages.
    ///
    /// # Errors
    /// If something cannot be deleted.
    pub fn clear(&self) -> io::Result<()> {
        match fs_err::remove_dir_all(&self.root) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }
}
