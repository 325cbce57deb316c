//! How many people an index holds and a digest over which ones, for comparing with the archive.

use sijill_schema::{AccessLevel, Id as _, Mention};
use tantivy::TantivyDocument;

use super::People;
use super::entry::Kept;
use crate::pages::first_half;
use crate::{IndexError, Tally};

/// How many blocks of entries are kept while they are walked through once.
const CACHED_BLOCKS: usize = 1;

impl Tally {
    /// Adds a mention with the access level of its page.
    ///
    /// # Errors
    /// If the mention has no canonical form.
    pub fn add_mention(
        &mut self,
        mention: &Mention,
        access: AccessLevel,
    ) -> Result<(), IndexError> {
        let id = mention.id().map_err(std::io::Error::other)?;
        let whole = serde_json::to_vec(&(access, mention)).map_err(std::io::Error::from)?;
        self.add_mark(first_half(&[b"sijill/index-mention/v1", id.uuid().as_bytes(), &whole]));
        Ok(())
    }
}

impl People {
    /// How many mentions are indexed, and a digest over all of them as they are.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn count_and_digest(&self) -> Result<Tally, IndexError> {
        let mut tally = Tally::default();
        for segment in self.reader.searcher().segment_readers() {
            let entries = segment.get_store_reader(CACHED_BLOCKS)?;
            for entry in entries.iter::<TantivyDocument>(segment.alive_bitset()) {
                let Kept { access, mention } = Kept::of(&entry?, &self.fields)?;
                tally.add_mention(&mention, access)?;
            }
        }
        Ok(tally)
    }
}
