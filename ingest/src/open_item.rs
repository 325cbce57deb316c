//! An item that still takes files.

use std::collections::HashMap;

use jiff::Timestamp;
use sijill_schema::{
    FileRecord, Gap, GapReason, ItemDescription, ItemId, ItemRecord, OriginalPath,
};

use crate::again::Held;
use crate::copy::modified;
use crate::source::{SourceFile, original};

/// An item that still takes files.
pub(crate) struct OpenItem {
    pub id: ItemId,
    pub number: u64,
    pub description: ItemDescription,
    pub files: Vec<FileRecord>,
    /// What was acknowledged at this path before, in this item or in a sealed one.
    pub known: HashMap<OriginalPath, (u64, Option<Timestamp>)>,
    /// What earlier accessions hold at this path.
    pub held: HashMap<OriginalPath, Held>,
    pub next_page: u64,
    /// Whether the catalogue has it.
    pub announced: bool,
    /// How many of its files could not be read.
    pub failures: u64,
}

impl OpenItem {
    /// Whether a file was acknowledged before and has not changed since, as far as size and time tell.
    pub fn knows(&self, file: &SourceFile) -> bool {
        let facts = (file.metadata.len(), modified(&file.metadata));
        self.known.get(&original(&file.relative)) == Some(&facts)
    }

    /// A stored file that may have the same bytes.
    pub fn held(&self, file: &SourceFile) -> Option<Held> {
        let held = self.held.get(&original(&file.relative))?;
        (held.size == file.metadata.len()).then(|| held.clone())
    }

    pub fn next_page(&mut self) -> u64 {
        let number = self.next_page;
        self.next_page += 1;
        number
    }

    /// The record that seals the item, with what it lacks and with what else is known to be missing.
    pub fn sealed(self, missing: Option<Gap>) -> ItemRecord {
        let gaps = self.gaps().into_iter().chain(missing).collect();
        ItemRecord { description: self.description, files: self.files, gaps }
    }

    fn gaps(&self) -> Vec<Gap> {
        let gap = |reason, what| Gap { reason, what, from: None, until: None };
        let secured = self.files.len() as u64;
        let differs = self.description.pages_stated.filter(|stated| *stated != secured);
        let differs = differs.map(|stated| {
            gap(
                GapReason::CountDiffers,
                format!("{stated} pages were stated, {secured} were secured."),
            )
        });
        let unread = (self.failures > 0)
            .then(|| gap(GapReason::Other, format!("{} files could not be read.", self.failures)));
        let contradicted = self.contradicted();
        let contradicted = (contradicted > 0).then(|| {
            let what =
                format!("{contradicted} files do not have the digests that the sender states.");
            gap(GapReason::Other, what)
        });
        differs.into_iter().chain(unread).chain(contradicted).collect()
    }

    fn contradicted(&self) -> usize {
        let is_contradicted = |file: &&FileRecord| file.claims.iter().any(|claim| !claim.agrees);
        self.files.iter().filter(is_contradicted).count()
    }
}

/// The number in a stored name.
pub(crate) fn page_number(stored: &str) -> Option<u64> {
    stored.split('.').next()?.parse().ok()
}
