//! Alerts and their queue. Who is asked about is nobody's custody and stands in no event.

use sijill_schema::{AlertId, AskedPerson, Event, Mention};

use super::Writer;
use crate::catalogue::{
    ALERT_CONTEXT, Alert, CANDIDATE_CONTEXT, Candidate, Dismissal, DismissalReason, SealedCandidate,
};
use crate::error::{Result, StorageError};

/// Somebody whom an alert might mean, just found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The alert.
    pub alert: AlertId,
    /// Who might be meant, as the record reads.
    pub mention: Mention,
    /// How likely, and why.
    pub score: serde_json::Value,
}

impl Writer {
    /// Keeps a question that is put to every page that comes in, sealed.
    ///
    /// # Errors
    /// If nothing is asked, or it cannot be kept.
    pub fn add_alert(&mut self, asked: AskedPerson, case: String) -> Result<Alert> {
        if asked == AskedPerson::default() || case.trim().is_empty() {
            let what =
                "an alert needs something that is known of the person, and a case".to_owned();
            return Err(StorageError::Invalid { what, remedy: "see sijill alert add --help" });
        }
        let alert = Alert { id: AlertId::new(), asked, case, by: self.actor.id, at: Event::now() };
        let (sealed_to, sealed) = self.sealed(ALERT_CONTEXT, &json(&alert)?)?;
        self.catalogue.put_alert(alert.id, sealed_to, &sealed)?;
        Ok(alert)
    }

    /// Removes an alert and everybody who stands in the queue for it.
    ///
    /// # Errors
    /// If there is no such alert, or it cannot be removed.
    pub fn remove_alert(&mut self, id: AlertId) -> Result<()> {
        self.catalogue.delete_alert(id)
    }

    /// Puts people whom alerts might mean into the queue, sealed; one who stands there stays as they are. Returns how
    /// many are new.
    ///
    /// # Errors
    /// If an alert is not known, or they cannot be kept.
    pub fn put_candidates(&mut self, found: Vec<Found>) -> Result<u64> {
        let mut candidates = Vec::with_capacity(found.len());
        for Found { alert, mention, score } in found {
            let candidate = Candidate { alert, mention, score, at: Event::now(), dismissed: None };
            candidates.push(self.sealed_candidate(&candidate)?);
        }
        self.catalogue.queue_candidates(&candidates)
    }

    /// Takes somebody out of an alert's queue. The candidate is kept with the reason, and so does not come back when the
    /// alert is put again.
    ///
    /// # Errors
    /// If the candidate is not known or was dismissed before, or it cannot be kept.
    pub fn dismiss_candidate(
        &mut self,
        candidate: Candidate,
        reason: DismissalReason,
    ) -> Result<Candidate> {
        if let Some(Dismissal { at, .. }) = candidate.dismissed {
            let what = format!("the candidate was dismissed before, at {at}");
            return Err(StorageError::Invalid {
                what,
                remedy: "see sijill alert show --dismissed",
            });
        }
        let dismissed = Some(Dismissal { by: self.actor.id, at: Event::now(), reason });
        let candidate = Candidate { dismissed, ..candidate };
        self.catalogue.replace_candidate(&self.sealed_candidate(&candidate)?)?;
        Ok(candidate)
    }

    fn sealed_candidate(&self, candidate: &Candidate) -> Result<SealedCandidate> {
        let (sealed_to, sealed) = self.sealed(CANDIDATE_CONTEXT, &json(candidate)?)?;
        let (alert, mention) = (candidate.alert, candidate.mention.id()?);
        Ok(SealedCandidate { alert, mention, sealed_to, sealed })
    }
}

/// A score has fractions, which canonical JSON does not; nothing refers to these texts by digest.
fn json<T: serde::Serialize>(value: &T) -> Result<Vec<u8>> {
    Ok(serde_json::to_vec(value).map_err(sijill_schema::canonical::CanonicalError::from)?)
}
