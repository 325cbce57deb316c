//! Unlocking: whose key opens, and the signers made of it.

use std::fs::TryLockError;
use std::time::{Duration, Instant};

use fs_err::File;
use sijill_keys::{PrivateKey, PublicKey};
use sijill_schema::{AgentId, KeyRole};
use sijill_translog::{KeyName, NoteSigner};

use crate::archive::Archive;
use crate::error::{Result, StorageError};
use crate::keyset::Unlock;
use crate::registry::{EnrolledKey, KeyRegistry, signer_name};
use crate::writer::Writer;

/// Who signs: the person who unlocked their keys, on this station.
pub(crate) struct Actor {
    pub holder: AgentId,
    pub id: AgentId,
    pub person: NoteSigner,
    pub station: NoteSigner,
}

impl Actor {
    pub fn new(
        archive: &Archive,
        holder: AgentId,
        person: (AgentId, &PrivateKey),
        station: (AgentId, &PrivateKey),
        registry: &KeyRegistry,
    ) -> Result<Self> {
        // A key signs under the name that it was enrolled with; the first keys are about to be.
        let signer = |(id, key): (AgentId, &PrivateKey)| match registry.signer_name(id) {
            Some(name) => named_signer(name.clone(), key),
            None => event_signer(&archive.origin, id, key),
        };
        Ok(Self { holder, id: person.0, person: signer(person)?, station: signer(station)? })
    }
}

/// How long a writer waits for another one: longer than the looking at pages, which never holds the lock while it
/// works, takes to record what it has found.
const PATIENCE: Duration = Duration::from_secs(3);

/// Takes the archive's lock: the folder itself, so that no lock file is left behind.
pub(crate) fn lock(archive: &Archive) -> Result<File> {
    let path = archive.folder();
    if rustix::fs::access(path, rustix::fs::Access::WRITE_OK) == Err(rustix::io::Errno::ROFS) {
        return Err(StorageError::ReadOnly { path: path.to_owned() });
    }
    let folder = File::open(path)?;
    let until = Instant::now() + PATIENCE;
    loop {
        match folder.file().try_lock() {
            Ok(()) => return Ok(folder),
            Err(TryLockError::WouldBlock) if Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => {
                return Err(StorageError::Locked { path: path.to_owned() });
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
    }
}

/// The signer of events for a key.
pub(crate) fn event_signer(origin: &KeyName, id: AgentId, key: &PrivateKey) -> Result<NoteSigner> {
    let name = signer_name(origin, id).ok_or(StorageError::KeyChanged { role: "signing" })?;
    named_signer(name, key)
}

fn named_signer(name: KeyName, key: &PrivateKey) -> Result<NoteSigner> {
    let key = key.as_ed25519().ok_or(StorageError::KeyChanged { role: "signing" })?;
    Ok(NoteSigner::ed25519(name, key.clone()))
}

pub(crate) fn log_signer(archive: &Archive, key: &PrivateKey) -> Result<NoteSigner> {
    let key = key.as_ed25519().ok_or(StorageError::KeyChanged { role: "log" })?;
    Ok(NoteSigner::ed25519(archive.origin.clone(), key.clone()))
}

impl Writer {
    /// Uses a shared key of the acting person, or of whoever lends theirs, for one thing.
    pub(crate) fn with_shared<T>(
        &self,
        keys: Unlock<'_>,
        role: KeyRole,
        enrolled: (AgentId, &PublicKey),
        work: impl FnOnce(&PrivateKey) -> Result<T>,
    ) -> Result<T> {
        match keys {
            Unlock::Keys { shared, .. } => work(shared.shared(enrolled, role)?),
            Unlock::Passphrase(passphrase) => {
                let folder = self.archive.key_folder();
                work(&folder.unlock(self.actor.holder, role, enrolled, passphrase)?)
            }
        }
    }
}

/// The enrolled, valid key that a person has unlocked.
pub(super) fn person_id(
    registry: &KeyRegistry,
    holder: AgentId,
    key: &PrivateKey,
) -> Result<AgentId> {
    let public = key.public();
    let valid = |enrolled: &&EnrolledKey| {
        enrolled.role == KeyRole::Person && enrolled.ended.is_none() && enrolled.public == public
    };
    let all = registry.all();
    let found = all.into_iter().find(valid).map(|enrolled| enrolled.id);
    found.ok_or_else(|| StorageError::NoSuchKey { key: holder.to_string() })
}
