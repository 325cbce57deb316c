//! The header before each file, which has to say what the directory says (§4.3.7).

use fs_err::File;

use super::fields::{Fields, LOCAL, widened, zip64};
use super::{Entry, Fault, bytes_at, refused};

const LENGTH: usize = 30;

/// Checks an entry's own header; returns where its bytes begin.
pub(super) fn check(file: &File, entry: &Entry) -> Result<u64, Fault> {
    let bytes = bytes_at(file, entry.header, LENGTH)?;
    let mut fields = Fields(&bytes);
    if fields.u32()? != LOCAL {
        return refused(format!("{:?} has no header of its own", entry.name));
    }
    let (_needed, flags, method) = (fields.u16()?, fields.u16()?, fields.u16()?);
    let (_time, _date, crc) = (fields.u16()?, fields.u16()?, fields.u32()?);
    let (packed, size) = (fields.u32()?, fields.u32()?);
    let (name, extra) = (usize::from(fields.u16()?), usize::from(fields.u16()?));

    let variable = bytes_at(file, entry.header + LENGTH as u64, name + extra)?;
    let (name, extra) = variable.split_at(name);
    let mut wide = zip64(extra)?;
    let (size, packed) = (widened(size, &mut wide)?, widened(packed, &mut wide)?);
    let says = (name, flags, method, crc, size, packed);
    let should = (entry.name.as_bytes(), entry.flags, 0, entry.crc, entry.size, entry.size);
    if says != should {
        return refused(format!("{:?} is described in two ways that differ", entry.name));
    }
    Ok(entry.header + (LENGTH + variable.len()) as u64)
}
