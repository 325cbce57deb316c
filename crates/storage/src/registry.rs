//! Which keys were valid at which event. Enrolments and revocations are events themselves, so the ledger
//! alone says it; this is the state machine that reads them in order.

use std::collections::HashMap;

use crate::ledger::open_checkpoint;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sijill_keys::{Algorithm, PublicKey};
use sijill_schema::{Act, AgentId, Digest, Event, KeyAlgorithm, KeyEnrolled, KeyRole};

use sijill_translog::{Checkpoint, KeyId, KeyName, KnownKeys, Note, VerifierKey};

/// A key as the ledger knows it.
#[derive(Debug, Clone)]
pub struct EnrolledKey {
    /// Its identifier.
    pub id: AgentId,
    /// What it is for.
    pub role: KeyRole,
    /// The public key.
    pub public: PublicKey,
    /// The event that enrolled it.
    pub enrolled: u64,
    /// The event that revoked or replaced it.
    pub ended: Option<u64>,
    /// The key that it took over from.
    pub replaces: Option<AgentId>,
    /// Digest of the sealed catalogue entry that says whose it is.
    pub holder: Option<Digest>,
    verifier: Option<VerifierKey>,
}

impl EnrolledKey {
    /// The key as C2SP tools take it, where it signs notes.
    #[must_use]
    pub fn verifier_key(&self) -> Option<&VerifierKey> {
        self.verifier.as_ref()
    }
}

/// The keys of one log, up to some event, and the names that the log has had.
///
/// A key keeps the name under which it was enrolled. A log is only ever renamed by a successor, which is
/// another log that goes on from the same events.
#[derive(Debug, Clone)]
pub struct KeyRegistry {
    first_origin: KeyName,
    /// The events with which a successor began, and its name.
    successors: Vec<(u64, KeyName)>,
    keys: HashMap<AgentId, EnrolledKey>,
}

/// The name under which a key signs events.
#[must_use]
pub fn signer_name(origin: &KeyName, id: AgentId) -> Option<KeyName> {
    format!("{origin}/a/{id}").parse().ok()
}

impl KeyRegistry {
    /// The registry of a log without events.
    #[must_use]
    pub fn new(origin: KeyName) -> Self {
        Self { first_origin: origin, successors: Vec::new(), keys: HashMap::new() }
    }

    /// The log's name now.
    #[must_use]
    pub fn origin(&self) -> &KeyName {
        self.origin_at(u64::MAX)
    }

    /// The name under which a checkpoint over `size` events is signed.
    #[must_use]
    pub fn origin_at(&self, size: u64) -> &KeyName {
        let begun = self.successors.iter().rev().find(|(seq, _)| *seq < size);
        begun.map_or(&self.first_origin, |(_, origin)| origin)
    }

    /// Whether the log has this name or had it before a successor.
    pub(crate) fn has_been(&self, origin: &KeyName) -> bool {
        self.first_origin == *origin || self.successors.iter().any(|(_, name)| name == origin)
    }

    /// The name under which a key signs events.
    pub(crate) fn signer_name(&self, id: AgentId) -> Option<&KeyName> {
        self.keys.get(&id)?.verifier.as_ref().map(VerifierKey::name)
    }

    /// The key with this identifier, valid or not.
    #[must_use]
    pub fn get(&self, id: AgentId) -> Option<&EnrolledKey> {
        self.keys.get(&id)
    }

