//! Answering requests: the one place where a witness signs.

use std::num::NonZeroU64;

use jiff::Timestamp;
use sijill_translog::witness::{AddCheckpoint, CHECKPOINT_TYPE, Refusal, WitnessedHead, judge};
use sijill_translog::{Cosigner, Note, SignatureLine, VerifierKey};

use crate::error::{Result, WitnessError};
use crate::store::{Cosigned, KnownLog, Turn};
use crate::witness::Witness;

/// For so many seconds a checkpoint that was cosigned gets the same cosignature again: somebody who asks for
/// it all day long cannot fill the disk.
const SAME_FOR: u64 = 60;

/// A witness whose key is unlocked.
pub struct ActingWitness {
    witness: Witness,
    cosigner: Cosigner,
}

/// What the asker gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The checkpoint was cosigned, and that is remembered.
    Cosigned {
        /// The log's origin.
        origin: String,
        /// The checkpoint's size.
        size: u64,
        /// The witness's signature line.
        line: SignatureLine,
    },
    /// It was not.
    Refused(Refusal),
}

impl Answer {
    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Cosigned { .. } => 200,
            Self::Refused(refusal) => refusal.status(),
        }
    }

    /// The body: the signature line, or what the refusal says.
    #[must_use]
    pub fn body(&self) -> String {
        match self {
            Self::Cosigned { line, .. } => format!("{line}\n"),
            Self::Refused(refusal) => refusal.body(),
        }
    }

    /// The content type of the body.
    #[must_use]
    pub const fn content_type(&self) -> &'static str {
        match self {
            Self::Cosigned { .. } => CHECKPOINT_TYPE,
            Self::Refused(refusal) => refusal.content_type(),
        }
    }
}

impl ActingWitness {
    pub(crate) const fn new(witness: Witness, cosigner: Cosigner) -> Self {
        Self { witness, cosigner }
    }

    /// The witness, to look at.
    #[must_use]
    pub const fn witness(&self) -> &Witness {
        &self.witness
    }

    /// Answers a request, whether it came over the network or on a stick. When a cosignature is returned, it
    /// is remembered, through a power cut too.
    ///
    /// # Errors
    /// If the database fails or the clock went back. Nothing was cosigned then.
    pub fn answer(&mut self, request: &[u8], now: NonZeroU64) -> Result<Answer> {
        let request = match AddCheckpoint::parse(request) {
            Ok(request) => request,
            Err(malformed) => return Ok(Answer::Refused(malformed.into())),
        };
        let Self { witness, cosigner } = self;
        let turn = witness.store.turn()?;
        let log = turn.log(&request.checkpoint().origin)?;
        let verdict = judge(&request, log.as_ref().map(KnownLog::witnessed).as_ref());
        let answer = match (verdict, &log) {
            (Ok(head), Some(log)) => {
                Pen { cosigner, turn: &turn, log }.sign(&request, head, now)?
            }
            (Err(refusal), Some(log)) if refusal.is_signed_by_log() => {
                turn.keep_evidence(log, &request, &refusal, now.get())?;
                Answer::Refused(refusal)
            }
            (Err(refusal), _) => Answer::Refused(refusal),
            (Ok(_), None) => {
                let origin = request.checkpoint().origin.clone();
                Answer::Refused(Refusal::UnknownOrigin(origin))
            }
        };
        turn.commit()?;
        Ok(answer)
    }
}

/// The key, and the turn within which it may be used.
struct Pen<'a> {
    cosigner: &'a Cosigner,
    turn: &'a Turn<'a>,
    log: &'a KnownLog,
}

impl Pen<'_> {
    /// Cosigns what was judged, and remembers it within the turn.
    fn sign(
        &self,
        request: &AddCheckpoint,
        head: WitnessedHead,
        now: NonZeroU64,
    ) -> Result<Answer> {
        let origin = self.log.origin.clone();
        if let Some(line) = self.given_just_now(head, now) {
            return Ok(Answer::Cosigned { origin, size: head.size, line });
        }
        let last = self.turn.last_time()?;
        if now.get() < last {
            return Err(WitnessError::ClockWentBack { now: time(now.get()), last: time(last) });
        }
        let line = self.cosigner.cosign(request.note(), now);
        let note = published(request.note(), &self.log.keys, &line);
        self.turn.remember(&origin, &Cosigned { head, at: now.get(), note })?;
        Ok(Answer::Cosigned { origin, size: head.size, line })
    }

    /// The cosignature of this very checkpoint, if it was given within [`SAME_FOR`] seconds.
    fn given_just_now(&self, head: WitnessedHead, now: NonZeroU64) -> Option<SignatureLine> {
        let last = self.log.last.as_ref()?;
        let age = now.get().checked_sub(last.at)?;
        if last.head != head || age >= SAME_FOR {
            return None;
        }
        let key = self.cosigner.verifier_key();
        let note = Note::parse(&last.note).ok()?;
        note.signatures().iter().find(|line| is_by(line, key)).cloned()
    }
}

/// The checkpoint as the witness hands it on: with the log's signatures and its own, and no line that it
/// cannot vouch for.
fn published(checkpoint: &Note, log_keys: &[VerifierKey], own: &SignatureLine) -> Vec<u8> {
    let by_log = checkpoint.signatures().iter();
    let by_log = by_log.filter(|line| log_keys.iter().any(|key| is_by(line, key)));
    let lines: String = by_log.chain([own]).map(|line| format!("{line}\n")).collect();
    format!("{}\n{lines}", checkpoint.text()).into_bytes()
}

fn is_by(line: &SignatureLine, key: &VerifierKey) -> bool {
    (line.name(), line.id()) == (key.name(), key.id())
}

/// For a message: a time beyond what can be shown is shown as the earliest.
fn time(seconds: u64) -> Timestamp {
    let seconds = i64::try_from(seconds).ok();
    seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()).unwrap_or(Timestamp::MIN)
}
