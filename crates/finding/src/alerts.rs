//! Alerts: questions about people that are put again whenever pages came in. Whoever might be meant is put into a queue;
//! nothing else happens, and nobody is told.

use serde::Serialize;
use sijill_search::Filter;
use sijill_storage::{Archive, Found, Unlock};

use crate::FindingError;
use crate::finder::Finder;

/// How probable somebody must be to be put before a person: one in a hundred.
const LEAST: f32 = 0.01;

/// How many mentions of one alert are put into the queue at once.
const MOST: usize = 100;

/// What putting all alerts came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct AlertsPut {
    /// How many alerts there are.
    pub alerts: u64,
    /// How many mentions are new in the queue.
    pub candidates: u64,
}

/// Puts every alert to the index as it is now; `seen` is what may come into the queue.
///
/// # Errors
/// If alerts or index cannot be read, or the queue not be written.
pub fn put_alerts<'k>(
    archive: &Archive,
    keys: impl Into<Unlock<'k>>,
    seen: &Filter,
) -> Result<AlertsPut, FindingError> {
    let keys = keys.into();
    let alerts = archive.catalogue()?.alerts(&archive.page_secrets(keys)?)?;
    let mut put = AlertsPut { alerts: alerts.len() as u64, candidates: 0 };
    if alerts.is_empty() {
        return Ok(put);
    }
    let finder = Finder::open(archive)?;
    let crowd = finder.people.crowd(seen)?;
    let mut found = Vec::new();
    for alert in &alerts {
        let likely = crowd.find(&alert.asked, MOST)?.best.into_iter();
        for hit in likely.filter(|hit| hit.score.probability >= LEAST) {
            let score = serde_json::to_value(&hit.score).map_err(std::io::Error::from)?;
            found.push(Found { alert: alert.id, mention: hit.mention, score });
        }
    }
    if !found.is_empty() {
        let mut writer = archive.write(keys)?;
        put.candidates = writer.put_candidates(found)?;
        writer.finish()?;
    }
    Ok(put)
}
