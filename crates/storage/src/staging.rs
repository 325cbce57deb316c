//! Items that are not sealed yet. A staged item is already shaped like the OCFL object that it will be, so
//! that sealing costs one rename; its intake journal lies beside it and disappears with the sealing.

use fs_err::os::unix::fs::OpenOptionsExt;
use std::io::Write;
use std::path::PathBuf;

use fs_err::{File, OpenOptions};
use sijill_ocfl::{INVENTORY, Inventory, OBJECT_DECLARATION, User, sidecar};
use sijill_schema::{AgentId, Digest, Event, FileRecord, Id, ItemId, ObjectRef, canonical};

use crate::durable;
use crate::error::Result;
use crate::layout::{CONTENT, Layout, RECORD};

/// The folder of staged items. Files are written here by many threads; who writes what is the ingest's.
#[derive(Debug, Clone)]
pub struct Staging {
    layout: Layout,
}

impl Staging {
    pub(crate) fn new(layout: Layout) -> Self {
        Self { layout }
    }

    /// Makes the folders of an item; those that are there stay.
    ///
    /// # Errors
    /// If a folder cannot be made.
    pub fn open(&self, item: ItemId) -> Result<()> {
        Ok(fs_err::create_dir_all(self.layout.staged(item).join(CONTENT))?)
    }

    /// Creates the stored file of a page, read-only for everybody once it is closed.
    ///
    /// # Errors
    /// If the file exists or cannot be created.
    pub fn create_page(&self, item: ItemId, stored: &str) -> Result<File> {
        let path = self.page(item, stored);
        Ok(OpenOptions::new().write(true).create_new(true).mode(0o444).open(path)?)
    }

    /// Removes a page that was not acknowledged, for example because its source changed while it was read.
    ///
    /// # Errors
    /// If it is there and cannot be removed.
    pub fn remove_page(&self, item: ItemId, stored: &str) -> Result<()> {
        Ok(durable::remove_if_there(&self.page(item, stored))?)
    }

    /// Removes the folders of an item of which nothing was secured.
    ///
    /// # Errors
    /// If a folder is not empty or cannot be removed.
    pub fn forget(&self, item: ItemId) -> Result<()> {
        let folder = self.layout.staged(item);
        fs_err::remove_dir(folder.join(CONTENT))?;
        fs_err::remove_dir(folder.join("v1"))?;
        Ok(fs_err::remove_dir(folder)?)
    }

    fn page(&self, item: ItemId, stored: &str) -> PathBuf {
        self.layout.staged(item).join(CONTENT).join(stored)
    }

    /// Adds lines to an item's intake journal. They become durable with the group that they belong to.
    pub(crate) fn append_journal(&self, item: ItemId, records: &[&FileRecord]) -> Result<()> {
        let mut lines = Vec::new();
        for record in records {
            lines.extend(canonical::to_vec(record)?);
            lines.push(b'\n');
        }
        let path = self.layout.journal(item);
        Ok(OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .open(path)?
            .write_all(&lines)?)
    }

    /// The records in an item's intake journal. A line that was torn by a crash is passed over: what it
    /// describes was not acknowledged.
    pub(crate) fn journal(&self, item: ItemId) -> Result<Vec<FileRecord>> {
        let bytes = match fs_err::read(self.layout.journal(item)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other?,
        };
        Ok(bytes
            .split(|byte| *byte == b'\n')
            .filter_map(|line| canonical::from_slice(line).ok())
            .collect())
    }

    /// Writes an item's journal anew with the acknowledged records only, and removes staged files that no
    /// event explains, so that an interrupted item continues from what was acknowledged.
    pub(crate) fn keep_only(&self, item: ItemId, acknowledged: &[FileRecord]) -> Result<()> {
        self.open(item)?;
        let folder = self.layout.staged(item).join(CONTENT);
        for entry in fs_err::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name();
            if !acknowledged.iter().any(|record| name.to_str() == Some(&record.stored)) {
                fs_err::remove_file(entry.path())?;
            }
        }
        let mut lines = Vec::new();
        for record in acknowledged {
            lines.extend(canonical::to_vec(record)?);
            lines.push(b'\n');
        }
        Ok(durable::replace(&self.layout.journal(item), &lines, 0o600)?)
    }

    /// Completes the OCFL object of an item: its record, its attachments and its inventory. Returns the
    /// inventory's digest and size, which the sealing event names. The files are not synced here.
    pub(crate) fn complete(&self, seal: &Sealing<'_>) -> Result<ObjectRef> {
        let folder = self.layout.staged(seal.item);
        for (name, bytes) in &seal.added {
            self.write_anew(&folder.join(CONTENT).join(name), bytes)?;
        }
        let added = seal.added.iter().map(|(name, bytes)| (name.clone(), Digest::of(bytes)));
        let files = seal.files.iter().map(|file| (file.stored.clone(), file.digest)).chain(added);
        let inventory = Inventory::first(
            &seal.item.urn(),
            &Event::now().to_string(),
            "As received",
            &User { name: "Sijill".to_owned(), address: seal.agent.urn() },
            files.map(|(name, digest)| (name.clone(), name, digest.hex())),
        )
        .to_json();
        let (sidecar_name, sidecar) = sidecar(&inventory);
        for folder in [&folder, &folder.join("v1")] {
            self.write_anew(&folder.join(INVENTORY), &inventory)?;
            self.write_anew(&folder.join(&sidecar_name), &sidecar)?;
        }
        let (name, bytes) = OBJECT_DECLARATION;
        self.write_anew(&folder.join(name), bytes)?;
        Ok(ObjectRef { digest: Digest::of(&inventory), size: inventory.len() as u64 })
    }

    /// Writes a file that a sealing cut short may have left behind.
    fn write_anew(&self, path: &std::path::Path, bytes: &[u8]) -> Result<()> {
        durable::remove_if_there(path)?;
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o444).open(path)?;
        Ok(file.write_all(bytes)?)
    }

    /// Moves a sealed item to its place among the objects. Its event is committed already; until the rename
    /// is done the object is looked for here.
    pub(crate) fn publish(&self, item: ItemId) -> Result<()> {
        let (staged, object) = (self.layout.staged(item), self.layout.object(item));
        if let Some(folder) = object.parent() {
            fs_err::create_dir_all(folder)?;
        }
        fs_err::rename(staged, object)?;
        Ok(durable::remove_if_there(&self.layout.journal(item))?)
    }

    /// The items that have a folder here.
    pub(crate) fn items(&self) -> Result<Vec<ItemId>> {
        let mut items = Vec::new();
        for entry in fs_err::read_dir(self.layout.staging())? {
            items.extend(entry?.file_name().to_str().and_then(|name| name.parse::<ItemId>().ok()));
        }
        Ok(items)
    }

    /// Makes everything that was written here durable.
    pub(crate) fn sync(&self) -> Result<()> {
        Ok(durable::sync_file_system(&self.layout.staging())?)
    }
}

/// What goes into an object besides the pages that are staged already.
pub(crate) struct Sealing<'a> {
    pub item: ItemId,
    pub agent: AgentId,
    pub files: &'a [FileRecord],
    /// Names and bytes of the record and of what the team handed in with it.
    pub added: Vec<(String, Vec<u8>)>,
}

impl Sealing<'_> {
    pub fn record(bytes: Vec<u8>) -> (String, Vec<u8>) {
        (RECORD.to_owned(), bytes)
    }
}
