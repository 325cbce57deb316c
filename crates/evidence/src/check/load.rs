//! Reading a package once: every file is hashed, on all cores, and what is not an original is kept in memory.
//! What was hashed is what is judged: no file is read a second time.

use std::collections::BTreeMap;
use std::io::{self, Read};

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use sha2::{Digest as _, Sha256, Sha512};
use sijill_bag::Container;
use sijill_schema::Digest;

/// Where the originals lie: the only files that can be large.
const ORIGINALS: &str = "data/originals/";

/// The most bytes that are kept of one file: a thousand times what a record needs.
const LARGEST: u64 = 256 << 20;

/// How many bytes are read at a time.
const CHUNK: usize = 256 << 10;

/// A file of a package as it was read.
#[derive(Debug)]
pub struct Loaded {
    pub size: u64,
    pub sha256: Digest,
    /// Of everything but originals.
    pub kept: Option<Kept>,
}

/// The bytes of a file.
#[derive(Debug)]
pub struct Kept {
    pub bytes: Vec<u8>,
    pub sha512: [u8; 64],
}

/// Every file of a package, or why it could not be read.
#[derive(Debug)]
pub struct Files(BTreeMap<String, Result<Loaded, String>>);

impl Files {
    /// Reads every file of a container.
    pub fn load(container: &Container) -> Self {
        let names: Vec<(String, u64)> =
            container.files().map(|(path, size)| (path.to_owned(), size)).collect();
        let load = |(path, size): (String, u64)| {
            let loaded = read(container, &path, size).map_err(|error| error.to_string());
            (path, loaded)
        };
        Self(names.into_par_iter().map(load).collect::<Vec<_>>().into_iter().collect())
    }

    /// The paths of all files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// A file, if it is there and could be read.
    pub fn get(&self, path: &str) -> Option<&Loaded> {
        self.0.get(path)?.as_ref().ok()
    }

    /// Why a file could not be read.
    pub fn error(&self, path: &str) -> Option<&str> {
        self.0.get(path)?.as_ref().err().map(String::as_str)
    }

    /// The bytes of a file that is not an original.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        Some(&self.get(path)?.kept.as_ref()?.bytes)
    }

    /// The same as text.
    pub fn text(&self, path: &str) -> Option<&str> {
        str::from_utf8(self.bytes(path)?).ok()
    }
}

fn read(container: &Container, path: &str, size: u64) -> io::Result<Loaded> {
    let mut file = container.read(path)?;
    if !path.starts_with(ORIGINALS) {
        if size > LARGEST {
            return Err(io::Error::other(format!("{size} bytes are too many for such a file")));
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let sha256 = Digest::of(&bytes);
        let sha512 = Sha512::digest(&bytes).into();
        return Ok(Loaded { size: bytes.len() as u64, sha256, kept: Some(Kept { bytes, sha512 }) });
    }
    let (mut hasher, mut buffer, mut size) = (Sha256::new(), vec![0; CHUNK], 0);
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => {
                hasher.update(&buffer[..read]);
                size += read as u64;
            }
        }
    }
    Ok(Loaded { size, sha256: Digest::from_bytes(hasher.finalize().into()), kept: None })
}
