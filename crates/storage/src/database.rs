//! Opening SQLite files: for writing, and for reading without leaving a trace.
//!
//! A reader must not change the evidence, not even by the housekeeping that SQLite does when the last
//! connection closes. Where the folder can be written to, a reader therefore opens normally, so that it sees
//! what a crashed writer left in the `-wal` file, but may neither write nor checkpoint. On read-only media a
//! database that was closed properly is opened as immutable; one with a `-wal` is copied to a temporary
//! folder first, because SQLite cannot read it in place there.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use crate::error::{Result, SqliteContext};

/// How much a commit must survive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Synchronous {
    /// A power cut: truth and catalogue.
    Full,
    /// A crash of the program; after a power cut the last transactions may be gone, never the file's
    /// consistency. For what can be rebuilt.
    Normal,
}

/// A connection for reading, with the temporary copy that it may need.
pub(crate) struct ReadConnection {
    pub connection: Connection,
    _copy: Option<TempDir>,
}

pub(crate) fn open_for_writing(path: &Path, synchronous: Synchronous) -> Result<Connection> {
    let connection = Connection::open(path).at(path)?;
    let level = match synchronous {
        Synchronous::Full => "FULL",
        Synchronous::Normal => "NORMAL",
    };
    protect(&connection)
        .and_then(|()| {
            connection.execute_batch(&format!(
                "PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = {level};
                 PRAGMA foreign_keys = ON;
                 PRAGMA temp_store = MEMORY;"
            ))
        })
        .at(path)?;
    Ok(connection)
}

pub(crate) fn open_for_reading(path: &Path) -> Result<ReadConnection> {
    fs_err::metadata(path)?;
    if is_writable(path) {
        return open_in_place(path);
    }
    if wal_holds_frames(path) {
        return open_copy(path);
    }
    let immutable = format!("file:{}?immutable=1", uri_path(path));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(immutable, flags).at(path)?;
    protect(&connection).at(path)?;
    Ok(ReadConnection { connection, _copy: None })
}

fn open_in_place(path: &Path) -> Result<ReadConnection> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).at(path)?;
    if wal_holds_frames(path) {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).at(path)?;
    }
    protect(&connection)
        .and_then(|()| {
            connection.execute_batch("PRAGMA query_only = ON; PRAGMA busy_timeout = 10000;")
        })
        .at(path)?;
    Ok(ReadConnection { connection, _copy: None })
}

fn open_copy(path: &Path) -> Result<ReadConnection> {
    let copy = tempfile::tempdir()?;
    let name = path.file_name().unwrap_or_default();
    fs_err::copy(path, copy.path().join(name))?;
    let mut wal_name = name.to_owned();
    wal_name.push("-wal");
    fs_err::copy(path.with_file_name(&wal_name), copy.path().join(&wal_name))?;
    let mut opened = open_in_place(&copy.path().join(name))?;
    opened._copy = Some(copy);
    Ok(opened)
}

/// What every connection has: triggers that also see `INSERT OR REPLACE`, no trust in functions that a
/// tampered schema might name, a check of every page that is read, no way to write the schema directly.
fn protect(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.execute_batch(
        "PRAGMA recursive_triggers = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;",
    )
}

fn is_writable(path: &Path) -> bool {
    let can_write = |path: &Path| rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok();
    can_write(path) && path.parent().is_some_and(can_write)
}

fn wal_holds_frames(path: &Path) -> bool {
    let mut wal = path.as_os_str().to_owned();
    wal.push("-wal");
    fs_err::metadata(wal).is_ok_and(|meta| meta.len() > 0)
}

/// A path inside an SQLite URI: the characters that mean something there are percent-encoded.
fn uri_path(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}
