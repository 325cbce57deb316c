//! What others say of the log's checkpoints: reading it.
//!
//! Nothing here is bound by the tree. Each row proves itself: a cosignature under its witness's key, a token
//! under its authority's certificates, a fork by two notes that the log's own key signed.

use rusqlite::{OptionalExtension, Params, Row};
use sijill_translog::{Note, NoteError, SignatureLine, VerifierKey};

use super::{Ledger, SignedHead};
use crate::error::{Freeze, Result, SqliteContext};

/// A witness's line on a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosignature {
    /// Its number in the ledger, counted from 0.
    pub id: u64,
    /// The size of the checkpoint.
    pub size: u64,
    /// The witness's key, as the trust policy gave it when the line was taken in.
    pub vkey: String,
    /// The line as it stands under the note, with its line feed.
    pub line: Vec<u8>,
}

/// What a time stamping authority was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampRequest {
    /// Its number in the ledger, counted from 0.
    pub id: u64,
    /// The size of the checkpoint whose time is to be shown.
    pub size: u64,
    /// The token whose response is stamped again; otherwise the checkpoint's note itself is.
    pub renews: Option<u64>,
    /// The newest token that was kept when the request was made: its time is not later.
    pub follows: Option<u64>,
    /// The request in DER (RFC 3161 section 2.4.1).
    pub request: Vec<u8>,
}

/// What a time stamping authority answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampToken {
    /// Its number in the ledger, counted from 0.
    pub id: u64,
    /// What was asked.
    pub request: TimestampRequest,
    /// The response in DER (RFC 3161 section 2.4.2).
    pub response: Vec<u8>,
    /// The authority's root and what lies between, in PEM.
    pub chain: Vec<u8>,
}

/// Two notes of one log that cannot both be true, both signed by the log's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForkEvidence {
    /// Its number in the ledger, counted from 0.
    pub id: u64,
    /// The log's name.
    pub origin: String,
    /// What happened, in words.
    pub what: String,
    /// The checkpoint of this ledger, the whole note.
    pub ours: Vec<u8>,
    /// The other one.
    pub theirs: Vec<u8>,
}

impl Cosignature {
    /// The witness's key and the line, once the line is found to verify on the note under that key.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn verify(&self, note: &[u8]) -> Result<(VerifierKey, SignatureLine), String> {
        let key: VerifierKey = self
            .vkey
            .parse()
            .map_err(|error| format!("the witness's key cannot be read: {error}"))?;
        let text = std::str::from_utf8(&self.line).ok();
        let line = text.and_then(|line| line.strip_suffix('\n')?.parse().ok());
        let line: SignatureLine = line.ok_or("the line cannot be read")?;
        verify_line(note, &key, &line)?;
        Ok((key, line))
    }
}

/// Whether a line is this key's signature on a note's text.
pub(crate) fn verify_line(
    note: &[u8],
    key: &VerifierKey,
    line: &SignatureLine,
) -> Result<(), String> {
    let note = Note::parse(note).map_err(|error| error.to_string())?;
    if (line.name(), line.id()) != (key.name(), key.id()) {
        return Err(format!("the line is by {}, not by {key}", line.name()));
    }
    if key.verify(note.text().as_bytes(), line.signature()) {
        return Ok(());
    }
    Err(NoteError::InvalidSignature { name: key.name().clone(), id: key.id() }.to_string())
}

const TOKENS: &str = "SELECT t.id, t.response, t.chain, r.id, r.size, r.renews, r.follows, r.request \
     FROM timestamp_token t LEFT JOIN timestamp_request r ON r.id = t.request";

