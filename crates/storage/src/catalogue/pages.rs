//! What the catalogue keeps about pages: their sealed secrets, and what people read on them.

use rusqlite::{OptionalExtension, Row};
use sijill_schema::{AgentId, Digest, Id, PageId, Transcription, canonical};

use super::{Catalogue, Database, canonical_text, uuid};
use crate::error::{Result, SqliteContext, StorageError};

/// A page's secret, sealed.
pub(crate) struct SealedSecret {
    pub page: PageId,
    pub sealed_to: AgentId,
    pub sealed: Vec<u8>,
}

impl Catalogue {
    /// Keeps the secrets of pages that are about to be committed to, in one transaction.
    pub(crate) fn put_page_secrets(&mut self, secrets: &[SealedSecret]) -> Result<()> {
        let Database::Write(connection) = &mut self.database else {
            return Err(StorageError::ReadOnly { path: self.path.clone() });
        };
        let transaction = connection.transaction().at(&self.path)?;
        for secret in secrets {
            let sql =
                "INSERT OR REPLACE INTO page_secret(page, sealed_to, sealed) VALUES (?1, ?2, ?3)";
            let (page, sealed_to) = (secret.page.uuid(), secret.sealed_to.uuid());
            let values = (page.as_bytes(), sealed_to.as_bytes(), &secret.sealed);
            transaction.prepare_cached(sql).at(&self.path)?.execute(values).at(&self.path)?;
        }
        transaction.commit().at(&self.path)
    }

    /// A page's sealed secret, and the key that it is sealed to.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn page_secret(&self, page: PageId) -> Result<Option<(AgentId, Vec<u8>)>> {
        if !self.knows_pages()? {
            return Ok(None);
        }
        let sql = "SELECT sealed_to, sealed FROM page_secret WHERE page = ?1";
        let read = |row: &Row<'_>| Ok((AgentId::from_uuid(uuid(row, 0)?), row.get(1)?));
        let mut statement = self.connection().prepare_cached(sql).at(&self.path)?;
        statement.query_row([page.uuid().as_bytes()], read).optional().at(&self.path)
    }

    /// Keeps a transcription and returns the digest by which the ledger refers to it.
    pub(crate) fn put_transcription(&self, transcription: &Transcription) -> Result<Digest> {
        let record = canonical_text(transcription)?;
        let digest = Digest::of(record.as_bytes());
        let sql = "INSERT INTO transcription(digest, page, record) VALUES (?1, ?2, ?3)";
        let page = transcription.page.uuid();
        let values = (digest.as_bytes(), page.as_bytes(), record);
        self.connection().execute(sql, values).at(&self.path)?;
        Ok(digest)
    }

    /// The exact text of a transcription, by its digest.
    pub(crate) fn transcription_text(&self, digest: Digest) -> Result<Option<String>> {
        let sql = "SELECT record FROM transcription WHERE digest = ?1";
        let mut statement = self.connection().prepare_cached(sql).at(&self.path)?;
        statement.query_row([digest.as_bytes()], |row| row.get(0)).optional().at(&self.path)
    }

    /// What people read on a page, the oldest first.
    ///
    /// # Errors
    /// If the database cannot be read, or a row is not a transcription.
    pub fn transcriptions(&self, page: PageId) -> Result<Vec<Transcription>> {
        if !self.knows_pages()? {
            return Ok(Vec::new());
        }
        let sql = "SELECT record FROM transcription WHERE page = ?1 ORDER BY number";
        let mut statement = self.connection().prepare_cached(sql).at(&self.path)?;
        let rows = statement.query_map([page.uuid().as_bytes()], |row| row.get(0)).at(&self.path)?;
        let texts: Vec<String> = rows.collect::<Result<_, _>>().at(&self.path)?;
        texts.iter().map(|text| Ok(canonical::from_slice(text.as_bytes())?)).collect()
    }

    /// Whether the catalogue is of a version that keeps pages. An older one is brought up at the next writing.
    fn knows_pages(&self) -> Result<bool> {
        Ok(self.version()? >= 2)
    }
}
