//! `catalogue.sqlite`: descriptions, and who stands behind a key. Private and editable; whatever matters to
//! custody is bound to the ledger by the digest of its canonical JSON or of its sealed bytes.
//!
//! A row is written *before* the event that refers to it, so that after a crash there may be a row that no
//! event explains yet, never an event whose row is missing.

mod accounts;
mod alerts;
mod described;
mod identity;
mod migrations;
mod pages;
mod records;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Row};
use sijill_schema::{AccessionId, AgentId, Id, ItemDescription, ItemId, OriginalPath, canonical};
use uuid::Uuid;

use crate::database::{ReadConnection, Synchronous, open_for_reading, open_for_writing};
use crate::error::{Result, SqliteContext, StorageError};

pub(crate) use accounts::CONTEXT as ACCOUNT_CONTEXT;
pub(crate) use alerts::{ALERT_CONTEXT, CANDIDATE_CONTEXT, SealedCandidate};
pub use alerts::{Alert, Candidate, Dismissal, DismissalReason};
pub(crate) use identity::CONTEXT as IDENTITY_CONTEXT;
pub use identity::{Assertion, Decided};
pub(crate) use pages::SealedSecret;
pub(crate) use records::{Content, NewRecord, RecordKind, StoredRecord};

/// The catalogue, opened for writing or reading.
pub struct Catalogue {
    database: Database,
    path: PathBuf,
}

enum Database {
    Write(Connection),
    Read(ReadConnection),
}

/// A row of an accession.
#[derive(Debug, Clone)]
pub struct AccessionRow {
    /// The accession.
    pub id: AccessionId,
    /// Its number in the archive, from 1.
    pub number: u64,
    /// The canonical JSON of its record, once it is written.
    pub record: Option<String>,
}

/// A row of an item.
#[derive(Debug, Clone)]
pub struct ItemRow {
    /// The item.
    pub id: ItemId,
    /// The accession that it came in with.
    pub accession: AccessionId,
    /// Its number in the accession, from 1.
    pub number: u64,
    /// Its reference code, by the newest description.
    pub reference: String,
    /// The folder or file that it was taken from.
    pub path: OriginalPath,
    /// The canonical JSON of its newest description.
    pub description: String,
    /// What was said of it when it was taken in.
    pub intake: Intake,
}

/// What was said of an item when it was taken in: the event that closes it names this description.
#[derive(Debug, Clone)]
pub struct Intake {
    /// The reference code.
    pub reference: String,
    /// The canonical JSON of the description.
    pub description: String,
}

const ITEM: &str = "SELECT id, accession, number, reference, path, description, NULL FROM item";

/// The same with the newest description, where the item was described anew.
const ITEM_NOW: &str = "SELECT id, accession, number, reference, path, description, (
        SELECT record FROM record
        WHERE kind = 'description' AND subject = item.id AND event IS NOT NULL
        ORDER BY event DESC LIMIT 1
    ) FROM item";

impl ItemRow {
    /// Whether the columns that are searched say what the description says.
    pub(crate) fn is_consistent(&self) -> bool {
        let said = canonical::from_slice::<ItemDescription>(self.intake.description.as_bytes());
        said.is_ok_and(|said| {
            (said.id, said.accession) == (self.id, self.accession)
                && said.reference == self.intake.reference
                && said.path == self.path
        })
    }
}

