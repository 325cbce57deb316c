//! Keys and the people behind them: enrolling, handing over, rotating, revoking. Every change is an event;
//! names are sealed to the archive's sealing key and stand in no event.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sijill_keys::{Passphrase, PublicKey};
use sijill_schema::{Act, AgentId, Digest, KeyEnrolled, KeyRevoked, KeyRole, SuccessorBegun};
use sijill_translog::KeyName;

use crate::archive::Archive;
use crate::create::NewKey;
use crate::durable;
use crate::error::{Result, StorageError};
use crate::keyring::KeyFile;
use crate::registry::EnrolledKey;
use crate::writer::{Draft, Writer, event_signer, log_signer};

impl Writer {
    pub(crate) fn enrol_first_keys(&mut self, keys: &[NewKey], operator: &str) -> Result<()> {
        let sealing = keys.iter().find(|key| key.role == KeyRole::Sealing);
        for key in keys {
            let holder = match (key.role, sealing) {
                (KeyRole::Person, Some(sealing)) => {
                    Some(self.note_person(key.id, operator, (sealing.id, &sealing.key.public()))?)
                }
                _ => None,
            };
            self.enrol(key, None, holder)?;
        }
        Ok(())
    }

    /// Enrols another person with a key of their own, and writes their set of keys under their passphrase.
    /// For somebody who is enrolled already, it writes the shared keys again, as is needed after one of
    /// them was rotated. Returns the person's key.
    ///
    /// # Errors
    /// If a key cannot be opened or written.
    pub fn add_person(
        &mut self,
        name: &str,
        theirs: &Passphrase,
        mine: &Passphrase,
    ) -> Result<AgentId> {
        let folder = self.archive.key_folder();
        let (holder, id) = match folder.unlock_person(theirs) {
            Ok((holder, _)) if holder == self.actor.holder => {
                let what = "this passphrase is the one that opens your own keys".to_owned();
                return Err(StorageError::Invalid {
                    what,
                    remedy: "the other person chooses a passphrase of their own",
                });
            }
            Ok((holder, key)) => (holder, self.valid_key(&key.public(), holder)?),
            Err(StorageError::WrongPassphrase { .. }) => {
                let key = NewKey::generate(KeyRole::Person)?;
                folder.store(
                    KeyFile { holder: key.id, role: KeyRole::Person, key: key.id },
                    &key.key,
                    theirs,
                )?;
                let sealing = self.sealing_key()?;
                let entry = self.note_person(key.id, name, (sealing.id, &sealing.public))?;
                self.enrol(&key, None, Some(entry))?;
                (key.id, key.id)
            }
            Err(error) => return Err(error),
        };
        for key in self.shared_keys() {
            let held = folder.unlock(self.actor.holder, key.role, (key.id, &key.public), mine)?;
            folder.store(KeyFile { holder, role: key.role, key: key.id }, &held, theirs)?;
        }
        self.checkpoint()?;
        Ok(id)
    }

    /// Enrols a person who has an account only for the web: with a key of their own, under an identifier that was chosen
    /// when they were invited, and without copies of the shared keys.
    ///
    /// # Errors
    /// If the identifier is taken, or the key cannot be written.
    pub fn enrol_web_person(&mut self, id: AgentId, name: &str, theirs: &Passphrase) -> Result<()> {
        if self.registry.get(id).is_some() {
            let what = format!("the person {id} has a key already");
            return Err(StorageError::Invalid { what, remedy: "see sijill key list" });
        }
        let key = NewKey { id, ..NewKey::generate(KeyRole::Person)? };
        let file = KeyFile { holder: id, role: KeyRole::Person, key: id };
        self.archive.key_folder().store(file, &key.key, theirs)?;
        let sealing = self.sealing_key()?;
        let entry = self.note_person(id, name, (sealing.id, &sealing.public))?;
        self.enrol(&key, None, Some(entry))?;
        self.checkpoint()?;
        Ok(())
    }

