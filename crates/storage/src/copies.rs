//! Backup and restore.
//!
//! A copy is made from one snapshot of the ledger: what the snapshot says is held is copied, nothing else, so
//! the copy is consistent however much is being written meanwhile. The copy is then verified as a whole.
//!
//! A copy is read-only from the beginning. Two archives that both sign as one log would fork it; so before a
//! copy may sign, somebody has to show the newest checkpoint known anywhere, and the copy must hold all of it.

use std::collections::HashMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use sijill_keys::Passphrase;
use sijill_schema::{Act, Event, ItemId, PageId};
use walkdir::WalkDir;

use crate::archive::Archive;
use crate::catalogue::Catalogue;
use crate::config::{Config, check_origin};
use crate::create::{move_into_place, parent_of, refuse_occupied};
use crate::database::open_for_reading;
use crate::durable;
use crate::error::{Result, SqliteContext, StorageError};
use crate::layout::{CONTENT, Layout};
use crate::ledger::{Ledger, open_checkpoint};
use crate::staging::Staging;
use crate::verify::{Progress, Report, Scope};
use crate::writer::Writer;

/// How many pages SQLite copies before it lets a writer in.
const PAGES: i32 = 1024;

impl Archive {
    /// Copies the archive, while it may be in use, and verifies the copy. The folder appears whole or not
    /// at all; whether the copy is sound stands in the report.
    ///
    /// # Errors
    /// If the folder is occupied, or something cannot be read or written.
    pub fn backup(&self, folder: &Path, progress: &dyn Progress) -> Result<Report> {
        self.copy_to(folder, progress, |_| Ok(()))
    }

    /// Copies a backup and goes on from it as a successor: another log, with a name and a key of its own,
    /// for when the newest checkpoint covers more than any backup holds. Its first act embeds `newest`, or
    /// the backup's own checkpoint. What the lost part of the log covered stays lost, and provably so.
    ///
    /// # Errors
    /// If the folder is occupied, the name cannot be used, the checkpoint is not of this log, or something
    /// cannot be read or written.
    pub fn restore_as_successor(
        &self,
        folder: &Path,
        successor: &Successor<'_>,
        progress: &dyn Progress,
    ) -> Result<Report> {
        let origin = check_origin(successor.origin)?;
        let newest = match successor.newest {
            Some(file) => shown_checkpoint(&fs_err::read(file)?),
            None => self.checkpoint_file()?.unwrap_or_default(),
        };
        let ledger = self.ledger()?;
        let registry = self.registry(&ledger, &self.index(&ledger)?)?;
        if registry.has_been(&origin) {
            let what = format!("{origin} is the name of the log that is to be succeeded");
            let remedy = "choose another name: two logs of one name would be a fork";
            return Err(StorageError::Invalid { what, remedy });
        }
        open_checkpoint(&newest, &registry).map_err(not_of_this_log)?;
        self.copy_to(folder, progress, |copy| {
            let mut copy = copy.clone();
            copy.config.restored = None;
            let mut writer = Writer::open_to_succeed(&copy, successor.passphrase)?;
            writer.begin_successor(&origin, &newest, successor.passphrase)?;
            writer.finish().map(|_| ())
        })
    }

    /// Makes a copy beside its place, lets `change` work on it, verifies it and gives it its name.
    fn copy_to(
        &self,
        folder: &Path,
        progress: &dyn Progress,
        change: impl FnOnce(&Self) -> Result<()>,
    ) -> Result<Report> {
        refuse_occupied(folder)?;
        let parent = parent_of(folder);
        fs_err::create_dir_all(parent)?;
        let building = tempfile::Builder::new().prefix(".sijill-copy-").tempdir_in(parent)?;
        let copy = Copy { from: self, to: Layout::new(building.path()) };
        copy.make()?;
        change(&Self::open(building.path())?)?;
        let report = Self::open(building.path())?.verify(&Scope::default(), progress)?;
        move_into_place(building, folder)?;
        Ok(report)
    }

