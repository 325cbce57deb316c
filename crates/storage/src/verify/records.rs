//! The records that events put into force: each is there and unaltered, each that counts has its event, and no assertion
//! was confirmed by whoever proposed it.

use std::collections::HashMap;

use sijill_schema::{Act, AgentId, AssertionId, Digest, Event, Id, Office};
use uuid::Uuid;

use super::{Findings, Problem, ProblemKind};
use crate::catalogue::{Catalogue, RecordKind, StoredRecord};
use crate::error::Result;
use crate::ledger::Ledger;
use crate::registry::KeyRegistry;

/// What the pass over the ledger learns about assertions.
pub(super) struct Records<'a> {
    findings: &'a Findings,
    /// Who proposed an assertion.
    proposals: HashMap<Digest, AgentId>,
    /// Which event confirmed one, and who.
    confirmations: Vec<(u64, Digest, AgentId)>,
}

impl<'a> Records<'a> {
    pub fn new(findings: &'a Findings) -> Self {
        Self { findings, proposals: HashMap::new(), confirmations: Vec::new() }
    }

    /// Takes an event into account.
    pub fn follow(&mut self, catalogue: &Catalogue, seq: u64, event: &Event) {
        match &event.act {
            Act::IdentityProposed(proposed) => {
                self.proposals.insert(proposed.proposal, event.agent);
            }
            Act::IdentityConfirmed(decided) => {
                self.confirmations.push((seq, decided.proposal, event.agent));
            }
            _ => {}
        }
        let Some(digest) = event.act.catalogued() else { return };
        let what = match catalogue.record(digest) {
            Ok(Some(record)) if record.content.digest() != digest => "was altered".to_owned(),
            Ok(Some(record)) => match mismatch(&record, event) {
                Some(what) => what,
                None => return,
            },
            Ok(None) => "is missing".to_owned(),
            Err(error) => error.to_string(),
        };
        let what = format!("the record that {} put into force {what}", event.act.code());
        self.problem(Some(seq), what, Some(event));
    }

    /// What can only be said at the end of the ledger.
    pub fn check(&self, catalogue: &Catalogue, ledger: &Ledger, registry: &KeyRegistry) {
        for (seq, proposal, by) in &self.confirmations {
            let proposer = self.proposals.get(proposal);
            let what = match proposer.map(|key| registry.first_key(*key)) {
                None => "an assertion was confirmed that nobody had proposed",
                Some(person) if person == registry.first_key(*by) => {
                    "an assertion was confirmed by the person who had proposed it"
                }
                Some(_) => continue,
            };
            self.problem(Some(*seq), what.to_owned(), None);
        }
        let checked = catalogue.for_each_record(|record| {
            let Some(seq) = record.event else { return };
            if !is_explained(ledger, seq, record.digest) {
                let what = format!(
                    "a record of the kind {} counts that the ledger did not put into force",
                    record.kind
                );
                self.problem(Some(seq), what, None);
            }
        });
        if let Err(error) = checked {
            self.problem(None, error.to_string(), None);
        }
    }

    fn problem(&self, seq: Option<u64>, what: String, event: Option<&Event>) {
        let problem = Problem::new(ProblemKind::Catalogue, what).path("catalogue.sqlite");
        let item = event.and_then(|event| event.item);
        self.findings.problem(Problem { event: seq, item, ..problem });
    }
}

/// Whether this event put the record into force. The ledger is read as it is now: while somebody writes, the catalogue
/// may know an event that the pass over the ledger did not reach.
fn is_explained(ledger: &Ledger, seq: u64, digest: Digest) -> bool {
    let held = ledger.size().is_ok_and(|size| seq < size);
    held && ledger.event(seq).is_ok_and(|event| event.act.catalogued() == Some(digest))
}

/// How the columns by which a record is found differ from what its event says.
fn mismatch(record: &StoredRecord, event: &Event) -> Option<String> {
    let (kind, subject) = match place(record, event) {
        Ok(place) => place,
        Err(error) => return Some(format!("cannot be read: {error}")),
    };
    let is_found = record.kind == kind.name() && Some(record.subject) == subject;
    (!is_found).then(|| "is kept in another's place".to_owned())
}

/// Under which kind and for which subject an event's record is to be found.
fn place(record: &StoredRecord, event: &Event) -> Result<(RecordKind, Option<Uuid>)> {
    let assertion = |digest| Some(AssertionId::of_proposal(digest).uuid());
    Ok(match &event.act {
        Act::MentionsImported(_) => (RecordKind::Mentions, event.page.map(Id::uuid)),
        Act::OfficeRecorded(_) => (RecordKind::Office, Some(record.read::<Office>()?.id.uuid())),
        Act::IdentityProposed(proposed) => (RecordKind::Proposal, assertion(proposed.proposal)),
        Act::IdentityConfirmed(decided) => (RecordKind::Confirmation, assertion(decided.proposal)),
        Act::IdentityRevoked(decided) => (RecordKind::Revocation, assertion(decided.proposal)),
        _ => (RecordKind::Description, event.item.map(Id::uuid)),
    })
}
