//! Writing so that it survives a power cut. An error of `fsync` is final and nothing here tries twice: the
//! kernel may have dropped the pages that it could not write, and would report success the next time.

use std::io::{self, Write};
use std::path::Path;

use fs_err::{File, OpenOptions};

/// Creates a file that must not exist yet, with all its bytes.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = new_file(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A file that must not exist yet, in a folder that is made if need be.
pub(crate) fn new_file(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs_err::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Flushes everything that was written to the file system of an open folder, files and folders alike: cheaper
/// than an `fsync` for each of many small files. An error since the folder was opened is reported here.
pub(crate) fn sync_file_system(folder: &File) -> io::Result<()> {
    rustix::fs::syncfs(folder.file()).map_err(|errno| {
        let error = io::Error::from(errno);
        let what = format!("failed to flush the disk of `{}`: {error}", folder.path().display());
        io::Error::new(error.kind(), what)
    })
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Makes the name of a file or folder durable.
pub(crate) fn sync_parent(path: &Path) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    sync_folder(parent.unwrap_or(Path::new(".")))
}
