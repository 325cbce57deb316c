//! What others say of the checkpoints: each cosignature, each time stamp, each proof of a fork that the ledger
//! keeps.

use super::{Findings, Problem, ProblemKind};
use crate::error::Result;
use crate::ledger::{Ledger, open_checkpoint};
use crate::registry::KeyRegistry;

pub(super) struct Attested<'a> {
    pub ledger: &'a Ledger,
    pub registry: &'a KeyRegistry,
    pub findings: &'a Findings,
}

impl Attested<'_> {
    /// Checks all of it; what cannot be read is a problem too.
    pub fn check(&self) {
        for (kind, checked) in
            [(ProblemKind::Cosignature, self.cosignatures()), (ProblemKind::Fork, self.forks())]
        {
            if let Err(error) = checked {
                self.problem(kind, None, error.to_string());
            }
        }
    }

    fn cosignatures(&self) -> Result<()> {
        for (number, row) in (0..).zip(self.ledger.all_cosignatures()?) {
            self.findings.update(|report| report.cosignatures += 1);
            let mut checked = match self.ledger.checkpoint(row.size)? {
                Some(head) => row.verify(&head.note).map(|_| ()),
                None => Err("the ledger has no such checkpoint".to_owned()),
            };
            if row.id != number {
                checked = Err(format!("{number} is missing before it"));
            }
            if let Err(what) = checked {
                let what = format!("cosignature {} over {} events: {what}", row.id, row.size);
                self.problem(ProblemKind::Cosignature, row.size.checked_sub(1), what);
            }
        }
        Ok(())
    }

    /// A proof that this log has told two histories is a problem for as long as it goes by that name.
    fn forks(&self) -> Result<()> {
        for fork in self.ledger.fork_evidence()? {
            if fork.origin == self.registry.origin().as_str() {
                let signed = [&fork.ours, &fork.theirs].map(|note| self.said(note));
                let what = format!("{}: {} and {}", fork.what, signed[0], signed[1]);
                self.problem(ProblemKind::Fork, None, what);
            }
        }
        Ok(())
    }

    fn said(&self, note: &[u8]) -> String {
        match open_checkpoint(note, self.registry) {
            Ok(head) => format!("{} events with the root {}", head.size, head.root),
            Err(what) => format!("a note that is no checkpoint of this log ({what})"),
        }
    }

    fn problem(&self, kind: ProblemKind, event: Option<u64>, what: String) {
        let problem = Problem { event, ..Problem::new(kind, what) };
        self.findings.problem(problem.path("ledger.sqlite"));
    }
}
