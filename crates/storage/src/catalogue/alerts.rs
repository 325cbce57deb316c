//! Alerts: questions about a person that are put to every page that comes in, and the queue of those who might be meant.
//! Who is asked about, for which case, and why somebody might be meant, is sealed to the archive's sealing key.

use jiff::Timestamp;
use rusqlite::Row;
use serde::{Deserialize, Serialize};
use sijill_schema::{AgentId, AlertId, AskedPerson, Id, Mention, MentionId};

use super::{Catalogue, Database, uuid};
use crate::error::{Result, SqliteContext, StorageError};
use crate::secrets::PageSecrets;

/// Bind what is sealed to its use, as HPKE's `info`.
pub(crate) const ALERT_CONTEXT: &str = "sijill/catalogue/alert/v1";
pub(crate) const CANDIDATE_CONTEXT: &str = "sijill/catalogue/candidate/v1";

/// A question that is put to every page that comes in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Alert {
    /// Its identifier.
    pub id: AlertId,
    /// Who is asked about.
    pub asked: AskedPerson,
    /// The case for which it is asked.
    pub case: String,
    /// Who asks: the key that the person unlocked.
    pub by: AgentId,
    /// Since when.
    pub at: Timestamp,
}

/// Somebody whom an alert might mean. It waits in the queue for a person to look; nobody is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Candidate {
    /// The alert.
    pub alert: AlertId,
    /// Who might be meant, as the record reads.
    pub mention: Mention,
    /// How likely, and why: the reasons as `sijill find` gives them.
    pub score: serde_json::Value,
    /// When it was found.
    pub at: Timestamp,
    /// Who took it out of the queue, and why, where somebody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dismissed: Option<Dismissal>,
}

/// What a person said who looked at a candidate and took it out of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dismissal {
    /// Who: the key that the person unlocked.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: DismissalReason,
}

/// Why a candidate is not, or no longer, to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DismissalReason {
    /// The record names somebody else.
    OtherPerson,
    /// The page does not say what was read on it.
    Misread,
    /// Whoever asks knows this record already.
    Known,
}

/// A candidate as it is kept.
pub(crate) struct SealedCandidate {
    pub alert: AlertId,
    pub mention: MentionId,
    pub sealed_to: AgentId,
    pub sealed: Vec<u8>,
}

impl Catalogue {
    pub(crate) fn put_alert(&self, id: AlertId, sealed_to: AgentId, sealed: &[u8]) -> Result<()> {
        let sql = "INSERT INTO alert(id, sealed_to, sealed) VALUES (?1, ?2, ?3)";
        let (id, sealed_to) = (id.uuid(), sealed_to.uuid());
        let values = (id.as_bytes(), sealed_to.as_bytes(), sealed);
        self.connection().execute(sql, values).at(&self.path)?;
        Ok(())
    }

    /// Removes an alert with its candidates.
    pub(crate) fn delete_alert(&self, id: AlertId) -> Result<()> {
        let sql = "DELETE FROM alert WHERE id = ?1";
        match self.connection().execute(sql, [id.uuid().as_bytes()]).at(&self.path)? {
            0 => Err(StorageError::NoSuchRecord { id: id.to_string() }),
            _ => Ok(()),
        }
    }

    /// Puts candidates into the queue; those that stand in it, or stood in it, are left as they are. Returns how many
    /// are new.
    pub(crate) fn queue_candidates(&mut self, candidates: &[SealedCandidate]) -> Result<u64> {
        let Database::Write(connection) = &mut self.database else {
            return Err(StorageError::ReadOnly { path: self.path.clone() });
        };
        let transaction = connection.transaction().at(&self.path)?;
        let mut new = 0;
        for candidate in candidates {
            let sql = "INSERT INTO candidate(alert, mention, sealed_to, sealed) \
                       VALUES (?1, ?2, ?3, ?4) ON CONFLICT(alert, mention) DO NOTHING";
            let (alert, mention) = (candidate.alert.uuid(), candidate.mention.uuid());
            let sealed_to = candidate.sealed_to.uuid();
            let values =
                (alert.as_bytes(), mention.as_bytes(), sealed_to.as_bytes(), &candidate.sealed);
            let rows =
                transaction.prepare_cached(sql).at(&self.path)?.execute(values).at(&self.path)?;
            new += rows as u64;
        }
        transaction.commit().at(&self.path)?;
        Ok(new)
    }

    /// Puts a candidate's new text in the place of the old one; it keeps its place in the queue.
    pub(crate) fn replace_candidate(&self, candidate: &SealedCandidate) -> Result<()> {
        let sql =
            "UPDATE candidate SET sealed_to = ?3, sealed = ?4 WHERE alert = ?1 AND mention = ?2";
        let (alert, mention) = (candidate.alert.uuid(), candidate.mention.uuid());
        let sealed_to = candidate.sealed_to.uuid();
        let values =
            (alert.as_bytes(), mention.as_bytes(), sealed_to.as_bytes(), &candidate.sealed);
        match self.connection().execute(sql, values).at(&self.path)? {
            0 => Err(StorageError::NoSuchRecord { id: candidate.mention.to_string() }),
            _ => Ok(()),
        }
    }

    /// Every alert that stands, the oldest first.
    ///
    /// # Errors
    /// If the database cannot be read, or an alert was altered.
    pub fn alerts(&self, keys: &PageSecrets) -> Result<Vec<Alert>> {
        let sql = "SELECT sealed_to, sealed FROM alert ORDER BY id";
        self.opened(sql, ALERT_CONTEXT, keys)
    }

    /// Everybody who might be meant by an alert, the oldest first, those who were dismissed from the queue included.
    ///
    /// # Errors
    /// If the database cannot be read, or a candidate was altered.
    pub fn candidates(&self, keys: &PageSecrets) -> Result<Vec<Candidate>> {
        let sql = "SELECT sealed_to, sealed FROM candidate ORDER BY number";
        self.opened(sql, CANDIDATE_CONTEXT, keys)
    }

    fn opened<T: serde::de::DeserializeOwned>(
        &self,
        sql: &str,
        context: &str,
        keys: &PageSecrets,
    ) -> Result<Vec<T>> {
        if !self.knows_records()? {
            return Ok(Vec::new());
        }
        let mut statement = self.connection().prepare_cached(sql).at(&self.path)?;
        let read = |row: &Row<'_>| Ok((AgentId::from_uuid(uuid(row, 0)?), row.get(1)?));
        let rows = statement.query_map((), read).at(&self.path)?;
        let rows: Vec<(AgentId, Vec<u8>)> = rows.collect::<Result<_, _>>().at(&self.path)?;
        let mut opened = Vec::new();
        for (sealed_to, sealed) in rows {
            let text = keys.open(context, sealed_to, &sealed)?;
            opened.push(serde_json::from_slice(&text).map_err(|error| {
                let what = format!("an alert or candidate is not what it should be: {error}");
                StorageError::Damaged { path: self.path.clone(), what }
            })?);
        }
        Ok(opened)
    }
}
