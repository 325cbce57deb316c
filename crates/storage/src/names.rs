//! The people behind keys: their names are sealed to the archive's sealing key and stand in no event.

use serde::{Deserialize, Serialize};
use sijill_keys::{PrivateKey, PublicKey, open, seal};
use sijill_schema::{AgentId, Digest, KeyRole};

use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::keyset::Unlock;
use crate::registry::EnrolledKey;
use crate::secrets::PageSecrets;
use crate::writer::Writer;

/// Binds a sealed name to its use, as HPKE's `info`.
const CONTEXT: &str = "sijill/catalogue/person/v1";

#[derive(Serialize, Deserialize)]
struct SealedPerson {
    name: String,
}

/// A key as `sijill key list` shows it.
#[derive(Debug, Clone, Serialize)]
pub struct KeyListing {
    /// Its identifier.
    pub id: AgentId,
    /// What it is for.
    pub role: KeyRole,
    /// Whether it is valid now.
    pub valid: bool,
    /// The event that enrolled it.
    pub enrolled: u64,
    /// The event that ended it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<u64>,
    /// Whose it is, where the passphrase opened the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

impl Writer {
    pub(crate) fn note_person(
        &self,
        key: AgentId,
        name: &str,
        to: (AgentId, &PublicKey),
    ) -> Result<Digest> {
        let text = crate::catalogue::canonical_text(&SealedPerson { name: name.to_owned() })?;
        let sealed = seal(to.1, CONTEXT, text.as_bytes())?;
        self.catalogue.put_person(key, to.0, &sealed)?;
        Ok(Digest::of(&sealed))
    }

    pub(crate) fn person_name(&self, key: AgentId, keys: Unlock<'_>) -> Result<Option<String>> {
        let Some((sealed_to, sealed)) = self.catalogue.person(key)? else { return Ok(None) };
        let Some(enrolled) = self.registry.get(sealed_to) else { return Ok(None) };
        let to = (sealed_to, &enrolled.public);
        self.with_shared(keys, KeyRole::Sealing, to, |private| {
            open_name(private, &sealed).map(Some)
        })
    }

    /// Every key, with the names of people.
    ///
    /// # Errors
    /// If a sealed name cannot be opened or the catalogue cannot be read.
    pub fn list_keys<'k>(&self, keys: impl Into<Unlock<'k>>) -> Result<Vec<KeyListing>> {
        let keys = keys.into();
        let listing = |key: &EnrolledKey| {
            let person =
                if key.role == KeyRole::Person { self.person_name(key.id, keys)? } else { None };
            Ok(KeyListing { person, ..KeyListing::from(key) })
        };
        self.registry.all().into_iter().map(listing).collect()
    }
}

impl From<&EnrolledKey> for KeyListing {
    fn from(key: &EnrolledKey) -> Self {
        Self {
            id: key.id,
            role: key.role,
            valid: key.ended.is_none(),
            enrolled: key.enrolled,
            ended: key.ended,
            person: None,
        }
    }
}

/// The name behind a person's key, where one is kept.
pub(crate) fn name_of(
    keys: &PageSecrets,
    catalogue: &Catalogue,
    key: AgentId,
) -> Result<Option<String>> {
    let Some((sealed_to, sealed)) = catalogue.person(key)? else { return Ok(None) };
    let text = keys.open(CONTEXT, sealed_to, &sealed)?;
    let person: SealedPerson = sijill_schema::canonical::from_slice(&text)?;
    Ok(Some(person.name))
}

fn open_name(private: &PrivateKey, sealed: &[u8]) -> Result<String> {
    let text = open(private, CONTEXT, sealed)?;
    let person: SealedPerson = sijill_schema::canonical::from_slice(&text)?;
    Ok(person.name)
}
