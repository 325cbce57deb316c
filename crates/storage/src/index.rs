//! `ledger-index.sqlite`: where in the ledger something stands. Unsigned, rebuilt from the ledger whenever it
//! is missing, behind or ahead, and never trusted by `verify`.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension};
use sijill_schema::{Act, Digest, Event, Id, ItemId, PageId};

use crate::database::{Synchronous, open_for_reading, open_for_writing};
use crate::durable;
use crate::error::{Result, SqliteContext, StorageError};
use crate::ledger::{Ledger, parse_note};

const VERSION: u32 = 4;

/// The tables and their columns. With `_tail` behind their names they hold, for one reader, what the file lacks.
const TABLES: [(&str, &str); 6] = [
    (
        "item_event",
        "(item BLOB NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(item, seq)) STRICT, WITHOUT ROWID",
    ),
    (
        "held",
        "(digest BLOB NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(digest, seq)) STRICT, WITHOUT ROWID",
    ),
    ("key_event", "(seq INTEGER PRIMARY KEY) STRICT"),
    (
        "page_event",
        "(page BLOB NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(page, seq)) STRICT, WITHOUT ROWID",
    ),
    ("reading_event", "(seq INTEGER PRIMARY KEY) STRICT"),
    ("export_event", "(seq INTEGER PRIMARY KEY) STRICT"),
];

/// How many events are indexed in one transaction while catching up.
const GROUP: usize = 4096;

/// The index of the ledger.
pub struct Index {
    connection: Connection,
    path: PathBuf,
}

impl Index {
    /// Opens the index for writing and brings it up to the ledger.
    pub(crate) fn open(path: &Path, ledger: &Ledger) -> Result<Self> {
        let target = ledger.size()?;
        if let Ok(index) = Self::open_existing(path)
            && index.size()? <= target
        {
            return index.catch_up(ledger);
        }
        for end in ["", "-wal", "-shm"] {
            let mut file = path.as_os_str().to_owned();
            file.push(end);
            durable::remove_if_there(Path::new(&file))?;
        }
        Self::made(open_for_writing(path, Synchronous::Normal)?, path)?.catch_up(ledger)
    }

    /// An index for somebody who may not write: the one on disk, and in memory what it lacks. A writer commits to the ledger
    /// first, so the file is behind for a moment after each event.
    pub(crate) fn open_for_reading(path: &Path, ledger: &Ledger) -> Result<Self> {
        if let Ok(database) = open_for_reading(path) {
            let index = Self { connection: database.connection, path: path.to_owned() };
            if let Ok(index) = index.with_tail(ledger) {
                return Ok(index);
            }
        }
        Self::made(Connection::open_in_memory().at(path)?, path)?.catch_up(ledger)
    }

    fn made(connection: Connection, path: &Path) -> Result<Self> {
        for (table, columns) in TABLES {
            connection.execute_batch(&format!("CREATE TABLE {table}{columns}")).at(path)?;
        }
        let state = format!(
            "CREATE TABLE state(size INTEGER NOT NULL) STRICT; INSERT INTO state(size) VALUES (0); \
             PRAGMA user_version = {VERSION};"
        );
        connection.execute_batch(&state).at(path)?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Adds what the file lacks, in tables of this connection, and puts views over both. The transaction stays open, so that
    /// the file does not catch up below them.
    fn with_tail(self, ledger: &Ledger) -> Result<Self> {
        let run = |sql: &str| self.connection.execute_batch(sql).at(&self.path);
        run("BEGIN")?;
        let (size, target) = (self.size()?, ledger.size()?);
        if self.version()? != VERSION || size > target {
            let what = "the index is not of this ledger".to_owned();
            return Err(StorageError::Damaged { path: self.path, what });
        }
        if size == target {
            run("COMMIT")?;
            return Ok(self);
        }
        run("PRAGMA query_only = OFF; PRAGMA temp_store = MEMORY;")?;
        for (table, columns) in TABLES {
            run(&format!("CREATE TEMP TABLE {table}_tail{columns}"))?;
        }
        in_groups(ledger, size, |events| put(&self.connection, "_tail", events).at(&self.path))?;
        for (table, _) in TABLES {
            run(&format!(
                "CREATE TEMP VIEW {table} AS \
                 SELECT * FROM main.{table} UNION ALL SELECT * FROM temp.{table}_tail"
            ))?;
        }
        run("PRAGMA query_only = ON")?;
        Ok(self)
    }

    fn open_existing(path: &Path) -> Result<Self> {
        let connection = open_for_writing(path, Synchronous::Normal)?;
        let index = Self { connection, path: path.to_owned() };
        let version = index.version()?;
        if version != VERSION {
            let what = format!("version {version} of the index is not known");
            return Err(StorageError::Damaged { path: path.to_owned(), what });
        }
        Ok(index)
    }

    fn version(&self) -> Result<u32> {
        self.connection.query_row("PRAGMA user_version", (), |row| row.get(0)).at(&self.path)
    }

    fn size(&self) -> Result<u64> {
        self.connection.query_row("SELECT size FROM state", (), |row| row.get(0)).at(&self.path)
    }

    fn catch_up(mut self, ledger: &Ledger) -> Result<Self> {
        in_groups(ledger, self.size()?, |events| self.add(events))?;
        Ok(self)
    }

    /// Adds events that the ledger has just taken.
    pub(crate) fn add(&mut self, events: &[(u64, Event)]) -> Result<()> {
        let Some((last, _)) = events.last() else { return Ok(()) };
        let transaction = self.connection.transaction().at(&self.path)?;
        put(&transaction, "", events).at(&self.path)?;
        transaction.execute("UPDATE state SET size = ?1", [last + 1]).at(&self.path)?;
        transaction.commit().at(&self.path)
    }

    /// The events of an item, in order.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn events_of(&self, item: ItemId) -> Result<Vec<u64>> {
        let sql = "SELECT seq FROM item_event WHERE item = ?1 ORDER BY seq";
        let mut statement = self.connection.prepare_cached(sql).at(&self.path)?;
        let rows = statement.query_map([item.uuid().as_bytes()], |row| row.get(0)).at(&self.path)?;
        rows.collect::<Result<_, _>>().at(&self.path)
    }

