//! What the index takes in. Who fills it reads the archive; this crate never does.

use sijill_schema::{
    AccessLevel, AccessionId, Area, Digest, Interpretation, ItemId, Mention, MentionBasis, PageId,
    RecordNumber, RecordType,
};

/// A page with everything by which it can be found.
#[derive(Debug, Clone)]
pub struct PageDocument {
    /// The page.
    pub page: PageId,
    /// The item that it belongs to.
    pub item: ItemId,
    /// The accession with which that came in.
    pub accession: AccessionId,
    /// Digest over everything that this entry was made from: it changes when the entry must be made anew.
    pub stamp: Digest,
    /// Who may find it.
    pub access: AccessLevel,
    /// The accession's reference code.
    pub accession_reference: String,
    /// The item's reference code.
    pub reference: String,
    /// The item's title.
    pub title: Option<String>,
    /// Where it was found: the site, then every level below it, in words.
    pub place: Vec<String>,
    /// What sorts of record it is.
    pub types: Vec<RecordType>,
    /// Dates on it, and the item's own.
    pub dates: Vec<Interpretation>,
    /// Numbers on it that stand for something, those of branches among them.
    pub numbers: Vec<RecordNumber>,
    /// Its text. What people read comes first.
    pub passages: Vec<Passage>,
    /// The people named on it.
    pub mentions: Vec<Mention>,
}

/// Text of a page: a line, or a cell of a register.
#[derive(Debug, Clone)]
pub struct Passage {
    /// The text as it was read.
    pub text: String,
    /// Who read it.
    pub basis: MentionBasis,
    /// Where it stands on the page's canonical raster.
    pub area: Option<Area>,
    /// For text of a machine, each word's bytes in `text` and its place.
    pub words: Vec<(std::ops::Range<usize>, Area)>,
}
