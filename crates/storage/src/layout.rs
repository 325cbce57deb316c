//! Where everything lies in an archive's folder. Nobody else builds paths in it.
//!
//! ```text
//! ARCHIVE/
//!   archive.toml  policy.txt  keys/  ledger.sqlite  checkpoint  ledger-index.sqlite  catalogue.sqlite
//!   readings.sqlite         who looked at which page
//!   tsa/                    certificates of time stamping authorities
//!   objects/                OCFL 1.1 root, one object an item
//!   rasters/<page>.png      what a helper outside the program made of a page; its commitment is over these pixels
//!   derived/                what can be made again
//!   staging/<id>/           an item that is not sealed: an OCFL object in the making
//!   staging/<id>.jsonl      its intake journal: one canonical file record a line
//! ```

use std::path::{Path, PathBuf};

use sijill_schema::{Id, ItemId};

/// The folder inside an object that holds the masters.
pub(crate) const CONTENT: &str = "v1/content";

/// The intake record inside [`CONTENT`].
pub(crate) const RECORD: &str = "record.json";

#[derive(Debug, Clone)]
pub(crate) struct Layout {
    root: PathBuf,
}

impl Layout {
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn config(&self) -> PathBuf {
        self.root.join("archive.toml")
    }

    pub fn policy(&self) -> PathBuf {
        self.root.join("policy.txt")
    }

    pub fn authorities(&self) -> PathBuf {
        self.root.join("tsa")
    }

    pub fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }

    pub fn ledger(&self) -> PathBuf {
        self.root.join("ledger.sqlite")
    }

    pub fn checkpoint(&self) -> PathBuf {
        self.root.join("checkpoint")
    }

    pub fn index(&self) -> PathBuf {
        self.root.join("ledger-index.sqlite")
    }

    pub fn catalogue(&self) -> PathBuf {
        self.root.join("catalogue.sqlite")
    }

    pub fn readings(&self) -> PathBuf {
        self.root.join("readings.sqlite")
    }

    pub fn objects(&self) -> PathBuf {
        self.root.join("objects")
    }

    pub fn staging(&self) -> PathBuf {
        self.root.join("staging")
    }

    /// Where files wait that come in over a network.
    pub fn arriving(&self) -> PathBuf {
        self.staging().join("arriving")
    }

    pub fn derived(&self) -> PathBuf {
        self.root.join("derived")
    }

    pub fn rasters(&self) -> PathBuf {
        self.root.join("rasters")
    }

    /// The sealed object of an item.
    pub fn object(&self, item: ItemId) -> PathBuf {
        self.objects().join(sijill_ocfl::object_path(&item.urn()))
    }

    /// The object in the making of an item.
    pub fn staged(&self, item: ItemId) -> PathBuf {
        self.staging().join(item.to_string())
    }

    /// The intake journal of an item that is not sealed.
    pub fn journal(&self, item: ItemId) -> PathBuf {
        self.staging().join(format!("{item}.jsonl"))
    }

    /// A path as reports write it: below the archive, with `/`.
    pub fn relative(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy().into_owned()
    }
}