    /// The item's newest event.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn last_event_of(&self, item: ItemId) -> Result<Option<u64>> {
        let sql = "SELECT max(seq) FROM item_event WHERE item = ?1";
        let mut statement = self.connection.prepare_cached(sql).at(&self.path)?;
        statement.query_row([item.uuid().as_bytes()], |row| row.get(0)).at(&self.path)
    }

    /// The events that name a page, in order. For a file of several images, those of its images too.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn events_of_page(&self, page: PageId) -> Result<Vec<u64>> {
        let sql = "SELECT seq FROM page_event WHERE page = ?1 ORDER BY seq";
        let mut statement = self.connection.prepare_cached(sql).at(&self.path)?;
        let rows = statement.query_map([page.uuid().as_bytes()], |row| row.get(0)).at(&self.path)?;
        rows.collect::<Result<_, _>>().at(&self.path)
    }

    /// The event that first secured these bytes, where the archive holds them.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn first_holder(&self, digest: &Digest) -> Result<Option<u64>> {
        let sql = "SELECT seq FROM held WHERE digest = ?1 ORDER BY seq LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql).at(&self.path)?;
        statement.query_row([digest.as_bytes()], |row| row.get(0)).optional().at(&self.path)
    }

    /// How many files were secured.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn files(&self) -> Result<u64> {
        self.connection.query_row("SELECT count(*) FROM held", (), |row| row.get(0)).at(&self.path)
    }

    /// The newest event that commits to what people read.
    pub(crate) fn last_reading_event(&self) -> Result<Option<u64>> {
        let sql = "SELECT max(seq) FROM reading_event";
        self.connection.query_row(sql, (), |row| row.get(0)).at(&self.path)
    }

    /// The events that enrolled or revoked keys, in order.
    pub(crate) fn key_events(&self) -> Result<Vec<u64>> {
        self.all("SELECT seq FROM key_event ORDER BY seq")
    }

    /// The events about what leaves over the web, in order.
    pub(crate) fn export_events(&self) -> Result<Vec<u64>> {
        self.all("SELECT seq FROM export_event ORDER BY seq")
    }

    fn all(&self, sql: &str) -> Result<Vec<u64>> {
        let mut statement = self.connection.prepare_cached(sql).at(&self.path)?;
        let rows = statement.query_map((), |row| row.get(0)).at(&self.path)?;
        rows.collect::<Result<_, _>>().at(&self.path)
    }
}

/// Hands the ledger's events over from one on, in groups.
fn in_groups(
    ledger: &Ledger,
    from: u64,
    mut take: impl FnMut(&[(u64, Event)]) -> Result<()>,
) -> Result<()> {
    let mut group = Vec::new();
    ledger.for_each_leaf(from, |seq, leaf| {
        group.push((seq, read_event(ledger, seq, &leaf)?));
        if group.len() == GROUP {
            take(&group)?;
            group.clear();
        }
        Ok::<_, StorageError>(())
    })?;
    take(&group)
}

/// Puts events into the tables whose names end so.
fn put(connection: &Connection, tail: &str, events: &[(u64, Event)]) -> rusqlite::Result<()> {
    let insert = |table: &str, values: &str| {
        connection.prepare_cached(&format!("INSERT OR IGNORE INTO {table}{tail} VALUES ({values})"))
    };
    let mut item_event = insert("item_event", "?1, ?2")?;
    let mut held = insert("held", "?1, ?2")?;
    let mut page_event = insert("page_event", "?1, ?2")?;
    let mut key_event = insert("key_event", "?1")?;
    let mut reading_event = insert("reading_event", "?1")?;
    let mut export_event = insert("export_event", "?1")?;
    for (seq, event) in events {
        if let Some(item) = event.item {
            item_event.execute((item.uuid().as_bytes(), seq))?;
        }
        // An event names its page and the file that the page is an image of, which may be one.
        for page in event.page.into_iter().chain(event.act.master()) {
            page_event.execute((page.uuid().as_bytes(), seq))?;
        }
        match (&event.act, &event.object) {
            (Act::Secured(_), Some(object)) => {
                held.execute((object.digest.as_bytes(), seq))?;
            }
            (Act::PagesRead(_), _) => {
                reading_event.execute([seq])?;
            }
            (Act::ExportProposed(_) | Act::ExportApproved(_), _) => {
                export_event.execute([seq])?;
            }
            (Act::Exported(exported), _) if exported.proposal.is_some() => {
                export_event.execute([seq])?;
            }
            (act, _) if act.changes_keys() => {
                key_event.execute([seq])?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// The event in a leaf.
pub(crate) fn read_event(ledger: &Ledger, seq: u64, leaf: &[u8]) -> Result<Event> {
    let note = parse_note(ledger.path(), seq, leaf)?;
    Event::parse(note.text()).map_err(|error| StorageError::Damaged {
        path: ledger.path().to_owned(),
        what: format!("event {seq}: {error}"),
    })
}
