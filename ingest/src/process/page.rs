//! What is written about a page under `derived/`, as JSON. The members are described in `docs/reading.md`.

use serde::{Deserialize, Serialize};
use sijill_imaging::decode::Facts;
use sijill_imaging::identify::Format;
use sijill_imaging::likeness;
use sijill_imaging::quality::{Finding, Measures};
use sijill_schema::{ImageOf, ItemId, PageId};

/// Changes whenever the same page would give other files: what older versions made is then made again.
pub(super) const MADE_BY: &str = concat!("sijill/", env!("CARGO_PKG_VERSION"), " pages 1");

/// In a file's own folder: which pages it has. Written last, so that it stands for everything before it.
pub(super) const FILE_FILE: &str = "file.json";

/// In a page's folder: what is known about it.
pub const PAGE_FILE: &str = "page.json";
/// The smallest picture.
pub const THUMBNAIL_FILE: &str = "thumbnail.jpg";
/// A picture for a screen.
pub const SCREEN_FILE: &str = "screen.jpg";
/// A picture of full size.
pub const FULL_FILE: &str = "full.jpg";
/// The page's picture for telling scans of one leaf, as [`sijill_imaging::likeness::Picture`] keeps it.
pub const PICTURE_FILE: &str = "picture.bin";
/// Tiles for zooming, IIIF Image API 3 level 0, in a ZIP without compression.
pub const TILES_FILE: &str = "tiles.zip";

/// What came of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct FileFile {
    /// The version that made it.
    pub made_by: String,
    /// Whether its pictures are covered.
    pub covered: bool,
    /// Whether something was there that reads.
    pub read: bool,
    /// Its pages in order.
    pub pages: Vec<PageId>,
}

/// What is known about a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageFile {
    /// The item.
    pub item: ItemId,
    /// The page.
    pub page: PageId,
    /// Which image of which file it is.
    #[serde(flatten)]
    pub of: ImageOf,
    /// The file's format.
    pub format: String,
    /// Its identifier in PRONOM, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub puid: Option<String>,
    /// What the file says about the page, and what decoded it; absent where it could not be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<Facts>,
    /// Why it could not be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unreadable: Option<String>,
    /// What was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<Measures>,
    /// What a person should look at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// Whether its small pictures are covered until somebody asks to see them.
    pub covered: bool,
    /// How many words a machine read on it, and how sure it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
    /// Tells the text from others; absent where there is too little of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<likeness::Words>,
}

impl PageFile {
    /// What is known before a page is shown.
    pub(super) fn new(item: ItemId, of: ImageOf, format: &Format, covered: bool) -> Self {
        Self {
            item,
            page: of.page(),
            of,
            format: format.name.to_owned(),
            puid: format.puid.map(str::to_owned),
            facts: None,
            unreadable: None,
            measures: None,
            findings: Vec::new(),
            covered,
            words: None,
            signature: None,
        }
    }
}

/// What a machine read, in two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// How many words.
    pub count: u64,
    /// How sure the machine was on average, from 0 to 100.
    pub confidence: f32,
}
