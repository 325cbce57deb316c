//! Files on their way in over a network. They wait in staging until they are whole and somebody secures them; until
//! then nobody was told that they are held, and `verify` counts them as unacknowledged.

use std::path::PathBuf;

use fs_err::os::unix::fs::OpenOptionsExt;
use fs_err::{File, OpenOptions};
use sijill_schema::ItemId;

use crate::archive::Archive;
use crate::error::{Result, StorageError};

/// The place where files arrive.
#[derive(Debug, Clone)]
pub struct Arrivals {
    folder: PathBuf,
}

/// Files that arrive together. They are removed when this is dropped: by then they are secured, or never will be.
#[derive(Debug)]
pub struct Arrival {
    folder: PathBuf,
}

impl Archive {
    /// Opens the place where files arrive, and removes what a process that was killed has left there.
    ///
    /// # Errors
    /// If the archive was restored and nobody has shown its newest checkpoint, or the place cannot be written.
    pub fn arrivals(&self) -> Result<Arrivals> {
        if self.is_restored() {
            return Err(StorageError::Restored { path: self.folder().to_owned() });
        }
        let folder = self.layout.arriving();
        match fs_err::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        fs_err::create_dir_all(&folder)?;
        Ok(Arrivals { folder })
    }
}

impl Arrivals {
    /// Makes room for files that arrive together.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn begin(&self) -> Result<Arrival> {
        // As deep as the files of items, so that they are counted as they are.
        let arrival = Arrival { folder: self.folder.join(ItemId::new().to_string()) };
        fs_err::create_dir_all(arrival.folder.join("files"))?;
        Ok(arrival)
    }
}

impl Arrival {
    /// A new file that only the archive's user can read, and its path. Its name is ours.
    ///
    /// # Errors
    /// If it is there already or cannot be made.
    pub fn file(&self, number: usize) -> Result<(PathBuf, File)> {
        let path = self.folder.join("files").join(format!("{number:06}"));
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        Ok((path, file))
    }
}

impl Drop for Arrival {
    fn drop(&mut self) {
        // What stays is removed when the archive is served the next time.
        let _ = fs_err::remove_dir_all(&self.folder);
    }
}
