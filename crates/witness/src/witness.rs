//! A witness's folder: `witness.toml`, the encrypted key `witness.pem`, and what it remembers in
//! `witness.sqlite`.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use sijill_keys::{Algorithm, KeyError, Passphrase, PrivateKey, PublicKey};
use sijill_storage::durable;
use sijill_translog::witness::{AddCheckpoint, Refusal, WitnessedHead, judge};
use sijill_translog::{Cosigner, KeyName, SignatureType, VerifierKey};

use crate::acting::ActingWitness;
use crate::error::{Result, WitnessError};
use crate::evidence::Evidence;
use crate::settings::Settings;
use crate::store::{KnownLog, Store};

/// A witness as it lies in its folder. It can be looked at and set up; to cosign, it must be unlocked.
pub struct Witness {
    folder: PathBuf,
    key: VerifierKey,
    pub(crate) store: Store,
}

impl Witness {
    /// Makes a new witness with a key of its own.
    ///
    /// # Errors
    /// If the folder is occupied, the name cannot be used, or something cannot be written.
    pub fn create(folder: &Path, name: &str, passphrase: &Passphrase) -> Result<Self> {
        let name: KeyName = name.parse()?;
        refuse_occupied(folder)?;
        let private = PrivateKey::generate(Algorithm::Ed25519)?;
        let cosigner = cosigner(name, &private)?;
        fs_err::create_dir_all(folder)?;
        let pem = private.to_encrypted_pem(passphrase)?;
        durable::create(&key_path(folder), pem.as_bytes(), 0o600)?;
        drop(Store::create(&store_path(folder))?);
        durable::sync(folder)?;
        // Last, so that the folder is a witness's only when it has everything.
        Settings::new(cosigner.verifier_key()).write(&settings_path(folder))?;
        Self::open(folder)
    }

    /// Opens a witness to look at it or to add logs.
    ///
    /// # Errors
    /// If the folder is not a witness's, or something of it is missing or damaged.
    pub fn open(folder: &Path) -> Result<Self> {
        let key = Settings::read(&settings_path(folder), folder)?;
        let store = Store::open(&store_path(folder))?;
        Ok(Self { folder: folder.to_owned(), key, store })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The public key that everybody needs who counts this witness's cosignatures.
    #[must_use]
    pub const fn key(&self) -> &VerifierKey {
        &self.key
    }

    /// Unlocks the witness's key, so that it can cosign.
    ///
    /// # Errors
    /// If the passphrase does not open the key file, or the file holds another key.
    pub fn unlock(self, passphrase: &Passphrase) -> Result<ActingWitness> {
        let path = key_path(&self.folder);
        let pem = fs_err::read_to_string(&path)?;
        let private = match PrivateKey::from_encrypted_pem(&pem, passphrase) {
            Err(KeyError::WrongPassphrase) => return Err(WitnessError::WrongPassphrase { path }),
            other => other?.belonging_to(&PublicKey::from(*self.key.public_key()))?,
        };
        let cosigner = cosigner(self.key.name().clone(), &private)?;
        Ok(ActingWitness::new(self, cosigner))
    }

    /// Sets the witness up for a log, or adds another key to one that it knows. `now` is in seconds since
    /// 1970.
    ///
    /// # Errors
    /// If the key is not one that signs checkpoints, or is the witness's own.
    pub fn add_log(&mut self, origin: &str, key: &VerifierKey, now: u64) -> Result<()> {
        let unfit = |what| Err(WitnessError::UnfitLog { origin: origin.to_owned(), what });
        if origin.is_empty() || origin.contains(char::is_control) {
            return unfit("its origin must be one line that is not empty");
        }
        if key.signature_type() != SignatureType::Ed25519 {
            return unfit("its key is that of a witness");
        }
        if key.public_key() == self.key.public_key() {
            return unfit("its key is this witness's own");
        }
        let turn = self.store.turn()?;
        turn.add_log(origin, key, now)?;
        turn.commit()
    }

    /// The logs that the witness is set up for, with what it cosigned last.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn logs(&self) -> Result<Vec<KnownLog>> {
        self.store.logs()
    }

    /// What was refused although a log had signed it.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn evidence(&self) -> Result<Vec<Evidence>> {
        self.store.evidence()
    }

    /// Judges a request without answering it: nothing is signed and nothing remembered.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn examine(&self, request: &AddCheckpoint) -> Result<Result<WitnessedHead, Refusal>> {
        let log = self.store.log(&request.checkpoint().origin)?;
        Ok(judge(request, log.map(|log| log.witnessed()).as_ref()))
    }

    /// The newest cosigned checkpoint of the log whose origin has this SHA-256, in lower-case hexadecimal.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn checkpoint(&self, origin_digest: &str) -> Result<Option<Vec<u8>>> {
        let mut logs = self.store.logs()?.into_iter();
        let log = logs.find(|log| hex_digest(&log.origin) == origin_digest);
        Ok(log.and_then(|log| log.last).map(|last| last.note))
    }
}

fn hex_digest(origin: &str) -> String {
    Sha256::digest(origin).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn cosigner(name: KeyName, private: &PrivateKey) -> Result<Cosigner> {
    let (needed, found) = (Algorithm::Ed25519, private.algorithm());
    let key = private.as_ed25519().ok_or(KeyError::WrongAlgorithm { needed, found })?;
    Ok(Cosigner::ed25519(name, key.clone()))
}

fn refuse_occupied(folder: &Path) -> Result<()> {
    if folder.exists() && fs_err::read_dir(folder)?.next().is_some() {
        return Err(WitnessError::Occupied { path: folder.to_owned() });
    }
    Ok(())
}

fn key_path(folder: &Path) -> PathBuf {
    folder.join("witness.pem")
}

fn store_path(folder: &Path) -> PathBuf {
    folder.join("witness.sqlite")
}

fn settings_path(folder: &Path) -> PathBuf {
    folder.join("witness.toml")
}
