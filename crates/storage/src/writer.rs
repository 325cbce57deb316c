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

use std::collections::HashMap;
use std::ops::Range;

use fs_err::File;
use sijill_keys::{Passphrase, PrivateKey};
use sijill_schema::{
    AccessionClosed, AccessionId, AccessionRecord, Accessioned, Act, AgentId, Digest, Event,
    FileRecord, FixityChecked, ItemClosed, ItemDescription, ItemId, ItemRecord, KeyRole, Nonce,
    ObjectRef, Outcome, PageId, Replicated, Secured, canonical,
};
use sijill_translog::{KeyName, Note, NoteSigner, leaf_hash};

use crate::archive::Archive;
use crate::catalogue::{Catalogue, canonical_text};
use crate::create::NewKey;
use crate::durable;
use crate::error::{Result, StorageError};
use crate::index::Index;
use crate::layout::RECORD;
use crate::ledger::{Ledger, LedgerWriter};
use crate::registry::{KeyRegistry, signer_name};
use crate::staging::{GroupFiles, Sealing, Staging};
use crate::verify::Report;

/// What stands in every event's `tool`.
pub const TOOL: &str = concat!("sijill/", env!("CARGO_PKG_VERSION"));

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

/// Who signs: the person who unlocked their keys, on this station.
pub(crate) struct Actor {
    pub holder: AgentId,
    pub id: AgentId,
    pub person: NoteSigner,
    pub station: NoteSigner,
}

/// An act about to be recorded; the writer adds when, who, and the signatures.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The act and its facts.
    pub act: Act,
    /// The item acted upon.
    pub item: Option<ItemId>,
    /// The page acted upon.
    pub page: Option<PageId>,
    /// The bytes acted upon.
    pub object: Option<ObjectRef>,
    /// How it ended.
    pub outcome: Outcome,
}

impl Draft {
    /// A successful act on no item in particular.
    #[must_use]
    pub fn of(act: Act) -> Self {
        Self { act, item: None, page: None, object: None, outcome: Outcome::Success }
    }
}

/// One step of taking in an accession, in the order in which it happened.
#[derive(Debug, Clone)]
pub enum Deed {
    /// An item begins, with its number in the accession.
    Open(u64, ItemDescription),
    /// A file of an item has been copied into staging.
    Secure(ItemId, AccessionId, FileRecord),
    /// An item is complete and is sealed.
    Close(ItemRecord),
}

/// What a group came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The events, counted from 0.
    pub events: Range<u64>,
    /// How many of the files the archive held already.
    pub duplicates: u64,
}

impl Writer {
    pub(crate) fn open(archive: &Archive, passphrase: &Passphrase) -> Result<Self> {
        if archive.is_restored() {
            return Err(StorageError::Restored { path: archive.folder().to_owned() });
        }
        let lock = lock(archive)?;
        let ledger = LedgerWriter::open(&archive.layout.ledger())?;
        let index = Index::open(&archive.layout.index(), ledger.ledger())?;
        let registry = archive.registry(ledger.ledger(), &index)?;
        archive.check_not_frozen(ledger.ledger(), &registry)?;
        let (holder, person) = archive.key_folder().unlock_person(passphrase)?;
        let unlock = |role| unlock(archive, &registry, holder, role, passphrase);
        let (station_id, station) = unlock(KeyRole::Station)?;
        let (_, log) = unlock(KeyRole::Log)?;
        let id = person_id(&registry, holder, &person)?;
        let actor = Actor::new(archive, holder, (id, &person), (station_id, &station), &registry)?;
        let log = vec![log_signer(archive, &log)?];
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

    /// Renames into place what was sealed before a crash, and brings the checkpoint file up to the newest
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
        self.adopt_log_key()
    }

