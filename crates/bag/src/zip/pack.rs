//! Writing a ZIP file from a folder: stored, in the order of the paths' bytes, without times, so that the
//! same folder always becomes the same bytes.

use std::ffi::OsStr;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use fs_err::{File, OpenOptions};

use super::fields::{CENTRAL, END, END64, LOCAL, LOCATOR64, UTF8, ZIP64};
use crate::container::{Container, ContainerError};
use crate::durable;

/// Midnight of the first day that a ZIP file can name, 1980-01-01 (§4.4.6).
const DATE: u16 = 1 << 5 | 1;

/// A regular file that its owner may write and everybody read, and such a folder, made by a Unix.
const FILE: u32 = 0o100_644 << 16;
const FOLDER: u32 = 0o040_755 << 16;
const UNIX: u16 = 3 << 8;

const BUFFER: usize = 256 * 1024;

/// Why a folder could not be packed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum PackError {
    /// There is something of that name already; nothing is overwritten.
    #[error("{} exists already; choose another name or remove it", path.display())]
    Exists { path: PathBuf },
    /// Something in the folder is no regular file with a Unicode name.
    #[error("{}: {path:?} is no regular file with a Unicode name and cannot be packed", folder.display())]
    Irregular { folder: PathBuf, path: String },
    /// The folder cannot be read as one.
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// Reading or writing failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// An entry that was written, as the directory will tell of it.
struct Written {
    name: String,
    crc: u32,
    size: u64,
    header: u64,
}

/// Packs a folder into a new ZIP file with that folder at its top. The file is durable, and there under its
/// name only when it is whole.
///
/// # Errors
/// If the file exists, the folder holds anything but regular files, or a read or write fails; no part of
/// a file is left.
pub fn pack(folder: &Path, to: &Path) -> Result<(), PackError> {
    if to.symlink_metadata().is_ok() {
        return Err(PackError::Exists { path: to.to_owned() });
    }
    let container = Container::open(folder)?;
    if let Some(irregular) = container.irregular().first() {
        let (folder, path) = (folder.to_owned(), irregular.path.clone());
        return Err(PackError::Irregular { folder, path });
    }
    let beside = beside(to);
    let file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let packed = write(&container, file).and_then(|()| Ok(fs_err::rename(&beside, to)?));
    if packed.is_err() {
        fs_err::remove_file(&beside)?;
    }
    packed?;
    Ok(durable::sync_parent(to)?)
}

fn beside(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or(OsStr::new("package")).to_owned();
    name.push(".part");
    to.with_file_name(name)
}

fn write(container: &Container, file: File) -> Result<(), PackError> {
    let mut out = BufWriter::with_capacity(BUFFER, file);
    let mut written = Vec::new();
    // A folder that holds something needs no entry of its own; without one, an empty `data` would be lost.
    for folder in container.empty_folders() {
        let name = format!("{}/{folder}/", container.name());
        let entry = Written { name, crc: 0, size: 0, header: out.stream_position()? };
        out.write_all(&entry.local()?)?;
        written.push(entry);
    }
    for (path, size) in container.files() {
        let name = format!("{}/{path}", container.name());
        let header = out.stream_position()?;
        let mut entry = Written { name, crc: 0, size, header };
        out.write_all(&entry.local()?)?;
        entry.crc = copy(&mut container.read(path)?, &mut out)?;
        // The sum is known only now.
        let end = out.stream_position()?;
        out.seek(SeekFrom::Start(header))?;
        out.write_all(&entry.local()?)?;
        out.seek(SeekFrom::Start(end))?;
        written.push(entry);
    }
    directory(&mut out, &written)?;
    out.flush()?;
    Ok(out.get_ref().sync_all()?)
}

