//! Assertions about who is who, with what became of them.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sijill_schema::{AssertionId, Digest, Id, IdentityDecision, IdentityProposal, canonical};
use uuid::Uuid;

use super::Catalogue;
use super::records::{Content, RecordKind, StoredRecord};
use crate::error::Result;
use crate::together::Together;

/// Binds a sealed assertion to its use, as HPKE's `info`.
pub(crate) const CONTEXT: &str = "sijill/catalogue/identity/v1";

/// An assertion about who is who.
#[derive(Debug, Clone, Serialize)]
pub struct Assertion {
    /// Its identifier.
    pub id: AssertionId,
    /// The event with which it was proposed.
    pub event: u64,
    /// Whether it is kept sealed.
    pub sealed: bool,
    /// What is asserted; absent where it is sealed and was not opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<IdentityProposal>,
    /// That another person confirmed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Decided>,
    /// That it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Decided>,
    /// The digest that the ledger has of the proposal.
    #[serde(skip)]
    pub(crate) digest: Digest,
}

/// A confirmation or revocation.
#[derive(Debug, Clone, Serialize)]
pub struct Decided {
    /// Its event.
    pub event: u64,
    /// What was decided and why; absent where it is sealed and was not opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<IdentityDecision>,
}

impl Assertion {
    /// Whether it counts: confirmed by another person, and not taken back.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.confirmed.is_some() && self.revoked.is_none()
    }
}

impl Catalogue {
    /// Every assertion, the oldest first. Sealed ones are opened where two people opened them together; else only that
    /// they are there is told.
    ///
    /// # Errors
    /// If the database cannot be read, or a sealed record cannot be opened with the keys.
    pub fn assertions(&self, keys: Option<&Together>) -> Result<Vec<Assertion>> {
        let proposals = self.newest_records(RecordKind::Proposal)?;
        let mut all: Vec<Assertion> = proposals
            .iter()
            .map(|record| self.assertion_of(record, keys))
            .collect::<Result<_>>()?;
        all.sort_by_key(|assertion| assertion.event);
        Ok(all)
    }

    /// One assertion.
    ///
    /// # Errors
    /// As of [`assertions`](Self::assertions).
    pub fn assertion(&self, id: AssertionId, keys: Option<&Together>) -> Result<Option<Assertion>> {
        let records = self.records_about(RecordKind::Proposal, id.uuid())?;
        records.last().map(|record| self.assertion_of(record, keys)).transpose()
    }

    fn assertion_of(&self, record: &StoredRecord, keys: Option<&Together>) -> Result<Assertion> {
        let decided = |kind| self.decided(kind, record.subject, keys);
        Ok(Assertion {
            id: AssertionId::from_uuid(record.subject),
            event: record.event.unwrap_or_default(),
            sealed: matches!(record.content, Content::Sealed(..)),
            proposal: opened(record, keys)?,
            confirmed: decided(RecordKind::Confirmation)?,
            revoked: decided(RecordKind::Revocation)?,
            digest: record.digest,
        })
    }

    fn decided(
        &self,
        kind: RecordKind,
        subject: Uuid,
        keys: Option<&Together>,
    ) -> Result<Option<Decided>> {
        let records = self.records_about(kind, subject)?;
        let decided = |record: &StoredRecord| {
            Ok(Decided { event: record.event.unwrap_or_default(), decision: opened(record, keys)? })
        };
        records.first().map(decided).transpose()
    }
}

fn opened<T: DeserializeOwned>(
    record: &StoredRecord,
    keys: Option<&Together>,
) -> Result<Option<T>> {
    let (sealed_to, sealed) = match &record.content {
        Content::Plain(_) => return record.read().map(Some),
        Content::Sealed(sealed_to, sealed) => (*sealed_to, sealed),
    };
    let Some(keys) = keys else { return Ok(None) };
    let text = keys.keys.open(CONTEXT, sealed_to, sealed)?;
    Ok(Some(canonical::from_slice(&text)?))
}
