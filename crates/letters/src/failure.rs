//! What keeps a report from certifying anything. Whoever fills in the data says what the verification
//! found; besides, the data are compared with themselves here, so that a report about files that nobody
//! compared cannot look like one about files that were.

use std::collections::{HashMap, HashSet};

use jiff::SignedDuration;
use serde::Serialize;

use crate::{Bilingual, Certificate, CheckStatus, CustodyRow};

/// How old a verification may be when the report is made: the time that a large archive takes, no more.
const FRESH: SignedDuration = SignedDuration::from_hours(24);

/// A reason why the report certifies nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Failure {
    /// A check failed, or could not be made.
    Check {
        /// What was checked.
        what: Bilingual,
        /// What the check said.
        detail: String,
    },
    /// The verification found something wrong.
    Problem {
        /// Its kind, its place and what is wrong.
        detail: String,
    },
    /// There is no check among the checks that passed.
    NothingChecked,
    /// Not every file that was read has the signed digest.
    FilesDiffer {
        /// Equal and read.
        detail: String,
    },
    /// The report names another number of files than were compared.
    ObjectsUncompared {
        /// Named and compared.
        detail: String,
    },
    /// No event in the whole custody table secures a file with its digest.
    ObjectUnexplained {
        /// The file.
        detail: String,
    },
    /// A file belongs to an item, or an item to an accession, that the report does not describe.
    UnknownItem {
        /// The identifier.
        detail: String,
    },
    /// The verification was made long before the report, or after it.
    Stale {
        /// Both times.
        detail: String,
    },
}

impl Certificate {
    /// Everything that keeps this report from certifying; empty only if it does certify.
    #[must_use]
    pub fn failures(&self) -> Vec<Failure> {
        let found = [self.reported(), self.uncompared(), self.unexplained(), self.undescribed()];
        found.into_iter().flatten().collect()
    }

    /// What the verification itself says.
    fn reported(&self) -> Vec<Failure> {
        let verification = &self.verification;
        let problems = verification.problems.iter().map(|problem| {
            let place = problem.place.as_deref().unwrap_or_default();
            Failure::Problem { detail: format!("{} {place} {}", problem.kind, problem.detail) }
        });
        let failed = verification.checks.iter().filter(|c| c.status == CheckStatus::Failed);
        let checks = failed
            .map(|check| Failure::Check { what: check.what.clone(), detail: check.detail.clone() });
        let passed = verification.checks.iter().any(|c| c.status == CheckStatus::Passed);
        let nothing = (!passed).then_some(Failure::NothingChecked);
        problems.chain(checks).chain(nothing).collect()
    }

    /// Whether the figures are those of this package, and of now.
    fn uncompared(&self) -> Vec<Failure> {
        let verification = &self.verification;
        let mut failures = Vec::new();
        if verification.equal != verification.files {
            let detail = format!("{} / {}", verification.equal, verification.files);
            failures.push(Failure::FilesDiffer { detail });
        }
        if self.objects.len() as u64 != verification.files {
            let detail = format!("{} / {}", self.objects.len(), verification.files);
            failures.push(Failure::ObjectsUncompared { detail });
        }
        let age = self.made.duration_since(verification.at);
        if age.is_negative() || age > FRESH {
            let detail = format!("{} / {}", verification.at, self.made);
            failures.push(Failure::Stale { detail });
        }
        failures
    }

    /// Files that no event of the table secures. An extract may leave the event out; it may not contradict.
    fn unexplained(&self) -> Vec<Failure> {
        let rows: HashMap<u64, &CustodyRow> =
            self.custody.iter().map(|row| (row.seq, row)).collect();
        let secured = |seq: u64, digest| match rows.get(&seq) {
            Some(row) => row.digest == Some(digest),
            None => self.extract.is_some(),
        };
        let unexplained = self.objects.iter().filter(|o| !secured(o.event, o.digest));
        unexplained.map(|o| Failure::ObjectUnexplained { detail: o.path.clone() }).collect()
    }

    /// Items and accessions that are named and not described.
    fn undescribed(&self) -> Vec<Failure> {
        let items: HashSet<_> = self.items.iter().map(|item| item.id).collect();
        let accessions: HashSet<_> = self.acquisitions.iter().map(|told| told.id).collect();
        let items = self.objects.iter().map(|o| o.item).filter(|id| !items.contains(id));
        let named = self.items.iter().map(|item| item.accession);
        let accessions = named.filter(|id| !accessions.contains(id)).map(|id| id.to_string());
        let unknown: HashSet<_> = items.map(|id| id.to_string()).chain(accessions).collect();
        let mut unknown: Vec<_> = unknown.into_iter().collect();
        unknown.sort();
        unknown.into_iter().map(|detail| Failure::UnknownItem { detail }).collect()
    }
}
