//! What two people open together. One person alone who is pressed, bribed or curious must not be able to read who a
//! hidden child is.
//!
//! This is a rule of the program and not of the cipher: what is sealed is sealed to one key, of which each person who works
//! with the archive holds a copy. It binds whoever uses Sijill, and not whoever writes a program of their own.

use crate::archive::Archive;
use crate::error::{Result, StorageError};
use crate::keyset::{KeySet, Unlock};
use crate::names::name_of;
use crate::secrets::PageSecrets;

/// What opens sealed assertions. It exists only where two people have unlocked their keys.
pub struct Together {
    pub(crate) keys: PageSecrets,
}

impl Archive {
    /// Brings two people together, each by keys that they unlocked themselves. The first one's copies of the sealing keys
    /// are used; the second may have none.
    ///
    /// # Errors
    /// If a passphrase opens no valid key, if both are the same person (one chain of keys, or one name behind two), or if
    /// the first has no sealing key.
    pub fn together<'a, 'b>(
        &self,
        first: impl Into<Unlock<'a>>,
        second: impl Into<Unlock<'b>>,
    ) -> Result<Together> {
        let (first, second) = (first.into(), second.into());
        let keys = self.page_secrets(first)?;
        let ledger = self.ledger()?;
        let registry = self.registry(&ledger, &self.index(&ledger)?)?;
        let signer = |unlock| -> Result<_> {
            let id = match unlock {
                Unlock::Passphrase(passphrase) => self.unlock(passphrase)?.signs_as(),
                Unlock::Keys { actor, .. } => KeySet::signs_as(actor),
            };
            // Keys that are kept in memory may have ended since.
            let is_valid = registry.get(id).is_some_and(|key| key.ended.is_none());
            is_valid.then_some(id).ok_or_else(|| StorageError::NoSuchKey { key: id.to_string() })
        };
        let (one, other) = (signer(first)?, signer(second)?);
        let catalogue = self.catalogue()?;
        let name = |id| name_of(&keys, &catalogue, id);
        let is_one = registry.first_key(one) == registry.first_key(other) || {
            let name_of_one = name(one)?;
            name_of_one.is_some() && name_of_one == name(other)?
        };
        if is_one {
            let what =
                "what is sealed is opened by two people together, and this is one".to_owned();
            let remedy = "another person, with a key of their own, gives their passphrase too";
            return Err(StorageError::Invalid { what, remedy });
        }
        Ok(Together { keys })
    }
}