impl Catalogue {
    /// Opens the catalogue for writing, creates it or brings it to the newest version.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let connection = open_for_writing(path, Synchronous::Full)?;
        let catalogue = Self { database: Database::Write(connection), path: path.to_owned() };
        catalogue.migrate()?;
        Ok(catalogue)
    }

    pub(crate) fn open_for_reading(path: &Path) -> Result<Self> {
        Ok(Self { database: Database::Read(open_for_reading(path)?), path: path.to_owned() })
    }

    fn connection(&self) -> &Connection {
        match &self.database {
            Database::Write(connection) => connection,
            Database::Read(database) => &database.connection,
        }
    }

    /// What SQLite itself finds wrong: an index that says otherwise than its table, a page that cannot be.
    pub(crate) fn inconsistencies(&self) -> Result<Vec<String>> {
        let mut statement = self.connection().prepare("PRAGMA integrity_check(8)").at(&self.path)?;
        let rows = statement.query_map((), |row| row.get(0)).at(&self.path)?;
        let mut found: Vec<String> = rows.collect::<Result<_, _>>().at(&self.path)?;
        found.retain(|what| what != "ok");
        Ok(found)
    }

    /// Notes who stands behind a key, sealed to the archive.
    pub(crate) fn put_person(&self, key: AgentId, sealed_to: AgentId, sealed: &[u8]) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO person(key, sealed_to, sealed) VALUES (?1, ?2, ?3)";
        let (key, sealed_to) = (key.uuid(), sealed_to.uuid());
        let values = (key.as_bytes(), sealed_to.as_bytes(), sealed);
        self.connection().execute(sql, values).at(&self.path)?;
        Ok(())
    }

    /// The sealed name behind a key, and the key that it is sealed to.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn person(&self, key: AgentId) -> Result<Option<(AgentId, Vec<u8>)>> {
        let sql = "SELECT sealed_to, sealed FROM person WHERE key = ?1";
        let read = |row: &Row<'_>| Ok((AgentId::from_uuid(uuid(row, 0)?), row.get(1)?));
        self.connection().query_row(sql, [key.uuid().as_bytes()], read).optional().at(&self.path)
    }

    /// Begins an accession: reserves its number. `intake` names what it is taken from, so that the same
    /// command continues it.
    pub(crate) fn begin_accession(&self, id: AccessionId, intake: &[u8; 32]) -> Result<u64> {
        // Not `RETURNING`: its statement commits when it is reset, and an error would then be lost.
        let sql = "INSERT INTO accession(id, intake) VALUES (?1, ?2)";
        let connection = self.connection();
        connection.execute(sql, (id.uuid().as_bytes(), intake)).at(&self.path)?;
        Ok(connection.last_insert_rowid().unsigned_abs())
    }

    pub(crate) fn put_accession_record(&self, id: AccessionId, record: &str) -> Result<()> {
        let sql = "UPDATE accession SET record = ?2 WHERE id = ?1";
        match self.connection().execute(sql, (id.uuid().as_bytes(), record)).at(&self.path)? {
            1 => Ok(()),
            _ => Err(StorageError::NoSuchRecord { id: id.to_string() }),
        }
    }

    /// The newest accession that was taken from the same source with the same sheet.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn accession_by_intake(&self, intake: &[u8; 32]) -> Result<Option<AccessionRow>> {
        let sql = "SELECT id, number, record FROM accession WHERE intake = ?1 ORDER BY number DESC LIMIT 1";
        self.connection().query_row(sql, [intake], accession).optional().at(&self.path)
    }

    /// An accession.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn accession(&self, id: AccessionId) -> Result<Option<AccessionRow>> {
        let sql = "SELECT id, number, record FROM accession WHERE id = ?1";
        self.connection()
            .query_row(sql, [id.uuid().as_bytes()], accession)
            .optional()
            .at(&self.path)
    }

    /// Every accession, the oldest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn accessions(&self) -> Result<Vec<AccessionRow>> {
        let sql = "SELECT id, number, record FROM accession ORDER BY number";
        let mut statement = self.connection().prepare(sql).at(&self.path)?;
        let rows = statement.query_map((), accession).at(&self.path)?;
        rows.collect::<Result<_, _>>().at(&self.path)
    }

    /// Adds items in one transaction, numbered in order within their accession.
    pub(crate) fn add_items(&mut self, items: &[(u64, ItemDescription)]) -> Result<()> {
        let Database::Write(connection) = &mut self.database else {
            return Err(StorageError::ReadOnly { path: self.path.clone() });
        };
        let transaction = connection.transaction().at(&self.path)?;
        for (number, item) in items {
            let sql = "INSERT INTO item(id, accession, number, reference, path, description) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let description = canonical_text(item)?;
            let (id, accession) = (item.id.uuid(), item.accession.uuid());
            let values = (
                id.as_bytes(),
                accession.as_bytes(),
                number,
                &item.reference,
                item.path.as_bytes(),
                description,
            );
            transaction.prepare_cached(sql).at(&self.path)?.execute(values).at(&self.path)?;
        }
        transaction.commit().at(&self.path)
    }

    /// An item.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn item(&self, id: ItemId) -> Result<Option<ItemRow>> {
        let sql = format!("{} WHERE id = ?1", self.items_now()?);
        let mut statement = self.connection().prepare_cached(&sql).at(&self.path)?;
        statement.query_row([id.uuid().as_bytes()], item).optional().at(&self.path)
    }

    /// The items of an accession that were taken from one folder or file.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn items_at(&self, accession: AccessionId, path: &OriginalPath) -> Result<Vec<ItemRow>> {
        let sql =
            format!("{} WHERE accession = ?1 AND path = ?2 ORDER BY number", self.items_now()?);
        let mut statement = self.connection().prepare_cached(&sql).at(&self.path)?;
        let id = accession.uuid();
        let rows = statement.query_map((id.as_bytes(), path.as_bytes()), item).at(&self.path)?;
        rows.collect::<Result<_, _>>().at(&self.path)
    }

    /// The newest items of any accession that were taken from a folder or file of this name.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn newest_items_at(&self, path: &OriginalPath, limit: u32) -> Result<Vec<ItemRow>> {
        let sql = format!("{} WHERE path = ?1 ORDER BY rowid DESC LIMIT ?2", self.items_now()?);
        let mut statement = self.connection().prepare_cached(&sql).at(&self.path)?;
        let rows = statement.query_map((path.as_bytes(), limit), item).at(&self.path)?;
        rows.collect::<Result<_, _>>().at(&self.path)
    }

    /// The highest number that an item of an accession has; 0 without items.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn last_item_number(&self, accession: AccessionId) -> Result<u64> {
        let sql = "SELECT coalesce(max(number), 0) FROM item WHERE accession = ?1";
        self.connection()
            .query_row(sql, [accession.uuid().as_bytes()], |row| row.get(0))
            .at(&self.path)
    }

    /// Every item, in the order in which they came in.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn items(&self) -> Result<Vec<ItemId>> {
        let sql = "SELECT item.id FROM item JOIN accession ON accession.id = item.accession \
                   ORDER BY accession.number, item.number";
        let mut statement = self.connection().prepare_cached(sql).at(&self.path)?;
        let rows = statement.query_map((), |row| Ok(ItemId::from_uuid(uuid(row, 0)?)));
        rows.at(&self.path)?.collect::<Result<_, _>>().at(&self.path)
    }

    /// So many items of an accession after a number, in order: for lists that are shown in parts.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn items_after(
        &self,
        accession: AccessionId,
        number: u64,
        limit: u32,
    ) -> Result<Vec<ItemRow>> {
        let now = self.items_now()?;
        let sql = format!("{now} WHERE accession = ?1 AND number > ?2 ORDER BY number LIMIT ?3");
        let mut statement = self.connection().prepare_cached(&sql).at(&self.path)?;
        let values = (accession.uuid().into_bytes(), number, limit);
        let rows = statement.query_map(values, item).at(&self.path)?;
        rows.collect::<Result<_, _>>().at(&self.path)
    }

    /// Calls `each` with the items of an accession in order.
    ///
    /// # Errors
    /// What `each` returns, or if the database cannot be read.
    pub fn for_each_item(
        &self,
        accession: AccessionId,
        mut each: impl FnMut(ItemRow) -> Result<()>,
    ) -> Result<()> {
        let sql = format!("{} WHERE accession = ?1 ORDER BY number", self.items_now()?);
        let mut statement = self.connection().prepare(&sql).at(&self.path)?;
        let mut rows = statement.query([accession.uuid().as_bytes()]).at(&self.path)?;
        while let Some(row) = rows.next().at(&self.path)? {
            each(item(row).at(&self.path)?)?;
        }
        Ok(())
    }
}

