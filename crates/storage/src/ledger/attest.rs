//! Keeping what others say of the log's checkpoints.
//!
//! This needs no key, and it waits for nobody: the rows are not part of the tree, so a witness can be asked
//! while a long intake holds the archive's lock. Nothing is kept that does not verify.

use rusqlite::{Connection, Params, Transaction, TransactionBehavior};
use sijill_translog::{Checkpoint, Note, SignatureLine, VerifierKey};

use super::attested::verify_line;
use super::{Ledger, LedgerWriter, open_checkpoint, schema};
use crate::archive::Archive;
use crate::database::{Synchronous, open_for_writing};
use crate::error::{Result, SqliteContext, StorageError};
use crate::registry::KeyRegistry;
use crate::writer::lock;

/// The tables of what others say, opened for appending.
pub struct Attestations {
    connection: Connection,
    ledger: Ledger,
    registry: KeyRegistry,
}

impl Attestations {
    pub(crate) fn open(archive: &Archive) -> Result<Self> {
        if archive.is_restored() {
            return Err(StorageError::Restored { path: archive.folder().to_owned() });
        }
        let path = archive.layout.ledger();
        let ledger = archive.ledger()?;
        let registry = archive.registry(&ledger, &archive.index(&ledger)?)?;
        archive.check_not_frozen(&ledger, &registry)?;
        let ledger = if ledger.is_old() {
            let _lock = lock(archive)?;
            LedgerWriter::open(&path)?.upgrade()?;
            archive.ledger()?
        } else {
            ledger
        };
        let mut connection = open_for_writing(&path, Synchronous::Full)?;
        connection.authorizer(Some(schema::only_insert_into(schema::ATTESTED))).at(&path)?;
        connection.set_transaction_behavior(TransactionBehavior::Immediate);
        Ok(Self { connection, ledger, registry })
    }

    /// The ledger, for reading.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Keeps a witness's line on the checkpoint over so many events. Returns whether it is new.
    ///
    /// # Errors
    /// If there is no such checkpoint, the line does not verify, or it cannot be written.
    pub fn add_cosignature(
        &mut self,
        size: u64,
        witness: &VerifierKey,
        line: &SignatureLine,
    ) -> Result<bool> {
        let Some(head) = self.ledger.checkpoint(size)? else {
            return Err(refused(format!("no checkpoint was signed over {size} events")));
        };
        verify_line(&head.note, witness, line).map_err(refused)?;
        let row = (size, witness.to_string(), format!("{line}\n").into_bytes());
        self.append(
            "SELECT id FROM cosignature WHERE size = ?1 AND vkey = ?2 AND line = ?3",
            "INSERT INTO cosignature(id, size, vkey, line)
             SELECT coalesce(max(id) + 1, 0), ?1, ?2, ?3 FROM cosignature",
            row,
        )
        .map(|added| added.is_new)
    }

    /// Keeps a request for a time stamp over a checkpoint's note, or over an earlier token of it, before it
    /// is sent: what is answered later is then known to have been asked after all tokens kept until now.
    /// Returns its number.
    ///
    /// # Errors
    /// If there is no such checkpoint or it cannot be written.
    pub fn add_timestamp_request(
        &mut self,
        size: u64,
        renews: Option<u64>,
        request: &[u8],
    ) -> Result<u64> {
        self.append(
            "SELECT id FROM timestamp_request WHERE size = ?1 AND renews IS ?2 AND request = ?3",
            "INSERT INTO timestamp_request(id, size, renews, follows, request)
             SELECT coalesce(max(id) + 1, 0), ?1, ?2, (SELECT max(id) FROM timestamp_token), ?3
             FROM timestamp_request",
            (size, renews, request),
        )
        .map(|added| added.id)
    }

    /// Keeps an authority's response to a request, with the certificates above its own in PEM. The caller
    /// has verified it. Returns its number.
    ///
    /// # Errors
    /// If there is no such request or it cannot be written.
    pub fn add_timestamp_token(
        &mut self,
        request: u64,
        response: &[u8],
        chain: &[u8],
    ) -> Result<u64> {
        self.append(
            "SELECT id FROM timestamp_token WHERE request = ?1 AND response = ?2 AND ?3 IS NOT NULL",
            "INSERT INTO timestamp_token(id, request, response, chain)
             SELECT coalesce(max(id) + 1, 0), ?1, ?2, ?3 FROM timestamp_token",
            (request, response, chain),
        )
        .map(|added| added.id)
    }

    /// Keeps the proof that this log has told two histories. From here on it signs nothing more.
    ///
    /// # Errors
    /// If one of the two notes is not a checkpoint that this log signed, or it cannot be written.
    pub fn add_fork_evidence(&mut self, what: &str, ours: &[u8], theirs: &[u8]) -> Result<u64> {
        let origin = self.registry.origin().to_string();
        for note in [ours, theirs] {
            let signed = open_checkpoint(note, &self.registry).map_err(refused)?;
            if signed.origin != origin {
                return Err(refused(format!("it is of the log {:?}", signed.origin)));
            }
        }
        if same_head(ours, theirs) {
            return Err(refused("the two checkpoints say the same".to_owned()));
        }
        self.append(
            "SELECT id FROM fork_evidence WHERE origin = ?1 AND ours = ?3 AND theirs = ?4 AND ?2 IS NOT NULL",
            "INSERT INTO fork_evidence(id, origin, what, ours, theirs)
             SELECT coalesce(max(id) + 1, 0), ?1, ?2, ?3, ?4 FROM fork_evidence",
            (origin, what, ours, theirs),
        )
        .map(|added| added.id)
    }

    /// Appends a row, unless `find` finds it.
    fn append(&mut self, find: &str, insert: &str, row: impl Params + Clone) -> Result<Added> {
        let path = self.ledger.path().to_owned();
        let transaction = self.connection.transaction().at(&path)?;
        let added = append_in(&transaction, find, insert, row).at(&path)?;
        transaction.commit().at(&path)?;
        Ok(added)
    }
}

struct Added {
    id: u64,
    is_new: bool,
}

fn append_in(
    transaction: &Transaction<'_>,
    find: &str,
    insert: &str,
    row: impl Params + Clone,
) -> rusqlite::Result<Added> {
    let found: Option<u64> =
        transaction.prepare(find)?.query_map(row.clone(), |row| row.get(0))?.next().transpose()?;
    if let Some(id) = found {
        return Ok(Added { id, is_new: false });
    }
    transaction.execute(insert, row)?;
    let id = u64::try_from(transaction.last_insert_rowid()).unwrap_or_default();
    Ok(Added { id, is_new: true })
}

fn same_head(one: &[u8], other: &[u8]) -> bool {
    let head = |note| {
        let note = Note::parse(note).ok()?;
        Checkpoint::parse(note.text()).ok().map(|head| (head.size, head.root))
    };
    head(one) == head(other)
}

fn refused(what: String) -> StorageError {
    let remedy = "nothing was kept; ask the sender for what belongs to this log";
    StorageError::Invalid { what, remedy }
}