/// Copies a file and returns its CRC-32; the reader sees to it that it has the size that was listed.
fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<u32> {
    let (mut hasher, mut buffer) = (crc32fast::Hasher::new(), vec![0; BUFFER]);
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(hasher.finalize()),
            Ok(read) => {
                hasher.update(&buffer[..read]);
                to.write_all(&buffer[..read])?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

impl Written {
    /// The header before the file. A size that 32 bits cannot hold stands in a field of its own (§4.5.3).
    fn local(&self) -> io::Result<Vec<u8>> {
        let wide = self.size >= u32::MAX.into();
        let size = short(self.size);
        let mut extra = Vec::new();
        if wide {
            put16(&mut extra, &[ZIP64, 16]);
            put64(&mut extra, &[self.size, self.size]);
        }
        let mut bytes = Vec::new();
        put32(&mut bytes, &[LOCAL]);
        put16(&mut bytes, &[version(wide), UTF8, 0, 0, DATE]);
        put32(&mut bytes, &[self.crc, size, size]);
        put16(&mut bytes, &[self.name_length()?, length(&extra)]);
        bytes.extend(self.name.bytes().chain(extra));
        Ok(bytes)
    }

    fn central(&self) -> io::Result<Vec<u8>> {
        let mut wide = Vec::new();
        if self.size >= u32::MAX.into() {
            wide.extend([self.size, self.size]);
        }
        if self.header >= u32::MAX.into() {
            wide.push(self.header);
        }
        let mut extra = Vec::new();
        if !wide.is_empty() {
            put16(&mut extra, &[ZIP64, 8 * wide.len() as u16]);
            put64(&mut extra, &wide);
        }
        let (size, version) = (short(self.size), version(!wide.is_empty()));
        let mode = if self.name.ends_with('/') { FOLDER } else { FILE };
        let mut bytes = Vec::new();
        put32(&mut bytes, &[CENTRAL]);
        put16(&mut bytes, &[UNIX | version, version, UTF8, 0, 0, DATE]);
        put32(&mut bytes, &[self.crc, size, size]);
        put16(&mut bytes, &[self.name_length()?, length(&extra), 0, 0, 0]);
        put32(&mut bytes, &[mode, short(self.header)]);
        bytes.extend(self.name.bytes().chain(extra));
        Ok(bytes)
    }

    fn name_length(&self) -> io::Result<u16> {
        let length = u16::try_from(self.name.len());
        length.map_err(|_| io::Error::other(format!("the path {:?} is too long", self.name)))
    }
}

fn directory(out: &mut BufWriter<File>, entries: &[Written]) -> io::Result<()> {
    let start = out.stream_position()?;
    for entry in entries {
        out.write_all(&entry.central()?)?;
    }
    let end = out.stream_position()?;
    let (count, size) = (entries.len() as u64, end - start);
    let mut bytes = Vec::new();
    let wide = count >= u16::MAX.into() || start >= u32::MAX.into() || size >= u32::MAX.into();
    if wide {
        put32(&mut bytes, &[END64]);
        put64(&mut bytes, &[44]);
        put16(&mut bytes, &[UNIX | version(true), version(true)]);
        put32(&mut bytes, &[0, 0]);
        put64(&mut bytes, &[count, count, size, start]);
        put32(&mut bytes, &[LOCATOR64, 0]);
        put64(&mut bytes, &[end]);
        put32(&mut bytes, &[1]);
    }
    let count = u16::try_from(count).unwrap_or(u16::MAX);
    put32(&mut bytes, &[END]);
    put16(&mut bytes, &[0, 0, count, count]);
    put32(&mut bytes, &[short(size), short(start)]);
    put16(&mut bytes, &[0]);
    out.write_all(&bytes)
}

/// What a reader has to understand: folders (2.0), or sizes of 64 bits (4.5) (§4.4.3.2).
fn version(wide: bool) -> u16 {
    if wide { 45 } else { 20 }
}

fn short(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// At most 28 bytes.
fn length(extra: &[u8]) -> u16 {
    extra.len() as u16
}

fn put16(bytes: &mut Vec<u8>, numbers: &[u16]) {
    bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn put32(bytes: &mut Vec<u8>, numbers: &[u32]) {
    bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn put64(bytes: &mut Vec<u8>, numbers: &[u64]) {
    bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}
