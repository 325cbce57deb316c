//! What a run came to.

use serde::Serialize;
use sijill_schema::{ItemId, PageId};

/// What a run of the process stage came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Processed {
    /// Pages that were looked at in this run: images of files, and files that have none.
    pub pages: u64,
    /// Pages of which pictures were made.
    pub rendered: u64,
    /// Pages that were read.
    pub read: u64,
    /// Pages on which nothing stands.
    pub blank: u64,
    /// Files that are no pictures: kept, and nothing is made of them.
    pub other: u64,
    /// Files that needed no looking.
    pub skipped: u64,
    /// Events that were recorded.
    pub recorded: u64,
    /// Pages of which no pictures could be made, or no text, and why.
    pub failed: Vec<Failed>,
    /// How far the workers were confined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confinement: Option<String>,
    /// What read the pages; absent where nothing could.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reader: Option<String>,
}

/// A page that could not be shown or read as it should.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failed {
    /// The item.
    pub item: ItemId,
    /// The page, or the file where it could not be opened.
    pub page: PageId,
    /// A word that does not change.
    pub reason: String,
    /// A sentence about it.
    pub detail: String,
    /// Whether the next run tries again: what failed was not the file.
    #[serde(skip)]
    pub(super) again: bool,
}

impl Processed {
    /// Notes a page that cannot be shown, now or later.
    pub(super) fn fails(&mut self, item: ItemId, page: PageId, reason: &str, detail: &str) {
        let (reason, detail) = (reason.to_owned(), detail.to_owned());
        self.failed.push(Failed { item, page, reason, detail, again: false });
    }

    /// Notes something that failed and is tried again by the next run.
    pub(super) fn fails_for_now(&mut self, item: ItemId, page: PageId, reason: &str, detail: &str) {
        self.fails(item, page, reason, detail);
        if let Some(failed) = self.failed.last_mut() {
            failed.again = true;
        }
    }

    /// Adds what became of one more file.
    pub(super) fn add(&mut self, other: Self) {
        self.pages += other.pages;
        self.rendered += other.rendered;
        self.read += other.read;
        self.blank += other.blank;
        self.other += other.other;
        self.failed.extend(other.failed);
        self.confinement = self.confinement.take().or(other.confinement);
        self.reader = self.reader.take().or(other.reader);
    }
}
