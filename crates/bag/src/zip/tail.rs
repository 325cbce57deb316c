//! The end of a ZIP file, which says where its directory is (§4.3.14 to §4.3.16).

use fs_err::File;

use super::fields::{END, END64, Fields, LOCATOR64};
use super::{Fault, bytes_at, refused};

/// Where the directory is and how many entries it has.
#[derive(Debug)]
pub(super) struct Tail {
    pub directory: u64,
    pub length: u64,
    pub entries: u64,
}

const END_LENGTH: u64 = 22;
const LOCATOR_LENGTH: u64 = 20;
const END64_LENGTH: u64 = 56;

/// Reads the end records. A comment behind them is refused: it could hold a second end.
pub(super) fn read(file: &File) -> Result<Tail, Fault> {
    let length = file.metadata()?.len();
    let Some(end) = length.checked_sub(END_LENGTH) else {
        return refused("too short for a ZIP file");
    };
    let bytes = bytes_at(file, end, END_LENGTH as usize)?;
    let mut fields = Fields(&bytes);
    if fields.u32()? != END {
        return refused("no ZIP file, or bytes stand behind its end");
    }
    let (disk, directory_disk, here) = (fields.u16()?, fields.u16()?, fields.u16()?);
    let (all, size, offset, comment) = (fields.u16()?, fields.u32()?, fields.u32()?, fields.u16()?);
    if disk != 0 || directory_disk != 0 || here != all {
        return refused("one part of several; join them first");
    }
    if comment != 0 {
        return refused("it has a comment behind its end");
    }
    let is_wide = all == u16::MAX || size == u32::MAX || offset == u32::MAX;
    if is_wide && let Some(tail) = wide(file, end)? {
        return Ok(tail);
    }
    let tail = Tail { directory: offset.into(), length: size.into(), entries: all.into() };
    ends_at(tail, end)
}

/// The 64-bit end, if the file has one. 65,535 entries need none.
fn wide(file: &File, end: u64) -> Result<Option<Tail>, Fault> {
    let Some(locator) = end.checked_sub(LOCATOR_LENGTH) else { return Ok(None) };
    let bytes = bytes_at(file, locator, LOCATOR_LENGTH as usize)?;
    let mut fields = Fields(&bytes);
    if fields.u32()? != LOCATOR64 {
        return Ok(None);
    }
    let (disk, wide_end, disks) = (fields.u32()?, fields.u64()?, fields.u32()?);
    if disk != 0 || disks != 1 || wide_end.checked_add(END64_LENGTH) != Some(locator) {
        return refused("its 64-bit end is not where it should be");
    }
    let bytes = bytes_at(file, wide_end, END64_LENGTH as usize)?;
    let mut fields = Fields(&bytes);
    let (signature, rest) = (fields.u32()?, fields.u64()?);
    if signature != END64 || rest != END64_LENGTH - 12 {
        return refused("its 64-bit end has another form");
    }
    fields.take(12)?; // Versions and disk numbers.
    let (here, all) = (fields.u64()?, fields.u64()?);
    if here != all {
        return refused("one part of several; join them first");
    }
    let (length, directory) = (fields.u64()?, fields.u64()?);
    ends_at(Tail { directory, length, entries: all }, wide_end).map(Some)
}

fn ends_at(tail: Tail, end: u64) -> Result<Tail, Fault> {
    if tail.directory.checked_add(tail.length) == Some(end) {
        Ok(tail)
    } else {
        refused(
            "its directory is not where its end says, or something stands before the first file",
        )
    }
}
