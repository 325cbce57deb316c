//! Writing the index.

use std::collections::HashSet;
use std::path::Path;

use sijill_schema::{Id as _, PageId};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyDocument};

use super::entry::entry;
use super::fields::Fields;
use crate::guard;
use crate::{IndexError, PageDocument};

/// Bytes that a writer may use for what is not on disk yet, where nothing else is asked.
pub const DEFAULT_HEAP: usize = 64_000_000;

/// Writes the index of pages. There is one writer at a time; who searches meanwhile sees the last commit.
///
/// Nothing is durable before [`commit`](Self::commit). A writer that is killed leaves the last commit.
pub struct Writer {
    writer: IndexWriter<TantivyDocument>,
    fields: Fields,
    /// The last commit.
    committed: IndexReader,
    /// Pages that were added since, by the random end of their identifiers. Where two have the same end, something is
    /// removed that is not there.
    added: HashSet<u32>,
}

impl Writer {
    /// Goes on with the index in `folder`, or begins one; `heap` is in bytes, at least 15 million.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if the files are not what was written: [`Writer::create`] begins anew. Else if another
    /// process is writing, or the disk refuses.
    pub fn open(folder: &Path, heap: usize) -> Result<Self, IndexError> {
        let (fields, layout) = Fields::layout();
        Self::over(guard::writer(folder, &layout, heap)?, fields)
    }

    /// Begins an empty index; one that is there is removed.
    ///
    /// # Errors
    /// If another process is writing, or the disk refuses.
    pub fn create(folder: &Path, heap: usize) -> Result<Self, IndexError> {
        let (fields, layout) = Fields::layout();
        let index = guard::create(folder, &layout)?;
        Self::over(guard::writer_over(&index, heap)?, fields)
    }

    fn over(writer: IndexWriter<TantivyDocument>, fields: Fields) -> Result<Self, IndexError> {
        let reader = writer.index().reader_builder().reload_policy(ReloadPolicy::Manual);
        let committed = reader.try_into()?;
        Ok(Self { writer, fields, committed, added: HashSet::new() })
    }

    /// Adds a page; an entry that the page has is replaced.
    ///
    /// # Errors
    /// If the engine has stopped, for example for want of room on the disk.
    pub fn put(&mut self, page: &PageDocument) -> Result<(), IndexError> {
        if !self.added.insert(end(page.page)) || self.is_committed(page.page)? {
            self.remove(page.page);
        }
        self.writer.add_document(entry(&self.fields, page))?;
        Ok(())
    }

    fn is_committed(&self, page: PageId) -> Result<bool, IndexError> {
        let searcher = self.committed.searcher();
        Ok(searcher.doc_freq(&self.fields.page_term(page))? > 0)
    }

    /// Removes a page's entry; that it has none is no error.
    pub fn remove(&mut self, page: PageId) {
        self.writer.delete_term(self.fields.page_term(page));
    }

    /// Makes everything durable that was added and removed, together with a text for the next reader: what of the ledger
    /// the index is made from.
    ///
    /// # Errors
    /// If the disk refuses; the last commit is still there then.
    pub fn commit(&mut self, payload: &str) -> Result<(), IndexError> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(payload);
        commit.commit()?;
        self.committed.reload()?;
        self.added.clear();
        Ok(())
    }

    /// Waits until parts of the index have been joined that grew too many, and ends.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn finish(self) -> Result<(), IndexError> {
        self.writer.wait_merging_threads()?;
        Ok(())
    }
}

/// The end of an identifier: of version 7 these bits are random.
fn end(page: PageId) -> u32 {
    let [.., a, b, c, d] = *page.uuid().as_bytes();
    u32::from_be_bytes([a, b, c, d])
}
