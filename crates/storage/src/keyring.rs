//! The private keys on disk: `keys/<holder>.<role>.<key>.pem`, one set for each person.
//!
//! A person unlocks a set with one passphrase: their own signing key and copies of the keys that the archive
//! shares (log, station, seal, sealing). Every file is an encrypted PKCS#8 key that openssl opens with that
//! passphrase. Which keys are *valid* is not decided here but by the ledger.

use std::path::PathBuf;

use sijill_keys::{KeyError, Passphrase, PrivateKey, PublicKey};
use sijill_schema::{AgentId, KeyRole};

use crate::durable;
use crate::error::{Result, StorageError};

/// Where the key files lie.
#[derive(Debug, Clone)]
pub(crate) struct KeyFolder {
    path: PathBuf,
}

/// One key file's name, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyFile {
    pub holder: AgentId,
    pub role: KeyRole,
    pub key: AgentId,
}

impl KeyFile {
    fn name(&self) -> String {
        format!("{}.{}.{}.pem", self.holder, self.role.name(), self.key)
    }

    fn parse(name: &str) -> Option<Self> {
        let mut parts = name.strip_suffix(".pem")?.split('.');
        let (holder, role, key) = (parts.next()?, parts.next()?, parts.next()?);
        let role = KeyRole::ALL.into_iter().find(|known| known.name() == role)?;
        let file = Self { holder: holder.parse().ok()?, role, key: key.parse().ok()? };
        (file.name() == name).then_some(file)
    }
}

impl KeyFolder {
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Every key file, in a stable order.
    pub fn files(&self) -> Result<Vec<KeyFile>> {
        let mut files = Vec::new();
        for entry in fs_err::read_dir(&self.path)? {
            files.extend(entry?.file_name().to_str().and_then(KeyFile::parse));
        }
        files.sort_by_key(|file| (file.holder, file.role, file.key));
        Ok(files)
    }

    /// Finds whose key the passphrase opens.
    pub fn unlock_person(&self, passphrase: &Passphrase) -> Result<(AgentId, PrivateKey)> {
        for file in self.files()?.into_iter().filter(|file| file.role == KeyRole::Person) {
            match self.open(&file, passphrase) {
                Ok(key) => return Ok((file.holder, key)),
                Err(StorageError::Key(KeyError::WrongPassphrase)) => {}
                Err(error) => return Err(error),
            }
        }
        Err(StorageError::WrongPassphrase { path: self.path.clone() })
    }

    /// Opens the signing key of one person.
    pub fn unlock_person_of(
        &self,
        holder: AgentId,
        passphrase: &Passphrase,
    ) -> Result<(AgentId, PrivateKey)> {
        let is_theirs = |file: &KeyFile| file.role == KeyRole::Person && file.holder == holder;
        for file in self.files()?.into_iter().filter(is_theirs) {
            match self.open(&file, passphrase) {
                Ok(key) => return Ok((holder, key)),
                Err(StorageError::Key(KeyError::WrongPassphrase)) => {}
                Err(error) => return Err(error),
            }
        }
        Err(StorageError::WrongPassphrase { path: self.path.clone() })
    }

    /// Opens the holder's copy of a key, and makes sure that it is the key that was enrolled: a damaged
    /// file may decrypt to another key.
    pub fn unlock(
        &self,
        holder: AgentId,
        role: KeyRole,
        enrolled: (AgentId, &PublicKey),
        passphrase: &Passphrase,
    ) -> Result<PrivateKey> {
        let (key, public) = enrolled;
        let file = KeyFile { holder, role, key };
        if !self.path_of(&file).exists() {
            return Err(StorageError::KeyChanged { role: role.name() });
        }
        Ok(self.open(&file, passphrase)?.belonging_to(public)?)
    }

    fn open(&self, file: &KeyFile, passphrase: &Passphrase) -> Result<PrivateKey> {
        let path = self.path_of(file);
        let pem = fs_err::read_to_string(&path)?;
        match PrivateKey::from_encrypted_pem(&pem, passphrase) {
            Err(KeyError::Malformed(what)) => Err(StorageError::Damaged { path, what }),
            other => Ok(other?),
        }
    }

    /// Writes a key file; it is durable when this returns.
    pub fn store(&self, file: KeyFile, key: &PrivateKey, passphrase: &Passphrase) -> Result<()> {
        let pem = key.to_encrypted_pem(passphrase)?;
        Ok(durable::replace(&self.path_of(&file), pem.as_bytes(), 0o600)?)
    }

    /// Removes a key file.
    pub fn remove(&self, file: &KeyFile) -> Result<()> {
        durable::remove_if_there(&self.path_of(file))?;
        Ok(durable::sync(&self.path)?)
    }

    fn path_of(&self, file: &KeyFile) -> PathBuf {
        self.path.join(file.name())
    }
}