/// Canonical JSON as text.
pub(crate) fn canonical_text<T: serde::Serialize>(value: &T) -> Result<String> {
    Ok(String::from_utf8_lossy(&canonical::to_vec(value)?).into_owned())
}

fn uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    row.get(column).map(Uuid::from_bytes)
}

fn accession(row: &Row<'_>) -> rusqlite::Result<AccessionRow> {
    Ok(AccessionRow {
        id: AccessionId::from_uuid(uuid(row, 0)?),
        number: row.get(1)?,
        record: row.get(2)?,
    })
}

fn item(row: &Row<'_>) -> rusqlite::Result<ItemRow> {
    let intake = Intake { reference: row.get(3)?, description: row.get(5)? };
    let newest: Option<String> = row.get(6)?;
    let said = newest.as_ref().and_then(|text| serde_json::from_str::<ItemDescription>(text).ok());
    Ok(ItemRow {
        id: ItemId::from_uuid(uuid(row, 0)?),
        accession: AccessionId::from_uuid(uuid(row, 1)?),
        number: row.get(2)?,
        reference: said.map_or_else(|| intake.reference.clone(), |said| said.reference),
        path: OriginalPath::from_bytes(row.get::<_, Vec<u8>>(4)?),
        description: newest.unwrap_or_else(|| intake.description.clone()),
        intake,
    })
}
