//! The versions of the catalogue's tables.

use super::Catalogue;
use crate::error::{Result, SqliteContext, StorageError};

/// Each step brings the catalogue from the version that is its index to the next. Never edit a step that was
/// released: a test pins their digests.
const MIGRATIONS: [&str; 3] = ["
    CREATE TABLE person(key BLOB PRIMARY KEY, sealed_to BLOB NOT NULL, sealed BLOB NOT NULL) STRICT;
    CREATE TABLE accession(
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id BLOB NOT NULL UNIQUE,
        intake BLOB NOT NULL,
        record TEXT
    ) STRICT;
    CREATE INDEX accession_intake ON accession(intake);
    CREATE TABLE item(
        id BLOB PRIMARY KEY,
        accession BLOB NOT NULL REFERENCES accession(id),
        number INTEGER NOT NULL,
        reference TEXT NOT NULL,
        path BLOB NOT NULL,
        description TEXT NOT NULL,
        UNIQUE(accession, number)
    ) STRICT;
    CREATE INDEX item_reference ON item(reference);
    CREATE INDEX item_path ON item(path, accession);
", "
    CREATE TABLE page_secret(page BLOB PRIMARY KEY, sealed_to BLOB NOT NULL, sealed BLOB NOT NULL) STRICT;
    CREATE TABLE transcription(
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        digest BLOB NOT NULL UNIQUE,
        page BLOB NOT NULL,
        record TEXT NOT NULL
    ) STRICT;
    CREATE INDEX transcription_page ON transcription(page);
", "
    CREATE TABLE record(
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        digest BLOB NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        subject BLOB NOT NULL,
        record TEXT,
        sealed_to BLOB,
        sealed BLOB,
        after INTEGER NOT NULL,
        event INTEGER,
        CHECK ((record IS NULL) = (sealed IS NOT NULL AND sealed_to IS NOT NULL))
    ) STRICT;
    CREATE INDEX record_subject ON record(kind, subject, event);
    CREATE INDEX record_pending ON record(number) WHERE event IS NULL;
    CREATE INDEX record_reference ON record(json_extract(record, '$.reference')) WHERE kind = 'description';
    CREATE TABLE alert(id BLOB PRIMARY KEY, sealed_to BLOB NOT NULL, sealed BLOB NOT NULL) STRICT;
    CREATE TABLE candidate(
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        alert BLOB NOT NULL REFERENCES alert(id) ON DELETE CASCADE,
        mention BLOB NOT NULL,
        sealed_to BLOB NOT NULL,
        sealed BLOB NOT NULL,
        UNIQUE(alert, mention)
    ) STRICT;
"];

impl Catalogue {
    /// Brings the catalogue to the newest version.
    pub(super) fn migrate(&self) -> Result<()> {
        let version = self.version()?;
        if version > MIGRATIONS.len() {
            let (found, known) = (version as u64, MIGRATIONS.len() as u64);
            return Err(StorageError::FutureFormat { path: self.path.clone(), found, known });
        }
        for (step, sql) in MIGRATIONS.iter().enumerate().skip(version) {
            let next = step + 1;
            let sql = format!("BEGIN IMMEDIATE; {sql}; PRAGMA user_version = {next}; COMMIT;");
            self.connection().execute_batch(&sql).at(&self.path)?;
        }
        Ok(())
    }

    pub(super) fn version(&self) -> Result<usize> {
        let sql = "PRAGMA user_version";
        self.connection().query_row(sql, (), |row| row.get(0)).at(&self.path)
    }
}

#[cfg(test)]
mod tests {
    use sijill_schema::Digest;

    use super::MIGRATIONS;

    #[test]
    fn released_migrations_are_never_edited() {
        let digests: Vec<_> =
            MIGRATIONS.iter().map(|sql| Digest::of(sql.as_bytes()).hex()).collect();
        let released = [
            "878cd9b9c8822a36ed52182a1b8f8510ab9d8fee412695efe8d1090a94d51360",
            "0d0218281a2ec0d011ad56249a5b4d013e194389d6e48fcae94358369aec31cd",
            "56e888ed383765b4e9c4661aa39bd714184b1c13edde611dac329598540b51d9",
        ];
        assert_eq!(digests, released);
    }
}
