//! The keys of a person, unlocked for a while, so that what works for hours does not need the passphrase at every step.
//!
//! They are in memory only and wiped when they are dropped. Somebody who has an account only for the web has their own
//! signing key and no copies of the keys that the archive shares; then another person's set, the keeper's, stands in for
//! those, and each act is still signed by who does it.

use std::fmt;

use sijill_keys::{Passphrase, PrivateKey, PublicKey};
use sijill_schema::{AgentId, KeyRole};

use crate::archive::Archive;
use crate::error::{Result, StorageError};
use crate::keyring::KeyFolder;
use crate::registry::KeyRegistry;

/// The keys of a person, unlocked.
pub struct KeySet {
    pub(crate) holder: AgentId,
    /// The identifier of the person's signing key.
    pub(crate) id: AgentId,
    pub(crate) person: PrivateKey,
    shared: Vec<(AgentId, KeyRole, PrivateKey)>,
}

/// What unlocks an archive: a passphrase, or keys that are unlocked already.
#[derive(Debug, Clone, Copy)]
pub enum Unlock<'a> {
    /// The key files of whoever has this passphrase.
    Passphrase(&'a Passphrase),
    /// Keys in memory.
    Keys {
        /// Whose copies of the shared keys are used.
        shared: &'a KeySet,
        /// Who signs.
        actor: &'a KeySet,
    },
}

impl<'a> From<&'a Passphrase> for Unlock<'a> {
    fn from(passphrase: &'a Passphrase) -> Self {
        Self::Passphrase(passphrase)
    }
}

impl<'a> From<&'a KeySet> for Unlock<'a> {
    fn from(keys: &'a KeySet) -> Self {
        Self::Keys { shared: keys, actor: keys }
    }
}

impl Archive {
    /// Unlocks a person's signing key and all their copies of shared keys.
    ///
    /// # Errors
    /// If the passphrase opens no valid key, or a key file cannot be read.
    pub fn unlock(&self, passphrase: &Passphrase) -> Result<KeySet> {
        let ledger = self.ledger()?;
        let registry = self.registry(&ledger, &self.index(&ledger)?)?;
        let roles = [KeyRole::Log, KeyRole::Station, KeyRole::Seal, KeyRole::Sealing];
        KeySet::open(&self.key_folder(), &registry, passphrase, &roles)
    }

    /// Unlocks the signing key of one person, named by their first key, and nothing else.
    ///
    /// # Errors
    /// If there is no such person with a valid key, or the passphrase does not open it.
    pub fn unlock_signature(&self, person: AgentId, passphrase: &Passphrase) -> Result<KeySet> {
        let ledger = self.ledger()?;
        let registry = self.registry(&ledger, &self.index(&ledger)?)?;
        let (holder, key) = self.key_folder().unlock_person_of(person, passphrase)?;
        let id = valid_person(&registry, holder, &key.public())?;
        Ok(KeySet { holder, id, person: key, shared: Vec::new() })
    }
}

impl KeySet {
    pub(crate) fn open(
        folder: &KeyFolder,
        registry: &KeyRegistry,
        passphrase: &Passphrase,
        roles: &[KeyRole],
    ) -> Result<Self> {
        let (holder, person) = folder.unlock_person(passphrase)?;
        let id = valid_person(registry, holder, &person.public())?;
        let mut shared = Vec::new();
        for file in folder.files()?.into_iter().filter(|file| file.holder == holder) {
            let enrolled = registry.get(file.key).filter(|_| roles.contains(&file.role));
            // A copy of a key that was replaced opens nothing; what is sealed is sealed to the old key for ever.
            let is_used =
                |key: &&crate::EnrolledKey| key.ended.is_none() || key.role == KeyRole::Sealing;
            if let Some(key) = enrolled.filter(is_used) {
                let opened = folder.unlock(holder, key.role, (key.id, &key.public), passphrase)?;
                shared.push((key.id, key.role, opened));
            }
        }
        Ok(Self { holder, id, person, shared })
    }

    /// The first key of the person: it never changes.
    #[must_use]
    pub fn person(&self) -> AgentId {
        self.holder
    }

    /// The key with which the person signs.
    #[must_use]
    pub fn signs_as(&self) -> AgentId {
        self.id
    }

    /// The shared key that the log has now for a role.
    pub(crate) fn current(
        &self,
        registry: &KeyRegistry,
        role: KeyRole,
    ) -> Result<(AgentId, &PrivateKey)> {
        let enrolled = registry.current(role);
        let enrolled = enrolled.ok_or(StorageError::KeyChanged { role: role.name() })?;
        Ok((enrolled.id, self.shared((enrolled.id, &enrolled.public), role)?))
    }

    /// One shared key.
    pub(crate) fn shared(
        &self,
        (id, public): (AgentId, &PublicKey),
        role: KeyRole,
    ) -> Result<&PrivateKey> {
        let found = self.shared.iter().find(|(held, _, _)| *held == id);
        let found = found.filter(|(_, _, key)| key.public() == *public);
        found.map(|(_, _, key)| key).ok_or(StorageError::KeyChanged { role: role.name() })
    }

    /// Copies of the keys that open what is sealed to the archive.
    pub(crate) fn sealing_keys(&self) -> Vec<(AgentId, PrivateKey)> {
        let copy = |(id, _, key): &(AgentId, KeyRole, PrivateKey)| {
            Some((*id, PrivateKey::X25519(key.as_x25519()?.clone())))
        };
        self.shared.iter().filter_map(copy).collect()
    }
}

impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeySet({}, ..)", self.holder)
    }
}

/// The enrolled, valid key that a person has unlocked.
fn valid_person(registry: &KeyRegistry, holder: AgentId, public: &PublicKey) -> Result<AgentId> {
    let valid = |key: &&&crate::EnrolledKey| {
        key.role == KeyRole::Person && key.ended.is_none() && key.public == *public
    };
    let all = registry.all();
    let found = all.iter().find(valid).map(|key| key.id);
    found.ok_or_else(|| StorageError::NoSuchKey { key: holder.to_string() })
}