    /// Lets a restored archive write again, if it holds everything that the newest known checkpoint covers.
    ///
    /// # Errors
    /// If the checkpoint is not of this log, or covers more or other events than the archive holds.
    pub fn resume_after_restore(&mut self, newest: &Path) -> Result<()> {
        let ledger = self.ledger()?;
        let registry = self.registry(&ledger, &self.index(&ledger)?)?;
        let note = shown_checkpoint(&fs_err::read(newest)?);
        let shown = open_checkpoint(&note, &registry).map_err(not_of_this_log)?;
        ledger.check_against(Some(&note), &registry).map_err(StorageError::Frozen)?;
        ledger.check_not_forked(registry.origin().as_str()).map_err(StorageError::Frozen)?;
        // What is signed next must be larger than what was signed last anywhere.
        if self.checkpoint_size(&ledger)? < shown.size {
            durable::replace(&self.layout.checkpoint(), &note, 0o644)?;
        }
        self.config.restored = None;
        self.config.write(&self.layout.config())
    }

    fn checkpoint_size(&self, ledger: &Ledger) -> Result<u64> {
        Ok(ledger.newest_checkpoint()?.map_or(0, |head| head.size))
    }
}

/// How a log is to go on that lost its newest part.
#[derive(Debug)]
pub struct Successor<'a> {
    /// The successor's name.
    pub origin: &'a str,
    /// The newest checkpoint known of the log before, where it is not the backup's own.
    pub newest: Option<&'a Path>,
    /// The passphrase of the person who begins it.
    pub passphrase: &'a Passphrase,
}

fn not_of_this_log(what: String) -> StorageError {
    let what = format!("what was shown is not a checkpoint of this log: {what}");
    let remedy = "show the newest signed checkpoint: the file checkpoint of the lost disk, or a receipt in JSON";
    StorageError::Invalid { what, remedy }
}

/// The signed note in what was shown: the note itself, or a receipt in JSON that holds it.
fn shown_checkpoint(bytes: &[u8]) -> Vec<u8> {
    match serde_json::from_slice::<sijill_schema::Receipt>(bytes) {
        Ok(receipt) => receipt.checkpoint.into_bytes(),
        Err(_) => bytes.to_owned(),
    }
}

struct Copy<'a> {
    from: &'a Archive,
    to: Layout,
}

