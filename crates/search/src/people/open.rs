//! Reading the index.

use std::path::Path;

use tantivy::{IndexReader, ReloadPolicy};

use super::key::Fields;
use crate::guard::{self, State};
use crate::{IndexError, Opened};

/// The index of people, for searching, as it was when it was opened.
pub struct People {
    pub(super) fields: Fields,
    pub(super) reader: IndexReader,
}

impl People {
    /// Opens the index in `folder`. Its files are compared with what was written.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn open(folder: &Path) -> Result<Opened<Self>, IndexError> {
        let (fields, layout) = Fields::layout();
        let index = match guard::open(folder, &layout)? {
            State::Absent => return Ok(Opened::Absent),
            State::Damaged { why } => return Ok(Opened::Damaged { why }),
            State::Sound(index) => index,
        };
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Opened::Sound(Box::new(Self { fields, reader })))
    }

    /// What the writer said at the commit.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn payload(&self) -> Result<Option<String>, IndexError> {
        Ok(self.reader.searcher().index().load_metas()?.payload)
    }
}
