//! The directory at the end of a ZIP file: one header for every entry (§4.3.12).

use fs_err::File;

use super::fields::{CENTRAL, Fields, UTF8, widened, zip64};
use super::tail::Tail;
use super::{Entry, Fault, bytes_at, refused};

/// The longest directory, in bytes: about four million files. It is held in memory.
const LONGEST: u64 = 512 * 1024 * 1024;

/// What a symbolic link, and what a regular file, has in the upper bits of its Unix mode.
const TYPE: u32 = 0o170_000;
const REGULAR: u32 = 0o100_000;
const FOLDER: u32 = 0o040_000;

/// Every entry, in the directory's order.
pub(super) fn read(file: &File, tail: &Tail) -> Result<Vec<Entry>, Fault> {
    let length = usize::try_from(tail.length).ok().filter(|_| tail.length <= LONGEST);
    let Some(length) = length else {
        return refused("its directory is too long; unpack it and give the folder");
    };
    let bytes = bytes_at(file, tail.directory, length)?;
    let mut fields = Fields(&bytes);
    let mut entries = Vec::new();
    while !fields.0.is_empty() {
        entries.push(entry(&mut fields)?);
    }
    if entries.len() as u64 != tail.entries {
        return refused("its directory has another number of entries than its end says");
    }
    Ok(entries)
}

fn entry(fields: &mut Fields<'_>) -> Result<Entry, Fault> {
    if fields.u32()? != CENTRAL {
        return refused("its directory is damaged");
    }
    let (made_by, _needed, flags, method) =
        (fields.u16()?, fields.u16()?, fields.u16()?, fields.u16()?);
    let (_time, _date, crc) = (fields.u16()?, fields.u16()?, fields.u32()?);
    let (packed, size) = (fields.u32()?, fields.u32()?);
    let (name, extra, comment) = (fields.u16()?, fields.u16()?, fields.u16()?);
    let (disk, _internal, attributes, header) =
        (fields.u16()?, fields.u16()?, fields.u32()?, fields.u32()?);
    let name = text(fields.take(name.into())?, flags)?;
    let extra = fields.take(extra.into())?;
    fields.take(comment.into())?;

    let mut wide = zip64(extra)?;
    let (size, packed) = (widened(size, &mut wide)?, widened(packed, &mut wide)?);
    let header = widened(header, &mut wide)?;
    if disk != 0 {
        return refused("one part of several; join them first");
    }
    stored(&name, flags, method)?;
    regular(&name, made_by, attributes)?;
    if packed != size || (name.ends_with('/') && size != 0) {
        return refused(format!("the sizes of {name:?} contradict each other"));
    }
    Ok(Entry { name, flags, crc, size, header })
}

fn text(bytes: &[u8], flags: u16) -> Result<String, Fault> {
    match std::str::from_utf8(bytes) {
        Ok(name) if flags & UTF8 != 0 || name.is_ascii() => Ok(name.to_owned()),
        _ => refused(format!(
            "the name {:?} is not marked as UTF-8; pack the folder again with a tool that does so",
            String::from_utf8_lossy(bytes)
        )),
    }
}

/// Only files that are stored as they are. The bits: encrypted, sizes behind the file, patch, encrypted
/// in the strong manner, masked names (§4.4.4).
fn stored(name: &str, flags: u16, method: u16) -> Result<(), Fault> {
    let what = if flags & (1 | 1 << 6 | 1 << 13) != 0 {
        "is encrypted"
    } else if method != 0 {
        "is compressed; pack the folder again without compression (zip -0), or unpack it"
    } else if flags & (1 << 3 | 1 << 5) != 0 {
        "was packed as a stream, its size unknown; pack the folder again into a file, or unpack it"
    } else {
        return Ok(());
    };
    refused(format!("{name:?} {what}"))
}

/// Neither a symbolic link nor anything else special, where the packing machine was a Unix (§4.4.2).
fn regular(name: &str, made_by: u16, attributes: u32) -> Result<(), Fault> {
    let kind = (attributes >> 16) & TYPE;
    let wanted = if name.ends_with('/') { FOLDER } else { REGULAR };
    if made_by >> 8 == 3 && kind != 0 && kind != wanted {
        return refused(format!("{name:?} is a symbolic link or a special file"));
    }
    Ok(())
}
