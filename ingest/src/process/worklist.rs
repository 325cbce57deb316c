//! What a person should look at, while the paper is still on the table: scans that need another one, folders that are
//! not whole, scans of one leaf.
//!
//! All of it comes from what lies under `derived/`; nothing is decided here and nothing is dropped.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use sijill_imaging::completeness::{Completeness, Count, Scanned, completeness};
use sijill_imaging::likeness::{Likeness, Picture, judge};
use sijill_imaging::quality::Finding;
use sijill_schema::{ItemDescription, ItemId, PageId, canonical};
use sijill_storage::{Archive, ItemRow, StorageError};

use super::page::{FILE_FILE, FileFile, PAGE_FILE, PICTURE_FILE, PageFile};
use crate::error::IngestError;

/// What a person should look at.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct WorkList {
    /// How many pages were looked at.
    pub pages: u64,
    /// How many files were not looked at yet: `sijill process` does it.
    pub unseen: u64,
    /// Pages with findings, or that could not be shown, in the order in which they came in.
    pub findings: Vec<Doubtful>,
    /// Folders with blank backs, separators, doubled scans, or another number of pages than was stated.
    pub items: Vec<Counted>,
    /// Pages that look like scans of one leaf, wherever they are held.
    pub alike: Vec<Alike>,
}

/// A page that a person should look at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Doubtful {
    /// The item.
    pub item: ItemId,
    /// Its reference.
    pub reference: String,
    /// The page.
    pub page: PageId,
    /// Its place in the item, from 1.
    pub place: usize,
    /// What was found, the first the gravest.
    pub findings: Vec<Finding>,
    /// Why it could not be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unreadable: Option<String>,
    /// Whether it should be scanned again: what was found cannot be mended later.
    pub rescan: bool,
}

/// A folder, counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counted {
    /// The item.
    pub item: ItemId,
    /// Its reference.
    pub reference: String,
    /// How many pages were stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated: Option<u64>,
    /// What was counted.
    #[serde(flatten)]
    pub counted: Completeness,
}

/// Two pages that may be scans of one leaf.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alike {
    /// The one that came first.
    pub page: PageId,
    /// Its item.
    pub item: ItemId,
    /// The other.
    pub other: PageId,
    /// The other's item.
    pub other_item: ItemId,
    /// Whether they are held in different items.
    pub elsewhere: bool,
    /// What can be said about it.
    pub likeness: Likeness,
}

/// A page as the list needs it.
struct Entry {
    item: usize,
    file: PageFile,
    superseded: bool,
}

/// Gathers what a person should look at.
///
/// # Errors
/// If the archive cannot be read.
pub fn work_list(archive: &Archive) -> Result<WorkList, IngestError> {
    let ledger = archive.ledger()?;
    let (index, catalogue) = (archive.index(&ledger)?, archive.catalogue()?);
    let mut items = Vec::new();
    for item in catalogue.items()? {
        items.extend(catalogue.item(item)?);
    }
    let (mut entries, mut unseen) = (Vec::new(), 0);
    for (number, row) in items.iter().enumerate() {
        for master in archive.masters(&ledger, &index, row.id)? {
            let Some(files) = page_files(archive, row.id, master.record.page)? else {
                unseen += 1;
                continue;
            };
            for file in files {
                let superseded = index.superseded_by(&ledger, file.page)?.is_some();
                entries.push(Entry { item: number, file, superseded });
            }
        }
    }
    let alike = alike(archive, &entries)?;
    Ok(WorkList {
        pages: entries.len() as u64,
        unseen,
        findings: doubtful(&items, &entries),
        items: counted(&items, &entries, &alike)?,
        alike,
    })
}

/// What is known about the pages of a file, in order; nothing if it was not looked at, or what was written then cannot
/// be read any more.
fn page_files(
    archive: &Archive,
    item: ItemId,
    master: PageId,
) -> Result<Option<Vec<PageFile>>, IngestError> {
    let derived = archive.derived();
    let file = derived.get(item, master, FILE_FILE)?;
    let file: Option<FileFile> = file.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let Some(file) = file else { return Ok(None) };
    let mut found = Vec::with_capacity(file.pages.len());
    for page in file.pages {
        let bytes = derived.get(item, page, PAGE_FILE)?;
        let Some(page) = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()) else {
            return Ok(None);
        };
        found.push(page);
    }
    Ok(Some(found))
}

