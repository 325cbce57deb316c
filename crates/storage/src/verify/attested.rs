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
        let mut order = Order::default();
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
            match self.ledger.series(token)? {
                Err(what) => {
                    problem(what);
                    order.push(Timestamp::MIN);
                }
                Ok(series) => {
                    let latest = series.last().latest();
                    if let Some(before) = order.contradicts(token.request.follows, latest) {
                        problem(format!("it names {latest}, and was asked for after {before}"));
                    }
                    self.warn_of_end(token, &tokens, series.good_until());
                    order.push(series.last().earliest());
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

/// The times of the tokens in the order in which they were kept: each entry is the latest of the earliest moments
/// at which the tokens up to it can have been made.
#[derive(Default)]
struct Order(Vec<Timestamp>);

impl Order {
    fn push(&mut self, earliest: Timestamp) {
        let newest = self.0.last().copied().unwrap_or(Timestamp::MIN);
        self.0.push(newest.max(earliest));
    }

    /// The time that a token contradicts: its request, with a random number of its own, was made when the tokens up
    /// to `follows` were kept already, so it cannot be older than they are.
    fn contradicts(&self, follows: Option<u64>, latest: Timestamp) -> Option<Timestamp> {
        let before = *self.0.get(usize::try_from(follows?).ok()?)?;
        let at_most = latest.checked_add(SLACK).unwrap_or(Timestamp::MAX);
        (at_most < before).then_some(before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + 60 * minute).unwrap()
    }

    #[test]
    fn a_token_is_no_older_than_those_that_were_kept_when_it_was_asked_for() {
        let mut order = Order::default();
        for minute in [10, 30, 20] {
            order.push(at(minute));
        }
        assert_eq!(order.contradicts(None, at(0)), None, "nothing was kept yet");
        assert_eq!(order.contradicts(Some(0), at(20)), None);
        assert_eq!(order.contradicts(Some(0), at(5)), Some(at(10)));
        assert_eq!(order.contradicts(Some(2), at(25)), Some(at(30)), "the newest of all before");
        assert_eq!(order.contradicts(Some(1), at(29)), None, "clocks differ a little");
        assert_eq!(order.contradicts(Some(1), at(28)), Some(at(30)));
    }
}
