//! What a witness remembers, in SQLite.
//!
//! Everything that leads to a cosignature happens in one [`Turn`], an immediate transaction: no other
//! request, of this process or another, is judged between the reading and the writing.

use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{
    Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params,
};
use sijill_translog::witness::{WitnessedHead, WitnessedLog};
use sijill_translog::{Hash, VerifierKey};

use crate::error::{Result, WitnessError};
use crate::schema::SCHEMA;

/// The database of a witness.
pub(crate) struct Store {
    connection: Connection,
    path: PathBuf,
}

/// The right to judge and to remember, held by one request at a time.
pub(crate) struct Turn<'a> {
    transaction: Transaction<'a>,
    path: &'a Path,
}

/// A log that the witness is set up for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownLog {
    /// The log's origin.
    pub origin: String,
    /// The keys that sign its checkpoints, in the order in which they were added.
    pub keys: Vec<VerifierKey>,
    /// What was cosigned last.
    pub last: Option<Cosigned>,
}

/// A checkpoint that the witness cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// The size and root.
    pub head: WitnessedHead,
    /// When it was cosigned, in seconds since 1970.
    pub at: u64,
    /// The signed checkpoint with the witness's cosignature.
    pub note: Vec<u8>,
}

impl KnownLog {
    /// What is needed to judge a request.
    pub(crate) fn witnessed(&self) -> WitnessedLog {
        let last = self.last.as_ref().map(|cosigned| cosigned.head);
        WitnessedLog { keys: self.keys.clone(), last }
    }
}

/// Adds the path to an error of SQLite.
pub(crate) trait At<T> {
    fn at(self, path: &Path) -> Result<T>;
}

impl<T> At<T> for rusqlite::Result<T> {
    fn at(self, path: &Path) -> Result<T> {
        self.map_err(|source| WitnessError::Sqlite { path: path.to_owned(), source })
    }
}

impl Store {
    /// Makes the database; it must not exist.
    pub fn create(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_READ_WRITE;
        let store = Self::open_with(path, flags)?;
        store.connection.execute_batch(&format!("BEGIN; {SCHEMA} COMMIT;")).at(path)?;
        Ok(store)
    }

    /// Opens the database, and never makes one: an empty one would have forgotten everything.
    pub fn open(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Err(WitnessError::Forgotten { path: path.to_owned() });
        }
        Self::open_with(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    fn open_with(path: &Path, flags: OpenFlags) -> Result<Self> {
        let connection = Connection::open_with_flags(path, flags).at(path)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).at(path)?;
        connection
            .execute_batch(
                "PRAGMA busy_timeout = 10000;
                 PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = FULL;
                 PRAGMA recursive_triggers = ON;
                 PRAGMA trusted_schema = OFF;
                 PRAGMA cell_size_check = ON;",
            )
            .at(path)?;
        Ok(Self { connection, path: path.to_owned() })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Waits for the others, then holds the database until the end of the turn.
    pub fn turn(&mut self) -> Result<Turn<'_>> {
        let behaviour = TransactionBehavior::Immediate;
        let transaction = self.connection.transaction_with_behavior(behaviour).at(&self.path)?;
        Ok(Turn { transaction, path: &self.path })
    }

    /// Every log, in the order of their origins.
    pub fn logs(&self) -> Result<Vec<KnownLog>> {
        let select = "SELECT DISTINCT origin FROM log ORDER BY origin";
        let mut statement = self.connection.prepare(select).at(&self.path)?;
        let origins = statement.query_map([], |row| row.get(0)).at(&self.path)?;
        let origins: Vec<String> = origins.collect::<Result<_, _>>().at(&self.path)?;
        let logs = origins.iter().map(|origin| self.log(origin));
        Ok(logs.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
    }

    /// The log of this origin, if the witness is set up for it.
    pub fn log(&self, origin: &str) -> Result<Option<KnownLog>> {
        read_log(&self.connection, &self.path, origin)
    }
}

impl Turn<'_> {
    pub fn log(&self, origin: &str) -> Result<Option<KnownLog>> {
        read_log(&self.transaction, self.path, origin)
    }

    pub fn add_log(&self, origin: &str, key: &VerifierKey, now: u64) -> Result<()> {
        let insert = "INSERT OR IGNORE INTO log (origin, vkey, added) VALUES (?1, ?2, ?3)";
        let values = params![origin, key.to_string(), now];
        self.transaction.execute(insert, values).at(self.path).map(drop)
    }

    /// When the witness cosigned last, anything.
    pub fn last_time(&self) -> Result<u64> {
        let select = "SELECT coalesce(max(at), 0) FROM cosigned";
        self.transaction.query_row(select, [], |row| row.get(0)).at(self.path)
    }

    pub fn remember(&self, origin: &str, cosigned: &Cosigned) -> Result<()> {
        let Cosigned { head, at, note } = cosigned;
        let insert = "INSERT INTO cosigned (seq, origin, size, root, at, note)
            VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM cosigned), ?1, ?2, ?3, ?4, ?5)";
        let values = params![origin, head.size, head.root.as_bytes(), at, note];
        self.transaction.execute(insert, values).at(self.path).map(drop)
    }

    pub fn connection(&self) -> &Connection {
        &self.transaction
    }

    pub const fn path(&self) -> &Path {
        self.path
    }

    /// Ends the turn. What was remembered survives a power cut from here on.
    pub fn commit(self) -> Result<()> {
        self.transaction.commit().at(self.path)
    }
}

fn read_log(connection: &Connection, path: &Path, origin: &str) -> Result<Option<KnownLog>> {
    let select = "SELECT vkey FROM log WHERE origin = ?1 ORDER BY rowid";
    let mut statement = connection.prepare(select).at(path)?;
    let vkeys = statement.query_map([origin], |row| row.get::<_, String>(0)).at(path)?;
    let vkeys: Vec<String> = vkeys.collect::<Result<_, _>>().at(path)?;
    if vkeys.is_empty() {
        return Ok(None);
    }
    let keys = vkeys.iter().map(|vkey| vkey.parse()).collect::<Result<Vec<_>, _>>();
    let keys = keys.map_err(|error: sijill_translog::KeyError| WitnessError::Damaged {
        path: path.to_owned(),
        what: error.to_string(),
    })?;
    let last = read_last(connection, path, origin)?;
    Ok(Some(KnownLog { origin: origin.to_owned(), keys, last }))
}

fn read_last(connection: &Connection, path: &Path, origin: &str) -> Result<Option<Cosigned>> {
    let select = "SELECT size, root, at, note FROM cosigned WHERE origin = ?1
        ORDER BY seq DESC LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| {
        let head = WitnessedHead { size: row.get(0)?, root: Hash(row.get(1)?) };
        Ok(Cosigned { head, at: row.get(2)?, note: row.get(3)? })
    };
    connection.query_row(select, [origin], read).optional().at(path)
}