fn doubtful(items: &[ItemRow], entries: &[Entry]) -> Vec<Doubtful> {
    let (mut list, mut place, mut last) = (Vec::new(), 0, None);
    for Entry { item, file, superseded } in entries {
        place = if last == Some(*item) { place + 1 } else { 1 };
        last = Some(*item);
        let is_picture = file.unreadable.as_deref() != Some("not-shown");
        let unreadable = file.unreadable.clone().filter(|_| is_picture);
        if *superseded || (file.findings.is_empty() && unreadable.is_none()) {
            continue;
        }
        list.push(Doubtful {
            item: file.item,
            reference: items[*item].reference.clone(),
            page: file.page,
            place,
            rescan: unreadable.is_some() || file.findings.iter().any(|found| needs_rescan(*found)),
            findings: file.findings.clone(),
            unreadable,
        });
    }
    list
}

/// What no later step can mend: a blank page, a separator and a page on its side are as they should be.
fn needs_rescan(finding: Finding) -> bool {
    !matches!(finding, Finding::Blank | Finding::Separator | Finding::Sideways | Finding::Skewed)
}

/// A page is held against so many of those that share a key with it: of an empty form there may be thousands.
const NEIGHBOURS: usize = 64;

/// Pairs that may be scans of one leaf. Candidates share a key, so that not every page is held against every other.
fn alike(archive: &Archive, entries: &[Entry]) -> Result<Vec<Alike>, IngestError> {
    let derived = archive.derived();
    let mut pictures = Vec::with_capacity(entries.len());
    let mut meeting: HashMap<(usize, u32), Vec<usize>> = HashMap::new();
    for (number, entry) in entries.iter().enumerate() {
        let bytes = derived.get(entry.file.item, entry.file.page, PICTURE_FILE)?;
        let picture = bytes.and_then(|bytes| Picture::try_from(bytes).ok());
        for (place, key) in
            picture.iter().flat_map(|picture| picture.keys().into_iter().enumerate())
        {
            meeting.entry((place, key)).or_default().push(number);
        }
        pictures.push(picture);
    }
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for group in meeting.values() {
        let pairs = group.iter().enumerate().flat_map(|(at, one)| {
            let others = group[at + 1..].iter().take(NEIGHBOURS);
            others.map(move |other| (*one.min(other), *one.max(other)))
        });
        for (one, other) in pairs {
            let (Some(first), Some(second)) = (&pictures[one], &pictures[other]) else { continue };
            if !seen.insert((one, other)) {
                continue;
            }
            let (a, b) = (&entries[one], &entries[other]);
            let likeness =
                judge((first, a.file.signature.as_ref()), (second, b.file.signature.as_ref()));
            if likeness != Likeness::Different {
                found.push((one, other, likeness));
            }
        }
    }
    found.sort_by_key(|(one, other, _)| (*one, *other));
    let alike = found.into_iter().map(|(one, other, likeness)| Alike {
        page: entries[one].file.page,
        item: entries[one].file.item,
        other: entries[other].file.page,
        other_item: entries[other].file.item,
        elsewhere: entries[one].item != entries[other].item,
        likeness,
    });
    Ok(alike.collect())
}

/// Whether a person should look at a count.
fn says_something(counted: &Completeness) -> bool {
    let Completeness { blank_backs, other_blanks, separators, doubled, against_count, .. } =
        counted;
    let is_off = matches!(against_count, Count::Missing(_) | Count::TooMany(_));
    is_off
        || [blank_backs, other_blanks, separators].iter().any(|pages| !pages.is_empty())
        || !doubled.is_empty()
}

/// The folders of which a count says something.
fn counted(
    items: &[ItemRow],
    entries: &[Entry],
    alike: &[Alike],
) -> Result<Vec<Counted>, IngestError> {
    let rescans = alike.iter().filter(|pair| !pair.elsewhere && pair.likeness == Likeness::Rescan);
    let earlier: HashMap<PageId, PageId> = rescans.map(|pair| (pair.other, pair.page)).collect();
    let mut list = Vec::new();
    for own in entries.chunk_by(|one, other| one.item == other.item) {
        let Some(row) = own.first().and_then(|entry| items.get(entry.item)) else { continue };
        let place = |page: &PageId| own.iter().position(|entry| entry.file.page == *page);
        let scanned: Vec<_> = own
            .iter()
            .filter(|entry| entry.file.measures.is_some())
            .map(|entry| Scanned {
                findings: entry.file.findings.clone(),
                rescan_of: earlier.get(&entry.file.page).and_then(place),
            })
            .collect();
        let described: ItemDescription =
            canonical::from_slice(row.description.as_bytes()).map_err(StorageError::from)?;
        let stated = described.pages_stated;
        let limited = stated.map(|stated| u32::try_from(stated).unwrap_or(u32::MAX));
        let counted = completeness(&scanned, limited);
        if says_something(&counted) {
            list.push(Counted { item: row.id, reference: row.reference.clone(), stated, counted });
        }
    }
    Ok(list)
}
