//! The structure of a TIFF file (TIFF 6.0 section 2, and BigTIFF): a chain of directories of tagged values.
//!
//! Why not the `tiff` crate: it refuses what scanners of thirty years wrote (palettes, CCITT group 3, planes, odd depths,
//! colour differences outside JPEG), and a broken page hides those after it. What decompresses is other people's.

use std::collections::{BTreeMap, BTreeSet};

use crate::decode::{MOST_PAGES, Reason};

/// The most values of one tag that are read: the strips of the tallest page, and more.
const MOST_VALUES: u64 = 4_000_000;

/// A file's bytes with the order in which it writes numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) big_endian: bool,
    /// Offsets of eight bytes (BigTIFF).
    wide: bool,
}

/// One tag's value as it is stored.
#[derive(Debug, Clone, Copy)]
struct Entry {
    kind: u16,
    count: u64,
    at: u64,
}

/// The tags of one page.
#[derive(Debug)]
pub(super) struct Directory<'a> {
    file: File<'a>,
    entries: BTreeMap<u16, Entry>,
}

impl<'a> File<'a> {
    /// Reads the first four bytes.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Reason> {
        let (big_endian, wide) = match bytes.get(..4) {
            Some(b"II*\0") => (false, false),
            Some(b"MM\0*") => (true, false),
            Some(b"II+\0") => (false, true),
            Some(b"MM\0+") => (true, true),
            _ => return Err(Reason::damaged("no TIFF header")),
        };
        Ok(Self { bytes, big_endian, wide })
    }

    /// Where the directories of the file's pages are; a chain that ends early or bites its tail ends there.
    pub(super) fn pages(&self) -> Result<Vec<u64>, Reason> {
        let mut next = if self.wide { self.number(8, 8) } else { self.number(4, 4) };
        let (mut seen, mut pages, mut others) = (BTreeSet::new(), Vec::new(), Vec::new());
        while let Some(at) = next.filter(|at| *at != 0)
            && seen.insert(at)
            && let Some((directory, following)) = self.directory_at(at)
        {
            if pages.len() + others.len() >= MOST_PAGES as usize {
                return Err(Reason::new(
                    crate::decode::ReasonKind::TooLarge,
                    format_args!("more than {MOST_PAGES} pages"),
                ));
            }
            if directory.is_smaller_copy_or_mask() { &mut others } else { &mut pages }.push(at);
            next = following;
        }
        let found = if pages.is_empty() { others } else { pages };
        if found.is_empty() {
            return Err(Reason::damaged("no directory where the header points"));
        }
        Ok(found)
    }

    /// The directory at an offset that [`pages`](Self::pages) found.
    pub(super) fn directory(&self, at: u64) -> Result<Directory<'a>, Reason> {
        let found = self.directory_at(at).map(|(directory, _)| directory);
        found.ok_or_else(|| Reason::damaged("a directory outside the file"))
    }

    fn directory_at(&self, at: u64) -> Option<(Directory<'a>, Option<u64>)> {
        let (count_size, entry_size, room) = if self.wide { (8, 20, 8) } else { (2, 12, 4) };
        let count = self.number(at, count_size)?;
        let first = at.checked_add(count_size)?;
        let mut entries = BTreeMap::new();
        // A directory that the file's end cuts still has its first entries.
        for index in 0..count.min(u64::from(u16::MAX)) {
            let entry = first.checked_add(index.checked_mul(entry_size)?)?;
            let Some(tag) = self.number(entry, 2) else { break };
            let (Some(kind), Some(count)) =
                (self.number(entry.checked_add(2)?, 2), self.number(entry.checked_add(4)?, room))
            else {
                break;
            };
            let inside = entry.checked_add(4 + room)?;
            let fits = count.checked_mul(size_of(kind as u16)).is_some_and(|size| size <= room);
            let at = if fits { Some(inside) } else { self.number(inside, room) };
            let Some(at) = at else { break };
            entries.entry(tag as u16).or_insert(Entry { kind: kind as u16, count, at });
        }
        let end = first.checked_add(count.checked_mul(entry_size)?)?;
        let next = self.number(end, room);
        Some((Directory { file: *self, entries }, next))
    }

    /// A whole number of 1, 2, 4 or 8 bytes.
    fn number(&self, at: u64, size: u64) -> Option<u64> {
        let from = usize::try_from(at).ok()?;
        let bytes = self.bytes.get(from..from.checked_add(size as usize)?)?;
        let digits = |sum: u64, byte: &u8| (sum << 8) | u64::from(*byte);
        Some(if self.big_endian {
            bytes.iter().fold(0, digits)
        } else {
            bytes.iter().rev().fold(0, digits)
        })
    }
}