    /// After a change of the log's key that was cut short, writes the new one into the settings.
    pub(crate) fn adopt_log_key(&mut self) -> Result<()> {
        let Some(signer) = self.log.first() else { return Ok(()) };
        let current = signer.verifier_key().clone();
        if self.archive.log != current {
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
        for seq in self.index.events_of(item)?.into_iter().rev() {
            let event = self.event(seq)?;
            match event.act {
                Act::ItemClosed(_) | Act::Accessioned(_) => return Ok(true),
                Act::Secured(_) => return Ok(false),
                _ => {}
            }
        }
        Ok(false)
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
        match self.index.last_event_of(accession.into())? {
            Some(seq) => Ok(!matches!(self.event(seq)?.act, Act::AccessionClosed(_))),
            None => Ok(false),
        }
    }

    /// The records of an interrupted item that were acknowledged, in order. Whatever else was staged for it
    /// is removed: nobody was told that it is held.
    ///
    /// # Errors
    /// If staging or the ledger cannot be read, or the journal lacks what the ledger acknowledged.
    pub fn resume_item(&self, item: ItemId) -> Result<Vec<FileRecord>> {
        let mut journal: HashMap<PageId, FileRecord> =
            self.staging.journal(item)?.into_iter().map(|record| (record.page, record)).collect();
        let mut acknowledged = Vec::new();
        for seq in self.index.events_of(item)? {
            let event = self.event(seq)?;
            let (Act::Secured(secured), Some(page)) = (&event.act, event.page) else { continue };
            match journal.remove(&page) {
                Some(record) if canonical::digest(&record)? == secured.record => {
                    acknowledged.push(record);
                }
                // Going on would remove the page as one that nobody was told about.
                _ => return Err(self.damaged_journal(item, seq)),
            }
        }
        self.staging.keep_only(item, &acknowledged)?;
        Ok(acknowledged)
    }

    fn damaged_journal(&self, item: ItemId, seq: u64) -> StorageError {
        let what = format!("the intake record that event {seq} refers to is missing or altered");
        StorageError::Damaged { path: self.archive.layout.journal(item), what }
    }

    /// Begins an accession: its record and what the team handed in with it become the accession's own
    /// sealed object, and `acc` is recorded. `describe` is given the accession's identifier and number.
    ///
    /// # Errors
    /// If anything fails; the accession has then not begun.
    pub fn begin_accession(
        &mut self,
        intake: &[u8; 32],
        attachments: Vec<(String, Vec<u8>)>,
        describe: impl FnOnce(AccessionId, u64) -> Result<AccessionRecord>,
    ) -> Result<(AccessionRecord, u64)> {
        let id = AccessionId::new();
        let number = self.catalogue.begin_accession(id, intake)?;
        let record = describe(id, number)?;
        let text = canonical_text(&record)?;
        self.catalogue.put_accession_record(id, &text)?;
        let item = ItemId::from(id);
        self.staging.open(item)?;
        let digest = Digest::of(text.as_bytes());
        let added: Vec<_> =
            [Sealing::record(text.into_bytes())].into_iter().chain(attachments).collect();
        let names = added.iter().map(|(name, _)| name.clone()).collect();
        let object =
            self.staging.complete(&Sealing { item, agent: self.actor.id, files: &[], added })?;
        self.staging.sync(&GroupFiles {
            items: vec![item],
            sealed: vec![(item, names)],
            ..GroupFiles::default()
        })?;
        let act = Act::Accessioned(Accessioned { record: digest });
        let draft = Draft { item: Some(item), object: Some(object), ..Draft::of(act) };
        let events = self.append(vec![draft])?;
        self.staging.publish(item)?;
        Ok((record, events.start))
    }

    /// Closes an accession: nothing more comes in under it.
    ///
    /// # Errors
    /// If the event cannot be recorded.
    pub fn close_accession(&mut self, id: AccessionId, totals: AccessionClosed) -> Result<u64> {
        let outcome = if totals.unsecured == 0 { Outcome::Success } else { Outcome::Warning };
        let act = Act::AccessionClosed(totals);
        let draft = Draft { item: Some(id.into()), outcome, ..Draft::of(act) };
        Ok(self.append(vec![draft])?.start)
    }

    /// Acknowledges a group of deeds. When this returns, the files are durable, their events are committed
    /// and read back, and items that were closed are sealed.
    ///
    /// # Errors
    /// If anything fails; what earlier groups acknowledged stays.
    pub fn commit(&mut self, deeds: &[Deed]) -> Result<Committed> {
        let opened: Vec<_> = deeds.iter().filter_map(Deed::opened).collect();
        if !opened.is_empty() {
            self.catalogue.add_items(&opened)?;
        }
        self.write_journals(deeds)?;
        let drafts = deeds
            .iter()
            .filter_map(|deed| self.draft(deed).transpose())
            .collect::<Result<Vec<_>>>()?;
        self.staging.sync(&group_files(deeds))?;
        let duplicates = self.count_duplicates(deeds)?;
        let events = self.append(drafts)?;
        for item in deeds.iter().filter_map(Deed::closed) {
            self.staging.publish(item)?;
            self.tails.remove(&item);
        }
        Ok(Committed { events, duplicates })
    }

    fn write_journals(&self, deeds: &[Deed]) -> Result<()> {
        let mut by_item: Vec<(ItemId, Vec<&FileRecord>)> = Vec::new();
        for deed in deeds {
            if let Deed::Secure(item, _, record) = deed {
                match by_item.last_mut() {
                    Some((last, records)) if last == item => records.push(record),
                    _ => by_item.push((*item, vec![record])),
                }
            }
        }
        by_item.iter().try_for_each(|(item, records)| self.staging.append_journal(*item, records))
    }

    fn draft(&self, deed: &Deed) -> Result<Option<Draft>> {
        Ok(match deed {
            Deed::Open(..) => None,
            Deed::Secure(item, accession, record) => Some(Draft {
                item: Some(*item),
                page: Some(record.page),
                object: Some(ObjectRef { digest: record.digest, size: record.size }),
                ..Draft::of(Act::Secured(Secured {
                    accession: *accession,
                    record: canonical::digest(record)?,
                }))
            }),
            Deed::Close(record) => Some(self.seal(record)?),
        })
    }

    fn seal(&self, record: &ItemRecord) -> Result<Draft> {
        let item = record.description.id;
        let bytes = canonical::to_vec(record)?;
        let act = Act::ItemClosed(ItemClosed {
            accession: record.description.accession,
            pages: record.files.len() as u64,
            list: Digest::of(record.list().as_bytes()),
            record: Digest::of(&bytes),
            description: canonical::digest(&record.description)?,
        });
        let added = vec![Sealing::record(bytes)];
        let object = self.staging.complete(&Sealing {
            item,
            agent: self.actor.id,
            files: &record.files,
            added,
        })?;
        let outcome = if record.gaps.is_empty() { Outcome::Success } else { Outcome::Warning };
        Ok(Draft { item: Some(item), object: Some(object), outcome, ..Draft::of(act) })
    }

    fn count_duplicates(&self, deeds: &[Deed]) -> Result<u64> {
        let mut here = std::collections::HashSet::new();
        let mut duplicates = 0;
        for deed in deeds {
            if let Deed::Secure(_, _, record) = deed
                && (!here.insert(record.digest)
                    || self.index.first_holder(&record.digest)?.is_some())
            {
                duplicates += 1;
            }
        }
        Ok(duplicates)
    }

    /// Records acts as the person who unlocked their keys.
    ///
    /// # Errors
    /// If the events cannot be signed, committed and read back.
    pub fn append(&mut self, drafts: Vec<Draft>) -> Result<Range<u64>> {
        self.append_with(drafts, &[])
    }

    /// The same, with further signatures on each event: those of keys that are being enrolled.
    pub(crate) fn append_with(
        &mut self,
        drafts: Vec<Draft>,
        also: &[&NoteSigner],
    ) -> Result<Range<u64>> {
        let mut leaves = Vec::with_capacity(drafts.len());
        let mut events = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let event = self.complete(draft)?;
            let leaf = self.sign(&event, also)?;
            if let Some(item) = event.item {
                self.tails.insert(item, Digest::from_bytes(leaf_hash(&leaf).0));
            }
            leaves.push(leaf);
            events.push(event);
        }
        let range = self.ledger.append(&leaves)?;
        let events: Vec<_> = range.clone().zip(events).collect();
        for (seq, event) in &events {
            let contradiction =
                |what| StorageError::Damaged { path: self.archive.layout.ledger(), what };
            self.registry.apply(*seq, event).map_err(contradiction)?;
        }
        self.index.add(&events)?;
        Ok(range)
    }

