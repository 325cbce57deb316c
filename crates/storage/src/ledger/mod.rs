//! The ledger: custody events as leaves of an RFC 6962 tree, over SQLite.
//!
//! Reading is [`Ledger`], writing [`LedgerWriter`]. A leaf is the exact stored bytes of a signed note and is
//! never serialised again to be verified.

mod attest;
mod attested;
#[cfg(test)]
mod attested_tests;
mod schema;
mod series;
#[cfg(test)]
mod tests;
mod write;

use std::path::{Path, PathBuf};

use rusqlite::OptionalExtension;
use sijill_translog::{Checkpoint, Frontier, Hash, HashReader, Note, TreeError, stored_hash_index};

use sijill_schema::Event;

use crate::database::{ReadConnection, open_for_reading};
use crate::error::{Freeze, Result, SqliteContext, StorageError};
use crate::index::read_event;
use crate::registry::KeyRegistry;

pub use attest::Attestations;
pub use attested::{Cosignature, ForkEvidence, TimestampRequest, TimestampToken};
pub use series::{Answer, trust_in};
pub use write::LedgerWriter;

/// A ledger opened for reading.
pub struct Ledger {
    database: ReadConnection,
    path: PathBuf,
    version: u32,
}

/// A checkpoint as the ledger keeps it.
#[derive(Debug, Clone)]
pub struct SignedHead {
    /// How many events it covers.
    pub size: u64,
    /// The whole signed note.
    pub note: Vec<u8>,
}

impl Ledger {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let database = open_for_reading(path)?;
        let path = path.to_owned();
        match schema::version(&database.connection).at(&path)? {
            Some(version @ 1..=schema::VERSION) => Ok(Self { database, path, version }),
            Some(found) => Err(StorageError::FutureFormat {
                path,
                found: found.into(),
                known: schema::VERSION.into(),
            }),
            None => {
                let what = "it is not a ledger".to_owned();
                Err(StorageError::Damaged { path, what })
            }
        }
    }

    /// How many events the ledger holds.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn size(&self) -> Result<u64> {
        let sql = "SELECT coalesce(max(seq) + 1, 0) FROM event";
        self.database.connection.query_row(sql, (), |row| row.get(0)).at(&self.path)
    }

    /// The exact bytes of one event.
    ///
    /// # Errors
    /// If there is no such event or the database cannot be read.
    pub fn leaf(&self, seq: u64) -> Result<Vec<u8>> {
        let connection = &self.database.connection;
        let mut statement =
            connection.prepare_cached("SELECT leaf FROM event WHERE seq = ?1").at(&self.path)?;
        let leaf = statement.query_row([seq], |row| row.get(0)).optional().at(&self.path)?;
        leaf.ok_or_else(|| self.damaged(format!("event {seq} is missing")))
    }

    /// One event, read. Its signatures are not checked here.
    ///
    /// # Errors
    /// If there is no such event or it cannot be read.
    pub fn event(&self, seq: u64) -> Result<Event> {
        read_event(self, seq, &self.leaf(seq)?)
    }

    /// Calls `each` with every event from `first` on, in order, without holding them in memory.
    ///
    /// # Errors
    /// What `each` returns, or if the database cannot be read.
    pub fn for_each_leaf<E: From<StorageError>>(
        &self,
        first: u64,
        mut each: impl FnMut(u64, Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        let connection = &self.database.connection;
        let sql = "SELECT seq, leaf FROM event WHERE seq >= ?1 ORDER BY seq";
        let mut statement = connection.prepare(sql).at(&self.path)?;
        let mut rows = statement.query([first]).at(&self.path)?;
        while let Some(row) = rows.next().at(&self.path)? {
            let (seq, leaf) = row.get(0).and_then(|seq| Ok((seq, row.get(1)?))).at(&self.path)?;
            each(seq, leaf)?;
        }
        Ok(())
    }

    /// The stored hashes from one on, up to the first that is missing.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub(crate) fn hashes(&self, first: u64, count: u64) -> Result<Vec<Hash>> {
        let connection = &self.database.connection;
        let sql = "SELECT idx, hash FROM hash WHERE idx >= ?1 ORDER BY idx LIMIT ?2";
        let mut statement = connection.prepare_cached(sql).at(&self.path)?;
        let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, u64>(0)?, Hash(row.get(1)?)));
        let rows = statement.query_map([first, count], row).at(&self.path)?;
        let rows: Vec<_> = rows.collect::<Result<_, _>>().at(&self.path)?;
        let dense = (first..).zip(rows).take_while(|(wanted, (index, _))| wanted == index);
        Ok(dense.map(|(_, (_, hash))| hash).collect())
    }

    /// How many hashes the tree has on disk.
    pub(crate) fn hash_count(&self) -> Result<u64> {
        let sql = "SELECT coalesce(max(idx) + 1, 0) FROM hash";
        self.database.connection.query_row(sql, (), |row| row.get(0)).at(&self.path)
    }

    /// Every checkpoint that was signed, in order.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn checkpoints(&self) -> Result<Vec<SignedHead>> {
        let connection = &self.database.connection;
        let mut statement =
            connection.prepare("SELECT size, note FROM checkpoint ORDER BY size").at(&self.path)?;
        let head =
            |row: &rusqlite::Row<'_>| Ok(SignedHead { size: row.get(0)?, note: row.get(1)? });
        let rows = statement.query_map((), head).at(&self.path)?;
        rows.collect::<Result<_, _>>().at(&self.path)
    }

    /// The newest signed checkpoint.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn newest_checkpoint(&self) -> Result<Option<SignedHead>> {
        let sql = "SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1";
        let head =
            |row: &rusqlite::Row<'_>| Ok(SignedHead { size: row.get(0)?, note: row.get(1)? });
        self.database.connection.query_row(sql, (), head).optional().at(&self.path)
    }

    /// What of the schema is not as it was created.
    pub(crate) fn schema_differences(&self) -> Result<Vec<String>> {
        schema::differences(&self.database.connection, self.version).at(&self.path)
    }

    /// The right edge of the tree at a size, from the stored hashes.
    ///
    /// # Errors
    /// If a hash is missing or the database cannot be read.
    pub fn frontier(&self, size: u64) -> Result<Frontier> {
        Frontier::load(size, self).map_err(|error| self.tree_error(error))
    }

    /// The leaf hash of an event, as stored.
    ///
    /// # Errors
    /// If the hash is missing or the database cannot be read.
    pub fn leaf_hash(&self, seq: u64) -> Result<Hash> {
        let hashes = self.read_hashes(&[stored_hash_index(0, seq)])?;
        hashes
            .first()
            .copied()
            .ok_or_else(|| self.damaged(format!("the hash of event {seq} is missing")))
    }

    /// Whether the ledger still tells the history that a checkpoint was signed over: the frozen state is
    /// decided here, from the checkpoint file outside the database.
    pub(crate) fn check_against(
        &self,
        file: Option<&[u8]>,
        registry: &KeyRegistry,
    ) -> Result<(), Freeze> {
        let bad = |what: String| Freeze::BadCheckpointFile { what };
        let held = self.size().map_err(|error| bad(error.to_string()))?;
        let Some(file) = file else {
            let newest = self.newest_checkpoint().map_err(|error| bad(error.to_string()))?;
            return if newest.is_some() { Err(Freeze::NoCheckpointFile) } else { Ok(()) };
        };
        let signed = open_checkpoint(file, registry).map_err(bad)?;
        if signed.size > held {
            return Err(Freeze::Rollback { signed: signed.size, held });
        }
        match self.frontier(signed.size) {
            Ok(edge) if edge.root() == signed.root => Ok(()),
            _ => Err(Freeze::Fork { size: signed.size }),
        }
    }

    /// Whether the ledger is of an older version than this program writes.
    pub(crate) fn is_old(&self) -> bool {
        self.version < schema::VERSION
    }

    /// The ledger's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn tree_error(&self, error: TreeError<StorageError>) -> StorageError {
        match error {
            TreeError::Read(error) => error,
            other => self.damaged(other.to_string()),
        }
    }

    fn damaged(&self, what: String) -> StorageError {
        StorageError::Damaged { path: self.path.clone(), what }
    }
}

