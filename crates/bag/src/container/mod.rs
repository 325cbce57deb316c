//! A tree of named files, read from a folder or from a ZIP file: what a bag or a package lies in.
//!
//! What it says of a file is what reading that file gives, or the reading fails: its size is the one that was
//! listed, no symbolic link is followed, and the bytes from a ZIP have the check sum that stands in it. It can
//! be read by several threads at once.

mod folder;
mod reader;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use fs_err::File;

use crate::zip::{self, Extent};
pub use reader::FileReader;

/// Why something is no tree of files that can be looked at.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum ContainerError {
    /// A ZIP file that is not one that every program understands alike, or no ZIP file at all.
    #[error("{} is no ZIP file that can be trusted to say one thing: {what}", path.display())]
    Zip { path: PathBuf, what: String },
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Something in a folder that is neither a folder nor a regular file with a Unicode name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Irregular {
    /// Its path below the container, for the eye.
    pub path: String,
    /// What it is.
    pub kind: IrregularKind,
}

/// What an irregular thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IrregularKind {
    /// A symbolic link, wherever it leads.
    Symlink,
    /// A device, pipe or socket.
    Special,
    /// A file or folder whose name is not UTF-8. What lies in such a folder is not listed.
    Name,
}

/// A tree of files in a folder or a ZIP file.
#[derive(Debug)]
pub struct Container {
    source: Source,
    name: String,
    files: BTreeMap<String, Stored>,
    folders: BTreeSet<String>,
    irregular: Vec<Irregular>,
}

#[derive(Debug)]
enum Source {
    Folder(PathBuf),
    Zip(File),
}

#[derive(Debug, Clone, Copy)]
enum Stored {
    /// A file of a folder, with the size that it had when it was listed.
    Plain(u64),
    Zipped(Extent),
}

impl Container {
    /// Opens a folder, or a ZIP file that holds one folder, and lists everything in it. Nothing but the list is
    /// kept in memory.
    ///
    /// # Errors
    /// If the path does not exist or cannot be read, or is a file and no acceptable ZIP.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ContainerError> {
        let path = path.as_ref();
        if fs_err::metadata(path)?.is_dir() { Self::folder(path) } else { Self::zip(path) }
    }

    fn folder(path: &Path) -> Result<Self, ContainerError> {
        let path = fs_err::canonicalize(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder::Listed { files, folders, irregular } = folder::list(&path)?;
        let files = files.into_iter().map(|(name, size)| (name, Stored::Plain(size))).collect();
        Ok(Self { source: Source::Folder(path), name, files, folders, irregular })
    }

    fn zip(path: &Path) -> Result<Self, ContainerError> {
        let (file, contents) = zip::open(path)?;
        let stored = |(name, extent)| (name, Stored::Zipped(extent));
        Ok(Self {
            source: Source::Zip(file),
            name: contents.top,
            files: contents.files.into_iter().map(stored).collect(),
            folders: contents.folders.into_iter().collect(),
            irregular: Vec::new(),
        })
    }

    /// The name of the folder: its own, or that of the ZIP's top folder.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is a ZIP file.
    #[must_use]
    pub fn is_zip(&self) -> bool {
        matches!(self.source, Source::Zip(_))
    }

    /// The paths and sizes in bytes of all regular files, in the order of the paths' bytes. A path is below
    /// the container and has slashes.
    pub fn files(&self) -> impl Iterator<Item = (&str, u64)> {
        self.files.iter().map(|(path, stored)| (path.as_str(), stored.size()))
    }

    /// The size of a file in bytes; none if there is no such file.
    #[must_use]
    pub fn size(&self, path: &str) -> Option<u64> {
        self.files.get(path).map(|stored| stored.size())
    }

    /// Whether there is such a file.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Whether there is such a folder, empty or not.
    #[must_use]
    pub fn has_folder(&self, path: &str) -> bool {
        self.folders.contains(path)
    }

    /// The folders that hold nothing, in the order of the paths' bytes.
    pub(crate) fn empty_folders(&self) -> impl Iterator<Item = &str> {
        let holds = |folder: &str| {
            let inside = format!("{folder}/");
            let below = |path: Option<&String>| path.is_some_and(|path| path.starts_with(&inside));
            below(self.files.range(inside.clone()..).next().map(|(path, _)| path))
                || below(self.folders.range(inside.clone()..).next())
        };
        self.folders.iter().map(String::as_str).filter(move |folder| !holds(folder))
    }

    /// What is neither a folder nor a regular file with a Unicode name. A ZIP file with such things is refused.
    #[must_use]
    pub fn irregular(&self) -> &[Irregular] {
        &self.irregular
    }

    /// A file's bytes, as a stream. It ends well only after exactly as many bytes as were listed.
    ///
    /// # Errors
    /// If there is no such file or it cannot be opened.
    pub fn read(&self, path: &str) -> io::Result<FileReader<'_>> {
        match (&self.source, self.files.get(path)) {
            (Source::Folder(folder), Some(Stored::Plain(size))) => {
                FileReader::plain(&folder.join(path), *size)
            }
            (Source::Zip(file), Some(Stored::Zipped(extent))) => {
                Ok(FileReader::zipped(file, path, *extent))
            }
            _ => Err(io::Error::new(
                io::ErrorKind::NotFound,
                format!("there is no file {path:?} in {:?}", self.name),
            )),
        }
    }

    /// A small file's bytes.
    ///
    /// # Errors
    /// If there is no such file, it is larger than `limit` bytes, or it cannot be read.
    pub fn bytes(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        let mut reader = self.read(path)?;
        let size = self.size(path).unwrap_or(0);
        if size > limit {
            let what = format!("{path:?} has {size} bytes, more than the {limit} that it may have");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        reader.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl Stored {
    fn size(self) -> u64 {
        match self {
            Self::Plain(size) => size,
            Self::Zipped(extent) => extent.size,
        }
    }
}
