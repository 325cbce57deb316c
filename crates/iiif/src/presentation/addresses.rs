//! Where things are found. No address tells a name: identifiers are opaque.

use sijill_schema::{AccessionId, ItemId, PageId};

/// The addresses below one origin.
#[derive(Debug, Clone)]
pub struct Addresses {
    base: String,
}

impl Addresses {
    /// Addresses below an origin such as `https://archive.example`, without a slash at the end.
    #[must_use]
    pub fn below(base: impl Into<String>) -> Self {
        Self { base: base.into() }
    }

    /// A page's image service.
    #[must_use]
    pub fn image(&self, page: PageId) -> String {
        format!("{}/iiif/3/{page}", self.base)
    }

    /// An item's manifest.
    #[must_use]
    pub fn manifest(&self, item: ItemId) -> String {
        format!("{}/iiif/manifest/{item}", self.base)
    }

    /// A page as a place on which things are laid; a name that nobody needs to fetch.
    #[must_use]
    pub fn canvas(&self, item: ItemId, page: PageId) -> String {
        format!("{}/canvas/{page}", self.manifest(item))
    }

    /// The lines of a page's text as annotations.
    #[must_use]
    pub fn lines(&self, page: PageId) -> String {
        format!("{}/iiif/lines/{page}", self.base)
    }

    /// A page's text as plain text.
    #[must_use]
    pub fn text(&self, page: PageId) -> String {
        format!("{}/iiif/text/{page}", self.base)
    }

    /// The collection of an accession's items.
    #[must_use]
    pub fn collection(&self, accession: AccessionId) -> String {
        format!("{}/iiif/collection/{accession}", self.base)
    }

    /// A part of that collection, counted from 1.
    #[must_use]
    pub fn collection_page(&self, accession: AccessionId, number: u32) -> String {
        format!("{}/{number}", self.collection(accession))
    }
}
