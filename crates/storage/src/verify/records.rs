//! The records that events put into force: each is there and unaltered, each that counts has its event, and neither
//! an assertion, a role nor an export was confirmed by whoever proposed it. And the rows of what people read.

use std::collections::HashMap;

use sijill_schema::{
    Act, AgentId, AssertionId, Digest, Event, ExportId, GrantId, Id, Office, PagesRead,
};
use uuid::Uuid;

use super::{Findings, Problem, ProblemKind};
use crate::catalogue::{Catalogue, RecordKind, StoredRecord};
use crate::error::Result;
use crate::exports::Exports;
use crate::grants::Grants;
use crate::ledger::Ledger;
use crate::readings::Readings;
use crate::registry::KeyRegistry;

/// What the pass over the ledger learns about assertions.
pub(super) struct Records<'a> {
    findings: &'a Findings,
    /// Who proposed an assertion.
    proposals: HashMap<Digest, AgentId>,
    /// Which event confirmed one, and who.
    confirmations: Vec<(u64, Digest, AgentId)>,
    /// The events about roles.
    grants: Vec<(u64, Event)>,
    /// The events about what leaves over the web.
    exports: Vec<(u64, Event)>,
    /// What the events say of the rows of `readings.sqlite`.
    readings: Vec<(u64, PagesRead)>,
}

impl<'a> Records<'a> {
    pub fn new(findings: &'a Findings) -> Self {
        Self {
            findings,
            proposals: HashMap::new(),
            confirmations: Vec::new(),
            grants: Vec::new(),
            exports: Vec::new(),
            readings: Vec::new(),
        }
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
            Act::GrantProposed(_) | Act::GrantConfirmed(_) | Act::GrantWithdrawn(_) => {
                self.grants.push((seq, event.clone()));
            }
            Act::ExportProposed(_) | Act::ExportApproved(_) => {
                self.exports.push((seq, event.clone()));
            }
            Act::Exported(exported) if exported.proposal.is_some() => {
                self.exports.push((seq, event.clone()));
            }
            Act::PagesRead(read) => self.readings.push((seq, read.clone())),
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
        self.check_grants(catalogue, registry);
        self.check_exports(catalogue, registry);
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

    /// Reads roles anew by the rules that the writer keeps: a role that one person gave alone, or nobody who may, is found.
    fn check_grants(&self, catalogue: &Catalogue, registry: &KeyRegistry) {
        let mut grants = Grants::new(registry.founder());
        for (seq, event) in &self.grants {
            if let Err(what) = grants.follow(*seq, event, catalogue, registry) {
                let what = format!("{} does not count: {what}", event.act.code());
                self.problem(Some(*seq), what, None);
            }
        }
    }

    /// Reads exports anew by the rules that the writer keeps: what one person let out alone is found.
    fn check_exports(&self, catalogue: &Catalogue, registry: &KeyRegistry) {
        let mut exports = Exports::default();
        for (seq, event) in &self.exports {
            if let Err(what) = exports.follow(*seq, event, catalogue, registry) {
                let what = format!("{} does not count: {what}", event.act.code());
                self.problem(Some(*seq), what, None);
            }
        }
    }

    /// Whether the rows of `readings.sqlite` are those that the events commit to.
    pub fn check_readings(&self, readings: Result<Option<Readings>>) {
        let problem = |seq, what: String| {
            let problem = Problem::new(ProblemKind::Catalogue, what).path("readings.sqlite");
            self.findings.problem(Problem { event: seq, ..problem });
        };
        let readings = match readings {
            Ok(Some(readings)) => readings,
            Ok(None) if self.readings.is_empty() => return,
            Ok(None) => {
                return problem(None, "the record of what people read is missing".to_owned());
            }
            Err(error) => return problem(None, error.to_string()),
        };
        let mut next = 1_u64;
        for (seq, read) in &self.readings {
            if read.first != next {
                problem(
                    Some(*seq),
                    "the rows that it covers do not follow on the last ones".to_owned(),
                );
            }
            next = read.first.saturating_add(read.rows);
            match readings.digest_from(read.first, read.rows) {
                Ok(found) if found == (read.rows, read.list) => {}
                Ok(_) => problem(Some(*seq), "readings were altered or removed".to_owned()),
                Err(error) => problem(Some(*seq), error.to_string()),
            }
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
    let grant = |digest| Some(GrantId::of_proposal(digest).uuid());
    Ok(match &event.act {
        Act::MentionsImported(_) => (RecordKind::Mentions, event.page.map(Id::uuid)),
        Act::OfficeRecorded(_) => (RecordKind::Office, Some(record.read::<Office>()?.id.uuid())),
        Act::IdentityProposed(proposed) => (RecordKind::Proposal, assertion(proposed.proposal)),
        Act::IdentityConfirmed(decided) => (RecordKind::Confirmation, assertion(decided.proposal)),
        Act::IdentityRevoked(decided) => (RecordKind::Revocation, assertion(decided.proposal)),
        // Whose account it is stands in the sealed record and is compared there.
        Act::AccountChanged(_) => (RecordKind::Account, Some(record.subject)),
        Act::GrantProposed(proposed) => (RecordKind::Grant, grant(proposed.proposal)),
        Act::GrantConfirmed(decided) => (RecordKind::GrantConfirmation, grant(decided.proposal)),
        Act::GrantWithdrawn(decided) => (RecordKind::GrantWithdrawal, grant(decided.proposal)),
        Act::ExportProposed(proposed) => {
            (RecordKind::Export, Some(ExportId::of_proposal(proposed.proposal).uuid()))
        }
        _ => (RecordKind::Description, event.item.map(Id::uuid)),
    })
}