impl Ledger {
    /// The checkpoint over so many events, if one was signed.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn checkpoint(&self, size: u64) -> Result<Option<SignedHead>> {
        let sql = "SELECT size, note FROM checkpoint WHERE size = ?1";
        let head = |row: &Row<'_>| Ok(SignedHead { size: row.get(0)?, note: row.get(1)? });
        self.database.connection.query_row(sql, [size], head).optional().at(&self.path)
    }

    /// The cosignatures on the checkpoint over so many events, the oldest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn cosignatures(&self, size: u64) -> Result<Vec<Cosignature>> {
        let sql = "SELECT id, size, vkey, line FROM cosignature WHERE size = ?1 ORDER BY id";
        self.attested(sql, [size], cosignature)
    }

    /// Every cosignature.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn all_cosignatures(&self) -> Result<Vec<Cosignature>> {
        self.attested("SELECT id, size, vkey, line FROM cosignature ORDER BY id", (), cosignature)
    }

    /// The largest size that a witness has cosigned for us, 0 if none: what the next request says is old.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn last_cosigned(&self, witness: &VerifierKey) -> Result<u64> {
        let sql = "SELECT coalesce(max(size), 0) FROM cosignature WHERE vkey = ?1";
        let sizes = self.attested(sql, [witness.to_string()], |row| row.get(0))?;
        Ok(sizes.first().copied().unwrap_or(0))
    }

    /// The checkpoint over so many events with its cosignatures, of each witness the newest.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn attested_checkpoint(&self, size: u64) -> Result<Option<SignedHead>> {
        let Some(mut head) = self.checkpoint(size)? else { return Ok(None) };
        let lines = self.cosignatures(size)?;
        for (place, row) in lines.iter().enumerate() {
            if !lines[place + 1..].iter().any(|later| later.vkey == row.vkey) {
                head.note.extend_from_slice(&row.line);
            }
        }
        Ok(Some(head))
    }

    /// The tokens over the checkpoint over so many events, renewals among them, the oldest first.
    ///
    /// # Errors
    /// If the database cannot be read, or a token's request is missing.
    pub fn tokens(&self, size: u64) -> Result<Vec<TimestampToken>> {
        self.attested(&format!("{TOKENS} WHERE r.size = ?1 ORDER BY t.id"), [size], token)
    }

    /// Every token, the oldest first.
    ///
    /// # Errors
    /// If the database cannot be read, or a token's request is missing.
    pub fn all_tokens(&self) -> Result<Vec<TimestampToken>> {
        self.attested(&format!("{TOKENS} ORDER BY t.id"), (), token)
    }

    /// Every request for a time stamp, answered or not, the oldest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn timestamp_requests(&self) -> Result<Vec<TimestampRequest>> {
        let sql = "SELECT id, size, renews, follows, request FROM timestamp_request ORDER BY id";
        self.attested(sql, (), |row| request(row, 0))
    }

    /// The forks that were found.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn fork_evidence(&self) -> Result<Vec<ForkEvidence>> {
        let sql = "SELECT id, origin, what, ours, theirs FROM fork_evidence ORDER BY id";
        self.attested(sql, (), |row| {
            Ok(ForkEvidence {
                id: row.get(0)?,
                origin: row.get(1)?,
                what: row.get(2)?,
                ours: row.get(3)?,
                theirs: row.get(4)?,
            })
        })
    }

    /// Whether nobody has shown that the log of this name told two histories. A log that goes on under
    /// another name is another log.
    pub(crate) fn check_not_forked(&self, origin: &str) -> Result<(), Freeze> {
        let bad = |what: String| Freeze::BadCheckpointFile { what };
        let found = self.fork_evidence().map_err(|error| bad(error.to_string()))?;
        match found.into_iter().find(|fork| fork.origin == origin) {
            Some(fork) => Err(Freeze::Evidence { what: fork.what }),
            None => Ok(()),
        }
    }

    /// Rows of the tables that a ledger of version 1 does not have.
    fn attested<T>(
        &self,
        sql: &str,
        parameters: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        if self.version < 2 {
            return Ok(Vec::new());
        }
        let mut statement = self.database.connection.prepare_cached(sql).at(&self.path)?;
        let rows = statement.query_map(parameters, read).at(&self.path)?;
        rows.collect::<Result<_, _>>().at(&self.path)
    }
}

fn cosignature(row: &Row<'_>) -> rusqlite::Result<Cosignature> {
    Ok(Cosignature { id: row.get(0)?, size: row.get(1)?, vkey: row.get(2)?, line: row.get(3)? })
}

fn token(row: &Row<'_>) -> rusqlite::Result<TimestampToken> {
    let (response, chain) = (row.get(1)?, row.get(2)?);
    Ok(TimestampToken { id: row.get(0)?, request: request(row, 3)?, response, chain })
}

fn request(row: &Row<'_>, first: usize) -> rusqlite::Result<TimestampRequest> {
    Ok(TimestampRequest {
        id: row.get(first)?,
        size: row.get(first + 1)?,
        renews: row.get(first + 2)?,
        follows: row.get(first + 3)?,
        request: row.get(first + 4)?,
    })
}
