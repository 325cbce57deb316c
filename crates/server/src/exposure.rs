//! How many hard pictures a person looked at today. Only whoever looks is told, nothing of it is written down: it is there
//! to say when a pause is due, not to measure people.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sijill_schema::{AgentId, PageId};

/// After so many a pause is advised.
pub(crate) const MANY: u64 = 20;

/// Which covered pictures people asked to see, each for a day.
#[derive(Debug, Default)]
pub(crate) struct Exposure(Mutex<HashMap<AgentId, Day>>);

#[derive(Debug)]
struct Day {
    day: Date,
    seen: HashSet<PageId>,
}

impl Exposure {
    /// Notes that a person asked to see a covered page.
    pub(crate) fn uncover(&self, person: AgentId, page: PageId, now: Timestamp) {
        let day = day(now);
        let mut people = self.people();
        people.retain(|_, seen| seen.day == day);
        let today = people.entry(person).or_insert_with(|| Day { day, seen: HashSet::new() });
        today.seen.insert(page);
    }

    /// Whether the person asked to see the page today.
    pub(crate) fn is_uncovered(&self, person: AgentId, page: PageId, now: Timestamp) -> bool {
        let people = self.people();
        let today = people.get(&person).filter(|seen| seen.day == day(now));
        today.is_some_and(|today| today.seen.contains(&page))
    }

    /// How many the person asked to see today.
    pub(crate) fn count(&self, person: AgentId, now: Timestamp) -> u64 {
        let people = self.people();
        let today = people.get(&person).filter(|seen| seen.day == day(now));
        today.map_or(0, |today| today.seen.len() as u64)
    }

    fn people(&self) -> MutexGuard<'_, HashMap<AgentId, Day>> {
        // Nothing that can fail happens while it is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The day by the clock of this machine's time zone.
fn day(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::system()).date()
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;

    use super::*;

    #[test]
    fn each_person_and_each_day_is_counted_apart() {
        let (exposure, now) = (Exposure::default(), Timestamp::now());
        let (one, other, page) = (AgentId::new(), AgentId::new(), PageId::new());
        exposure.uncover(one, page, now);
        exposure.uncover(one, page, now);
        assert_eq!((exposure.count(one, now), exposure.count(other, now)), (1, 0));
        assert!(exposure.is_uncovered(one, page, now) && !exposure.is_uncovered(other, page, now));
        let tomorrow = now + 24.hours();
        assert!(!exposure.is_uncovered(one, page, tomorrow));
        assert_eq!(exposure.count(one, tomorrow), 0);
    }
}
