//! A second opinion on an archive: ledger and files, read without Sijill's own code.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::Connection;
use serde_json::Value;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

/// The events of an archive, in order.
#[derive(Debug, Clone)]
pub struct Events(Vec<Vec<u8>>);

impl Events {
    /// Reads the ledger from a copy, so that nothing of the archive is touched.
    ///
    /// # Panics
    /// If there is no ledger.
    #[must_use]
    pub fn of(archive: &Path) -> Self {
        let copy = tempfile::tempdir().unwrap();
        for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
            if archive.join(name).exists() {
                fs_err::copy(archive.join(name), copy.path().join(name)).unwrap();
            }
        }
        let ledger = Connection::open(copy.path().join("ledger.sqlite")).unwrap();
        let mut leaves = ledger.prepare("SELECT leaf FROM event ORDER BY seq").unwrap();
        let leaves = leaves.query_map((), |row| row.get(0)).unwrap();
        Self(leaves.collect::<Result<_, _>>().unwrap())
    }

    /// How many events there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// One event, counted from 0.
    #[must_use]
    pub fn get(&self, seq: usize) -> Value {
        body(&self.0[seq])
    }

    /// The events of one act.
    #[must_use]
    pub fn acts(&self, act: &str) -> Vec<Value> {
        self.0.iter().map(|leaf| body(leaf)).filter(|event| event["act"] == act).collect()
    }

    /// Whether these events begin with those.
    #[must_use]
    pub fn continue_from(&self, earlier: &Self) -> bool {
        self.0.starts_with(&earlier.0)
    }

    /// The digests of the files that were secured, without `sha256:`.
    #[must_use]
    pub fn secured(&self) -> Vec<String> {
        let digest = |event: &Value| event["object"]["digest"].as_str().map(str::to_owned);
        let digests = self.acts("ing").iter().filter_map(digest).collect::<Vec<_>>();
        digests.iter().map(|digest| digest.trim_start_matches("sha256:").to_owned()).collect()
    }
}

fn body(leaf: &[u8]) -> Value {
    let line = leaf.split(|byte| *byte == b'\n').nth(1).unwrap_or_default();
    serde_json::from_slice(line).unwrap_or_default()
}

/// The digests of all bytes that the archive holds, sealed or staged.
///
/// # Panics
/// If a file cannot be read.
#[must_use]
pub fn held(archive: &Path) -> BTreeSet<String> {
    let folders = ["objects", "staging"].map(|name| archive.join(name));
    let files = folders.iter().flat_map(WalkDir::new).map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    files.map(|entry| sha256(&fs_err::read(entry.path()).unwrap())).collect()
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