    fn complete(&self, draft: Draft) -> Result<Event> {
        let prev = draft.item.map(|item| self.tail(item)).transpose()?.flatten();
        Ok(Event {
            act: draft.act,
            at: Event::now(),
            agent: self.actor.id,
            tool: TOOL.to_owned(),
            item: draft.item,
            page: draft.page,
            object: draft.object,
            outcome: draft.outcome,
            log: self.archive.origin.to_string(),
            nonce: Nonce::random()?,
            prev,
            seen: None,
        })
    }

    fn tail(&self, item: ItemId) -> Result<Option<Digest>> {
        if let Some(tail) = self.tails.get(&item) {
            return Ok(Some(*tail));
        }
        let last = self.index.last_event_of(item)?;
        let hash = last.map(|seq| self.ledger.ledger().leaf_hash(seq)).transpose()?;
        Ok(hash.map(|hash| Digest::from_bytes(hash.0)))
    }

    fn sign(&self, event: &Event, also: &[&NoteSigner]) -> Result<Vec<u8>> {
        let mut signers = vec![&self.actor.person];
        let enrols = matches!(event.act, Act::KeyEnrolled(_));
        if !enrols && event.act.signers().contains(&KeyRole::Station) {
            signers.push(&self.actor.station);
        }
        signers.extend(also);
        let text = event.to_text()?;
        let note = Note::sign(&text, &signers).map_err(|error| StorageError::Damaged {
            path: self.archive.layout.ledger(),
            what: format!("an event cannot be signed: {error}"),
        })?;
        Ok(note.to_bytes())
    }

