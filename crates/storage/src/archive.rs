//! An archive: one folder, owned by this type.

use std::path::{Path, PathBuf};

use sijill_schema::{AccessionId, Act, Digest, ItemId, ItemRecord, canonical};
use sijill_translog::{KeyName, VerifierKey};

use crate::catalogue::Catalogue;
use crate::config::{Config, check_origin};
use crate::error::{Result, StorageError};
use crate::index::{Index, read_event};
use crate::keyring::KeyFolder;
use crate::keyset::{KeySet, Unlock};
use crate::layout::{CONTENT, Layout, RECORD};
use crate::ledger::{Attestations, Ledger};
use crate::policy;
use crate::readings::Readings;
use crate::registry::KeyRegistry;
use crate::writer::Writer;

/// An archive that exists and has a format that this program knows. Nothing is locked or unlocked yet.
#[derive(Debug, Clone)]
pub struct Archive {
    pub(crate) layout: Layout,
    pub(crate) config: Config,
    pub(crate) origin: KeyName,
    pub(crate) log: VerifierKey,
}

impl Archive {
    /// Opens an archive.
    ///
    /// # Errors
    /// If the folder is not an archive, or one of a newer format.
    pub fn open(folder: &Path) -> Result<Self> {
        let layout = Layout::new(folder);
        let config = Config::read(&layout.config(), layout.root())?;
        let origin = check_origin(&config.origin)?;
        let log = config.log_key(&layout.config())?;
        Ok(Self { layout, config, origin, log })
    }