impl Copy<'_> {
    fn make(&self) -> Result<()> {
        // The checkpoint before the ledger, the ledger before the catalogue: each then covers the one before.
        if let Some(note) = self.from.checkpoint_file()? {
            durable::create(&self.to.checkpoint(), &note, 0o644)?;
        }
        copy_database(&self.from.layout.ledger(), &self.to.ledger())?;
        copy_database(&self.from.layout.catalogue(), &self.to.catalogue())?;
        if self.from.layout.readings().exists() {
            copy_database(&self.from.layout.readings(), &self.to.readings())?;
        }
        // What was recorded between the two copies counts in the archive and not in this copy of it.
        let held = Ledger::open(&self.to.ledger())?.size()?;
        Catalogue::open(&self.to.catalogue())?.forget_events_from(held)?;
        self.copy_small_parts()?;
        self.copy_items()
    }

    fn copy_small_parts(&self) -> Result<()> {
        let restored = Some(Event::now());
        Config { restored, ..self.from.config.clone() }.write(&self.to.config())?;
        fs_err::create_dir(self.to.staging())?;
        copy_folder(&self.from.layout.keys(), &self.to.keys())?;
        durable::replace(&self.to.policy(), self.from.policy()?.as_bytes(), 0o644)?;
        if self.from.authorities().is_dir() {
            copy_folder(&self.from.authorities(), &self.to.authorities())?;
        }
        if self.from.layout.rasters().is_dir() {
            copy_folder(&self.from.layout.rasters(), &self.to.rasters())?;
        }
        for (name, _) in sijill_ocfl::root_files() {
            let path = self.to.objects().join(&name);
            fs_err::create_dir_all(parent_of(&path))?;
            fs_err::copy(self.from.layout.objects().join(&name), path)?;
        }
        Ok(())
    }

    /// Copies what the copied ledger says is held.
    fn copy_items(&self) -> Result<()> {
        let ledger = Ledger::open(&self.to.ledger())?;
        let mut open: HashMap<ItemId, Vec<PageId>> = HashMap::new();
        ledger.for_each_leaf(0, |seq, leaf| {
            let event = crate::index::read_event(&ledger, seq, &leaf)?;
            match (&event.act, event.item, event.page) {
                (Act::Secured(_), Some(item), Some(page)) => {
                    open.entry(item).or_default().push(page)
                }
                (Act::ItemClosed(_) | Act::Accessioned(_), Some(item), _) => {
                    open.remove(&item);
                    self.copy_object(item)?;
                }
                _ => {}
            }
            Ok::<_, StorageError>(())
        })?;
        open.iter().try_for_each(|(item, pages)| self.copy_staged(*item, pages))
    }

    fn copy_object(&self, item: ItemId) -> Result<()> {
        let target = self.to.object(item);
        fs_err::create_dir_all(parent_of(&target))?;
        let (object, staged) = (self.from.layout.object(item), self.from.layout.staged(item));
        // The object may be renamed from staging at any moment, never back.
        if staged.is_dir() && copy_folder(&staged, &target).is_ok() {
            return Ok(());
        }
        if target.exists() {
            fs_err::remove_dir_all(&target)?;
        }
        copy_folder(&object, &target)
    }

    /// An item that was open at the snapshot: its acknowledged pages, wherever they are by now.
    fn copy_staged(&self, item: ItemId, pages: &[PageId]) -> Result<()> {
        let staging = Staging::new(self.from.layout.clone());
        let mut records = staging.journal(item)?;
        if records.is_empty() {
            records = self.sealed_since(item)?;
        }
        records.retain(|record| pages.contains(&record.page));
        Staging::new(self.to.clone()).keep_only(item, &records)?;
        for record in &records {
            let inside = Path::new(CONTENT).join(&record.stored);
            let target = self.to.staged(item).join(&inside);
            if copy_file(&self.from.layout.staged(item).join(&inside), &target).is_err() {
                copy_file(&self.from.layout.object(item).join(&inside), &target)?;
            }
        }
        Ok(())
    }

    /// The records of an item that was sealed after the snapshot, when its journal was removed.
    fn sealed_since(&self, item: ItemId) -> Result<Vec<sijill_schema::FileRecord>> {
        let path = self.from.layout.object(item).join(CONTENT).join(crate::layout::RECORD);
        let record: sijill_schema::ItemRecord =
            sijill_schema::canonical::from_slice(&fs_err::read(path)?)?;
        Ok(record.files)
    }
}

fn copy_database(from: &Path, to: &Path) -> Result<()> {
    let source = open_for_reading(from)?;
    let mut target = Connection::open(to).at(to)?;
    let backup = rusqlite::backup::Backup::new(&source.connection, &mut target).at(to)?;
    backup.run_to_completion(PAGES, std::time::Duration::ZERO, None).at(to)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for entry in WalkDir::new(from) {
        let entry = entry.map_err(std::io::Error::from)?;
        let target: PathBuf = match entry.path().strip_prefix(from) {
            Ok(inside) if !inside.as_os_str().is_empty() => to.join(inside),
            _ => to.to_owned(),
        };
        if entry.file_type().is_dir() {
            fs_err::create_dir(&target)?;
            let mode = entry.metadata().map_err(std::io::Error::from)?.permissions().mode();
            fs_err::set_permissions(&target, std::fs::Permissions::from_mode(mode | 0o700))?;
        } else {
            copy_file(entry.path(), &target)?;
        }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> Result<()> {
    fs_err::copy(from, to)?;
    Ok(())
}
