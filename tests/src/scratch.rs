//! Archives and sources that are thrown away.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::Sijill;

/// A new archive in a temporary folder, which goes with it.
#[derive(Debug)]
pub struct Scratch {
    /// The temporary folder; the archive is in `archive`, the rest is the test's.
    pub dir: TempDir,
    /// The binary, working on this archive.
    pub sijill: Sijill,
}

impl Scratch {
    /// The archive's folder.
    #[must_use]
    pub fn archive(&self) -> PathBuf {
        self.dir.path().join("archive")
    }

    /// A path beside the archive.
    #[must_use]
    pub fn beside(&self, name: impl AsRef<Path>) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file beside the archive, with its folders.
    pub fn write(&self, name: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.beside(name);
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        fs_err::write(&path, bytes).unwrap();
        path
    }

    /// Fills the folder `name` beside the archive with `count` scans.
    pub fn write_scans(&self, name: &str, count: usize) -> PathBuf {
        for (file, bytes) in scans(count) {
            self.write(Path::new(name).join(file), bytes);
        }
        self.beside(name)
    }
}

/// Makes a new archive.
///
/// # Panics
/// If `sijill init` fails.
#[must_use]
pub fn archive() -> Scratch {
    let dir = TempDir::with_prefix("sijill-tests-").unwrap();
    let folder = dir.path().join("archive");
    let sijill = Sijill::new().on(&folder);
    let run = sijill.run(["init", "--origin", "x.example/y", folder.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{run:?}");
    Scratch { dir, sijill }
}

/// Small files with names, always the same: `scan-0000.tif` and so on, each with other bytes.
#[must_use]
pub fn scans(count: usize) -> Vec<(String, Vec<u8>)> {
    let scan = |number: usize| {
        let bytes = (0..64 + number * 7 % 200).map(|at| (at * 31 + number * 17) as u8);
        let head = format!("scan {number}\n").into_bytes();
        (format!("scan-{number:04}.tif"), head.into_iter().chain(bytes).collect())
    };
    (0..count).map(scan).collect()
}

/// The smallest picture there is, one pixel of this shade of grey.
#[must_use]
pub fn bitmap(shade: u8) -> Vec<u8> {
    let mut file = b"BM".to_vec();
    file.extend_from_slice(&58_u32.to_le_bytes());
    file.extend_from_slice(&[0; 4]);
    file.extend_from_slice(&54_u32.to_le_bytes());
    for part in [40_u32, 1, 1] {
        file.extend_from_slice(&part.to_le_bytes());
    }
    file.extend_from_slice(&[1, 0, 24, 0]);
    file.extend_from_slice(&[0; 24]);
    file.extend_from_slice(&[shade, shade, shade, 0]);
    file
}

/// Copies a folder with everything in it; the copies may be written to.
///
/// # Panics
/// If something cannot be copied.
pub fn copy_folder(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(Result::unwrap) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs_err::create_dir_all(target).unwrap();
        } else {
            let bytes = fs_err::read(entry.path()).unwrap();
            fs_err::write(target, bytes).unwrap();
        }
    }
}