impl<'a> Directory<'a> {
    /// The first value of a tag as a whole number.
    pub(super) fn whole(&self, tag: u16) -> Option<u64> {
        let entry = self.entries.get(&tag).filter(|entry| entry.count > 0)?;
        self.value(entry, 0)
    }

    /// All values of a tag; none if it is absent.
    pub(super) fn wholes(&self, tag: u16) -> Result<Vec<u64>, Reason> {
        let Some(entry) = self.entries.get(&tag) else { return Ok(Vec::new()) };
        if entry.count > MOST_VALUES {
            return Err(Reason::damaged(format_args!("{} values in tag {tag}", entry.count)));
        }
        // Values beyond the end of the file are absent.
        Ok((0..entry.count).map_while(|index| self.value(entry, index)).collect())
    }

    /// The bytes of a tag.
    pub(super) fn bytes(&self, tag: u16) -> Option<&'a [u8]> {
        let entry = self.entries.get(&tag)?;
        let from = usize::try_from(entry.at).ok()?;
        let length = usize::try_from(entry.count.checked_mul(size_of(entry.kind))?).ok()?;
        self.file.bytes.get(from..from.checked_add(length)?)
    }

    /// A fraction.
    pub(super) fn ratio(&self, tag: u16) -> Option<f64> {
        let entry = self.entries.get(&tag).filter(|entry| entry.count > 0)?;
        if entry.kind != 5 {
            return self.value(entry, 0).map(|value| value as f64);
        }
        let above = self.file.number(entry.at, 4)?;
        let below = self.file.number(entry.at.checked_add(4)?, 4)?;
        (below > 0).then(|| above as f64 / below as f64)
    }

    fn value(&self, entry: &Entry, index: u64) -> Option<u64> {
        let size = match entry.kind {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 13 => 4,
            16..=18 => 8,
            _ => return None,
        };
        self.file.number(entry.at.checked_add(index.checked_mul(size)?)?, size)
    }

    /// Thumbnails and transparency masks stand among the pages but are none (NewSubfileType, SubfileType).
    fn is_smaller_copy_or_mask(&self) -> bool {
        self.whole(254).is_some_and(|bits| bits & 0b101 != 0) || self.whole(255) == Some(2)
    }
}

/// Bytes of one value of a kind; unknown kinds never fit into an entry.
fn size_of(kind: u16) -> u64 {
    match kind {
        1 | 2 | 6 | 7 => 1,
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16 | 17 | 18 => 8,
        _ => u64::MAX,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(tag: u16, kind: u16, count: u32, value: u32) -> Vec<u8> {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()]
            .concat()
    }

    #[test]
    fn a_chain_that_bites_its_tail_ends() {
        let one = [&b"\x01\0"[..], &entry(256, 3, 1, 7), &8_u32.to_le_bytes()].concat();
        let bytes = [b"II*\0\x08\0\0\0", &one[..]].concat();
        let file = File::open(&bytes).unwrap();
        assert_eq!(file.pages().unwrap(), [8]);
        assert_eq!(file.directory(8).unwrap().whole(256), Some(7));
    }

    #[test]
    fn a_thumbnail_is_no_page_unless_there_is_nothing_else() {
        let page = |kind: u32, next: u32| {
            [&b"\x01\0"[..], &entry(254, 4, 1, kind), &next.to_le_bytes()].concat()
        };
        let bytes = [b"II*\0\x08\0\0\0", &page(1, 26)[..], &page(0, 0)].concat();
        assert_eq!(File::open(&bytes).unwrap().pages().unwrap(), [26]);
        let bytes = [b"II*\0\x08\0\0\0", &page(1, 0)[..]].concat();
        assert_eq!(File::open(&bytes).unwrap().pages().unwrap(), [8]);
    }

    proptest! {
        #[test]
        fn no_bytes_upset_it(start in prop::sample::select(vec![b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"]), rest: Vec<u8>) {
            let bytes = [&start[..], &rest].concat();
            let file = File::open(&bytes).unwrap();
            for at in file.pages().unwrap_or_default() {
                let directory = file.directory(at).unwrap();
                for tag in directory.entries.keys() {
                    let _ = (directory.whole(*tag), directory.wholes(*tag), directory.bytes(*tag), directory.ratio(*tag));
                }
            }
        }
    }
}
