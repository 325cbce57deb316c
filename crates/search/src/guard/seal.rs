//! The seal: what the files of an index must be.

use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sijill_schema::Digest;

pub(super) const SEAL: &str = "seal.json";
pub(super) const META: &str = "meta.json";
pub(super) const MANAGED: &str = ".managed.json";

/// Bytes that are read at once.
const BLOCK: usize = 1 << 16;

/// The seal of an index. The file has two lines: SHA-256 of the second in hexadecimal digits, and this as JSON.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seal {
    /// Name and version of the format.
    pub format: String,
    /// The state that is, or is about to be, and the one before it.
    pub states: Vec<Sealed>,
}

/// A state of an index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sealed {
    /// Digest of `meta.json`.
    pub meta: Digest,
    /// The other files.
    pub files: Vec<Note>,
}

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    pub name: String,
    pub sha256: Digest,
    /// What the file system said of it when it was sealed.
    pub seen: Seen,
}

/// What the file system says of a file: bytes, times of change in seconds and nanoseconds, inode.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Seen(u64, (i64, i64), (i64, i64), u64);

impl Seen {
    pub fn of(path: &Path) -> io::Result<Self> {
        let found = fs_err::metadata(path)?;
        let (modified, changed) =
            ((found.mtime(), found.mtime_nsec()), (found.ctime(), found.ctime_nsec()));
        Ok(Self(found.len(), modified, changed, found.ino()))
    }
}

impl Seal {
    /// The seal's bytes on disk.
    pub fn to_bytes(&self) -> io::Result<Vec<u8>> {
        let json = serde_json::to_string(self)?;
        Ok(format!("{}\n{json}\n", Digest::of(json.as_bytes()).hex()).into_bytes())
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
        let (digest, json) = text.split_once('\n')?;
        if digest != Digest::of(json.as_bytes()).hex() {
            return None;
        }
        serde_json::from_str(json).ok()
    }
}

/// Digest of what `meta.json` is now.
pub(super) fn stamp(folder: &Path) -> Option<[u8; 32]> {
    let meta = fs_err::read(folder.join(META)).ok()?;
    Some(*Digest::of(&meta).as_bytes())
}

/// Whether the folder holds an index. A seal alone is what a writer leaves that was killed before there was any.
pub(super) fn is_begun(folder: &Path) -> io::Result<bool> {
    Ok(files(folder)?.iter().any(|name| name != SEAL))
}

/// The names of the index's files in a folder; without the locks, which say nothing.
pub(super) fn files(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs_err::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name == SEAL || name == META || is_segment_file(&name) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Whether tantivy names a segment's file so: 32 hexadecimal digits, a dot and what it holds.
pub(super) fn is_segment_file(name: &str) -> bool {
    name.split_once('.').is_some_and(|(stem, _)| {
        stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// Removes the index's files. The lock stays: somebody may wait for it.
pub(super) fn remove_index(folder: &Path) -> io::Result<()> {
    files(folder)?.iter().try_for_each(|name| fs_err::remove_file(folder.join(name)))
}

/// Removes what a writer left that was killed before its state came to be. To be called by who holds the writer's lock.
pub(super) fn remove_left_over(folder: &Path, seal: &Seal) -> io::Result<()> {
    let now = stamp(folder).map(Digest::from_bytes);
    let Some(state) = seal.states.iter().find(|state| Some(state.meta) == now) else {
        return Ok(());
    };
    for name in files(folder)? {
        let is_of_state = state.files.iter().any(|note| note.name == name);
        if !is_of_state && name != SEAL && name != META {
            fs_err::remove_file(folder.join(name))?;
        }
    }
    Ok(())
}

/// Compares the files with the seal: the seal, or what is wrong.
pub(super) fn verify(folder: &Path, format: &str) -> io::Result<Result<Seal, String>> {
    let Some(bytes) = read(&folder.join(SEAL))? else {
        return Ok(Err(format!("{SEAL} is missing")));
    };
    let Some(seal) = Seal::from_bytes(&bytes) else {
        return Ok(Err(format!("{SEAL} is altered")));
    };
    if seal.format != format {
        let why = format!("it was made by another version ({}, not {format})", seal.format);
        return Ok(Err(why));
    }
    let Some(meta) = read(&folder.join(META))? else {
        return Ok(Err(format!("{META} is missing")));
    };
    let meta = Digest::of(&meta);
    let Some(state) = seal.states.iter().find(|state| state.meta == meta) else {
        return Ok(Err(format!("{META} is altered")));
    };
    for note in &state.files {
        if let Some(why) = wrong(folder, note)? {
            return Ok(Err(why));
        }
    }
    Ok(Ok(seal))
}

/// What is wrong with a file.
fn wrong(folder: &Path, note: &Note) -> io::Result<Option<String>> {
    let path = folder.join(&note.name);
    let seen = match Seen::of(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(Some(format!("{} is missing", note.name)));
        }
        seen => seen?,
    };
    if seen == note.seen {
        return Ok(None);
    }
    let same = seen.0 == note.seen.0 && digest(&path)? == note.sha256;
    Ok((!same).then(|| format!("{} is altered", note.name)))
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs_err::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        bytes => bytes.map(Some),
    }
}

/// SHA-256 of a file, without holding it in memory.
fn digest(path: &Path) -> io::Result<Digest> {
    let mut file = fs_err::File::open(path)?;
    let mut hash = Sha256::new();
    let mut block = vec![0; BLOCK];
    loop {
        match file.read(&mut block)? {
            0 => break,
            read => hash.update(block.get(..read).unwrap_or_default()),
        }
    }
    Ok(Digest::from_bytes(hash.finalize().into()))
}
