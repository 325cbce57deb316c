//! The one writer of an archive: a person who has unlocked their keys, holding the archive's lock.
//!
//! A [group](Writer::commit) of deeds is acknowledged together:
//!
//! 1. catalogue rows of new items, intake journals and completed objects are written;
//! 2. everything in staging is flushed to disk, files and folders;
//! 3. the events are committed to the ledger, read back and hashed again;
//! 4. only then are sealed items renamed into `objects/`.
//!
//! A crash before 3 leaves bytes that no event explains, after 3 a rename to do; opening the archive does it.

mod alerts;
mod append;
mod deeds;
mod describe;
mod exports;
mod grants;
mod identity;
mod pages;
mod records;
mod seal;
mod unlock;

use std::collections::HashMap;

use fs_err::File;
use sijill_keys::Passphrase;
use sijill_schema::{AccessionId, Digest, Event, ItemId, KeyRole};
use sijill_translog::NoteSigner;

use crate::archive::Archive;
use crate::catalogue::Catalogue;
use crate::create::NewKey;
use crate::durable;
use crate::error::{Result, StorageError};
use crate::index::Index;
use crate::keyset::{KeySet, Unlock};
use crate::ledger::{Ledger, LedgerWriter};
use crate::policy;
use crate::registry::KeyRegistry;
use crate::staging::Staging;
use unlock::{Actor, person_id};

pub use alerts::Found;
pub use append::{Draft, TOOL};
pub use deeds::{Committed, Deed};
pub use identity::Proposal;
pub use pages::{Look, LookedAt, Pixels};
pub use seal::Seal;
pub(crate) use unlock::{event_signer, lock, log_signer};

/// An archive opened for writing.
pub struct Writer {
    pub(crate) archive: Archive,
    pub(crate) ledger: LedgerWriter,
    pub(crate) index: Index,
    pub(crate) catalogue: Catalogue,
    pub(crate) registry: KeyRegistry,
    pub(crate) actor: Actor,
    /// The keys that sign checkpoints: after a change of key the old one signs once more beside the new.
    pub(crate) log: Vec<NoteSigner>,
    staging: Staging,
    /// Leaf hash of the newest event of each item that this writer has touched.
    tails: HashMap<ItemId, Digest>,
    _lock: File,
}

impl Writer {
    pub(crate) fn open(archive: &Archive, keys: Unlock<'_>) -> Result<Self> {
        Self::open_if(archive, keys, |ledger, registry| archive.check_not_frozen(ledger, registry))
    }

    /// The writer that begins a successor. That the old log has told two histories is one reason for it.
    pub(crate) fn open_to_succeed(archive: &Archive, passphrase: &Passphrase) -> Result<Self> {
        Self::open_if(archive, passphrase.into(), |ledger, registry| {
            let file = archive.checkpoint_file()?;
            ledger.check_against(file.as_deref(), registry).map_err(StorageError::Frozen)
        })
    }

    fn open_if(
        archive: &Archive,
        keys: Unlock<'_>,
        check: impl FnOnce(&Ledger, &KeyRegistry) -> Result<()>,
    ) -> Result<Self> {
        if archive.is_restored() {
            return Err(StorageError::Restored { path: archive.folder().to_owned() });
        }
        let lock = lock(archive)?;
        let ledger = LedgerWriter::open(&archive.layout.ledger())?;
        let index = Index::open(&archive.layout.index(), ledger.ledger())?;
        let registry = archive.registry(ledger.ledger(), &index)?;
        check(ledger.ledger(), &registry)?;
        let opened;
        let (shared, person) = match keys {
            Unlock::Keys { shared, actor } => (shared, actor),
            Unlock::Passphrase(passphrase) => {
                let roles = [KeyRole::Station, KeyRole::Log];
                opened = KeySet::open(&archive.key_folder(), &registry, passphrase, &roles)?;
                (&opened, &opened)
            }
        };
        let station = shared.current(&registry, KeyRole::Station)?;
        let (_, log) = shared.current(&registry, KeyRole::Log)?;
        let id = person_id(&registry, person.holder, &person.person)?;
        let actor = Actor::new(archive, person.holder, (id, &person.person), station, &registry)?;
        let log = vec![log_signer(archive, log)?];
        let ledger = ledger.upgrade()?;
        policy::begin(&archive.layout.policy(), &archive.log)?;
        let mut writer = Self::assemble(archive, ledger, index, registry, actor, log, lock)?;
        writer.roll_forward()?;
        Ok(writer)
    }

