//! The tables of `ledger.sqlite`. All are append-only: triggers refuse every other change, and an authorizer
//! refuses to prepare one. Neither stops somebody who edits the file; the signed log does.

use std::collections::BTreeSet;

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::{Connection, OptionalExtension};

/// `sijl`, so that `file` and SQLite's own tools can name the file.
const APPLICATION_ID: u32 = 0x7369_6a6c;

const TABLES: [&str; 3] = ["event", "hash", "checkpoint"];

/// `event`: the exact bytes of each leaf. `hash`: the tree in stored-hash order, dense, never rewritten, so
/// that any proof costs O(log n) point reads. `checkpoint`: every head that was signed.
const STATEMENTS: [&str; 12] = [
    "CREATE TABLE event(seq INTEGER PRIMARY KEY CHECK(seq >= 0), leaf BLOB NOT NULL CHECK(length(leaf) BETWEEN 1 AND 65535)) STRICT",
    "CREATE TABLE hash(idx INTEGER PRIMARY KEY CHECK(idx >= 0), hash BLOB NOT NULL CHECK(length(hash) = 32)) STRICT",
    "CREATE TABLE checkpoint(size INTEGER PRIMARY KEY CHECK(size > 0), note BLOB NOT NULL) STRICT",
    "CREATE TRIGGER event_next BEFORE INSERT ON event WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM event) BEGIN SELECT RAISE(ABORT, 'events follow one another without a gap'); END",
    "CREATE TRIGGER hash_next BEFORE INSERT ON hash WHEN NEW.idx IS NOT (SELECT coalesce(max(idx) + 1, 0) FROM hash) BEGIN SELECT RAISE(ABORT, 'hashes follow one another without a gap'); END",
    "CREATE TRIGGER checkpoint_next BEFORE INSERT ON checkpoint WHEN NEW.size <= (SELECT coalesce(max(size), 0) FROM checkpoint) BEGIN SELECT RAISE(ABORT, 'checkpoints only grow'); END",
    "CREATE TRIGGER event_fixed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE TRIGGER hash_fixed BEFORE UPDATE ON hash BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE TRIGGER checkpoint_fixed BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE TRIGGER hash_kept BEFORE DELETE ON hash BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE TRIGGER checkpoint_kept BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'append-only'); END",
];

pub(super) fn create(connection: &Connection) -> rusqlite::Result<()> {
    let statements = STATEMENTS.join(";\n");
    connection.execute_batch(&format!(
        "BEGIN IMMEDIATE; {statements}; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1; COMMIT;"
    ))
}

/// What of the schema is not as it was created, for example a trigger that somebody dropped.
pub(super) fn differences(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let fresh = Connection::open_in_memory()?;
    create(&fresh)?;
    let (found, wanted) = (described(connection)?, described(&fresh)?);
    let missing =
        wanted.difference(&found).map(|entry| format!("missing from the schema: {}", head(entry)));
    let foreign =
        found.difference(&wanted).map(|entry| format!("foreign to the schema: {}", head(entry)));
    Ok(missing.chain(foreign).collect())
}

/// Each entry of the schema: what it is, its name, its table, and the statement that makes it.
fn described(connection: &Connection) -> rusqlite::Result<BTreeSet<String>> {
    // Quoted, so that text that became a blob differs too.
    let sql = "SELECT concat_ws(' ', quote(type), quote(name), 'on', quote(tbl_name), quote(sql)) FROM sqlite_schema";
    let mut statement = connection.prepare(sql)?;
    statement.query_map((), |row| row.get(0))?.collect()
}

fn head(entry: &str) -> String {
    entry.split_whitespace().take(4).collect::<Vec<_>>().join(" ")
}

/// Whether this is a ledger at all, and of this version.
pub(super) fn is_known(connection: &Connection) -> rusqlite::Result<bool> {
    let number = |pragma| connection.query_row(pragma, (), |row| row.get::<_, u32>(0)).optional();
    Ok(number("PRAGMA application_id")? == Some(APPLICATION_ID)
        && number("PRAGMA user_version")? == Some(1))
}

/// Lets a connection read, and insert into the three tables; nothing else can even be prepared.
pub(super) fn authorize(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select
        | AuthAction::Read { .. }
        | AuthAction::Transaction { .. }
        | AuthAction::Function { .. } => Authorization::Allow,
        AuthAction::Insert { table_name } if TABLES.contains(&table_name) => Authorization::Allow,
        _ => Authorization::Deny,
    }
}
