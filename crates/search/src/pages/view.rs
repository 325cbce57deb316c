//! A commit of the index opened for reading, with the columns that every question needs: opening a column takes longer
//! than answering most questions.

use std::collections::HashMap;
use std::sync::Arc;

use sijill_schema::{AccessionId, ItemId, PageId};
use tantivy::columnar::{BytesColumn, Column, ColumnValues, StrColumn};
use tantivy::index::SegmentId;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};
use uuid::Uuid;

use super::entry::access_number;
use super::fields::{ACCESS, HOLDER, IDS};
use crate::{Filter, IndexError};

/// The numbers of the access levels lie below this.
const LEVELS: usize = 4;

/// A commit.
pub(super) struct View {
    pub searcher: Searcher,
    segments: Vec<Arc<Columns>>,
}

/// The columns of a segment.
struct Columns {
    segment: SegmentId,
    page: [Column<u64>; 2],
    item: [Column<u64>; 2],
    marks: [Column<u64>; 2],
    access: Arc<dyn ColumnValues<u64>>,
    /// The accession of an entry, as a number of the dictionary.
    holder: Arc<dyn ColumnValues<u64>>,
    holders: StrColumn,
    /// How many entries each accession has at each level.
    entries: HashMap<u64, [u64; LEVELS]>,
}

/// What of a segment is seen: up to which level, by the number of the accession.
struct Seen {
    columns: Arc<Columns>,
    /// Levels below this are seen in every accession.
    everywhere: u64,
    /// Levels below these are seen in single ones.
    single: HashMap<u64, u64>,
}

impl View {
    pub fn new(searcher: Searcher) -> Result<Self, IndexError> {
        let columns =
            searcher.segment_readers().iter().map(|segment| Columns::new(segment).map(Arc::new));
        let segments = columns.collect::<Result<_, _>>()?;
        Ok(Self { searcher, segments })
    }

    /// The page of an entry and the item that it belongs to.
    pub fn ids(&self, entry: DocAddress) -> Option<(PageId, ItemId)> {
        let columns = self.segments.get(entry.segment_ord as usize)?;
        let id = |halves| Uuid::from_u128(whole(halves, entry.doc_id));
        Some((PageId::from_uuid(id(&columns.page)), ItemId::from_uuid(id(&columns.item))))
    }

    /// The mark of an entry.
    pub fn mark(&self, entry: DocAddress) -> Option<u128> {
        let columns = self.segments.get(entry.segment_ord as usize)?;
        Some(whole(&columns.marks, entry.doc_id))
    }

    /// What somebody sees of it.
    pub fn seen(&self, filter: &Filter) -> Result<SeenView, IndexError> {
        let below = |level| access_number(level) + 1;
        let everywhere = filter.everywhere().map_or(0, below);
        let all = everywhere as usize >= LEVELS;
        let mut seen = Vec::new();
        for columns in &self.segments {
            let mut single: HashMap<u64, u64> = HashMap::new();
            for (accession, most) in filter.single() {
                if let Some(holder) = columns.number_of(accession)? {
                    let levels = single.entry(holder).or_default();
                    *levels = below(most).max(*levels);
                }
            }
            seen.push(Seen { columns: columns.clone(), everywhere, single });
        }
        Ok(SeenView { segments: Arc::new(seen), all })
    }
}

/// What somebody sees of a commit.
#[derive(Clone)]
pub(super) struct SeenView {
    segments: Arc<Vec<Seen>>,
    /// Whether that is everything.
    pub all: bool,
}

impl SeenView {
    /// How many entries are seen.
    pub fn count(&self) -> u64 {
        self.segments.iter().map(Seen::count).sum()
    }

    /// Tells for each entry of a segment whether it is seen.
    pub fn of(&self, segment: &SegmentReader) -> impl Fn(DocId) -> bool + Send + Sync + use<> {
        let at = self.segments.iter().position(|seen| seen.columns.segment == segment.segment_id());
        let segments = self.segments.clone();
        // What is of no known segment is not seen.
        move |entry| at.and_then(|at| segments.get(at)).is_some_and(|seen| seen.sees(entry))
    }
}

impl Seen {
    fn below(&self, holder: u64) -> u64 {
        self.single.get(&holder).copied().unwrap_or_default().max(self.everywhere)
    }

    fn sees(&self, entry: DocId) -> bool {
        let level = self.columns.access.get_val(entry);
        level < self.everywhere
            || !self.single.is_empty() && level < self.below(self.columns.holder.get_val(entry))
    }

    fn count(&self) -> u64 {
        let of = |(holder, levels): (&u64, &[u64; LEVELS])| {
            let below = usize::try_from(self.below(*holder)).unwrap_or(LEVELS);
            levels.iter().take(below).sum::<u64>()
        };
        self.columns.entries.iter().map(of).sum()
    }
}

impl Columns {
    fn new(segment: &SegmentReader) -> Result<Self, IndexError> {
        let access = segment.fast_fields().u64(ACCESS)?.first_or_default_col(u64::MAX);
        let holder = segment.fast_fields().str(HOLDER)?;
        let holders =
            holder.unwrap_or_else(|| StrColumn::wrap(BytesColumn::empty(segment.max_doc())));
        let holder = holders.ords().clone().first_or_default_col(u64::MAX);
        let mut entries: HashMap<u64, [u64; LEVELS]> = HashMap::new();
        for entry in segment.doc_ids_alive() {
            let levels = entries.entry(holder.get_val(entry)).or_default();
            let level = usize::try_from(access.get_val(entry)).unwrap_or(LEVELS);
            if let Some(count) = levels.get_mut(level) {
                *count += 1;
            }
        }
        Ok(Self {
            segment: segment.segment_id(),
            page: halves(segment, 0)?,
            item: halves(segment, 1)?,
            marks: halves(segment, 2)?,
            access,
            holder,
            holders,
            entries,
        })
    }

    fn number_of(&self, accession: AccessionId) -> Result<Option<u64>, IndexError> {
        let name = accession.to_string();
        self.holders
            .dictionary()
            .term_ord(name)
            .map_err(|error| tantivy::TantivyError::from(error).into())
    }
}

/// The two columns of an identifier: of the page (0), of the item (1), or the mark (2).
fn halves(segment: &SegmentReader, which: usize) -> Result<[Column<u64>; 2], IndexError> {
    let columns = segment.fast_fields();
    let column = |half: usize| {
        let name = IDS.get(which * 2 + half).copied().unwrap_or_default();
        columns.u64(name)
    };
    Ok([column(0)?, column(1)?])
}

/// The identifier that two columns hold for an entry.
fn whole([high, low]: &[Column<u64>; 2], entry: DocId) -> u128 {
    let half = |column: &Column<u64>| column.first(entry).unwrap_or_default();
    Uuid::from_u64_pair(half(high), half(low)).as_u128()
}
