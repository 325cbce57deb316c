//! Requests that were refused although their log had signed them. Beside what was cosigned, such a request
//! can prove that a log has two histories, so it is kept whole.
//!
//! One row is kept for each checkpoint and kind of refusal, and no more than [`MOST`] for each log: somebody
//! who sends the same checkpoint with other proofs all day long cannot fill the disk.

use rusqlite::params;
use sha2::{Digest, Sha256};
use sijill_translog::witness::{AddCheckpoint, Refusal};

use crate::error::Result;
use crate::store::{At, KnownLog, Store, Turn};

/// The most rows that are kept for one log.
const MOST: u64 = 10_000;

/// A request that was refused although its log had signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Its number, from 1.
    pub seq: u64,
    /// The log's origin.
    pub origin: String,
    /// When it came first, in seconds since 1970.
    pub at: u64,
    /// The status of the answer.
    pub status: u16,
    /// Whether it proves by itself that the log has two histories.
    pub is_fork: bool,
    /// Why it was refused.
    pub why: String,
    /// The request, with the checkpoint that the log signed.
    pub request: Vec<u8>,
    /// The checkpoint that the witness had cosigned last, with its cosignature.
    pub cosigned: Option<Vec<u8>>,
}

impl Turn<'_> {
    /// Keeps a refused request.
    pub fn keep_evidence(
        &self,
        log: &KnownLog,
        request: &AddCheckpoint,
        refusal: &Refusal,
        now: u64,
    ) -> Result<()> {
        let insert = "INSERT OR IGNORE INTO evidence
            (origin, at, status, fork, why, digest, request, cosigned)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
            WHERE (SELECT count(*) FROM evidence WHERE origin = ?1) < ?9";
        let digest: [u8; 32] = Sha256::digest(request.note().text()).into();
        let cosigned = log.last.as_ref().map(|last| &last.note);
        let values = params![
            log.origin,
            now,
            refusal.status(),
            refusal.is_fork(),
            refusal.to_string(),
            digest,
            request.to_bytes(),
            cosigned,
            MOST
        ];
        self.connection().execute(insert, values).at(self.path()).map(drop)
    }
}

impl Store {
    /// Everything that was kept, the oldest first.
    pub fn evidence(&self) -> Result<Vec<Evidence>> {
        let select = "SELECT seq, origin, at, status, fork, why, request, cosigned
            FROM evidence ORDER BY seq";
        let mut statement = self.connection().prepare(select).at(self.path())?;
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Evidence {
                seq: row.get(0)?,
                origin: row.get(1)?,
                at: row.get(2)?,
                status: row.get(3)?,
                is_fork: row.get(4)?,
                why: row.get(5)?,
                request: row.get(6)?,
                cosigned: row.get(7)?,
            })
        };
        let rows = statement.query_map([], read).at(self.path())?;
        rows.collect::<rusqlite::Result<_>>().at(self.path())
    }
}
