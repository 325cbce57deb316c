//! Reading the index.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sijill_schema::{Digest, PageId};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet as _, IndexReader, ReloadPolicy, TERMINATED};

use super::fields::{FORMAT, Fields};
use super::tally::{Tally, mark};
use super::view::View;
use crate::guard::{self, State};
use crate::{IndexError, Opened};

/// The index of pages, for searching. It shows the commit that was the newest when it was opened or
/// [refreshed](Self::refresh) last; a writer may be at work meanwhile.
pub struct Pages {
    folder: PathBuf,
    pub(super) fields: Fields,
    reader: IndexReader,
    shown: Mutex<Shown>,
}

/// The state that the reader shows.
struct Shown {
    stamp: [u8; 32],
    payload: Option<String>,
    view: Arc<View>,
}

/// How often a state is read while a writer replaces it.
const TRIES: usize = 100;

impl Pages {
    /// Opens the index in `folder`. Its files are compared with what was written.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn open(folder: &Path) -> Result<Opened<Self>, IndexError> {
        let (fields, layout) = Fields::layout();
        for _ in 0..TRIES {
            let stamp = guard::stamp(folder);
            let index = match guard::open(folder, &layout)? {
                State::Absent => return Ok(Opened::Absent),
                State::Damaged { why } => return Ok(Opened::Damaged { why }),
                State::Sound(index) => index,
            };
            let builder = index.reader_builder().reload_policy(ReloadPolicy::Manual);
            let reader = builder.try_into().map_err(IndexError::from);
            let payload = index.load_metas().map_err(IndexError::from);
            // All of it is of one state, if that is still the newest.
            if guard::is_current(folder, &stamp) {
                let (folder, reader) = (folder.to_owned(), reader?);
                let view = Arc::new(View::new(reader.searcher())?);
                let shown = Mutex::new(Shown { stamp, payload: payload?.payload, view });
                return Ok(Opened::Sound(Box::new(Self { folder, fields, reader, shown })));
            }
        }
        Err(IndexError::Busy)
    }

    /// Shows the newest commit; `false`, if it was shown already.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if its files are not what was written; what is shown is then no longer the last commit.
    pub fn refresh(&self) -> Result<bool, IndexError> {
        let mut shown = self.shown();
        for _ in 0..TRIES {
            if guard::is_current(&self.folder, &shown.stamp) {
                return Ok(false);
            }
            let stamp = guard::stamp(&self.folder);
            let verified = guard::verify(&self.folder, FORMAT);
            let loaded = self.reader.reload().map_err(IndexError::from);
            let payload = self.reader.searcher().index().load_metas().map_err(IndexError::from);
            if guard::is_current(&self.folder, &stamp) {
                verified?.map_err(|why| IndexError::Damaged { why })?;
                loaded?;
                let view = Arc::new(View::new(self.reader.searcher())?);
                *shown = Shown { stamp, payload: payload?.payload, view };
                return Ok(true);
            }
        }
        Err(IndexError::Busy)
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The commit that is shown.
    pub(super) fn view(&self) -> Arc<View> {
        self.shown().view.clone()
    }

    /// What the writer said at the commit.
    ///
    /// # Errors
    /// None today; the text may come to be read when it is asked for.
    pub fn payload(&self) -> Result<Option<String>, IndexError> {
        Ok(self.shown().payload.clone())
    }

    /// How many pages are indexed, and a digest over which ones in what state.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn count_and_digest(&self) -> Result<Tally, IndexError> {
        let view = self.view();
        let mut tally = Tally::default();
        for (ordinal, segment) in (0..).zip(view.searcher.segment_readers()) {
            let marks = segment
                .doc_ids_alive()
                .filter_map(|entry| view.mark(DocAddress::new(ordinal, entry)));
            marks.for_each(|mark| tally.add_mark(mark));
        }
        Ok(tally)
    }

    /// Whether a page's entry was made from what has this stamp.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn holds(&self, page: PageId, stamp: &Digest) -> Result<bool, IndexError> {
        let term = self.fields.page_term(page);
        let view = self.view();
        for (ordinal, segment) in (0..).zip(view.searcher.segment_readers()) {
            let inverted = segment.inverted_index(self.fields.page)?;
            let Some(mut found) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            while found.doc() != TERMINATED {
                let entry = found.doc();
                if !segment.is_deleted(entry) {
                    return Ok(
                        view.mark(DocAddress::new(ordinal, entry)) == Some(mark(page, stamp))
                    );
                }
                found.advance();
            }
        }
        Ok(false)
    }
}