    /// Records a verification: one `fix` event for each item whose files were all read.
    ///
    /// # Errors
    /// If the events cannot be recorded.
    pub fn record_fixity(&mut self, report: &Report) -> Result<Range<u64>> {
        let draft = |(item, files): &(ItemId, u64)| {
            let problems =
                report.problems.iter().filter(|problem| problem.item == Some(*item)).count() as u64;
            let outcome = if problems == 0 { Outcome::Success } else { Outcome::Failure };
            let act = Act::FixityChecked(FixityChecked { files: *files, problems });
            Draft { item: Some(*item), outcome, ..Draft::of(act) }
        };
        self.append(report.checked.iter().map(draft).collect())
    }

    /// Records that the archive was copied and the copy verified.
    ///
    /// # Errors
    /// If the event cannot be recorded.
    pub fn record_copy(&mut self, report: &Report) -> Result<Range<u64>> {
        let outcome = if report.ok { Outcome::Success } else { Outcome::Failure };
        let root = self.ledger().frontier(report.events)?.root().to_string();
        let act = Act::Replicated(Replicated { events: report.events, root });
        self.append(vec![Draft { outcome, ..Draft::of(act) }])
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

impl Actor {
    fn new(
        archive: &Archive,
        holder: AgentId,
        person: (AgentId, &PrivateKey),
        station: (AgentId, &PrivateKey),
        registry: &KeyRegistry,
    ) -> Result<Self> {
        // A key signs under the name that it was enrolled with; the first keys are about to be.
        let signer = |(id, key): (AgentId, &PrivateKey)| match registry.signer_name(id) {
            Some(name) => named_signer(name.clone(), key),
            None => event_signer(&archive.origin, id, key),
        };
        Ok(Self { holder, id: person.0, person: signer(person)?, station: signer(station)? })
    }
}

impl Deed {
    fn opened(&self) -> Option<(u64, ItemDescription)> {
        match self {
            Self::Open(number, description) => Some((*number, description.clone())),
            _ => None,
        }
    }

    fn closed(&self) -> Option<ItemId> {
        match self {
            Self::Close(record) => Some(record.description.id),
            _ => None,
        }
    }
}

fn group_files(deeds: &[Deed]) -> GroupFiles<'_> {
    let mut group = GroupFiles::default();
    for deed in deeds {
        let item = match deed {
            Deed::Open(_, description) => description.id,
            Deed::Secure(item, _, record) => {
                group.pages.push((*item, record));
                *item
            }
            Deed::Close(record) => {
                group.sealed.push((record.description.id, vec![RECORD.to_owned()]));
                record.description.id
            }
        };
        if group.items.last() != Some(&item) && !group.items.contains(&item) {
            group.items.push(item);
        }
    }
    group
}

/// Takes the archive's lock: the folder itself, so that no lock file is left behind.
pub(crate) fn lock(archive: &Archive) -> Result<File> {
    let path = archive.folder();
    if rustix::fs::access(path, rustix::fs::Access::WRITE_OK) == Err(rustix::io::Errno::ROFS) {
        return Err(StorageError::ReadOnly { path: path.to_owned() });
    }
    let folder = File::open(path)?;
    match folder.file().try_lock() {
        Ok(()) => Ok(folder),
        Err(std::fs::TryLockError::WouldBlock) => {
            Err(StorageError::Locked { path: path.to_owned() })
        }
        Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
    }
}

/// The signer of events for a key.
pub(crate) fn event_signer(origin: &KeyName, id: AgentId, key: &PrivateKey) -> Result<NoteSigner> {
    let name = signer_name(origin, id).ok_or(StorageError::KeyChanged { role: "signing" })?;
    named_signer(name, key)
}

fn named_signer(name: KeyName, key: &PrivateKey) -> Result<NoteSigner> {
    let key = key.as_ed25519().ok_or(StorageError::KeyChanged { role: "signing" })?;
    Ok(NoteSigner::ed25519(name, key.clone()))
}

pub(crate) fn log_signer(archive: &Archive, key: &PrivateKey) -> Result<NoteSigner> {
    let key = key.as_ed25519().ok_or(StorageError::KeyChanged { role: "log" })?;
    Ok(NoteSigner::ed25519(archive.origin.clone(), key.clone()))
}

fn unlock(
    archive: &Archive,
    registry: &KeyRegistry,
    holder: AgentId,
    role: KeyRole,
    passphrase: &Passphrase,
) -> Result<(AgentId, PrivateKey)> {
    let enrolled = registry.current(role).ok_or(StorageError::KeyChanged { role: role.name() })?;
    let key =
        archive.key_folder().unlock(holder, role, (enrolled.id, &enrolled.public), passphrase)?;
    Ok((enrolled.id, key))
}

/// The enrolled, valid key that a person has unlocked.
fn person_id(registry: &KeyRegistry, holder: AgentId, key: &PrivateKey) -> Result<AgentId> {
    let public = key.public();
    let valid = |enrolled: &&crate::registry::EnrolledKey| {
        enrolled.role == KeyRole::Person && enrolled.ended.is_none() && enrolled.public == public
    };
    let all = registry.all();
    let found = all.into_iter().find(valid).map(|enrolled| enrolled.id);
    found.ok_or_else(|| StorageError::NoSuchKey { key: holder.to_string() })
}
