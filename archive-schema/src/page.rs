//! Pages looked at: what their pixels were on the day of the first decoding, what a person reads on them, and which
//! scan took the place of which.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AgentId, Digest, PageId, Salt};

/// Which image of which file a page is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct ImageOf {
    /// The master file, by the page that its `ing` event names.
    pub master: PageId,
    /// Which image of the file, from 1.
    pub image: u32,
    /// How many images the file has.
    pub images: u32,
}

impl ImageOf {
    /// The page. A file of one image is itself the page; each image of a file of several has an identifier of
    /// its own, always the same one, from which nobody can tell the file.
    #[must_use]
    pub fn page(self) -> PageId {
        if self.images == 1 { self.master } else { PageId::of_image(self.master, self.image) }
    }
}

/// Facts of `sijill/page-committed`. The event has no `object` and no digest of anything that could be guessed or
/// found in a leaked copy: with the page's secret anybody can prove pixels, without it the event confirms nothing.
/// How the commitment is computed stands in `docs/commitment.md`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PageCommitted {
    /// Which image of which file.
    #[serde(flatten)]
    pub of: ImageOf,
    /// Pixels a row of the canonical raster.
    pub width: u32,
    /// Its rows.
    pub height: u32,
    /// Bytes of one pixel: 1 is grey, 3 is red, green, blue.
    pub channels: u32,
    /// The side of a tile in pixels.
    pub tile: u32,
    /// Root of the tree over the salted tiles.
    pub root: Digest,
    /// Salted digest of the whole raster.
    pub raster: Digest,
    /// Digest of the page's secret as it is kept, sealed.
    pub secret: Digest,
    /// What decoded the file: name and version.
    pub decoder: String,
}

/// Facts of `sijill/page-unreadable`: no pixels could be had of one image of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PageUnreadable {
    /// Which image of which file. A file that could not be opened counts as one of a single image.
    #[serde(flatten)]
    pub of: ImageOf,
    /// Why, as one of the words in `docs/reading.md`.
    pub reason: String,
}

/// Facts of `sijill/page-superseded`: a better scan of the same leaf takes this page's place. Nothing is deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PageSuperseded {
    /// The page that takes its place.
    pub by: PageId,
}

/// Facts of `sijill/page-transcribed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PageTranscribed {
    /// Digest of the [`Transcription`], which holds a salt.
    pub transcription: Digest,
}

/// What a person reads on a page. It ranks above what a machine read, and is kept beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Transcription {
    /// The page.
    pub page: PageId,
    /// Who read it: the key that the person unlocked.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
    /// What was read, from top to bottom.
    pub zones: Vec<Zone>,
    /// Random bytes, so that the digest confirms no guess.
    pub salt: Salt,
}

/// One line of a page, or one row of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Zone {
    /// Where it stands on the canonical raster, where the person marked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
    /// The cells of the row, the first is the rightmost; a line of running text has one.
    pub cells: Vec<String>,
}

/// A rectangle of the canonical raster, in pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Area {
    /// First column.
    pub left: u32,
    /// First row.
    pub top: u32,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Area {
    /// The smallest area that holds this one and another.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        let (left, top) = (self.left.min(other.left), self.top.min(other.top));
        let end = |start: u32, length: u32| start.saturating_add(length);
        let right = end(self.left, self.width).max(end(other.left, other.width));
        let bottom = end(self.top, self.height).max(end(other.top, other.height));
        Self { left, top, width: right - left, height: bottom - top }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Id;

    #[test]
    fn images_of_one_file_have_identifiers_of_their_own_and_always_the_same() {
        let master = PageId::new();
        let page = |image, images| ImageOf { master, image, images }.page();
        assert_eq!(page(1, 1), master);
        assert_eq!(page(2, 3), page(2, 3));
        let all = [master, page(1, 3), page(2, 3), page(3, 3)];
        let different: std::collections::HashSet<_> = all.iter().collect();
        assert_eq!(different.len(), 4);
        assert_eq!(page(2, 3).uuid().get_version_num(), 8);
    }
}
