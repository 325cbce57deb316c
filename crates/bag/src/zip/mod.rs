//! The ZIP files that packages travel in: stored, never compressed, with one folder at the top.
//!
//! A ZIP file says everything twice, once before each file and once in the directory at its end, and
//! programs differ in which they believe. Two experts could unpack two different packages from one
//! such file. So the reader here accepts only a file that says the same in both places, without a
//! byte that belongs to nothing. That is also why it is ours: general readers keep the last of two
//! entries of one name and say nothing.
//!
//! Section numbers are those of PKWARE's APPNOTE 6.3.10.

mod directory;
mod fields;
mod local;
mod names;
mod pack;
mod tail;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use fs_err::File;
use fs_err::os::unix::fs::FileExt;

use crate::container::ContainerError;
pub use pack::{PackError, pack};

/// Bytes of one entry that every header of it has to state alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The whole name, with the top folder; a folder's ends in a slash.
    name: String,
    flags: u16,
    crc: u32,
    size: u64,
    /// Where its local header begins.
    header: u64,
}

/// Where the bytes of a stored file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    pub offset: u64,
    pub size: u64,
    pub crc: u32,
}

/// What a ZIP file holds.
#[derive(Debug)]
pub(crate) struct Contents {
    pub top: String,
    /// Paths below the top folder.
    pub files: BTreeMap<String, Extent>,
    pub folders: Vec<String>,
}

/// Why a ZIP file is refused, before it is said which.
#[derive(Debug)]
pub(crate) enum Fault {
    Read(io::Error),
    Refused(String),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

pub(crate) fn refused<T>(what: impl Into<String>) -> Result<T, Fault> {
    Err(Fault::Refused(what.into()))
}

/// Looks through a ZIP file: its tail, its directory, and the header before every file.
pub(crate) fn open(path: &Path) -> Result<(File, Contents), ContainerError> {
    let file = File::open(path)?;
    match contents(&file) {
        Ok(contents) => Ok((file, contents)),
        Err(Fault::Read(error)) => Err(error.into()),
        Err(Fault::Refused(what)) => Err(ContainerError::Zip { path: path.to_owned(), what }),
    }
}

fn contents(file: &File) -> Result<Contents, Fault> {
    let tail = tail::read(file)?;
    let mut entries = directory::read(file, &tail)?;
    entries.sort_by_key(|entry| entry.header);
    let mut position = 0;
    let mut extents = Vec::with_capacity(entries.len());
    for entry in &entries {
        if entry.header != position {
            return refused(format!(
                "{:?} does not begin where the entry before it ends: something lies between or under them",
                entry.name
            ));
        }
        let offset = local::check(file, entry)?;
        extents.push(Extent { offset, size: entry.size, crc: entry.crc });
        position = offset.checked_add(entry.size).ok_or_else(too_long)?;
        if position > tail.directory {
            return refused(format!("{:?} reaches into the directory", entry.name));
        }
    }
    if position != tail.directory {
        return refused("bytes between the last file and the directory belong to nothing");
    }
    names::sort(entries.into_iter().map(|entry| entry.name).zip(extents))
}

fn too_long() -> Fault {
    Fault::Refused("an entry is longer than any file".to_owned())
}

/// Exactly so many bytes at an offset; that the file ends before is a fault of the ZIP.
fn bytes_at(file: &File, offset: u64, length: usize) -> Result<Vec<u8>, Fault> {
    let mut bytes = vec![0; length];
    let mut filled = 0;
    while filled < length {
        match file.read_at(&mut bytes[filled..], offset + filled as u64) {
            Ok(0) => return refused("the file ends in the middle of a header"),
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(bytes)
}
