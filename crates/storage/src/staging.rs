//! Items that are not sealed yet. A staged item is already shaped like the OCFL object that it will be, so
//! that sealing costs one rename; its intake journal lies beside it and disappears with the sealing.

use fs_err::os::unix::fs::OpenOptionsExt;
use std::io::Write;
use std::path::{Path, PathBuf};

use fs_err::{File, OpenOptions};
use sijill_ocfl::{INVENTORY, Inventory, OBJECT_DECLARATION, User, sidecar};
use sijill_schema::{AgentId, Digest, Event, FileRecord, Id, ItemId, ObjectRef, canonical};

use crate::durable;
use crate::error::Result;
use crate::layout::{CONTENT, Layout, RECORD};

/// From this size on, a page is made durable on its own.
const LARGE: u64 = 256 * 1024;

/// From so many files on, flushing the whole file system is cheaper than one `fsync` each.
const FLUSH_FROM: usize = 32;

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

    /// Stores a page as another name of bytes that the archive holds already, where the disk can do that;
    /// the caller has just compared them. Returns whether it was done.
    ///
    /// # Errors
    /// If the disk fails; that it knows no links, or has no more of them to give, is no failure.
    pub fn link_page(&self, item: ItemId, stored: &str, held: &Path) -> Result<bool> {
        use std::io::ErrorKind::{CrossesDevices, PermissionDenied, TooManyLinks, Unsupported};
        match fs_err::hard_link(held, self.page(item, stored)) {
            Ok(()) => Ok(true),
            Err(error) => match error.kind() {
                CrossesDevices | PermissionDenied | TooManyLinks | Unsupported => Ok(false),
                _ => Err(error.into()),
            },
        }
    }

    /// Removes a page that was not acknowledged, for example because its source changed while it was read.
    ///
    /// # Errors
    /// If it is there and cannot be removed.
    pub fn remove_page(&self, item: ItemId, stored: &str) -> Result<()> {
        Ok(durable::remove_if_there(&self.page(item, stored))?)
    }

    /// Removes what a run that was cut short left behind of an item that nobody was told of.
    pub(crate) fn discard(&self, item: ItemId) -> Result<()> {
        fs_err::remove_dir_all(self.layout.staged(item))?;
        Ok(durable::remove_if_there(&self.layout.journal(item))?)
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
    fn write_anew(&self, path: &Path, bytes: &[u8]) -> Result<()> {
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

    /// Ends the writing of a page. A large one is made durable here and now, by the thread that copied it, so
    /// that the disk works while others copy; small ones are left to their group, where one flush serves all.
    ///
    /// # Errors
    /// If the disk reports an error.
    pub fn finish_page(&self, page: File, size: u64) -> Result<()> {
        if size >= LARGE {
            page.sync_all()?;
        }
        Ok(())
    }

    /// Makes a group durable: small pages, the journals, completed objects, and the folders of them all.
    pub(crate) fn sync(&self, group: &GroupFiles<'_>) -> Result<()> {
        if group.small_files() > FLUSH_FROM {
            return Ok(durable::sync_file_system(&self.layout.staging())?);
        }
        for (item, record) in group.pages.iter().filter(|(_, record)| record.size < LARGE) {
            durable::sync(&self.page(*item, &record.stored))?;
        }
        for (item, added) in &group.sealed {
            self.sync_completed(*item, added)?;
        }
        for item in &group.items {
            let folder = self.layout.staged(*item);
            let journal = self.layout.journal(*item);
            if group.pages.iter().any(|(of, _)| of == item) {
                durable::sync(&journal)?;
            }
            for folder in [folder.join(CONTENT), folder.join("v1"), folder] {
                durable::sync(&folder)?;
            }
        }
        Ok(durable::sync(&self.layout.staging())?)
    }

    /// The files that complete an object. Its pages are durable already.
    fn sync_completed(&self, item: ItemId, added: &[String]) -> Result<()> {
        let folder = self.layout.staged(item);
        let sidecar = format!("{INVENTORY}.sha256");
        for folder in [&folder, &folder.join("v1")] {
            durable::sync(&folder.join(INVENTORY))?;
            durable::sync(&folder.join(&sidecar))?;
        }
        for name in added {
            durable::sync(&folder.join(CONTENT).join(name))?;
        }
        Ok(durable::sync(&folder.join(OBJECT_DECLARATION.0))?)
    }
}

/// The files of a group that are to be durable before its events are committed.
#[derive(Debug, Default)]
pub(crate) struct GroupFiles<'a> {
    /// Every item that the group touches, once.
    pub items: Vec<ItemId>,
    pub pages: Vec<(ItemId, &'a FileRecord)>,
    /// The items whose objects were completed, and the names of the files that were added to their pages.
    pub sealed: Vec<(ItemId, Vec<String>)>,
}

impl GroupFiles<'_> {
    fn small_files(&self) -> usize {
        let small = self.pages.iter().filter(|(_, record)| record.size < LARGE).count();
        small + 6 * self.sealed.len() + 4 * self.items.len()
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
