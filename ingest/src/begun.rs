//! How an accession begins, and what it comes to.

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use sijill_schema::{AccessionId, AccessionRecord, EventRange, canonical};
use sijill_storage::{AccessionRow, StorageError, Writer};

use crate::accession::Statement;
use crate::error::{IngestError, SourceProblem};
use crate::source::Sources;

/// What a taking in came to. The counts are those of the whole accession, also of earlier runs.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// The accession.
    pub accession: AccessionId,
    /// Its reference code.
    #[serde(skip)]
    pub reference: String,
    /// Whether it is closed.
    #[serde(skip)]
    pub closed: bool,
    /// How many items it has.
    pub items: u64,
    /// How many files are secured.
    pub files: u64,
    /// How many bytes they have.
    pub bytes: u64,
    /// How many of the files the archive held already.
    pub duplicates: u64,
    /// The accession's first and last event.
    pub events: EventRange,
    /// The newest signed checkpoint, the whole note.
    pub checkpoint: String,
    /// What the team should look at.
    pub problems: Vec<SourceProblem>,
}

impl Outcome {
    /// Whether everything that should have been secured was.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.failures() == 0
    }

    /// Whether nothing that a sender says about the files was found to be wrong.
    #[must_use]
    pub fn is_as_sent(&self) -> bool {
        !self.problems.iter().any(|problem| problem.kind.is_contradiction())
    }

    /// How many files or folders at the source could not be secured.
    pub(crate) fn failures(&self) -> u64 {
        self.problems.iter().filter(|problem| problem.kind.is_failure()).count() as u64
    }
}

/// An accession that has begun, now or in an earlier run.
pub(crate) struct Begun {
    pub accession: AccessionId,
    pub reference: String,
    /// Its first event.
    first: u64,
    /// Whether an earlier run began it.
    pub continued: bool,
}

impl Begun {
    pub fn earlier(writer: &Writer, row: &AccessionRow) -> Result<Self, IngestError> {
        let events = writer.index().events_of(row.id.into())?;
        let (reference, first) = (reference_of(row)?, events.first().copied().unwrap_or(0));
        Ok(Self { accession: row.id, reference, first, continued: true })
    }

    pub fn now(
        writer: &mut Writer,
        intake: &[u8; 32],
        sources: &Sources,
        statement: &Statement,
    ) -> Result<Self, IngestError> {
        let describe = |id, number| statement.record(id, number, sources.paths().collect());
        let attachments = statement.attachments.clone();
        let (record, first) = writer.begin_accession(intake, attachments, describe)?;
        let (accession, reference) = (record.id, record.reference);
        Ok(Self { accession, reference, first, continued: false })
    }

    pub fn outcome(self) -> Outcome {
        Outcome {
            accession: self.accession,
            reference: self.reference,
            closed: false,
            items: 0,
            files: 0,
            bytes: 0,
            duplicates: 0,
            events: EventRange { first: self.first, last: self.first },
            checkpoint: String::new(),
            problems: Vec::new(),
        }
    }
}

/// What makes two takings in the same: the paths, the files that state what was taken over, and whether the sender's
/// word was taken in with them.
pub(crate) fn fingerprint(sources: &Sources, statement: &Statement, is_bag: bool) -> [u8; 32] {
    let mut hasher = Sha256::new();
    if is_bag {
        hasher.update(b"bag\0");
    }
    for path in sources.paths() {
        hasher.update((path.as_bytes().len() as u64).to_be_bytes());
        hasher.update(path.as_bytes());
    }
    for (name, bytes) in &statement.attachments {
        hasher.update(name);
        hasher.update(Sha256::digest(bytes));
    }
    hasher.finalize().into()
}

fn reference_of(row: &AccessionRow) -> Result<String, IngestError> {
    let text = row.record.as_deref().unwrap_or_default();
    let record: AccessionRecord =
        canonical::from_slice(text.as_bytes()).map_err(StorageError::from)?;
    Ok(record.reference)
}
