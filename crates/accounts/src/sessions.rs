//! Sessions: in memory only, because the unlocked key must not touch the disk. After a restart everybody signs in again.
//!
//! A token is 256 random bits; what is kept is its SHA-256, so that memory that is read gives nobody a session.

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sijill_schema::{AgentId, Digest};
use sijill_storage::KeySet;
use zeroize::Zeroizing;

use crate::refusal::{Refusal, Result};
use crate::secret::random;

/// Seconds without a request after which a session ends, its longest life, and how long a second factor counts as fresh.
const IDLE: i64 = 15 * 60;
const LONGEST: i64 = 8 * 60 * 60;
const FRESH: i64 = 2 * 60;

/// What a browser holds: 256 random bits in base64url (RFC 4648 section 5), without padding.
pub type Token = Zeroizing<String>;

struct Session {
    person: AgentId,
    keys: Arc<KeySet>,
    began: i64,
    last: i64,
    /// When a second factor was shown last: at signing in, or since.
    factor: i64,
}

/// A session at the moment of a request.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    pub person: AgentId,
    pub keys: Arc<KeySet>,
    pub is_stepped_up: bool,
}

/// Every session.
#[derive(Default)]
pub(crate) struct Sessions {
    all: HashMap<Digest, Session>,
}

impl Sessions {
    /// Begins a session and ends any other of the person.
    pub fn begin(&mut self, person: AgentId, keys: KeySet, now: i64) -> Result<Token> {
        self.end_all(person);
        let session = Session { person, keys: Arc::new(keys), began: now, last: now, factor: now };
        self.keep(session)
    }

    fn keep(&mut self, session: Session) -> Result<Token> {
        let token = Zeroizing::new(URL_SAFE_NO_PAD.encode(*Zeroizing::new(random::<32>()?)));
        self.all.insert(Digest::of(token.as_bytes()), session);
        Ok(token)
    }

    /// The session of a token, at a request.
    pub fn find(&mut self, token: &str, now: i64) -> Result<Open> {
        let is_over = |session: &Session| {
            now.saturating_sub(session.last) >= IDLE || now.saturating_sub(session.began) >= LONGEST
        };
        self.all.retain(|_, session| !is_over(session));
        let found = self.all.get_mut(&Digest::of(token.as_bytes()));
        let session = found.ok_or(Refusal::SessionEnded)?;
        session.last = now;
        let is_stepped_up = (0..FRESH).contains(&now.saturating_sub(session.factor));
        Ok(Open { person: session.person, keys: Arc::clone(&session.keys), is_stepped_up })
    }

    /// A second factor was shown anew: the session goes on under another token.
    pub fn step_up(&mut self, token: &str, now: i64) -> Result<Token> {
        let found = self.all.remove(&Digest::of(token.as_bytes()));
        let session = found.ok_or(Refusal::SessionEnded)?;
        self.keep(Session { factor: now, ..session })
    }

    /// Ends a session.
    pub fn end(&mut self, token: &str) {
        self.all.remove(&Digest::of(token.as_bytes()));
    }

    /// Ends every session of a person.
    pub fn end_all(&mut self, person: AgentId) {
        self.all.retain(|_, session| session.person != person);
    }

    /// Ends every session of everybody.
    pub fn end_everything(&mut self) {
        self.all.clear();
    }
}
