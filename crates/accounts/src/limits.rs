//! How often one may try, read and hand out. What is refused here is told to the overseer too.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::net::IpAddr;

use sijill_schema::AgentId;

use crate::refusal::{Refusal, Result};

const MINUTE: i64 = 60;
const QUARTER: i64 = 15 * MINUTE;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * 60 * MINUTE;

/// Tries to sign in under one name in a minute, and from one address in a quarter of an hour.
const TRIES_OF_NAME: usize = 5;
const TRIES_OF_ADDRESS: usize = 30;

/// Sensitive pages that a person may see in a day, and exports that they may propose.
pub const READS_A_DAY: u32 = 200;
/// Pages of which a person may see lines in a day, in lists of what was found.
pub const LINES_A_DAY: u32 = 1_000;
/// Questions that a person may put to the index in an hour.
pub const QUESTIONS_AN_HOUR: u32 = 60;
/// Exports that a person may propose in a day.
pub const EXPORTS_A_DAY: u32 = 20;

/// Times of what happened lately, by who did it.
#[derive(Debug)]
struct Window<K> {
    span: i64,
    most: usize,
    times: HashMap<K, VecDeque<i64>>,
}

impl<K: Hash + Eq> Window<K> {
    fn new(span: i64, most: usize) -> Self {
        Self { span, most, times: HashMap::new() }
    }

    /// Counts one more, unless there were too many; then says how many seconds to wait.
    fn count(&mut self, key: K, now: i64) -> std::result::Result<(), u64> {
        let since = now.saturating_sub(self.span);
        self.times.retain(|_, times| times.back().is_some_and(|last| *last > since));
        let times = self.times.entry(key).or_default();
        while times.front().is_some_and(|first| *first <= since) {
            times.pop_front();
        }
        match times.front() {
            Some(first) if times.len() >= self.most => {
                Err(first.saturating_sub(since).max(1).unsigned_abs())
            }
            _ => {
                times.push_back(now);
                Ok(())
            }
        }
    }
}

/// All limits together.
#[derive(Debug)]
pub(crate) struct Limits {
    names: Window<String>,
    addresses: Window<IpAddr>,
    reads: Window<AgentId>,
    lines: Window<AgentId>,
    questions: Window<AgentId>,
    exports: Window<AgentId>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            names: Window::new(MINUTE, TRIES_OF_NAME),
            addresses: Window::new(QUARTER, TRIES_OF_ADDRESS),
            reads: Window::new(DAY, READS_A_DAY as usize),
            lines: Window::new(DAY, LINES_A_DAY as usize),
            questions: Window::new(HOUR, QUESTIONS_AN_HOUR as usize),
            exports: Window::new(DAY, EXPORTS_A_DAY as usize),
        }
    }
}

impl Limits {
    /// Counts a try to sign in; the name need not exist.
    pub fn try_sign_in(&mut self, name: &str, address: Option<IpAddr>, now: i64) -> Result<()> {
        let refused = |seconds| Refusal::TooMany { seconds };
        if let Some(address) = address {
            self.addresses.count(address, now).map_err(refused)?;
        }
        self.names.count(name.to_owned(), now).map_err(refused)
    }

    /// Counts a sensitive page.
    pub fn read(&mut self, person: AgentId, now: i64) -> Result<()> {
        let limit = READS_A_DAY;
        self.reads.count(person, now).map_err(|_| Refusal::DayLimit { limit })
    }

    /// Counts lines of a sensitive page.
    pub fn lines(&mut self, person: AgentId, now: i64) -> Result<()> {
        let limit = LINES_A_DAY;
        self.lines.count(person, now).map_err(|_| Refusal::DayLimit { limit })
    }

    /// Counts a question.
    pub fn question(&mut self, person: AgentId, now: i64) -> Result<()> {
        self.questions.count(person, now).map_err(|seconds| Refusal::TooMany { seconds })
    }

    /// Counts an export.
    pub fn export(&mut self, person: AgentId, now: i64) -> Result<()> {
        let limit = EXPORTS_A_DAY;
        self.exports.count(person, now).map_err(|_| Refusal::DayLimit { limit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_try_in_a_minute_waits_and_one_later_does_not() {
        let mut limits = Limits::default();
        for second in 0..5 {
            limits.try_sign_in("somebody", None, 1000 + second).unwrap();
        }
        let refused = limits.try_sign_in("somebody", None, 1005).unwrap_err();
        assert!(matches!(refused, Refusal::TooMany { seconds: 55 }), "{refused:?}");
        limits.try_sign_in("another", None, 1005).unwrap();
        limits.try_sign_in("somebody", None, 1060).unwrap();
    }

    #[test]
    fn one_address_has_thirty_tries_whatever_the_names() {
        let mut limits = Limits::default();
        let address = Some(IpAddr::from([192, 0, 2, 1]));
        for number in 0..30 {
            limits.try_sign_in(&number.to_string(), address, 1000).unwrap();
        }
        assert!(limits.try_sign_in("one more", address, 1000).is_err());
        assert!(limits.try_sign_in("one more", address, 1000 + QUARTER).is_ok());
    }

    #[test]
    fn sixty_questions_an_hour() {
        let (mut limits, person) = (Limits::default(), AgentId::new());
        for _ in 0..QUESTIONS_AN_HOUR {
            limits.question(person, 1000).unwrap();
        }
        let refused = limits.question(person, 1600).unwrap_err();
        assert!(matches!(refused, Refusal::TooMany { seconds: 3000 }), "{refused:?}");
        assert!(limits.question(AgentId::new(), 1600).is_ok());
        assert!(limits.question(person, 1000 + HOUR).is_ok());
    }

    #[test]
    fn two_hundred_pages_a_day() {
        let (mut limits, person) = (Limits::default(), AgentId::new());
        for _ in 0..READS_A_DAY {
            limits.read(person, 1000).unwrap();
        }
        assert!(limits.read(person, 1000).is_err() && limits.read(AgentId::new(), 1000).is_ok());
        assert!(limits.read(person, 1000 + DAY).is_ok());
    }
}