    /// Replaces a key by a fresh one of the same role. A shared key must be handed to the other people
    /// again with [`add_person`](Self::add_person). Returns the new key.
    ///
    /// # Errors
    /// If the key is not valid, is another person's, or cannot be written.
    pub fn rotate(&mut self, id: AgentId, mine: &Passphrase) -> Result<AgentId> {
        let old = self.valid(id)?;
        if old.role == KeyRole::Person && id != self.actor.id {
            let what = format!("the key {id} is another person's");
            return Err(StorageError::Invalid {
                what,
                remedy: "each person rotates their own key; you can revoke it",
            });
        }
        let fresh = NewKey::generate(old.role)?;
        let (folder, holder) = (self.archive.key_folder(), self.actor.holder);
        folder.store(KeyFile { holder, role: old.role, key: fresh.id }, &fresh.key, mine)?;
        let entry = match (old.role, self.person_name(id, mine.into())?) {
            (KeyRole::Person, Some(name)) => {
                let sealing = self.sealing_key()?;
                Some(self.note_person(fresh.id, &name, (sealing.id, &sealing.public))?)
            }
            _ => None,
        };
        self.enrol(&fresh, Some(id), entry)?;
        self.use_fresh(&fresh)?;
        self.checkpoint()?;
        // A sealing key still opens what was sealed to it; the others have done their work.
        if old.role != KeyRole::Sealing {
            folder.remove(&KeyFile { holder, role: old.role, key: id })?;
        }
        Ok(fresh.id)
    }

    fn use_fresh(&mut self, fresh: &NewKey) -> Result<()> {
        match fresh.role {
            KeyRole::Person => {
                self.actor.person = event_signer(&self.archive.origin, fresh.id, &fresh.key)?;
                self.actor.id = fresh.id;
            }
            KeyRole::Station => {
                self.actor.station = event_signer(&self.archive.origin, fresh.id, &fresh.key)?
            }
            KeyRole::Log => {
                self.log.insert(0, log_signer(&self.archive, &fresh.key)?);
                self.checkpoint()?;
                self.log.truncate(1);
                self.adopt_log_key()?;
            }
            KeyRole::Seal | KeyRole::Sealing => {}
        }
        Ok(())
    }

    /// Goes on as another log: a fresh log key under a new name, and as its first act the whole signed note
    /// of the newest checkpoint known of the log before. That log never signs again.
    pub(crate) fn begin_successor(
        &mut self,
        origin: &KeyName,
        newest: &[u8],
        mine: &Passphrase,
    ) -> Result<()> {
        let old = self.current(KeyRole::Log)?.id;
        let fresh = NewKey::generate(KeyRole::Log)?;
        let file = KeyFile { holder: self.actor.holder, role: KeyRole::Log, key: fresh.id };
        self.archive.key_folder().store(file, &fresh.key, mine)?;
        self.archive.origin = origin.clone();
        self.archive.config.origin = origin.to_string();
        let predecessor = String::from_utf8_lossy(newest).into_owned();
        self.append(vec![Draft::of(Act::SuccessorBegun(SuccessorBegun { predecessor }))])?;
        self.enrol(&fresh, Some(old), None)?;
        self.log = vec![log_signer(&self.archive, &fresh.key)?];
        self.adopt_log_key()?;
        self.checkpoint()?;
        Ok(())
    }

    /// Ends a key: what it signs from here on is void. A shared key can only be rotated.
    ///
    /// # Errors
    /// If the key is not a person's valid key, or is the last one.
    pub fn revoke(&mut self, id: AgentId) -> Result<u64> {
        let key = self.valid(id)?;
        let people = self
            .registry
            .all()
            .iter()
            .filter(|key| key.role == KeyRole::Person && key.ended.is_none())
            .count();
        if key.role != KeyRole::Person || people < 2 {
            let what = format!("the archive cannot work without the {} key {id}", key.role.name());
            return Err(StorageError::Invalid {
                what,
                remedy: "rotate it with sijill key rotate, or enrol another person first",
            });
        }
        let events = self.append(vec![Draft::of(Act::KeyRevoked(KeyRevoked { key: id }))])?;
        self.checkpoint()?;
        let folder = self.archive.key_folder();
        let files = folder.files()?;
        let holders: Vec<_> =
            files.iter().filter(|file| file.role == KeyRole::Person && file.key == id).collect();
        for file in
            files.iter().filter(|file| holders.iter().any(|held| held.holder == file.holder))
        {
            folder.remove(file)?;
        }
        Ok(events.start)
    }

