//! What a verification found.

use std::sync::Mutex;

use serde::Serialize;
use sijill_schema::ItemId;

/// The result of a verification. `ok` says that nothing that was checked is wrong, `complete` that
/// everything was checked.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Whether no problem was found.
    pub ok: bool,
    /// Whether everything in the archive was checked.
    pub complete: bool,
    /// How many master files were read and are as they were secured.
    pub files: u64,
    /// How many bytes they have.
    pub bytes: u64,
    /// How many events were checked.
    pub events: u64,
    /// How many signed checkpoints were checked.
    pub checkpoints: u64,
    /// How many cosignatures of witnesses were checked.
    pub cosignatures: u64,
    /// How many time stamps were checked.
    pub timestamps: u64,
    /// How many staged files no event explains: they were never acknowledged.
    pub unacknowledged: u64,
    /// Everything that is wrong.
    pub problems: Vec<Problem>,
    /// What is sound today and will not be if nobody sees to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Problem>,
    /// The items whose files were all to be read, and how many those are.
    #[serde(skip)]
    pub checked: Vec<(ItemId, u64)>,
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What kind of problem.
    pub kind: ProblemKind,
    /// The item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    /// The file, below the archive's folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The event that says otherwise, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<u64>,
    /// What is wrong, in words.
    pub detail: String,
}

/// Kinds of problems; the names are a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// Bytes are not those that were secured.
    Altered,
    /// Bytes that were secured are gone.
    Missing,
    /// Something is there that no event explains.
    Unexpected,
    /// Bytes cannot be read.
    Unreadable,
    /// An event is not what was recorded.
    LedgerRow,
    /// A tree hash is not what the events give.
    LedgerTree,
    /// A checkpoint is not what the tree gives.
    Checkpoint,
    /// A signature does not hold.
    Signature,
    /// The ledger is older than what was signed.
    Rollback,
    /// The ledger tells another history than what was signed.
    Fork,
    /// A witness's cosignature does not hold.
    Cosignature,
    /// A time stamp does not hold, or contradicts another.
    Timestamp,
    /// The catalogue is not what the ledger says.
    Catalogue,
}

impl Problem {
    pub(crate) fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self { kind, item: None, path: None, event: None, detail: detail.into() }
    }

    pub(crate) fn item(self, item: ItemId) -> Self {
        Self { item: Some(item), ..self }
    }

    pub(crate) fn path(self, path: impl Into<String>) -> Self {
        Self { path: Some(path.into()), ..self }
    }

    pub(crate) fn event(self, event: u64) -> Self {
        Self { event: Some(event), ..self }
    }
}

/// Problems and counts, collected by many threads.
#[derive(Debug, Default)]
pub(crate) struct Findings(Mutex<Report>);

impl Findings {
    pub fn problem(&self, problem: Problem) {
        self.update(|report| report.problems.push(problem));
    }

    pub fn update(&self, change: impl FnOnce(&mut Report)) {
        // A thread that panicked while it held the lock has not left the report half-written: every change
        // is a single push or sum.
        change(&mut self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }

    pub fn into_report(self, complete: bool) -> Report {
        let mut report = self.0.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        report
            .problems
            .sort_by(|one, other| (&one.path, one.event).cmp(&(&other.path, other.event)));
        report.ok = report.problems.is_empty();
        report.complete = complete;
        report
    }
}
