//! The archive's private keys, as somebody has them who copied the folder `keys` and knows a passphrase.

use std::collections::HashMap;
use std::path::Path;

use sijill_keys::{Algorithm, Passphrase, PrivateKey};
use sijill_schema::AgentId;
use sijill_translog::{KeyName, NoteSigner};

use crate::PASSPHRASE;

/// The name of the archive that [`crate::archive`] makes.
pub const ORIGIN: &str = "x.example/y";

/// Everything that signs for the archive.
#[derive(Debug)]
pub struct Keys {
    /// Signs checkpoints.
    pub log: NoteSigner,
    /// Seals packages.
    pub seal: PrivateKey,
    /// The operator's identifier.
    pub person: AgentId,
    /// The station's identifier.
    pub station: AgentId,
    /// Those that sign events, by the name that stands in the signature.
    signers: HashMap<String, NoteSigner>,
}

impl Keys {
    /// Opens every key file of an archive.
    ///
    /// # Panics
    /// If a key is missing or does not open.
    #[must_use]
    pub fn stolen(archive: &Path) -> Self {
        let mut files = HashMap::new();
        for entry in fs_err::read_dir(archive.join("keys")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let parts: Vec<_> = name.split('.').collect();
            let key = open(&fs_err::read_to_string(path).unwrap());
            files.insert(parts[1].to_owned(), (parts[2].parse::<AgentId>().unwrap(), key));
        }
        let mut take = |role: &str| files.remove(role).unwrap();
        let ((person, person_key), (station, station_key)) = (take("person"), take("station"));
        let signers = [(person, &person_key), (station, &station_key)];
        let signers = signers.map(|(id, key)| signer(id, key)).into_iter();
        Self {
            log: NoteSigner::ed25519(name(ORIGIN), take("log").1.as_ed25519().unwrap().clone()),
            seal: take("seal").1,
            person,
            station,
            signers: signers.map(|signer| (signed_by(&signer), signer)).collect(),
        }
    }

    /// The operator's signer.
    #[must_use]
    pub fn person(&self) -> &NoteSigner {
        self.by_id(self.person)
    }

    /// The station's signer.
    #[must_use]
    pub fn station(&self) -> &NoteSigner {
        self.by_id(self.station)
    }

    fn by_id(&self, id: AgentId) -> &NoteSigner {
        self.named(&format!("{ORIGIN}/a/{id}"))
    }

    /// The signer of this name.
    ///
    /// # Panics
    /// If it signs no events.
    #[must_use]
    pub fn named(&self, name: &str) -> &NoteSigner {
        &self.signers[name]
    }
}

fn open(pem: &str) -> PrivateKey {
    let passphrase = Passphrase::new(PASSPHRASE.to_owned()).unwrap();
    PrivateKey::from_encrypted_pem(pem, &passphrase).unwrap()
}

fn name(text: &str) -> KeyName {
    text.parse().unwrap()
}

fn signed_by(signer: &NoteSigner) -> String {
    signer.verifier_key().name().to_string()
}

/// A signer of events under the name that such a key has.
///
/// # Panics
/// If the key signs no events.
#[must_use]
pub fn signer(id: AgentId, key: &PrivateKey) -> NoteSigner {
    NoteSigner::ed25519(name(&format!("{ORIGIN}/a/{id}")), key.as_ed25519().unwrap().clone())
}

/// A key that nobody enrolled.
///
/// # Panics
/// If there are no random bytes.
#[must_use]
pub fn fresh(algorithm: Algorithm) -> PrivateKey {
    PrivateKey::generate(algorithm).unwrap()
}
