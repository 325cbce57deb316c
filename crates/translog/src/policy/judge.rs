//! Judging a checkpoint by a policy: who signed it, when, and whether that is enough.

use std::collections::BTreeSet;
use std::fmt;

use super::{Policy, PolicyGroup, PolicyWitness};
use crate::{Checkpoint, CheckpointError, Note, NoteError, VerifierKey};

/// Why a note is no checkpoint that the policy believes, whoever cosigned it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JudgeError {
    /// The text of the note is not that of a checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// A signature by a key of the policy fails, or there is none.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Keys of the policy signed, but none of the log that the checkpoint is of.
    #[error("the checkpoint of {origin:?} is not signed by the log of that name in the policy")]
    NotByItsLog {
        /// The checkpoint's origin.
        origin: String,
    },
}

/// A checkpoint signed by its log, and what the policy's witnesses say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What the log states.
    pub checkpoint: Checkpoint,
    /// The key of the log.
    pub log: VerifierKey,
    /// Who cosigned, in the order of the note, each witness once.
    pub cosigned: Vec<Cosigned>,
    /// Whether that reaches the policy's quorum.
    pub quorum_met: bool,
    /// What is missing, from the quorum down; empty if the quorum is met.
    pub missing: Vec<Missing>,
}

/// The verified cosignature of a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigned {
    /// What the policy calls the witness.
    pub witness: String,
    /// The witness's key.
    pub key: VerifierKey,
    /// When the witness says it cosigned, in seconds since 1970.
    pub at: u64,
}

/// A witness that did not cosign, or a group of which too few did. `Display` says it in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The name of the witness or group.
    pub name: String,
    /// How many it takes: of a witness one, of a group so many members.
    pub needed: usize,
    /// How many there are.
    pub present: usize,
    /// The members of the group that are not met: witnesses, and groups that are listed themselves.
    pub absent: Vec<String>,
}

impl Policy {
    /// Judges a signed checkpoint: it must be signed by the log that it is of, under a key of the policy
    /// with the origin as its name. Who cosigned it, and whether they are enough, is in the answer.
    ///
    /// # Errors
    /// [`JudgeError`], also if a witness's signature fails, as no honest note has one that does.
    pub fn judge(&self, note: &Note) -> Result<Judged, JudgeError> {
        let checkpoint = Checkpoint::parse(note.text())?;
        let signed_by = note.verify(self)?;
        let is_log = |key: &&VerifierKey| {
            key.name().as_str() == checkpoint.origin && self.logs.iter().any(|log| log.key == **key)
        };
        let Some(log) = signed_by.iter().copied().find(is_log).cloned() else {
            return Err(JudgeError::NotByItsLog { origin: checkpoint.origin });
        };
        let cosigned: Vec<_> =
            signed_by.into_iter().filter_map(|key| self.cosigned(note, key)).collect();
        let missing = self.missing(cosigned.iter().map(|by| by.witness.as_str()).collect());
        let quorum_met = missing.is_empty();
        Ok(Judged { checkpoint, log, cosigned, quorum_met, missing })
    }

    /// Of several lines by one witness the first was verified, so it tells the time.
    fn cosigned(&self, note: &Note, key: &VerifierKey) -> Option<Cosigned> {
        let PolicyWitness { name, key, .. } = self.witnesses.iter().find(|by| by.key == *key)?;
        let at = note.signatures().iter().find_map(|line| line.cosigned_at(key))?;
        Some(Cosigned { witness: name.clone(), key: key.clone(), at })
    }

    /// What keeps the quorum from being met by these witnesses.
    fn missing(&self, cosigned: BTreeSet<&str>) -> Vec<Missing> {
        let met = self.met(cosigned);
        let Some(quorum) = self.quorum().filter(|quorum| !met.contains(quorum)) else {
            return Vec::new();
        };
        let (mut asked, mut missing) = (BTreeSet::from([quorum]), Vec::new());
        for group in self.groups.iter().rev() {
            if asked.contains(group.name()) {
                let absent = group.members.iter().map(String::as_str);
                let absent: Vec<_> = absent.filter(|name| !met.contains(name)).collect();
                asked.extend(&absent);
                missing.push(Missing::group(group, &absent));
            }
        }
        if missing.is_empty() {
            missing.push(Missing::witness(quorum));
        }
        missing
    }

    /// The witnesses that cosigned, and the groups of which enough are met.
    fn met<'a>(&'a self, cosigned: BTreeSet<&'a str>) -> BTreeSet<&'a str> {
        let mut met = cosigned;
        // Groups refer to earlier ones only: in their order, the members of each are decided before it.
        for group in &self.groups {
            let present = group.members.iter().filter(|member| met.contains(member.as_str()));
            if present.count() >= group.needed() {
                met.insert(group.name());
            }
        }
        met
    }
}

impl Missing {
    fn witness(name: &str) -> Self {
        Self { name: name.to_owned(), needed: 1, present: 0, absent: Vec::new() }
    }

    fn group(group: &PolicyGroup, absent: &[&str]) -> Self {
        let (name, needed) = (group.name.clone(), group.needed());
        let present = group.members.len() - absent.len();
        Self { name, needed, present, absent: absent.iter().copied().map(str::to_owned).collect() }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, needed, present, absent } = self;
        if absent.is_empty() {
            return write!(f, "witness {name} has not cosigned");
        }
        let absent = absent.join(", ");
        write!(f, "group {name} needs {needed} of its members and has {present}: missing {absent}")
    }
}
