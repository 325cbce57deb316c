//! Records that an event puts into force: descriptions after intake, people from sheets, offices, assertions.
//!
//! A row is written before its event and marked with it afterwards; only marked rows count. After a crash in between, the
//! next writer looks whether the event was committed, and marks the row or removes it. So nothing counts that the ledger
//! does not explain, and `verify` finds a row that somebody else has put in.

use rusqlite::{OptionalExtension, Row};
use sijill_schema::{AgentId, Digest, Id};
use uuid::Uuid;

use super::{Catalogue, Database, uuid};
use crate::error::{Result, SqliteContext, StorageError};

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RecordKind {
    /// An item's description; the subject is the item.
    Description,
    /// The people whom a sheet names on a page; the subject is the page.
    Mentions,
    /// An office; the subject is the office.
    Office,
    /// A proposal of who is who; the subject is the assertion.
    Proposal,
    /// Its confirmation.
    Confirmation,
    /// Its revocation.
    Revocation,
    /// Something that happened to an account, sealed; the subject is the person's first key.
    Account,
    /// A role that is proposed for somebody; the subject is the grant.
    Grant,
    /// Its confirmation.
    GrantConfirmation,
    /// Its end.
    GrantWithdrawal,
    /// Items that somebody wants to hand out; the subject follows from the digest.
    Export,
}

impl RecordKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Mentions => "mentions",
            Self::Office => "office",
            Self::Proposal => "proposal",
            Self::Confirmation => "confirmation",
            Self::Revocation => "revocation",
            Self::Account => "account",
            Self::Grant => "grant",
            Self::GrantConfirmation => "grant-confirmation",
            Self::GrantWithdrawal => "grant-withdrawal",
            Self::Export => "export",
        }
    }
}

/// The text of a record.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// Canonical JSON.
    Plain(String),
    /// The same, sealed to a key.
    Sealed(AgentId, Vec<u8>),
}

impl Content {
    /// The digest by which the ledger refers to it.
    pub fn digest(&self) -> Digest {
        match self {
            Self::Plain(text) => Digest::of(text.as_bytes()),
            Self::Sealed(_, sealed) => Digest::of(sealed),
        }
    }
}

/// A record that is about to be kept.
#[derive(Debug, Clone)]
pub(crate) struct NewRecord {
    pub kind: RecordKind,
    pub subject: Uuid,
    pub content: Content,
}

/// A record as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct StoredRecord {
    /// The digest under which it is kept.
    pub digest: Digest,
    pub kind: String,
    pub subject: Uuid,
    pub content: Content,
    /// The event that put it into force; none while that is not known.
    pub event: Option<u64>,
}

const RECORD: &str = "SELECT digest, kind, subject, record, sealed_to, sealed, event FROM record";

impl Catalogue {
    /// Keeps records whose events are about to be committed after the first `after` events of the ledger.
    pub(crate) fn put_records(&mut self, records: &[NewRecord], after: u64) -> Result<()> {
        let Database::Write(connection) = &mut self.database else {
            return Err(StorageError::ReadOnly { path: self.path.clone() });
        };
        let transaction = connection.transaction().at(&self.path)?;
        for record in records {
            let sql = "INSERT INTO record(digest, kind, subject, record, sealed_to, sealed, after) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            let digest = record.content.digest();
            let (text, key, sealed) = match &record.content {
                Content::Plain(text) => (Some(text), None, None),
                Content::Sealed(key, sealed) => (None, Some(key.uuid()), Some(sealed)),
            };
            let values = (
                digest.as_bytes(),
                record.kind.name(),
                record.subject.as_bytes(),
                text,
                key.as_ref().map(Uuid::as_bytes),
                sealed,
                after,
            );
            transaction.prepare_cached(sql).at(&self.path)?.execute(values).at(&self.path)?;
        }
        transaction.commit().at(&self.path)
    }

