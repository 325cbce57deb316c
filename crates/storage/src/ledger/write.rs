//! Appending to the ledger. The order of steps is the design:
//!
//! 1. events and tree hashes in one transaction, committed with `synchronous=FULL`;
//! 2. the new rows are read back through a second connection, leaf hashes and root computed again from those
//!    bytes, and compared: one bit that flipped between memory and disk must never be signed over;
//! 3. only then may a checkpoint be signed, and only for a larger size than the last;
//! 4. the note goes into the database, then into the `checkpoint` file outside it.
//!
//! Whatever fails, the writer is poisoned: it signs and writes nothing more. Opening the archive again
//! decides from the disk alone what was done.

use std::ops::Range;
use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};
use sijill_translog::{Checkpoint, Frontier, Hash, Note, NoteSigner, leaf_hash, stored_hash_count};

use super::{Ledger, schema};
use crate::database::{Synchronous, open_for_writing};
use crate::durable;
use crate::error::{Result, SqliteContext, StorageError};

/// A ledger opened for appending. There is only one at a time; the archive's lock sees to that.
pub struct LedgerWriter {
    connection: Connection,
    /// The second connection, through which everything is read back.
    ledger: Ledger,
    frontier: Frontier,
    signed: u64,
    poisoned: bool,
}

impl LedgerWriter {
    /// Creates an empty ledger.
    ///
    /// # Errors
    /// If the file exists or cannot be written.
    pub fn create(path: &Path) -> Result<Self> {
        let connection = open_for_writing(path, Synchronous::Full)?;
        schema::create(&connection, schema::VERSION).at(path)?;
        drop(connection);
        Self::open(path)
    }

    /// Opens the ledger for appending. Whether it may be signed is for the caller to check first.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let mut connection = open_for_writing(path, Synchronous::Full)?;
        connection.authorizer(Some(schema::only_insert_into(schema::LOG))).at(path)?;
        connection.set_transaction_behavior(TransactionBehavior::Immediate);
        let ledger = Ledger::open(path)?;
        let frontier = ledger.frontier(ledger.size()?)?;
        let signed = ledger.newest_checkpoint()?.map_or(0, |head| head.size);
        Ok(Self { connection, ledger, frontier, signed, poisoned: false })
    }

    /// Brings a ledger of an older version up to the present one. Only for one that may be signed.
    pub(crate) fn upgrade(self) -> Result<Self> {
        if !self.ledger.is_old() {
            return Ok(self);
        }
        let path = self.ledger.path().to_owned();
        drop(self);
        let connection = open_for_writing(&path, Synchronous::Full)?;
        schema::upgrade(&connection).at(&path)?;
        drop(connection);
        Self::open(&path)
    }

    /// The ledger, for reading.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// How many events the ledger holds.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// Appends events in one transaction and reads them back. When this returns, they are durable.
    ///
    /// # Errors
    /// If anything fails; nothing more can be appended then.
    pub fn append(&mut self, leaves: &[Vec<u8>]) -> Result<Range<u64>> {
        self.guarded(|writer| {
            let first = writer.size();
            let mut edge = writer.frontier.clone();
            let mut stored = Vec::with_capacity(2 * leaves.len());
            leaves.iter().for_each(|leaf| edge.append(leaf_hash(leaf), &mut stored));
            writer.insert(first, leaves, &stored)?;
            writer.read_back(first, &edge, &stored)?;
            writer.frontier = edge;
            Ok(first..writer.size())
        })
    }

    fn insert(&mut self, first: u64, leaves: &[Vec<u8>], stored: &[Hash]) -> Result<()> {
        let path = self.ledger.path().to_owned();
        let transaction = self.connection.transaction().at(&path)?;
        {
            let mut event = transaction
                .prepare_cached("INSERT INTO event(seq, leaf) VALUES (?1, ?2)")
                .at(&path)?;
            for (seq, leaf) in (first..).zip(leaves) {
                event.execute((seq, leaf)).at(&path)?;
            }
            let mut hash = transaction
                .prepare_cached("INSERT INTO hash(idx, hash) VALUES (?1, ?2)")
                .at(&path)?;
            for (index, value) in (stored_hash_count(first)..).zip(stored) {
                hash.execute((index, value.0)).at(&path)?;
            }
        }
        transaction.commit().at(&path)
    }

    /// Computes the tree again from the rows that are now on disk, and compares.
    fn read_back(&self, first: u64, expected: &Frontier, stored: &[Hash]) -> Result<()> {
        let mut edge = self.frontier.clone();
        let mut hashes = Vec::with_capacity(stored.len());
        self.ledger.for_each_leaf(first, |_, leaf| {
            edge.append(leaf_hash(&leaf), &mut hashes);
            Ok::<_, StorageError>(())
        })?;
        let on_disk = self.ledger.hashes(stored_hash_count(first), stored.len() as u64)?;
        if edge == *expected && hashes == stored && on_disk == stored {
            return Ok(());
        }
        Err(StorageError::ReadBack { path: self.ledger.path().to_owned(), seq: first })
    }

    /// Signs a checkpoint over everything appended and writes it into the database and then into `file`.
    /// Returns the note; without new events since the last checkpoint, nothing is signed.
    ///
    /// # Errors
    /// If anything fails; nothing more can be signed then.
    pub(crate) fn sign_checkpoint(
        &mut self,
        origin: &str,
        log: &[&NoteSigner],
        file: &Path,
    ) -> Result<Option<Vec<u8>>> {
        if self.size() <= self.signed {
            return Ok(None);
        }
        // Another process may have taken in the proof of a fork since this one began.
        self.ledger.check_not_forked(origin).map_err(StorageError::Frozen)?;
        self.guarded(|writer| {
            let path = writer.ledger.path().to_owned();
            let head = Checkpoint::new(origin, writer.size(), writer.frontier.root());
            let note = Note::sign(&head.to_text(), log)
                .map_err(|error| writer.ledger.damaged(error.to_string()))?;
            let bytes = note.to_bytes();
            let sql = "INSERT INTO checkpoint(size, note) VALUES (?1, ?2)";
            writer.connection.execute(sql, (head.size, &bytes)).at(&path)?;
            durable::replace(file, &bytes, 0o644)?;
            writer.signed = head.size;
            Ok(Some(bytes))
        })
    }

    fn guarded<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.poisoned {
            return Err(StorageError::Poisoned { path: self.ledger.path().to_owned() });
        }
        self.poisoned = true;
        let done = work(self)?;
        self.poisoned = false;
        Ok(done)
    }
}
