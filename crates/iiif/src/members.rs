//! The members of a ZIP file that `process` wrote: stored as they are, without comments (`crates/imaging`). Whoever can
//! write to the disk may have written another one, so nothing in it is believed before it was compared with the file.

use std::collections::HashMap;
use std::io;
use std::os::unix::fs::FileExt;

use fs_err::File;

use crate::Refusal;

/// The end of the directory, without a comment (PKWARE APPNOTE 6.3.10, section 4.3.16).
const END: usize = 22;
/// A line of the directory without its name (section 4.3.12).
const LINE: usize = 46;
/// What stands before a member, without its name (section 4.3.7).
const HEAD: usize = 30;
/// The longest directory, in bytes: as many members as fit, with names of ours.
const LONGEST_DIRECTORY: u32 = 16 << 20;
/// The longest member, in bytes: a tile of 512 by 512 pixels without any compression is shorter.
const LONGEST: u32 = 4 << 20;

/// Where a member's bytes lie.
#[derive(Debug, Clone, Copy)]
struct Member {
    offset: u32,
    size: u32,
    crc: u32,
}

/// A file and its directory.
#[derive(Debug)]
pub(crate) struct Members {
    file: File,
    members: HashMap<String, Member>,
}

impl Members {
    /// Reads the directory, and returns it beside what it says.
    pub(crate) fn read(file: File) -> Result<(Self, Vec<u8>), Refusal> {
        let size = file.metadata().map_err(unreadable)?.len();
        let end_at =
            size.checked_sub(END as u64).ok_or_else(|| Refusal::damaged("it is too short"))?;
        let end = read_at(&file, end_at, END as u32)?;
        let (length, offset) = (u32_at(&end, 12), u32_at(&end, 16));
        let (Some(length), Some(offset)) = (length, offset) else { return Err(no_directory()) };
        let is_before_the_end = u64::from(offset) + u64::from(length) == end_at;
        if !end.starts_with(b"PK\x05\x06") || !is_before_the_end || length > LONGEST_DIRECTORY {
            return Err(no_directory());
        }
        let directory = read_at(&file, offset.into(), length)?;
        let members = lines(&directory).ok_or_else(no_directory)?;
        Ok((Self { file, members }, directory))
    }

    /// Whether there is a member of this name.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    /// A member's bytes, which have the checksum that the directory states.
    pub(crate) fn get(&self, name: &str) -> Result<Vec<u8>, Refusal> {
        let wrong = || Refusal::damaged(format_args!("{name} is not what it was"));
        let member = self.members.get(name).ok_or_else(wrong)?;
        if member.size > LONGEST {
            return Err(wrong());
        }
        let head = HEAD as u64 + name.len() as u64;
        let bytes = read_at(&self.file, u64::from(member.offset) + head, member.size)?;
        if crc32fast::hash(&bytes) != member.crc {
            return Err(wrong());
        }
        Ok(bytes)
    }
}

/// The first member, from the beginning of a file alone: `info.json`.
pub(crate) fn first(file: &File, name: &str) -> Result<Vec<u8>, Refusal> {
    const ENOUGH: usize = 4096;
    let wrong = || Refusal::damaged(format_args!("it does not begin with {name}"));
    let mut start = vec![0; ENOUGH];
    let read = file.file().read_at(&mut start, 0).map_err(unreadable)?;
    start.truncate(read);
    let size = u32_at(&start, 22).filter(|_| start.starts_with(b"PK\x03\x04")).ok_or_else(wrong)?;
    let named = start.get(HEAD..HEAD + name.len()).is_some_and(|bytes| bytes == name.as_bytes());
    let from = HEAD + name.len();
    let bytes = from.checked_add(size as usize).and_then(|to| start.get(from..to));
    bytes.filter(|_| named).map(<[u8]>::to_vec).ok_or_else(wrong)
}

fn lines(mut directory: &[u8]) -> Option<HashMap<String, Member>> {
    let mut members = HashMap::new();
    while !directory.is_empty() {
        let line = directory.get(..LINE).filter(|line| line.starts_with(b"PK\x01\x02"))?;
        // Compression, extra fields, comment: ours have none.
        let has_none = [10, 30, 32].iter().all(|at| u16_at(line, *at) == Some(0));
        let (size, packed) = (u32_at(line, 24)?, u32_at(line, 20)?);
        if !has_none || size != packed {
            return None;
        }
        let to = LINE + usize::from(u16_at(line, 28)?);
        let name = String::from_utf8(directory.get(LINE..to)?.to_vec()).ok()?;
        let member = Member { offset: u32_at(line, 42)?, size, crc: u32_at(line, 16)? };
        members.insert(name, member);
        directory = directory.get(to..)?;
    }
    Some(members)
}

fn read_at(file: &File, offset: u64, length: u32) -> Result<Vec<u8>, Refusal> {
    let mut bytes = vec![0; length as usize];
    match file.file().read_exact_at(&mut bytes, offset) {
        Ok(()) => Ok(bytes),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            Err(Refusal::damaged("it ends too early"))
        }
        Err(error) => Err(unreadable(error)),
    }
}

/// What the system says, without the path: answers go to people who need not know it.
pub(crate) fn unreadable(error: io::Error) -> Refusal {
    Refusal::Unreadable { why: error.kind().to_string() }
}

fn no_directory() -> Refusal {
    Refusal::damaged("its tiles have no directory")
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|two| u16::from_le_bytes(*two))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_le_bytes(*four))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sijill_imaging::renditions::tiles_zip;
    use sijill_imaging::{Raster, Samples};

    use super::*;

    fn stored(bytes: &[u8]) -> (tempfile::TempDir, File) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tiles.zip");
        fs_err::write(&path, bytes).unwrap();
        let file = File::open(path).unwrap();
        (folder, file)
    }

    fn zip() -> Vec<u8> {
        let page = Raster::new(600, 3, Samples::Grey8, vec![9; 1800]).unwrap();
        tiles_zip(&page).unwrap()
    }

    #[test]
    fn members_are_found_and_checked() {
        let bytes = zip();
        let (_folder, file) = stored(&bytes);
        assert!(first(&file, "info.json").unwrap().starts_with(b"{"));
        assert!(first(&file, "info.text").is_err());
        let (members, _) = Members::read(file).unwrap();
        assert!(members.contains("full/300,2/0/default.jpg"), "{members:?}");
        let tile = members.get("512,0,88,3/88,3/0/default.jpg").unwrap();
        assert!(tile.starts_with(&[0xff, 0xd8]));
        assert!(members.get("absent").is_err());

        let at = bytes.windows(4).position(|four| four == [0xff, 0xd8, 0xff, 0xe0]).unwrap();
        let mut changed = bytes.clone();
        changed[at + 30] ^= 1;
        let (_folder, file) = stored(&changed);
        let (members, _) = Members::read(file).unwrap();
        let broken = members.members.keys().filter(|name| members.get(name).is_err());
        assert_eq!(broken.count(), 1);
    }

    proptest! {
        #[test]
        fn no_file_upsets_the_reader(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6), cut: prop::sample::Index) {
            let mut bytes = zip();
            for (at, value) in changes {
                let at = at.index(bytes.len());
                bytes[at] = value;
            }
            let keep = cut.index(bytes.len() * 2).min(bytes.len());
            let (_folder, file) = stored(&bytes[bytes.len() - keep..]);
            let _ = first(&file, "info.json");
            if let Ok((members, _)) = Members::read(file) {
                for name in members.members.keys() {
                    let _ = members.get(name);
                }
            }
        }
    }
}
