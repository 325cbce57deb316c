//! Old stores are emptied and set aside; nothing is deleted while anything is being measured.
//!
//! For a minute ext4 does not hand out the inode of a deleted file again, and whoever creates files next looks
//! at every such inode in turn. Measured: `cp -a` of 10,000 small files took 4.0 s of system time right after
//! `rm -rf` of as many, 0.4 s otherwise. So the tool that comes after a deletion would pay for it, and it is not
//! always the same one.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Result;
use crate::command::{check, output, program};

const REUSED_AFTER: Duration = Duration::from_secs(60);

/// The shell line that makes room for a fresh `$STORE`: the old one gives back its blocks, keeps its inodes.
pub const FRESH: &str = r#"if [ -e "$STORE" ]; then
  old=$(mktemp -d "$WORK/old-XXXXXX"); mv "$STORE" "$old"
  find "$old" -type f -exec chmod u+w {} + -exec truncate -s 0 {} +
fi
sync -f "$WORK""#;

/// Sets the folder of all stores of a contest aside.
pub fn retire(work: &Path) -> Result<()> {
    let names = (0..).map(|number| work.with_file_name(format!("retired-{number}")));
    let free = |name: &PathBuf| !name.exists();
    let Some(aside) = names.into_iter().find(free).filter(|_| work.exists()) else {
        return Ok(());
    };
    fs_err::rename(work, &aside)?;
    let empty = ["-type", "f", "-exec", "chmod", "u+w", "{}", "+", "-exec", "truncate", "-s", "0"];
    check(program("find").arg(&aside).args(empty).args(["{}", "+"]))
}

/// Deletes what was set aside, at the end of a run.
pub fn delete_retired(folder: &Path) -> Result<()> {
    for entry in fs_err::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with("retired-") {
            fs_err::remove_dir_all(entry.path())?;
        }
    }
    output(program("sync").arg("-f").arg(folder))?;
    Ok(fs_err::write(stamp(folder), "when this file was written, old stores were deleted\n")?)
}

/// Waits until the inodes of the run before can be used again.
pub fn wait_for_inodes(folder: &Path) {
    let deleted = fs_err::metadata(stamp(folder)).and_then(|stamp| stamp.modified());
    let since = deleted.ok().and_then(|deleted| deleted.elapsed().ok());
    if let Some(rest) = since.and_then(|since| REUSED_AFTER.checked_sub(since)) {
        eprintln!("waiting {} s until the last run's inodes are free", rest.as_secs());
        std::thread::sleep(rest);
    }
}

fn stamp(folder: &Path) -> PathBuf {
    folder.join("deleted")
}
