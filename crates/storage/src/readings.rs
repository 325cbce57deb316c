//! `readings.sqlite`: who looked at which page, and why. A row is durable before the page is shown, and never changed.
//!
//! At most a second later an event commits to the rows since the last one by a digest, so that a row that is altered or
//! taken out afterwards is found by `verify`. Rows that no event covers yet are those of a last second before a crash.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use sha2::{Digest as _, Sha256};
use sijill_schema::{Digest, Reading, canonical};

use crate::database::{ReadConnection, Synchronous, open_for_reading, open_for_writing};
use crate::error::{Result, SqliteContext, StorageError};

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS reading(number INTEGER PRIMARY KEY AUTOINCREMENT, record TEXT NOT NULL) STRICT;
    CREATE TRIGGER IF NOT EXISTS reading_update BEFORE UPDATE ON reading
        BEGIN SELECT RAISE(ABORT, 'a reading is never changed'); END;
    CREATE TRIGGER IF NOT EXISTS reading_delete BEFORE DELETE ON reading
        BEGIN SELECT RAISE(ABORT, 'a reading is never removed'); END;";

/// Who looked at which pages.
pub struct Readings {
    database: Database,
    path: PathBuf,
}

enum Database {
    Write(Connection),
    Read(ReadConnection),
}

/// A row: one page that one person looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number, from 1.
    pub number: u64,
    /// What it says.
    pub reading: Reading,
}

impl Readings {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let connection = open_for_writing(path, Synchronous::Full)?;
        connection.execute_batch(TABLES).at(path)?;
        crate::durable::sync(path.parent().unwrap_or(path))?;
        Ok(Self { database: Database::Write(connection), path: path.to_owned() })
    }

    pub(crate) fn open_for_reading(path: &Path) -> Result<Option<Self>> {
        if !path.exists() {
            return Ok(None);
        }
        let database = Database::Read(open_for_reading(path)?);
        Ok(Some(Self { database, path: path.to_owned() }))
    }

    fn connection(&self) -> &Connection {
        match &self.database {
            Database::Write(connection) => connection,
            Database::Read(database) => &database.connection,
        }
    }

    /// Notes readings in one transaction; they are durable when this returns.
    ///
    /// # Errors
    /// If they cannot be written; then none of them is.
    pub fn note(&mut self, readings: &[Reading]) -> Result<()> {
        let Database::Write(connection) = &mut self.database else {
            return Err(StorageError::ReadOnly { path: self.path.clone() });
        };
        let transaction = connection.transaction().at(&self.path)?;
        for reading in readings {
            let sql = "INSERT INTO reading(record) VALUES (?1)";
            let text = crate::catalogue::canonical_text(reading)?;
            transaction.prepare_cached(sql).at(&self.path)?.execute([text]).at(&self.path)?;
        }
        transaction.commit().at(&self.path)
    }

    /// The number of the last row; 0 without one.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn last(&self) -> Result<u64> {
        let sql = "SELECT coalesce(max(number), 0) FROM reading";
        self.connection().query_row(sql, (), |row| row.get(0)).at(&self.path)
    }

    /// The newest rows before a number, the newest first.
    ///
    /// # Errors
    /// If the database cannot be read, or a row is not a reading.
    pub fn before(&self, number: Option<u64>, limit: u32) -> Result<Vec<Row>> {
        let sql =
            "SELECT number, record FROM reading WHERE number < ?1 ORDER BY number DESC LIMIT ?2";
        let before = number.map_or(i64::MAX, |number| i64::try_from(number).unwrap_or(i64::MAX));
        let mut statement = self.connection().prepare_cached(sql).at(&self.path)?;
        let mut rows = statement.query((before, limit)).at(&self.path)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().at(&self.path)? {
            let number = row.get(0).at(&self.path)?;
            let record: String = row.get(1).at(&self.path)?;
            found.push(Row { number, reading: canonical::from_slice(record.as_bytes())? });
        }
        Ok(found)
    }

    /// How many rows there are from one on, at most so many, and the digest over them: SHA-256 over each row's number, a
    /// space, its canonical JSON and a line feed.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub(crate) fn digest_from(&self, first: u64, most: u64) -> Result<(u64, Digest)> {
        let sql = "SELECT number, record FROM reading WHERE number >= ?1 ORDER BY number LIMIT ?2";
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let mut statement = self.connection().prepare_cached(sql).at(&self.path)?;
        let mut rows = statement.query((whole(first), whole(most))).at(&self.path)?;
        let (mut count, mut hash) = (0_u64, Sha256::new());
        while let Some(row) = rows.next().at(&self.path)? {
            let number: u64 = row.get(0).at(&self.path)?;
            let record: String = row.get(1).at(&self.path)?;
            hash.update(format!("{number} {record}\n"));
            count = count.saturating_add(1);
        }
        Ok((count, Digest::from_bytes(hash.finalize().into())))
    }
}