    /// Every key, the oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<&EnrolledKey> {
        let mut keys: Vec<_> = self.keys.values().collect();
        keys.sort_by_key(|key| key.enrolled);
        keys
    }

    /// Whose key began the log.
    pub(crate) fn founder(&self) -> Option<AgentId> {
        let people = self.keys.values().filter(|key| key.role == KeyRole::Person);
        people.min_by_key(|key| key.enrolled).map(|key| key.id)
    }

    /// The first key of whoever holds this one: a person who rotates their key stays the same person.
    #[must_use]
    pub fn first_key(&self, id: AgentId) -> AgentId {
        let mut first = id;
        // A key takes over from one that was there before it, so the chain ends.
        while let Some(earlier) = self.keys.get(&first).and_then(|key| key.replaces) {
            first = earlier;
        }
        first
    }

    /// The key that is valid now for a role that one key has at a time.
    #[must_use]
    pub fn current(&self, role: KeyRole) -> Option<&EnrolledKey> {
        self.keys
            .values()
            .filter(|key| key.role == role && key.ended.is_none())
            .max_by_key(|key| key.enrolled)
    }

    /// The log keys that may sign a checkpoint over `size` events: those that were enrolled and had not
    /// ended at that size. An ended key may stand beside them, never alone.
    #[must_use]
    pub fn log_keys_at(&self, size: u64) -> Vec<VerifierKey> {
        let valid = |key: &&EnrolledKey| {
            key.role == KeyRole::Log
                && key.enrolled < size
                && key.ended.is_none_or(|ended| ended >= size)
        };
        self.keys.values().filter(valid).filter_map(|key| key.verifier.clone()).collect()
    }

    /// Reads a checkpoint of this log, or of the one that it succeeds: it must be signed by a log key that was
    /// valid at its size. Whether the ledger still has that history is another question.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn open_checkpoint(&self, note: &[u8]) -> Result<Checkpoint, String> {
        open_checkpoint(note, self)
    }

    /// Whether a key was ever enrolled as the log's.
    pub(crate) fn knows_log_key(&self, log: &VerifierKey) -> bool {
        self.keys.values().any(|key| key.role == KeyRole::Log && key.verifier.as_ref() == Some(log))
    }

    /// Checks that an event belongs to this log and bears the signatures that its act needs, by keys that
    /// are valid at this point. Returns what is wrong, in words.
    ///
    /// # Errors
    /// The reason why the event does not count.
    pub fn check(&self, note: &Note, event: &Event) -> Result<(), String> {
        self.check_log(event)?;
        let candidate = self.candidate(event)?;
        let known = Known { registry: self, candidate: candidate.as_ref() };
        let signers = note.verify(&known).map_err(|error| error.to_string())?;
        let first = note.signatures().first().map(|line| line.name().as_str());
        if first.and_then(id_in_name) != Some(event.agent) {
            return Err("the first signature is not the agent's".to_owned());
        }
        // An enrolled key of the same role would otherwise pass for the proof that the holder has this one.
        let possessed =
            |key: &EnrolledKey| key.verifier.as_ref().is_some_and(|own| signers.contains(&own));
        if candidate.as_ref().is_some_and(|key| key.role.signs_events() && !possessed(key)) {
            return Err("the key that is enrolled has not signed its own enrolment".to_owned());
        }
        let roles: Vec<KeyRole> =
            signers.iter().filter_map(|key| known.role(key.name().as_str())).collect();
        match self.needed(event).iter().find(|role| !roles.contains(role)) {
            Some(missing) => Err(format!(
                "the act {} lacks the signature of a {} key",
                event.act.code(),
                missing.name()
            )),
            None => Ok(()),
        }
    }

    /// Whether the event belongs to this log, or begins a successor over a checkpoint that this log signed.
    fn check_log(&self, event: &Event) -> Result<(), String> {
        let Act::SuccessorBegun(begun) = &event.act else {
            let origin = self.origin();
            return if event.log == origin.as_str() {
                Ok(())
            } else {
                Err(format!("the event is of the log {:?}, not of {origin}", event.log))
            };
        };
        let is_old = event.log.parse().is_ok_and(|name| self.has_been(&name));
        if self.keys.is_empty() || is_old {
            return Err("a successor has a name of its own and follows another log".to_owned());
        }
        open_checkpoint(begun.predecessor.as_bytes(), self)
            .map(|_| ())
            .map_err(|what| format!("the predecessor's last checkpoint: {what}"))
    }

    /// The roles whose signatures the event needs. A key is enrolled by a person and, where it can sign
    /// events, proves with its own signature that its holder has it.
    fn needed(&self, event: &Event) -> Vec<KeyRole> {
        match &event.act {
            Act::KeyEnrolled(key) if key.role.signs_events() => vec![KeyRole::Person, key.role],
            Act::KeyEnrolled(_) => vec![KeyRole::Person],
            act => act.signers().to_vec(),
        }
    }

    /// The key that an event enrols: its own signature counts on its own enrolment. A person's key may
    /// stand alone only on the very first event of the log.
    fn candidate(&self, event: &Event) -> Result<Option<EnrolledKey>, String> {
        let Act::KeyEnrolled(key) = &event.act else { return Ok(None) };
        let candidate = self.read(u64::MAX, key)?;
        let self_made = event.agent == candidate.id && candidate.role == KeyRole::Person;
        if self_made && !self.keys.is_empty() {
            return Err("a key may enrol itself only on the first event of a log".to_owned());
        }
        Ok(Some(candidate))
    }

    /// Takes an event into account that [`check`](Self::check) has accepted.
    ///
    /// # Errors
    /// The reason why the event contradicts those before it.
    pub fn apply(&mut self, seq: u64, event: &Event) -> Result<(), String> {
        match &event.act {
            Act::KeyEnrolled(key) => self.enrol(seq, key),
            Act::KeyRevoked(revoked) => self.end(seq, revoked.key),
            Act::SuccessorBegun(_) => {
                let origin = event.log.parse().map_err(|_| "the successor's name".to_owned())?;
                self.successors.push((seq, origin));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn enrol(&mut self, seq: u64, key: &KeyEnrolled) -> Result<(), String> {
        if self.keys.contains_key(&key.key) {
            return Err(format!("the key {} is enrolled twice", key.key));
        }
        let enrolled = self.read(seq, key)?;
        if let Some(old) = key.replaces {
            self.end(seq, old)?;
        }
        self.keys.insert(key.key, enrolled);
        Ok(())
    }

    fn end(&mut self, seq: u64, id: AgentId) -> Result<(), String> {
        match self.keys.get_mut(&id) {
            Some(key) if key.ended.is_none() => key.ended = Some(seq),
            Some(_) => return Err(format!("the key {id} had already ended")),
            None => return Err(format!("the key {id} was never enrolled")),
        }
        Ok(())
    }

    fn read(&self, seq: u64, key: &KeyEnrolled) -> Result<EnrolledKey, String> {
        let der = BASE64
            .decode(&key.public)
            .map_err(|error| format!("the enrolled key is not base64: {error}"))?;
        let public = PublicKey::from_spki_der(&der).map_err(|error| error.to_string())?;
        if algorithm_of(key.algorithm) != public.algorithm()
            || key.role.algorithm() != key.algorithm
        {
            return Err(format!("the enrolled {} key has the wrong algorithm", key.role.name()));
        }
        let verifier = public.as_ed25519().and_then(|ed25519| {
            let name = match key.role {
                KeyRole::Log => Some(self.origin().clone()),
                _ => signer_name(self.origin(), key.key),
            };
            name.map(|name| VerifierKey::ed25519(name, *ed25519))
        });
        Ok(EnrolledKey {
            id: key.key,
            role: key.role,
            public,
            enrolled: seq,
            ended: None,
            replaces: key.replaces,
            holder: key.holder,
            verifier,
        })
    }

    fn signer(&self, name: &str) -> Option<&EnrolledKey> {
        let is_named = |key: &&EnrolledKey| {
            key.verifier.as_ref().is_some_and(|known| known.name().as_str() == name)
        };
        self.keys.get(&id_in_name(name)?).filter(is_named)
    }
}

/// The agent in a signer's name, `<origin>/a/<id>`.
fn id_in_name(name: &str) -> Option<AgentId> {
    name.rsplit_once("/a/")?.1.parse().ok()
}

pub(crate) fn algorithm_of(algorithm: KeyAlgorithm) -> Algorithm {
    match algorithm {
        KeyAlgorithm::Ed25519 => Algorithm::Ed25519,
        KeyAlgorithm::EcdsaP256 => Algorithm::EcdsaP256,
        KeyAlgorithm::X25519 => Algorithm::X25519,
    }
}

/// The keys whose signatures count on one event.
struct Known<'a> {
    registry: &'a KeyRegistry,
    candidate: Option<&'a EnrolledKey>,
}

impl Known<'_> {
    fn key(&self, name: &str) -> Option<&EnrolledKey> {
        let enrolled = self.registry.signer(name).filter(|key| key.ended.is_none());
        enrolled.or_else(|| {
            let is_named = |key: &&EnrolledKey| {
                key.verifier.as_ref().is_some_and(|known| known.name().as_str() == name)
            };
            self.candidate.filter(is_named)
        })
    }

    fn role(&self, name: &str) -> Option<KeyRole> {
        self.key(name).filter(|key| key.role.signs_events()).map(|key| key.role)
    }
}

impl KnownKeys for Known<'_> {
    fn find(&self, name: &str, id: KeyId) -> Option<&VerifierKey> {
        self.key(name)?.verifier.as_ref().filter(|key| key.id() == id)
    }
}