    /// Marks records with the events that put them into force, and removes every other one that has none.
    pub(crate) fn settle_records(&mut self, events: &[(Digest, u64)]) -> Result<()> {
        let Database::Write(connection) = &mut self.database else {
            return Err(StorageError::ReadOnly { path: self.path.clone() });
        };
        let transaction = connection.transaction().at(&self.path)?;
        for (digest, event) in events {
            let sql = "UPDATE record SET event = ?2 WHERE digest = ?1";
            let values = (digest.as_bytes(), event);
            transaction.prepare_cached(sql).at(&self.path)?.execute(values).at(&self.path)?;
        }
        transaction.execute("DELETE FROM record WHERE event IS NULL", ()).at(&self.path)?;
        transaction.commit().at(&self.path)
    }

    /// The records of which no event is known, and after how many events the first of theirs would stand.
    pub(crate) fn pending_records(&self) -> Result<Option<u64>> {
        let sql = "SELECT min(after) FROM record WHERE event IS NULL";
        self.connection().query_row(sql, (), |row| row.get(0)).at(&self.path)
    }

    /// Takes back the marks of events from the first of these on: those that a copied ledger does not hold.
    pub(crate) fn forget_events_from(&self, first: u64) -> Result<()> {
        let sql = "UPDATE record SET event = NULL WHERE event >= ?1";
        self.connection().execute(sql, [first]).at(&self.path)?;
        Ok(())
    }

    /// The record with this digest, whether it counts or not.
    pub(crate) fn record(&self, digest: Digest) -> Result<Option<StoredRecord>> {
        if !self.knows_records()? {
            return Ok(None);
        }
        let sql = format!("{RECORD} WHERE digest = ?1");
        let mut statement = self.connection().prepare_cached(&sql).at(&self.path)?;
        statement.query_row([digest.as_bytes()], stored).optional().at(&self.path)
    }

    /// The records of one kind about one subject that count, the oldest first.
    pub(crate) fn records_about(
        &self,
        kind: RecordKind,
        subject: Uuid,
    ) -> Result<Vec<StoredRecord>> {
        if !self.knows_records()? {
            return Ok(Vec::new());
        }
        let sql = format!(
            "{RECORD} WHERE kind = ?1 AND subject = ?2 AND event IS NOT NULL ORDER BY event"
        );
        let mut statement = self.connection().prepare_cached(&sql).at(&self.path)?;
        let rows = statement.query_map((kind.name(), subject.as_bytes()), stored).at(&self.path)?;
        rows.collect::<Result<_, _>>().at(&self.path)
    }

    /// The newest record of one kind about each subject, in the order of the subjects.
    pub(crate) fn newest_records(&self, kind: RecordKind) -> Result<Vec<StoredRecord>> {
        if !self.knows_records()? {
            return Ok(Vec::new());
        }
        let sql = format!(
            "{RECORD} AS newest WHERE kind = ?1 AND event = (
                SELECT max(event) FROM record WHERE kind = ?1 AND subject = newest.subject
             ) ORDER BY subject"
        );
        let mut statement = self.connection().prepare_cached(&sql).at(&self.path)?;
        let rows = statement.query_map([kind.name()], stored).at(&self.path)?;
        rows.collect::<Result<_, _>>().at(&self.path)
    }

    /// Calls `each` with every record.
    pub(crate) fn for_each_record(&self, mut each: impl FnMut(StoredRecord)) -> Result<()> {
        if !self.knows_records()? {
            return Ok(());
        }
        let sql = format!("{RECORD} ORDER BY number");
        let mut statement = self.connection().prepare(&sql).at(&self.path)?;
        let mut rows = statement.query(()).at(&self.path)?;
        while let Some(row) = rows.next().at(&self.path)? {
            each(stored(row).at(&self.path)?);
        }
        Ok(())
    }

    /// Whether the catalogue is of a version that keeps such records. An older one is brought up at the next writing.
    pub(crate) fn knows_records(&self) -> Result<bool> {
        Ok(self.version()? >= 3)
    }
}

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredRecord> {
    let text: Option<String> = row.get(3)?;
    let content = match text {
        Some(text) => Content::Plain(text),
        None => Content::Sealed(AgentId::from_uuid(uuid(row, 4)?), row.get(5)?),
    };
    Ok(StoredRecord {
        digest: Digest::from_bytes(row.get(0)?),
        kind: row.get(1)?,
        subject: uuid(row, 2)?,
        content,
        event: row.get(6)?,
    })
}
