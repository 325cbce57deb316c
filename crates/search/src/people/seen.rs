//! Which mentions somebody may see. Terms begin with an access level, so of a level that is seen of every accession all
//! mentions of a term are; of a level that is seen of single accessions, each mention is looked at. Mentions that were
//! replaced are still in the terms of a segment until it is joined with others: they are not seen either, or a name would
//! go on to count where it no longer stands.

use std::collections::HashMap;
use std::sync::Arc;

use sijill_schema::AccessLevel;
use tantivy::columnar::ColumnValues;
use tantivy::fastfield::AliveBitSet;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet as _, InvertedIndexReader, Searcher, SegmentReader, TERMINATED};

use super::key::HOLDER;
use crate::{Filter, IndexError};

/// The access levels, the least secret first.
const LEVELS: [AccessLevel; 4] =
    [AccessLevel::Open, AccessLevel::Restricted, AccessLevel::Confidential, AccessLevel::Sealed];

/// What somebody sees of the index.
pub(super) struct Seen {
    /// The level up to which mentions of every accession are seen.
    everywhere: Option<AccessLevel>,
    segments: Vec<Segment>,
}

/// What somebody sees of a segment.
struct Segment {
    /// The mentions that were not replaced; without it, none was.
    alive: Option<AliveBitSet>,
    /// The accession of each mention, as a number of the column.
    holder: Option<Arc<dyn ColumnValues<u64>>>,
    /// The levels up to which single accessions are seen, by their numbers.
    single: HashMap<u64, AccessLevel>,
}

/// What somebody sees of a level of a segment.
pub(super) struct Extent<'a> {
    segment: &'a Segment,
    level: AccessLevel,
    /// Whether the level is seen of every accession.
    everywhere: bool,
}

impl Seen {
    pub fn new(searcher: &Searcher, filter: &Filter) -> Result<Self, IndexError> {
        let segments = searcher.segment_readers().iter();
        let segments = segments.map(|segment| Segment::new(segment, filter));
        Ok(Self { everywhere: filter.everywhere(), segments: segments.collect::<Result<_, _>>()? })
    }

    /// The levels of which somebody sees something in a segment.
    pub fn levels(&self, ordinal: u32) -> impl Iterator<Item = (AccessLevel, Extent<'_>)> {
        let segment = self.segments.get(ordinal as usize);
        segment.into_iter().flat_map(|segment| {
            LEVELS.into_iter().filter_map(|level| {
                let everywhere = self.everywhere.is_some_and(|most| level <= most);
                let some = everywhere || segment.single.values().any(|most| level <= *most);
                some.then_some((level, Extent { segment, level, everywhere }))
            })
        })
    }
}

impl Segment {
    fn new(segment: &SegmentReader, filter: &Filter) -> Result<Self, IndexError> {
        let alive = segment.alive_bitset().cloned();
        let (mut holder, mut single) = (None, HashMap::new());
        if let Some(column) = segment.fast_fields().str(HOLDER)? {
            for (accession, most) in filter.single() {
                let number = column.dictionary().term_ord(accession.to_string());
                if let Some(number) = number.map_err(tantivy::TantivyError::from)? {
                    let level = single.entry(number).or_insert(most);
                    *level = most.max(*level);
                }
            }
            holder = Some(column.ords().clone().first_or_default_col(u64::MAX));
        }
        Ok(Self { alive, holder, single })
    }
}

impl Extent<'_> {
    /// Whether a mention of the level is seen.
    pub fn has(&self, entry: DocId) -> bool {
        let Segment { alive, holder, single } = self.segment;
        let granted = || {
            let accession = holder.as_ref().map(|holder| holder.get_val(entry));
            let most = accession.and_then(|accession| single.get(&accession));
            most.is_some_and(|most| self.level <= *most)
        };
        alive.as_ref().is_none_or(|alive| alive.is_alive(entry)) && (self.everywhere || granted())
    }

    /// How many mentions that are seen have a term of the level.
    pub fn count(
        &self,
        inverted: &InvertedIndexReader,
        term: &TermInfo,
    ) -> Result<u64, IndexError> {
        if self.everywhere && self.segment.alive.is_none() {
            return Ok(term.doc_freq.into());
        }
        let found = inverted.read_postings_from_terminfo(term, IndexRecordOption::Basic);
        let mut found = found.map_err(tantivy::TantivyError::from)?;
        let mut count = 0;
        while found.doc() != TERMINATED {
            count += u64::from(self.has(found.doc()));
            found.advance();
        }
        Ok(count)
    }
}
