//! Custody events: the text of one leaf of the ledger.
//!
//! ```text
//! sijill/event/v1
//! {"act":"ing","agent":"…","at":"…",…}
//! ```
//!
//! Two lines, the second canonical JSON (RFC 8785), signed as a C2SP signed note by whoever acted. No names,
//! no file names, no free text: those stand in records that an event refers to by a digest that is salted.

use jiff::{Timestamp, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::canonical::{self, CanonicalError};
use crate::{Act, AgentId, Digest, ItemId, Nonce, PageId};

/// The first line of an event. A checkpoint's second line is a number, an event's is an object: neither can
/// be taken for the other.
pub const EVENT_TAG: &str = "sijill/event/v1";

/// One act on one page or item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// What was done, with its facts.
    #[serde(flatten)]
    pub act: Act,
    /// When, by the clock of the machine; the order of events does not depend on it.
    pub at: Timestamp,
    /// Who answers for the act: the opaque id in the first signer's name.
    pub agent: AgentId,
    /// The program and its version.
    pub tool: String,
    /// The item (or accession) acted upon; key events have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    /// The page acted upon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PageId>,
    /// The bytes acted upon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<ObjectRef>,
    /// How it ended.
    pub outcome: Outcome,
    /// The log that this event belongs to.
    pub log: String,
    /// Random bytes.
    pub nonce: Nonce,
    /// Leaf hash of the item's previous event, so that one item's custody can be shown alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<Digest>,
    /// The newest checkpoint that a witness had cosigned, the whole note: it bounds the time from below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
}

/// Bytes named by digest and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ObjectRef {
    /// Their digest.
    pub digest: Digest,
    /// Their number.
    pub size: u64,
}

/// PREMIS event outcomes. There is nothing between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Outcome {
    /// Success.
    #[serde(rename = "suc")]
    Success,
    /// Failure.
    #[serde(rename = "fai")]
    Failure,
    /// Done, with something to look at.
    #[serde(rename = "war")]
    Warning,
}

/// Why a text is not an event.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    /// The first line is not the tag of this format.
    #[error("an event begins with the line {EVENT_TAG}")]
    Tag,
    /// There are not exactly two lines.
    #[error("an event has exactly two lines")]
    Lines,
    /// The second line is not the canonical JSON of an event.
    #[error("the event's second line: {0}")]
    Json(#[from] CanonicalError),
}

impl Event {
    /// The text to be signed.
    ///
    /// # Errors
    /// If a number is outside what canonical JSON can hold.
    pub fn to_text(&self) -> Result<String, CanonicalError> {
        let json = canonical::to_vec(self)?;
        Ok(format!("{EVENT_TAG}\n{}\n", String::from_utf8_lossy(&json)))
    }

    /// Reads the text of a leaf. The bytes must be canonical: what was signed is what is read.
    ///
    /// # Errors
    /// If the text is anything else.
    pub fn parse(text: &str) -> Result<Self, EventError> {
        let mut lines = text.split('\n');
        if lines.next() != Some(EVENT_TAG) {
            return Err(EventError::Tag);
        }
        match (lines.next(), lines.next(), lines.next()) {
            (Some(json), Some(""), None) => Ok(canonical::from_slice(json.as_bytes())?),
            _ => Err(EventError::Lines),
        }
    }

    /// The present moment in the precision of events: milliseconds.
    #[must_use]
    pub fn now() -> Timestamp {
        let now = Timestamp::now();
        now.round(Unit::Millisecond).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AccessionId, Secured};

    fn event() -> Event {
        Event {
            act: Act::Secured(Secured {
                accession: AccessionId::new(),
                record: Digest::of(b"record"),
            }),
            at: Event::now(),
            agent: AgentId::new(),
            tool: "sijill/0".into(),
            item: Some(ItemId::new()),
            page: Some(PageId::new()),
            object: Some(ObjectRef { digest: Digest::of(b"page"), size: 4 }),
            outcome: Outcome::Success,
            log: "example.org/archive".into(),
            nonce: Nonce::from_bytes([7; 16]),
            prev: None,
            seen: None,
        }
    }

    #[test]
    fn an_event_reads_back_as_it_was_written() {
        let event = event();
        let text = event.to_text().unwrap();
        assert_eq!(Event::parse(&text).unwrap(), event);
        assert!(text.starts_with("sijill/event/v1\n{\"act\":\"ing\",\"agent\":"), "{text}");
    }

    #[test]
    fn another_spelling_of_the_same_event_is_refused() {
        let text = event().to_text().unwrap();
        for other in [
            text.replace("{\"act\"", "{ \"act\""),
            text.replace("event/v1", "event/v2"),
            format!("{text}\n"),
            text.trim_end().to_owned(),
            text.replace("\"outcome\":\"suc\"", "\"outcome\":\"partial\""),
            text.replace("\"size\":4", "\"size\":4.0"),
            text.replace("\"size\":4", "\"size\":4,\"size\":4"),
        ] {
            assert_ne!(other, text);
            assert!(Event::parse(&other).is_err(), "{other}");
        }
    }
}
