//! Writing a bag: version 1.0, every payload file in a SHA-256 and a SHA-512 manifest (RFC 8493 §2).
//!
//! The order is payload, tag files, manifests, tag manifests. Everything before the tag manifests is on the disk
//! before they are written, so a bag that was cut short has none and no validator takes it for whole.

mod digests;
mod info;

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use fs_err::File;

use crate::durable;
use crate::name::{PayloadName, TagName};
use digests::Hashing;
pub use digests::{Digests, Sha512Digest};
pub use info::{BagInfo, InfoError};

const DECLARATION: &[u8] = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

const BUFFER: usize = 256 * 1024;

/// Why a bag could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum WriteError {
    /// A name was used before, or is a folder of other names, or differs from one by case alone.
    #[error("{}: the name {name} is taken; give each file of a package another", bag.display())]
    Taken { bag: PathBuf, name: String },
    /// Reading or writing failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// A bag that is being written.
#[derive(Debug)]
pub struct BagWriter {
    folder: PathBuf,
    /// Held from the beginning: the kernel reports write-back errors since it was opened.
    disk: File,
    payload: BTreeMap<String, Digests>,
    tags: BTreeMap<String, Digests>,
}

/// A bag that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenBag {
    /// What the seals are to sign: the digests of `tagmanifest-sha256.txt`.
    pub tag_manifest: Digests,
    /// How many payload files it has.
    pub files: u64,
    /// How many bytes they have.
    pub bytes: u64,
}

impl BagWriter {
    /// Begins a bag in a new folder, whose name will be the bag's.
    ///
    /// # Errors
    /// If the folder exists or cannot be made.
    pub fn create(folder: &Path) -> Result<Self, WriteError> {
        fs_err::create_dir(folder)?;
        fs_err::create_dir(folder.join("data"))?;
        Ok(Self {
            folder: folder.to_owned(),
            disk: File::open(folder)?,
            payload: BTreeMap::new(),
            tags: BTreeMap::new(),
        })
    }

    /// The folder that the bag is written to.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Copies a payload file in, hashing it on the way.
    ///
    /// # Errors
    /// If the name is taken, or a read or write fails.
    pub fn payload(&mut self, name: &PayloadName, from: impl Read) -> Result<Digests, WriteError> {
        let path = format!("data/{name}");
        let digests = self.copy(&path, from)?;
        self.payload.insert(path, digests);
        Ok(digests)
    }

    /// Writes a tag file into the bag's folder.
    ///
    /// # Errors
    /// If the name is taken, if only by case, or the write fails.
    pub fn tag(&mut self, name: &TagName, bytes: &[u8]) -> Result<Digests, WriteError> {
        if self.tags.keys().any(|known| known.eq_ignore_ascii_case(name.as_str())) {
            return Err(self.taken(name.as_str()));
        }
        self.put(name.as_str(), bytes)
    }

    /// Ends the bag: `bag-info.txt`, declaration, manifests and, last, the tag manifests. `Payload-Oxum` is
    /// added to the end of what is given. Everything is durable when this returns.
    ///
    /// # Errors
    /// If a write fails.
    pub fn finish(mut self, info: BagInfo) -> Result<WrittenBag, WriteError> {
        let files = self.payload.len() as u64;
        let bytes = self.payload.values().map(|digests| digests.size).sum();
        self.put("bag-info.txt", info.with_oxum(bytes, files).to_string().as_bytes())?;
        self.put("bagit.txt", DECLARATION)?;
        let [sha256, sha512] = manifests(&self.payload);
        self.put("manifest-sha256.txt", sha256.as_bytes())?;
        self.put("manifest-sha512.txt", sha512.as_bytes())?;
        durable::sync_file_system(&self.disk)?;

        let [sha256, sha512] = manifests(&self.tags);
        durable::create(&self.folder.join("tagmanifest-sha512.txt"), sha512.as_bytes())?;
        durable::create(&self.folder.join("tagmanifest-sha256.txt"), sha256.as_bytes())?;
        durable::sync_folder(&self.folder)?;
        durable::sync_parent(&self.folder)?;
        Ok(WrittenBag { tag_manifest: Digests::of(sha256.as_bytes()), files, bytes })
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<Digests, WriteError> {
        let digests = self.copy(name, bytes)?;
        self.tags.insert(name.to_owned(), digests);
        Ok(digests)
    }

    fn copy(&self, path: &str, mut from: impl Read) -> Result<Digests, WriteError> {
        let mut file = durable::new_file(&self.folder.join(path)).map_err(|error| {
            let taken = [io::ErrorKind::AlreadyExists, io::ErrorKind::NotADirectory];
            if taken.contains(&error.kind()) { self.taken(path) } else { error.into() }
        })?;
        let (mut hashing, mut buffer) = (Hashing::default(), vec![0; BUFFER]);
        loop {
            match from.read(&mut buffer) {
                Ok(0) => return Ok(hashing.finish()),
                Ok(read) => {
                    hashing.update(&buffer[..read]);
                    file.write_all(&buffer[..read])?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn taken(&self, name: &str) -> WriteError {
        WriteError::Taken { bag: self.folder.clone(), name: name.to_owned() }
    }
}

/// Adds a file below `seals/` to a whole bag: signatures and timestamps over the tag manifest, which therefore
/// stand in no manifest and may be added to later. Durable when this returns.
///
/// # Errors
/// If there is such a seal already or the write fails.
pub fn add_seal(bag: &Path, name: &PayloadName, bytes: &[u8]) -> io::Result<()> {
    let path = bag.join("seals").join(name.as_str());
    durable::create(&path, bytes)?;
    let mut folders = path.ancestors().skip(1).take_while(|folder| folder.starts_with(bag));
    folders.try_for_each(durable::sync_folder)
}

/// The lines that `sha256sum -c` and `sha512sum -c` read, in the order of the paths' bytes.
fn manifests(files: &BTreeMap<String, Digests>) -> [String; 2] {
    let lines = |digest: fn(&Digests) -> String| {
        files.iter().map(|(path, digests)| format!("{}  {path}\n", digest(digests))).collect()
    };
    [lines(|digests| digests.sha256.hex()), lines(|digests| digests.sha512.hex())]
}
