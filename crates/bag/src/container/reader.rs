//! Reading one file of a container, and noticing when it is not what was listed.

use std::io::{self, Read};
use std::path::Path;

use fs_err::os::unix::fs::{FileExt, OpenOptionsExt};
use fs_err::{File, OpenOptions};

use crate::zip::Extent;

/// The bytes of one file. Reading fails, instead of ending, where the file is longer or shorter than it was
/// when it was listed, or has another check sum than its ZIP file says.
#[derive(Debug)]
pub struct FileReader<'c> {
    from: From<'c>,
    left: u64,
}

#[derive(Debug)]
enum From<'c> {
    Plain(File),
    Zipped { file: &'c File, path: String, position: u64, crc: u32, hasher: crc32fast::Hasher },
}

impl<'c> FileReader<'c> {
    /// A link or pipe that took the file's place since it was listed is refused, not followed.
    pub(super) fn plain(path: &Path, size: u64) -> io::Result<Self> {
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        let flags = i32::try_from(flags.bits()).unwrap_or_default();
        let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
        if !file.metadata()?.is_file() {
            return Err(changed(&path.display().to_string()));
        }
        Ok(Self { from: From::Plain(file), left: size })
    }

    pub(super) fn zipped(file: &'c File, path: &str, extent: Extent) -> Self {
        let Extent { offset: position, size, crc } = extent;
        let (path, hasher) = (path.to_owned(), crc32fast::Hasher::new());
        Self { from: From::Zipped { file, path, position, crc, hasher }, left: size }
    }

    fn read_plain(file: &mut File, left: u64, buffer: &mut [u8]) -> io::Result<usize> {
        // Where nothing is left, one more byte would show that the file grew.
        let read = file.read(buffer)?;
        let ended_early = read == 0 && left > 0;
        if ended_early || read as u64 > left {
            return Err(changed(&file.path().display().to_string()));
        }
        Ok(read)
    }
}

impl Read for FileReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let read = match &mut self.from {
            From::Plain(file) => Self::read_plain(file, self.left, buffer)?,
            From::Zipped { path, crc, hasher, .. } if self.left == 0 => {
                if hasher.clone().finalize() != *crc {
                    let what = format!("{path:?} has another check sum than its ZIP file says");
                    return Err(io::Error::new(io::ErrorKind::InvalidData, what));
                }
                0
            }
            From::Zipped { file, path, position, hasher, .. } => {
                let wanted = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
                let read = file.read_at(&mut buffer[..wanted], *position)?;
                if read == 0 {
                    return Err(changed(path));
                }
                hasher.update(&buffer[..read]);
                *position += read as u64;
                read
            }
        };
        self.left -= read as u64;
        Ok(read)
    }
}

fn changed(path: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{path} changed while it was read"))
}
