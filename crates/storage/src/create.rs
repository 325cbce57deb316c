//! Making a new archive. It is built beside its place and renamed into it, so that it appears whole or not
//! at all.

use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;

use sijill_keys::{Passphrase, PrivateKey};
use sijill_schema::{AgentId, Event, KeyRole};
use sijill_translog::{KeyName, VerifierKey};

use crate::archive::Archive;
use crate::catalogue::Catalogue;
use crate::config::{Config, FORMAT, check_origin};
use crate::durable;
use crate::error::{Result, StorageError};
use crate::keyring::{KeyFile, KeyFolder};
use crate::layout::Layout;
use crate::ledger::LedgerWriter;
use crate::policy;
use crate::registry::algorithm_of;
use crate::writer::Writer;

/// A fresh key with its role and identifier.
pub(crate) struct NewKey {
    pub id: AgentId,
    pub role: KeyRole,
    pub key: PrivateKey,
}

impl NewKey {
    pub fn generate(role: KeyRole) -> Result<Self> {
        Ok(Self {
            id: AgentId::new(),
            role,
            key: PrivateKey::generate(algorithm_of(role.algorithm()))?,
        })
    }
}

impl Archive {
    /// Makes a new archive with its keys, enrols them and signs the first checkpoint. `operator` is the
    /// first person's name; it is sealed to the archive and stands in no other file.
    ///
    /// # Errors
    /// If the folder is occupied, the origin cannot be used, or something cannot be written.
    pub fn create(
        folder: &Path,
        origin: &str,
        operator: &str,
        passphrase: &Passphrase,
    ) -> Result<Self> {
        let origin = check_origin(origin)?;
        refuse_occupied(folder)?;
        let parent = parent_of(folder);
        fs_err::create_dir_all(parent)?;
        let building = tempfile::Builder::new().prefix(".sijill-new-").tempdir_in(parent)?;
        let keys = KeyRole::ALL.into_iter().map(NewKey::generate).collect::<Result<Vec<_>>>()?;
        let archive = lay_out(building.path(), &origin, &keys, passphrase)?;
        Writer::begin(&archive, &keys, operator)?.finish()?;
        move_into_place(building, folder)?;
        Self::open(folder)
    }
}

/// Makes what has been built durable and gives it its name.
pub(crate) fn move_into_place(building: tempfile::TempDir, folder: &Path) -> Result<()> {
    fs_err::set_permissions(building.path(), std::fs::Permissions::from_mode(0o755))?;
    durable::sync_file_system(building.path())?;
    fs_err::rename(building.path(), folder).map_err(|error| not_replaceable(folder, error))?;
    // The folder has another name now: the guard has nothing left to remove.
    let _ = building.keep();
    Ok(durable::sync(parent_of(folder))?)
}

/// An empty folder can be replaced, unless it is where a disk is mounted or where somebody stands.
fn not_replaceable(folder: &Path, error: std::io::Error) -> StorageError {
    use std::io::ErrorKind::{CrossesDevices, InvalidInput, ResourceBusy};
    match error.kind() {
        ResourceBusy | CrossesDevices | InvalidInput => StorageError::Invalid {
            what: format!("{} is in use as a folder and cannot be replaced", folder.display()),
            remedy: "name a new folder in it",
        },
        _ => error.into(),
    }
}

pub(crate) fn parent_of(folder: &Path) -> &Path {
    match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

pub(crate) fn refuse_occupied(folder: &Path) -> Result<()> {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    match fs_err::read_dir(folder).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Err(error) if error.kind() == NotFound => Ok(()),
        Ok(false) => Err(StorageError::Occupied { path: folder.to_owned() }),
        Err(error) if error.kind() == NotADirectory => {
            Err(StorageError::Occupied { path: folder.to_owned() })
        }
        Err(error) => Err(error.into()),
    }
}

fn lay_out(
    folder: &Path,
    origin: &KeyName,
    keys: &[NewKey],
    passphrase: &Passphrase,
) -> Result<Archive> {
    let layout = Layout::new(folder);
    fs_err::create_dir(layout.staging())?;
    std::fs::DirBuilder::new().mode(0o700).create(layout.keys())?;
    for (path, bytes) in sijill_ocfl::root_files() {
        let path = layout.objects().join(path);
        fs_err::create_dir_all(parent_of(&path))?;
        durable::create(&path, &bytes, 0o644)?;
    }
    let mut log = None;
    let holder =
        keys.iter().find(|key| key.role == KeyRole::Person).map_or_else(AgentId::new, |key| key.id);
    for NewKey { id, role, key } in keys {
        KeyFolder::new(layout.keys()).store(
            KeyFile { holder, role: *role, key: *id },
            key,
            passphrase,
        )?;
        if *role == KeyRole::Log {
            log = key
                .as_ed25519()
                .map(|key| VerifierKey::ed25519(origin.clone(), key.verifying_key()));
        }
    }
    let log = log.map(|key| key.to_string()).unwrap_or_default();
    let config = Config {
        format: FORMAT,
        origin: origin.to_string(),
        log,
        created: Event::now(),
        restored: None,
    };
    config.write(&layout.config())?;
    LedgerWriter::create(&layout.ledger())?;
    Catalogue::open(&layout.catalogue())?;
    let archive = Archive::open(folder)?;
    policy::begin(&layout.policy(), &archive.log)?;
    Ok(archive)
}