    /// Puts one's own set of keys under another passphrase. No event: the keys stay the same.
    ///
    /// # Errors
    /// If a key cannot be opened with the old passphrase or written under the new.
    pub fn change_passphrase(&self, old: &Passphrase, new: &Passphrase) -> Result<()> {
        let folder = self.archive.key_folder();
        let mine: Vec<_> =
            folder.files()?.into_iter().filter(|file| file.holder == self.actor.holder).collect();
        let mut opened = Vec::new();
        for file in mine {
            let enrolled = self
                .registry
                .get(file.key)
                .ok_or_else(|| StorageError::NoSuchKey { key: file.key.to_string() })?;
            opened.push((
                file,
                folder.unlock(file.holder, file.role, (file.key, &enrolled.public), old)?,
            ));
        }
        // The person's key last: until it is done the old passphrase still names the set.
        opened.sort_by_key(|(file, _)| file.role == KeyRole::Person);
        opened.iter().try_for_each(|(file, key)| folder.store(*file, key, new))
    }

    fn enrol(
        &mut self,
        key: &NewKey,
        replaces: Option<AgentId>,
        holder: Option<Digest>,
    ) -> Result<()> {
        let act = Act::KeyEnrolled(KeyEnrolled {
            key: key.id,
            role: key.role,
            algorithm: key.role.algorithm(),
            public: BASE64.encode(key.key.public().to_spki_der()),
            replaces,
            holder,
        });
        let own = (key.role.signs_events() && key.id != self.actor.id)
            .then(|| event_signer(&self.archive.origin, key.id, &key.key))
            .transpose()?;
        self.append_with(vec![Draft::of(act)], &own.iter().collect::<Vec<_>>())?;
        Ok(())
    }

    /// The keys that everybody who works with the archive holds: the current ones, and every sealing key
    /// that there was, for what is sealed to it.
    fn shared_keys(&self) -> Vec<EnrolledKey> {
        let is_shared = |key: &&EnrolledKey| match key.role {
            KeyRole::Person => false,
            KeyRole::Sealing => true,
            _ => key.ended.is_none(),
        };
        self.registry.all().into_iter().filter(is_shared).cloned().collect()
    }

    fn current(&self, role: KeyRole) -> Result<EnrolledKey> {
        self.registry.current(role).cloned().ok_or(StorageError::KeyChanged { role: role.name() })
    }

    fn sealing_key(&self) -> Result<EnrolledKey> {
        self.current(KeyRole::Sealing)
    }

    fn valid(&self, id: AgentId) -> Result<EnrolledKey> {
        let valid = self.registry.get(id).filter(|key| key.ended.is_none());
        valid.cloned().ok_or_else(|| StorageError::NoSuchKey { key: id.to_string() })
    }

    fn valid_key(&self, public: &PublicKey, holder: AgentId) -> Result<AgentId> {
        let all = self.registry.all();
        let found = all.iter().find(|key| key.public == *public && key.ended.is_none());
        found.map(|key| key.id).ok_or_else(|| StorageError::NoSuchKey { key: holder.to_string() })
    }
}

impl Archive {
    /// Writes every public key into a folder: a PEM file each, and `keys.txt` with the names under which
    /// they sign, as C2SP verifier keys. Returns the names of the files.
    ///
    /// # Errors
    /// If the ledger cannot be read or a file cannot be written.
    pub fn export_public_keys(&self, folder: &Path) -> Result<Vec<String>> {
        let ledger = self.ledger()?;
        let registry = self.registry(&ledger, &self.index(&ledger)?)?;
        fs_err::create_dir_all(folder)?;
        let mut names = Vec::new();
        let mut verifier_keys = String::new();
        for key in registry.all() {
            let name = format!("{}.{}.pem", key.role.name(), key.id);
            durable::replace(&folder.join(&name), key.public.to_pem().as_bytes(), 0o644)?;
            names.push(name);
            if let Some(line) = key.verifier_key() {
                verifier_keys.push_str(&format!("{line}\n"));
            }
        }
        durable::replace(&folder.join("keys.txt"), verifier_keys.as_bytes(), 0o644)?;
        names.push("keys.txt".to_owned());
        Ok(names)
    }
}
