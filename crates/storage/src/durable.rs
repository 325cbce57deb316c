//! Writing so that it survives a power cut. Durability rules live here and nowhere else.
//!
//! A new file is durable after `fsync` of the file *and* of its folder. A file is replaced by writing a
//! second one beside it, `fsync`, `rename`, `fsync` of the folder: whoever looks sees the old or the new,
//! never a mixture. An error of `fsync` is final: the kernel may have dropped the pages it could not write
//! and would report success the next time, so nothing here tries twice.

use fs_err::os::unix::fs::OpenOptionsExt;
use std::io::{self, Write};
use std::path::Path;

use fs_err::{File, OpenOptions};

/// Makes a file's bytes or a folder's entries durable.
///
/// # Errors
/// If it cannot be opened or synced.
pub fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Flushes everything that was written to the file system of `folder`, files and folders alike; the kernel
/// reports a write-back error to this call. Cheaper than an `fsync` for each of many small files.
///
/// # Errors
/// If something could not be written back.
pub fn sync_file_system(folder: &Path) -> io::Result<()> {
    let file = File::open(folder)?;
    rustix::fs::syncfs(file.file()).map_err(|errno| {
        let error = io::Error::from(errno);
        io::Error::new(
            error.kind(),
            format!("failed to flush the disk of `{}`: {error}", folder.display()),
        )
    })
}

/// Creates a file that must not exist yet, with all its bytes; [`sync`] makes its name durable.
///
/// # Errors
/// If the file exists or cannot be written and synced.
pub fn create(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Replaces a file, or creates it, in one step.
///
/// # Errors
/// If a step fails; the old file is then still whole.
pub fn replace(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::other("a file without a folder"))?;
    let beside = path.with_extension("new");
    remove_if_there(&beside)?;
    create(&beside, bytes, mode)?;
    fs_err::rename(&beside, path)?;
    sync(folder)
}

/// Removes a file; that it is not there is no error.
///
/// # Errors
/// If it is there and cannot be removed.
pub fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs_err::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// How many bytes can still be written to the file system of `folder`.
///
/// # Errors
/// If the file system does not say.
pub fn free_bytes(folder: &Path) -> io::Result<u64> {
    let stat = rustix::fs::statvfs(folder)?;
    Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
}