    /// The archive's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.layout.root()
    }

    /// The log's name.
    #[must_use]
    pub fn origin(&self) -> &KeyName {
        &self.origin
    }

    /// The log's public key.
    #[must_use]
    pub fn log_key(&self) -> &VerifierKey {
        &self.log
    }

    /// Whether the archive was restored and is read-only until its newest checkpoint is shown.
    #[must_use]
    pub fn is_restored(&self) -> bool {
        self.config.restored.is_some()
    }

    /// The ledger, for reading.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub fn ledger(&self) -> Result<Ledger> {
        Ledger::open(&self.layout.ledger())
    }

    /// Where things stand in the ledger.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn index(&self, ledger: &Ledger) -> Result<Index> {
        Index::open_for_reading(&self.layout.index(), ledger)
    }

    /// The catalogue, for reading.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub fn catalogue(&self) -> Result<Catalogue> {
        Catalogue::open_for_reading(&self.layout.catalogue())
    }

    /// The keys that the ledger's events enrolled, up to now.
    ///
    /// # Errors
    /// If an event cannot be read or contradicts those before it.
    pub fn registry(&self, ledger: &Ledger, index: &Index) -> Result<KeyRegistry> {
        let mut registry = KeyRegistry::new(self.first_origin(ledger)?);
        for seq in index.key_events()? {
            let event = read_event(ledger, seq, &ledger.leaf(seq)?)?;
            registry.apply(seq, &event).map_err(|what| StorageError::Damaged {
                path: ledger.path().to_owned(),
                what: format!("event {seq}: {what}"),
            })?;
        }
        Ok(registry)
    }

    /// The name that the log began with; a successor goes on under another.
    pub(crate) fn first_origin(&self, ledger: &Ledger) -> Result<KeyName> {
        if ledger.size()? == 0 {
            return Ok(self.origin.clone());
        }
        check_origin(&ledger.event(0)?.log)
    }

    /// The bytes of the checkpoint file, where there is one.
    ///
    /// # Errors
    /// If it is there and cannot be read.
    pub fn checkpoint_file(&self) -> Result<Option<Vec<u8>>> {
        match fs_err::read(self.layout.checkpoint()) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            other => Ok(Some(other?)),
        }
    }

    /// Whether the ledger and the checkpoint file tell one history.
    ///
    /// # Errors
    /// If they do not, or a file cannot be read: nothing may be signed then.
    pub(crate) fn check_not_frozen(&self, ledger: &Ledger, registry: &KeyRegistry) -> Result<()> {
        let file = self.checkpoint_file()?;
        let checked = ledger.check_against(file.as_deref(), registry);
        let checked = checked.and_then(|()| ledger.check_not_forked(registry.origin().as_str()));
        checked.map_err(StorageError::Frozen)
    }

    /// Whether an accession has begun and is not closed. A check of its object may be recorded after its closing.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn is_open(&self, ledger: &Ledger, index: &Index, accession: AccessionId) -> Result<bool> {
        let events = index.events_of(accession.into())?;
        for seq in events.iter().rev() {
            if matches!(ledger.event(*seq)?.act, Act::AccessionClosed(_)) {
                return Ok(false);
            }
        }
        Ok(!events.is_empty())
    }

    /// Whether an item's object is sealed, as the ledger says.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn is_sealed(&self, ledger: &Ledger, index: &Index, item: ItemId) -> Result<bool> {
        for seq in index.events_of(item)?.into_iter().rev() {
            match ledger.event(seq)?.act {
                Act::ItemClosed(_) | Act::Accessioned(_) => return Ok(true),
                Act::Secured(_) => return Ok(false),
                _ => {}
            }
        }
        Ok(false)
    }

    /// Whom the archive trusts: the C2SP tlog-policy in `policy.txt`.
    ///
    /// # Errors
    /// If it is there and cannot be read.
    pub fn policy(&self) -> Result<String> {
        policy::read(&self.layout.policy(), &self.log)
    }

    /// The folder with the certificates of the time stamping authorities that the archive asks.
    #[must_use]
    pub fn authorities(&self) -> PathBuf {
        self.layout.authorities()
    }

    /// Where a page of a sealed item is stored.
    #[must_use]
    pub fn page_path(&self, item: ItemId, stored: &str) -> PathBuf {
        self.layout.object(item).join(CONTENT).join(stored)
    }

    /// Where the inventory of a sealed item's OCFL object is stored.
    #[must_use]
    pub fn inventory_path(&self, item: ItemId) -> PathBuf {
        self.layout.object(item).join("inventory.json")
    }

    /// A path in the archive as reports write it.
    #[must_use]
    pub fn relative(&self, path: &Path) -> String {
        self.layout.relative(path)
    }

    /// The record of a sealed item, exactly as it was sealed.
    ///
    /// # Errors
    /// If it cannot be read, or is not the one that the ledger names.
    pub fn item_record(&self, item: ItemId, sealed: &Digest) -> Result<ItemRecord> {
        let inside = Path::new(CONTENT).join(RECORD);
        let places =
            [self.layout.object(item).join(&inside), self.layout.staged(item).join(&inside)];
        let path = places.iter().find(|path| path.exists()).unwrap_or(&places[0]);
        let bytes = fs_err::read(path)?;
        if Digest::of(&bytes) != *sealed {
            let what = "it is not the record that was sealed".to_owned();
            return Err(StorageError::Damaged { path: path.clone(), what });
        }
        Ok(canonical::from_slice(&bytes)?)
    }

    /// Opens the archive for writing as the person whose key the passphrase unlocks, or whose keys are unlocked.
    ///
    /// # Errors
    /// If another process writes, the archive is frozen, restored or on a read-only disk, or no key opens.
    pub fn write<'k>(&self, keys: impl Into<Unlock<'k>>) -> Result<Writer> {
        Writer::open(self, keys.into())
    }

    /// Opens the archive for writing with the shared keys of one person and the signature of another, who may have no
    /// copies of the shared keys. No key file is opened.
    ///
    /// # Errors
    /// If another process writes, the archive is frozen, restored or on a read-only disk, or a key has ended since.
    pub fn write_with(&self, shared: &KeySet, actor: &KeySet) -> Result<Writer> {
        Writer::open(self, Unlock::Keys { shared, actor })
    }

    /// Opens the archive for keeping what others say of its checkpoints: cosignatures, time stamps, proofs
    /// of a fork. Needs no key, and does not wait for whoever writes.
    ///
    /// # Errors
    /// If the archive is frozen, restored or on a read-only disk.
    pub fn attest(&self) -> Result<Attestations> {
        Attestations::open(self)
    }

    /// Who looked at which pages, for reading.
    ///
    /// # Errors
    /// If it is there and cannot be opened.
    pub fn readings(&self) -> Result<Option<Readings>> {
        Readings::open_for_reading(&self.layout.readings())
    }

    /// Who looked at which pages, for noting more. One process at a time.
    ///
    /// # Errors
    /// If the archive was restored and nobody has shown its newest checkpoint, or it cannot be opened.
    pub fn note_readings(&self) -> Result<Readings> {
        if self.is_restored() {
            return Err(StorageError::Restored { path: self.folder().to_owned() });
        }
        Readings::open(&self.layout.readings())
    }

    pub(crate) fn key_folder(&self) -> KeyFolder {
        KeyFolder::new(self.layout.keys())
    }
}
