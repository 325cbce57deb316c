//! A ZIP file whose members are stored as they are, without times (PKWARE APPNOTE 6.3.10, sections 4.3.7 and on).
//!
//! Any ZIP program opens it, a server can send a member from its offset, and the same members give the same bytes.

/// Members written one after another.
#[derive(Default)]
pub(super) struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    members: u64,
}

/// Why members do not fit into one file without the extensions for large ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the tiles of a page exceed 4 GB or 65535 files; show its screen copy instead")]
pub struct TooLarge;

const VERSION: u16 = 20;
/// Midnight of 1 January 1980: the format's zero, as no time is told.
const DATE: u16 = 0x21;

impl Archive {
    /// Adds a member; `name` is in ASCII.
    pub(super) fn add(&mut self, name: &str, data: &[u8]) -> Result<(), TooLarge> {
        let offset = u32::try_from(self.bytes.len()).map_err(|_| TooLarge)?;
        let size = u32::try_from(data.len()).map_err(|_| TooLarge)?;
        let length = u16::try_from(name.len()).map_err(|_| TooLarge)?;
        let crc = crc32fast::hash(data);
        let mut common = Vec::new();
        for field in [VERSION, 0, 0, 0, DATE] {
            common.extend(field.to_le_bytes());
        }
        for field in [crc, size, size] {
            common.extend(field.to_le_bytes());
        }
        common.extend(length.to_le_bytes());
        common.extend([0; 2]);
        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&common);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(data);
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&common);
        self.directory.extend([0; 10]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.members += 1;
        Ok(())
    }

    /// The whole file.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, TooLarge> {
        let offset = u32::try_from(self.bytes.len()).map_err(|_| TooLarge)?;
        let size = u32::try_from(self.directory.len()).map_err(|_| TooLarge)?;
        let members = u16::try_from(self.members).map_err(|_| TooLarge)?;
        self.bytes.append(&mut self.directory);
        self.bytes.extend(b"PK\x05\x06");
        self.bytes.extend([0; 4]);
        self.bytes.extend([members.to_le_bytes(), members.to_le_bytes()].concat());
        self.bytes.extend([size.to_le_bytes(), offset.to_le_bytes()].concat());
        self.bytes.extend([0; 2]);
        Ok(self.bytes)
    }
}