impl HashReader for Ledger {
    type Error = StorageError;

    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>> {
        let connection = &self.database.connection;
        let mut statement =
            connection.prepare_cached("SELECT hash FROM hash WHERE idx = ?1").at(&self.path)?;
        let mut read = |index: &u64| {
            let hash = statement
                .query_row([index], |row| row.get(0).map(Hash))
                .optional()
                .at(&self.path)?;
            hash.ok_or_else(|| self.damaged(format!("tree hash {index} is missing")))
        };
        indexes.iter().map(&mut read).collect()
    }
}

/// Opens a checkpoint of this log, signed by a log key of its time.
pub(crate) fn open_checkpoint(bytes: &[u8], registry: &KeyRegistry) -> Result<Checkpoint, String> {
    let note = Note::parse(bytes).map_err(|error| error.to_string())?;
    let checkpoint = Checkpoint::parse(note.text()).map_err(|error| error.to_string())?;
    if checkpoint.origin != registry.origin_at(checkpoint.size).as_str() {
        return Err(format!("it is of the log {:?}", checkpoint.origin));
    }
    let keys = registry.log_keys_at(checkpoint.size);
    note.verify(&keys).map_err(|error| error.to_string())?;
    Ok(checkpoint)
}

/// Reads a note that the ledger keeps.
pub(crate) fn parse_note(path: &Path, seq: u64, leaf: &[u8]) -> Result<Note> {
    Note::parse(leaf).map_err(|error| StorageError::Damaged {
        path: path.to_owned(),
        what: format!("event {seq} is not a signed note: {error}"),
    })
}
