//! What others say of the checkpoints: each cosignature, each time stamp, each proof of a fork that the ledger
//! keeps.

use jiff::{SignedDuration, Timestamp};

use super::{Findings, Problem, ProblemKind};
use crate::error::Result;
use crate::ledger::{Ledger, TimestampToken, open_checkpoint};
use crate::registry::KeyRegistry;

/// How far the clocks of two authorities may differ beyond what they admit.
const SLACK: SignedDuration = SignedDuration::from_secs(60);

/// How long before a time stamp loses its proof people are warned.
const NOTICE: SignedDuration = SignedDuration::from_hours(90 * 24);

pub(super) struct Attested<'a> {
    pub ledger: &'a Ledger,
    pub registry: &'a KeyRegistry,
    pub findings: &'a Findings,
}

impl Attested<'_> {
    /// Checks all of it; what cannot be read is a problem too.
    pub fn check(&self) {
        for (kind, checked) in [
            (ProblemKind::Cosignature, self.cosignatures()),
            (ProblemKind::Timestamp, self.timestamps()),
            (ProblemKind::Fork, self.forks()),
        ] {
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

    /// Each token holds at its time, and no token that was asked for later is of an earlier time.
    fn timestamps(&self) -> Result<()> {
        let tokens = self.ledger.all_tokens()?;
        // The earliest that the newest of the tokens so far can have been made.
        let mut known: Vec<Timestamp> = Vec::new();
        for (number, token) in (0..).zip(&tokens) {
            self.findings.update(|report| report.timestamps += 1);
            let problem = |what| {
                let size = token.request.size;
                let what = format!("time stamp {} over {size} events: {what}", token.id);
                self.problem(ProblemKind::Timestamp, size.checked_sub(1), what);
            };
            if token.id != number {
                problem(format!("{number} is missing before it"));
            }
            let newest = known.last().copied().unwrap_or(Timestamp::MIN);
            match self.ledger.series(token)? {
                Err(what) => {
                    problem(what);
                    known.push(newest);
                }
                Ok(series) => {
                    let (latest, earliest) = (series.last().latest(), series.last().earliest());
                    let asked_after = token.request.follows.and_then(|id| usize::try_from(id).ok());
                    let asked_after = asked_after.and_then(|id| known.get(id));
                    let at_most = latest.checked_add(SLACK).unwrap_or(Timestamp::MAX);
                    if let Some(before) = asked_after.filter(|before| at_most < **before) {
                        problem(format!("it names {latest}, and was asked for after {before}"));
                    }
                    self.warn_of_end(token, &tokens, series.good_until());
                    known.push(newest.max(earliest));
                }
            }
        }
        Ok(())
    }

    /// A time stamp that nothing renews yet must be renewed while its certificates last.
    fn warn_of_end(&self, token: &TimestampToken, all: &[TimestampToken], end: Timestamp) {
        let is_renewed = all.iter().any(|other| other.request.renews == Some(token.id));
        let soon = Timestamp::now().checked_add(NOTICE).unwrap_or(Timestamp::MAX);
        if is_renewed || soon < end {
            return;
        }
        let size = token.request.size;
        let what = format!(
            "time stamp {} over {size} events proves its time until {end}: renew it before with sijill log timestamp --renew 90",
            token.id
        );
        let warning = Problem::new(ProblemKind::Timestamp, what).path("ledger.sqlite");
        self.findings.update(|report| report.warnings.push(warning));
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
