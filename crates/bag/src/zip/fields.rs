//! Numbers of a header, one after the other; all are little-endian (§4.4.1.1).

use super::{Fault, refused};

/// Local file header (§4.3.7), central header (§4.3.12), end records (§4.3.14 to §4.3.16).
pub(super) const LOCAL: u32 = 0x0403_4b50;
pub(super) const CENTRAL: u32 = 0x0201_4b50;
pub(super) const END: u32 = 0x0605_4b50;
pub(super) const END64: u32 = 0x0606_4b50;
pub(super) const LOCATOR64: u32 = 0x0706_4b50;

/// The extra field with 64-bit sizes (§4.5.3).
pub(super) const ZIP64: u16 = 1;

/// Names and comments are UTF-8 (§4.4.4, bit 11).
pub(super) const UTF8: u16 = 1 << 11;

pub(super) struct Fields<'a>(pub &'a [u8]);

impl<'a> Fields<'a> {
    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        match self.0.split_at_checked(length) {
            Some((taken, rest)) => {
                self.0 = rest;
                Ok(taken)
            }
            None => refused("a header is cut short"),
        }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let mut bytes = [0; N];
        bytes.copy_from_slice(self.take(N)?);
        Ok(bytes)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Fault> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    pub(super) fn u32(&mut self) -> Result<u32, Fault> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub(super) fn u64(&mut self) -> Result<u64, Fault> {
        Ok(u64::from_le_bytes(self.array()?))
    }
}

/// A size or offset of which a header has room for 32 bits: where they are all set, the next number of the
/// ZIP64 field holds it.
pub(super) fn widened(short: u32, zip64: &mut Fields<'_>) -> Result<u64, Fault> {
    if short == u32::MAX { zip64.u64() } else { Ok(short.into()) }
}

/// The content of the ZIP64 field among extra fields; empty where there is none.
pub(super) fn zip64(extra: &[u8]) -> Result<Fields<'_>, Fault> {
    let mut fields = Fields(extra);
    // Some programs end the extra fields with a byte or two of padding.
    while fields.0.len() >= 4 {
        let (kind, length) = (fields.u16()?, fields.u16()?);
        let content = fields.take(length.into())?;
        if kind == ZIP64 {
            return Ok(Fields(content));
        }
    }
    Ok(Fields(&[]))
}
