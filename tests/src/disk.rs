//! Small disks in memory, to be filled or made read-only.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A small disk of its own in memory, gone at the end of the test.
#[derive(Debug)]
pub struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    /// Mounts it; none where this process may not mount, which is said as a skipped test.
    #[must_use]
    pub fn of(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let options = format!("size={size}");
        let mounted = mount(&["-t", "tmpfs", "-o", &options, "sijill-test"], folder.path());
        if !mounted {
            eprintln!("SKIPPED: this process may not mount a small disk");
        }
        mounted.then_some(Self { folder })
    }

    /// A path on the disk.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes it read-only.
    ///
    /// # Panics
    /// If that fails.
    pub fn make_read_only(&self) {
        assert!(mount(&["-o", "remount,ro"], self.folder.path()));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Whatever keeps it busy ends with the test; a lazy unmount waits for that.
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
    }
}

fn mount(options: &[&str], folder: &Path) -> bool {
    let mut command = Command::new("mount");
    command.args(options).arg(folder).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
