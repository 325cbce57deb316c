//! How often the archive is checked by itself. It is kept beside the archive, for it is a habit and no evidence; the checks
//! themselves stand in the ledger, signed by the keeper.

use std::path::PathBuf;
use std::sync::Weak;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sijill_storage::durable;

use crate::check;
use crate::error::Failure;
use crate::site::{App, Site};

/// How often it is looked whether a check is due.
const TICK: Duration = Duration::from_secs(60);

/// The numbers of days that may be chosen; 0 is never.
pub(crate) const CHOICES: [u16; 5] = [0, 1, 7, 30, 90];

/// How often, and when last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Schedule {
    /// After how many days the archive is checked again; 0 for never.
    pub days: u16,
    /// When a check of the whole archive ended last, or when this was chosen.
    pub since: Option<Timestamp>,
}

impl Schedule {
    /// What was chosen; nothing, if nothing can be read.
    pub fn of(site: &Site) -> Self {
        let bytes = fs_err::read(path(site)).ok();
        bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// When the next check is due.
    pub fn next(&self) -> Option<Timestamp> {
        let days = SignedDuration::from_hours(24 * i64::from(self.days));
        let since = self.since.filter(|_| self.days > 0)?;
        since.checked_add(days).ok()
    }

    fn keep(self, site: &Site) -> Result<(), Failure> {
        let failed = |_| Failure::Internal("the schedule of checks cannot be kept");
        let bytes = serde_json::to_vec(&self).map_err(|error| failed(error.into()))?;
        fs_err::create_dir_all(&site.surroundings.folder).map_err(failed)?;
        durable::replace(&path(site), &bytes, 0o600).map_err(failed)
    }
}

fn path(site: &Site) -> PathBuf {
    site.surroundings.folder.join("checks.json")
}

/// Chooses how often.
pub(crate) fn choose(site: &Site, days: u16) -> Result<(), Failure> {
    if !CHOICES.contains(&days) {
        return Err(Failure::Refused {
            what: "so many days cannot be chosen".to_owned(),
            remedy: "choose one of the numbers in the form".to_owned(),
        });
    }
    Schedule { days, since: Some(Timestamp::now()) }.keep(site)
}

/// A check of the whole archive has ended.
pub(crate) fn checked(site: &Site) {
    let schedule = Schedule::of(site);
    if schedule.days > 0 {
        // If it cannot be kept, the next check comes too early, which harms nobody.
        let _ = Schedule { since: Some(Timestamp::now()), ..schedule }.keep(site);
    }
}

/// Looks from time to time whether a check is due, as long as the rooms are open.
pub(crate) fn watch(app: &App) {
    let site = std::sync::Arc::downgrade(app);
    let watching = std::thread::Builder::new().name("schedule".to_owned()).spawn(move || {
        while let Some(app) = Weak::upgrade(&site) {
            if Schedule::of(&app).next().is_some_and(|next| next <= Timestamp::now()) {
                // One that runs already is as good.
                let _ = check::begin(&app, Some(app.keeper.clone()));
            }
            drop(app);
            std::thread::sleep(TICK);
        }
    });
    if watching.is_err() {
        tracing::error!("no thread for the schedule of checks: none is made by itself");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_check_is_so_many_days_after_the_last() {
        let since: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let next = |days| Schedule { days, since: Some(since) }.next();
        assert_eq!(next(0), None);
        assert_eq!(next(7), Some("2026-01-08T00:00:00Z".parse().unwrap()));
        assert_eq!(Schedule { days: 7, since: None }.next(), None);
    }
}
