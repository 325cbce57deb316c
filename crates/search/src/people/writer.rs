//! Writing the index.

use std::path::Path;

use sijill_schema::{Id as _, PageId};
use tantivy::{IndexWriter, TantivyDocument, Term};

use super::entry::entry;
use super::key::Fields;
use crate::{IndexError, PageDocument, guard};

/// Writes the index of people. There is one writer at a time; who searches meanwhile sees the last commit.
///
/// Nothing is durable before [`commit`](Self::commit). A writer that is killed leaves the last commit.
pub struct PeopleWriter {
    writer: IndexWriter<TantivyDocument>,
    fields: Fields,
}

impl PeopleWriter {
    /// Goes on with the index in `folder`, or begins one; `heap` is in bytes, at least 15 million.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if the files are not what was written: [`create`](Self::create) begins anew. Else if
    /// another process is writing, or the disk refuses.
    pub fn open(folder: &Path, heap: usize) -> Result<Self, IndexError> {
        let (fields, layout) = Fields::layout();
        Ok(Self { writer: guard::writer(folder, &layout, heap)?, fields })
    }

    /// Begins an empty index; one that is there is removed.
    ///
    /// # Errors
    /// If another process is writing, or the disk refuses.
    pub fn create(folder: &Path, heap: usize) -> Result<Self, IndexError> {
        let (fields, layout) = Fields::layout();
        let index = guard::create(folder, &layout)?;
        Ok(Self { writer: guard::writer_over(&index, heap)?, fields })
    }

    /// Adds the people of a page; those that it had are replaced.
    ///
    /// # Errors
    /// If a mention cannot be written, or the engine has stopped, for example for want of room on the disk.
    pub fn put(&mut self, page: &PageDocument) -> Result<(), IndexError> {
        self.remove(page.page);
        for mention in &page.mentions {
            self.writer.add_document(entry(
                &self.fields,
                mention,
                (page.accession, page.access),
            )?)?;
        }
        Ok(())
    }

    /// Removes the people of a page.
    pub fn remove(&mut self, page: PageId) {
        let term = Term::from_field_bytes(self.fields.page, page.uuid().as_bytes());
        self.writer.delete_term(term);
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
