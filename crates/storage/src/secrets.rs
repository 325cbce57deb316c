//! What is sealed to the archive, opened: the secrets of pages, needed to prove a redacted copy and to see that decoding
//! again gives the same; alerts. Sealed assertions take two people: [`Together`](crate::Together).

use sijill_keys::{PrivateKey, open};
use sijill_schema::{AgentId, KeyRole, PageId};
use zeroize::Zeroizing;

use crate::archive::Archive;
use crate::catalogue::Catalogue;
use crate::error::{Result, StorageError};
use crate::keyset::{KeySet, Unlock};

/// Binds a sealed secret to its use, as HPKE's `info`.
pub(crate) const CONTEXT: &str = "sijill/catalogue/page-secret/v1";

/// The sealing keys of an archive, unlocked.
pub struct PageSecrets {
    keys: Vec<(AgentId, PrivateKey)>,
}

impl Archive {
    /// Unlocks what opens the secrets of pages.
    ///
    /// # Errors
    /// If no key opens, or the ledger cannot be read.
    pub fn page_secrets<'k>(&self, keys: impl Into<Unlock<'k>>) -> Result<PageSecrets> {
        let keys = match keys.into() {
            Unlock::Keys { shared, .. } => shared.sealing_keys(),
            Unlock::Passphrase(passphrase) => {
                let ledger = self.ledger()?;
                let registry = self.registry(&ledger, &self.index(&ledger)?)?;
                let (folder, roles) = (self.key_folder(), [KeyRole::Sealing]);
                KeySet::open(&folder, &registry, passphrase, &roles)?.sealing_keys()
            }
        };
        if keys.is_empty() {
            return Err(StorageError::KeyChanged { role: KeyRole::Sealing.name() });
        }
        Ok(PageSecrets { keys })
    }
}

impl PageSecrets {
    /// Opens what is kept sealed for the purpose that `context` names.
    pub(crate) fn open(
        &self,
        context: &str,
        sealed_to: AgentId,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>> {
        let key = self.keys.iter().find(|(id, _)| *id == sealed_to);
        let (_, key) = key.ok_or(StorageError::KeyChanged { role: KeyRole::Sealing.name() })?;
        Ok(open(key, context, sealed)?)
    }

    /// The secret of a page, where one is kept that these keys open.
    ///
    /// # Errors
    /// If the catalogue cannot be read, or the secret was altered.
    pub fn of(&self, catalogue: &Catalogue, page: PageId) -> Result<Option<Zeroizing<Vec<u8>>>> {
        let Some((sealed_to, sealed)) = catalogue.page_secret(page)? else { return Ok(None) };
        let key = self.keys.iter().find(|(id, _)| *id == sealed_to);
        key.map(|(_, key)| Ok(open(key, CONTEXT, &sealed)?)).transpose()
    }
}
