//! Verification: is everything that was acknowledged still there, byte for byte, and does the ledger still
//! tell the history that was signed? Read-only, streaming, on all cores.
//!
//! One pass over the ledger checks every leaf, tree hash, signature and checkpoint, and learns what each item
//! must consist of. As soon as an item's closing event has been seen, its object is read and compared, and what
//! was learnt about it is forgotten: memory depends on the largest items, not on how many there are. A check
//! that could not be done is a problem, never a pass.

mod attested;
mod files;
mod items;
mod ledger;
mod leftovers;
mod objects;
mod records;
mod report;

use std::collections::HashSet;

use sijill_schema::ItemId;

use crate::archive::Archive;
use crate::error::Result;

pub(crate) use report::Findings;
pub use report::{Problem, ProblemKind, Report};

/// What to verify. By default everything.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Only these items and the items of these accessions; the ledger is checked whole.
    pub only: HashSet<ItemId>,
    /// Only the ledger and the catalogue, no files.
    pub ledger_only: bool,
    /// About so many files, chosen at random; the ledger is checked whole.
    pub sample: Option<u64>,
}

impl Scope {
    fn is_everything(&self) -> bool {
        self.only.is_empty() && !self.ledger_only && self.sample.is_none()
    }
}

/// Is told how far a verification is. The library knows no terminal.
pub trait Progress: Sync {
    /// So many events are in the ledger.
    fn events_total(&self, events: u64);
    /// So many more events were checked.
    fn events_done(&self, events: u64);
    /// So many more files and bytes were read.
    fn files_done(&self, files: u64, bytes: u64);
}

/// Reports to nobody.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn events_total(&self, _: u64) {}
    fn events_done(&self, _: u64) {}
    fn files_done(&self, _: u64, _: u64) {}
}

impl Archive {
    /// Verifies the archive. What is wrong with the evidence stands in the report; an error means that the
    /// verification could not be begun.
    ///
    /// # Errors
    /// If the ledger cannot be opened at all.
    pub fn verify(&self, scope: &Scope, progress: &dyn Progress) -> Result<Report> {
        let findings = Findings::default();
        let checker = objects::Checker { archive: self, findings: &findings, progress };
        let mut items = items::Items::new(self, scope, checker)?;
        let finished = ledger::check(self, &findings, progress, &mut items)?;
        items.finish();
        Ok(findings.into_report(finished && scope.is_everything()))
    }
}
