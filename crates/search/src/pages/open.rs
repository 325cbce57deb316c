//! Reading the index.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::PoisonError;

use sijill_schema::{Digest, PageId};
use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet as _, IndexReader, ReloadPolicy, SegmentReader, TERMINATED};
use uuid::Uuid;

use super::fields::{FORMAT, Fields, IDS};
use super::tally::{Tally, mark};
use crate::guard::{self, State};
use crate::{IndexError, Opened};

/// The index of pages, for searching. It shows the commit that was the newest when it was opened or
/// [refreshed](Self::refresh) last; a writer may be at work meanwhile.
pub struct Pages {
    folder: PathBuf,
    pub(super) fields: Fields,
    pub(super) reader: IndexReader,
    /// Which state the reader shows.
    state: Mutex<[u8; 32]>,
}

impl Pages {
    /// Opens the index in `folder`. Its files are compared with what was written.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn open(folder: &Path) -> Result<Opened<Self>, IndexError> {
        let (fields, layout) = Fields::layout();
        let state = guard::stamp(folder);
        let index = match guard::open(folder, &layout)? {
            State::Absent => return Ok(Opened::Absent),
            State::Damaged { why } => return Ok(Opened::Damaged { why }),
            State::Sound(index) => index,
        };
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let state = Mutex::new(state);
        Ok(Opened::Sound(Box::new(Self { folder: folder.to_owned(), fields, reader, state })))
    }

    /// Shows the newest commit; `false`, if it was shown already.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if its files are not what was written; the old state is shown on.
    pub fn refresh(&self) -> Result<bool, IndexError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if guard::is_current(&self.folder, &state) {
            return Ok(false);
        }
        let now = guard::stamp(&self.folder);
        if let Err(why) = guard::verify(&self.folder, FORMAT)? {
            // A writer may have replaced the state between two looks; then the next refresh sees it.
            if guard::is_current(&self.folder, &now) {
                return Err(IndexError::Damaged { why });
            }
            return Ok(false);
        }
        self.reader.reload()?;
        *state = now;
        Ok(true)
    }

    /// What the writer said at the commit.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn payload(&self) -> Result<Option<String>, IndexError> {
        Ok(self.reader.searcher().index().load_metas()?.payload)
    }

    /// How many pages are indexed, and a digest over which ones in what state.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn count_and_digest(&self) -> Result<Tally, IndexError> {
        let mut tally = Tally::default();
        for segment in self.reader.searcher().segment_readers() {
            let marks = halves(segment, 2)?;
            segment.doc_ids_alive().for_each(|page| tally.add_mark(whole(&marks, page)));
        }
        Ok(tally)
    }

    /// Whether a page's entry was made from what has this stamp.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn holds(&self, page: PageId, stamp: &Digest) -> Result<bool, IndexError> {
        let term = self.fields.page_term(page);
        for segment in self.reader.searcher().segment_readers() {
            let inverted = segment.inverted_index(self.fields.page)?;
            let Some(mut found) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            let marks = halves(segment, 2)?;
            while found.doc() != TERMINATED {
                let entry = found.doc();
                if !segment.is_deleted(entry) {
                    return Ok(whole(&marks, entry) == mark(page, stamp));
                }
                found.advance();
            }
        }
        Ok(false)
    }
}

/// The two columns of an identifier: of the page (0), of the item (1), or the mark (2).
pub(super) fn halves(
    segment: &SegmentReader,
    which: usize,
) -> Result<[Column<u64>; 2], IndexError> {
    let columns = segment.fast_fields();
    let column = |half: usize| {
        let name = IDS.get(which * 2 + half).copied().unwrap_or_default();
        columns.u64(name)
    };
    Ok([column(0)?, column(1)?])
}

/// The identifier that two columns hold for an entry.
pub(super) fn whole([high, low]: &[Column<u64>; 2], entry: DocId) -> u128 {
    let half = |column: &Column<u64>| column.first(entry).unwrap_or_default();
    Uuid::from_u64_pair(half(high), half(low)).as_u128()
}