    /// The writer of an archive that has no events yet: enrols the first keys.
    pub(crate) fn begin(archive: &Archive, keys: &[NewKey], operator: &str) -> Result<Self> {
        let lock = lock(archive)?;
        let ledger = LedgerWriter::open(&archive.layout.ledger())?;
        let index = Index::open(&archive.layout.index(), ledger.ledger())?;
        let registry = KeyRegistry::new(archive.origin.clone());
        let key = |role| {
            keys.iter().find(|key| key.role == role).ok_or(StorageError::KeyChanged { role: "new" })
        };
        let (person, station, log) =
            (key(KeyRole::Person)?, key(KeyRole::Station)?, key(KeyRole::Log)?);
        let actor = Actor::new(
            archive,
            person.id,
            (person.id, &person.key),
            (station.id, &station.key),
            &registry,
        )?;
        let log = vec![log_signer(archive, &log.key)?];
        let mut writer = Self::assemble(archive, ledger, index, registry, actor, log, lock)?;
        writer.enrol_first_keys(keys, operator)?;
        writer.checkpoint()?;
        Ok(writer)
    }

    fn assemble(
        archive: &Archive,
        ledger: LedgerWriter,
        index: Index,
        registry: KeyRegistry,
        actor: Actor,
        log: Vec<NoteSigner>,
        lock: File,
    ) -> Result<Self> {
        Ok(Self {
            archive: archive.clone(),
            ledger,
            index,
            catalogue: Catalogue::open(&archive.layout.catalogue())?,
            registry,
            actor,
            log,
            staging: Staging::new(archive.layout.clone()),
            tails: HashMap::new(),
            _lock: lock,
        })
    }

    /// Renames into place what was sealed before a crash, settles the records that were written last, and brings the checkpoint file up to the newest
    /// note that was signed. Nothing is signed here.
    fn roll_forward(&mut self) -> Result<()> {
        for item in self.staging.items()? {
            if self.is_sealed(item)? {
                self.staging.publish(item)?;
            } else if self.is_unknown(item)? {
                self.staging.discard(item)?;
            }
        }
        if let Some(head) = self.ledger.ledger().newest_checkpoint()?
            && self.archive.checkpoint_file()?.as_deref() != Some(&head.note)
        {
            self.ledger
                .ledger()
                .check_against(Some(&head.note), &self.registry)
                .map_err(StorageError::Frozen)?;
            durable::replace(&self.archive.layout.checkpoint(), &head.note, 0o644)?;
        }
        self.settle_records()?;
        self.adopt_log_key()
    }

    /// After a change of the log's key that was cut short, writes the new one into the settings.
    pub(crate) fn adopt_log_key(&mut self) -> Result<()> {
        let Some(signer) = self.log.first() else { return Ok(()) };
        let current = signer.verifier_key().clone();
        if self.archive.log != current {
            policy::follow(&self.archive.layout.policy(), &self.archive.log, &current)?;
            self.archive.config.log = current.to_string();
            self.archive.config.write(&self.archive.layout.config())?;
            self.archive.log = current;
        }
        Ok(())
    }

    /// Whether nobody was ever told that anything of an item is held: neither ledger nor catalogue knows it.
    /// The catalogue's row is written first, so an acknowledged item is known to both.
    fn is_unknown(&self, item: ItemId) -> Result<bool> {
        Ok(self.index.last_event_of(item)?.is_none() && self.catalogue.item(item)?.is_none())
    }

    /// Whether an item's (or accession's) object is sealed, as the ledger says.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn is_sealed(&self, item: ItemId) -> Result<bool> {
        self.archive.is_sealed(self.ledger(), &self.index, item)
    }

    /// An event of the ledger.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn event(&self, seq: u64) -> Result<Event> {
        self.ledger().event(seq)
    }

    /// The archive.
    #[must_use]
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// The ledger, for reading.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        self.ledger.ledger()
    }

    /// Where things stand in the ledger.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The catalogue.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The staged items, where files are copied to before their group is committed.
    #[must_use]
    pub fn staging(&self) -> Staging {
        self.staging.clone()
    }

    /// Whether an accession has begun and is not closed.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn is_open(&self, accession: AccessionId) -> Result<bool> {
        self.archive.is_open(self.ledger(), &self.index, accession)
    }

    /// Signs a checkpoint over everything recorded and returns the newest signed note.
    ///
    /// # Errors
    /// If it cannot be signed and made durable.
    pub fn checkpoint(&mut self) -> Result<Vec<u8>> {
        let signers: Vec<_> = self.log.iter().collect();
        let (origin, file) = (self.archive.origin.as_str(), self.archive.layout.checkpoint());
        match self.ledger.sign_checkpoint(origin, &signers, &file)? {
            Some(note) => Ok(note),
            None => Ok(self.archive.checkpoint_file()?.unwrap_or_default()),
        }
    }

    /// Ends the writing: a last checkpoint, and everything durable.
    ///
    /// # Errors
    /// If the checkpoint cannot be signed or the disk reports an error.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        let note = self.checkpoint()?;
        durable::sync_file_system(self.archive.folder())?;
        Ok(note)
    }
}
