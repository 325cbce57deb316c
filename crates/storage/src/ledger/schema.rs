//! The tables of `ledger.sqlite`. All are append-only: triggers refuse every other change, and an authorizer
//! refuses to prepare one. Neither stops somebody who edits the file; the signed log does.
//!
//! Version 1 had the log alone. Version 2 adds what others say of its checkpoints. A ledger of version 1 is
//! read as it is, and becomes one of version 2 when it is next opened for writing.

use std::collections::BTreeSet;

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::{Connection, OptionalExtension};

/// `sijl`, so that `file` and SQLite's own tools can name the file.
const APPLICATION_ID: u32 = 0x7369_6a6c;

/// The version that this program writes.
pub(super) const VERSION: u32 = 2;

/// The tables of the log itself, since version 1.
pub(super) const LOG: &[&str] = &["event", "hash", "checkpoint"];

/// The tables of what others say of it, since version 2.
pub(super) const ATTESTED: &[&str] =
    &["cosignature", "timestamp_request", "timestamp_token", "fork_evidence"];

/// `event`: the exact bytes of each leaf. `hash`: the tree in stored-hash order, dense, never rewritten, so
/// that any proof costs O(log n) point reads. `checkpoint`: every head that was signed.
const LOG_STATEMENTS: &[&str] = &[
    "CREATE TABLE event(seq INTEGER PRIMARY KEY CHECK(seq >= 0), leaf BLOB NOT NULL CHECK(length(leaf) BETWEEN 1 AND 65535)) STRICT",
    "CREATE TABLE hash(idx INTEGER PRIMARY KEY CHECK(idx >= 0), hash BLOB NOT NULL CHECK(length(hash) = 32)) STRICT",
    "CREATE TABLE checkpoint(size INTEGER PRIMARY KEY CHECK(size > 0), note BLOB NOT NULL) STRICT",
    "CREATE TRIGGER event_next BEFORE INSERT ON event WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM event) BEGIN SELECT RAISE(ABORT, 'events follow one another without a gap'); END",
    "CREATE TRIGGER hash_next BEFORE INSERT ON hash WHEN NEW.idx IS NOT (SELECT coalesce(max(idx) + 1, 0) FROM hash) BEGIN SELECT RAISE(ABORT, 'hashes follow one another without a gap'); END",
    "CREATE TRIGGER checkpoint_next BEFORE INSERT ON checkpoint WHEN NEW.size <= (SELECT coalesce(max(size), 0) FROM checkpoint) BEGIN SELECT RAISE(ABORT, 'checkpoints only grow'); END",
];

/// `cosignature`: a witness's line on a checkpoint, with the key it verifies under. `timestamp_request`: what
/// an authority was asked, over a checkpoint or over an earlier token, and the newest token kept by then.
/// `timestamp_token`: what it answered, and the certificates above its own. `fork_evidence`: two notes of this
/// log that cannot both be true.
const ATTESTED_STATEMENTS: &[&str] = &[
    "CREATE TABLE cosignature(id INTEGER PRIMARY KEY CHECK(id >= 0), size INTEGER NOT NULL REFERENCES checkpoint(size), vkey TEXT NOT NULL, line BLOB NOT NULL, UNIQUE(size, vkey, line)) STRICT",
    "CREATE TABLE timestamp_request(id INTEGER PRIMARY KEY CHECK(id >= 0), size INTEGER NOT NULL REFERENCES checkpoint(size), renews INTEGER REFERENCES timestamp_token(id), follows INTEGER REFERENCES timestamp_token(id), request BLOB NOT NULL UNIQUE) STRICT",
    "CREATE TABLE timestamp_token(id INTEGER PRIMARY KEY CHECK(id >= 0), request INTEGER NOT NULL REFERENCES timestamp_request(id), response BLOB NOT NULL UNIQUE, chain BLOB NOT NULL) STRICT",
    "CREATE TABLE fork_evidence(id INTEGER PRIMARY KEY CHECK(id >= 0), origin TEXT NOT NULL, what TEXT NOT NULL, ours BLOB NOT NULL, theirs BLOB NOT NULL, UNIQUE(origin, ours, theirs)) STRICT",
];

fn log_statements() -> impl Iterator<Item = String> {
    LOG_STATEMENTS.iter().map(|sql| (*sql).to_owned()).chain(fixed(LOG))
}

fn attested_statements() -> impl Iterator<Item = String> {
    let next = ATTESTED.iter().map(|table| {
        format!("CREATE TRIGGER {table}_next BEFORE INSERT ON {table} WHEN NEW.id IS NOT (SELECT coalesce(max(id) + 1, 0) FROM {table}) BEGIN SELECT RAISE(ABORT, 'rows follow one another without a gap'); END")
    });
    ATTESTED_STATEMENTS.iter().map(|sql| (*sql).to_owned()).chain(next).chain(fixed(ATTESTED))
}

/// The triggers that refuse to change or remove a row.
fn fixed(tables: &'static [&'static str]) -> impl Iterator<Item = String> {
    let trigger = |table: &str, suffix, change| {
        format!(
            "CREATE TRIGGER {table}_{suffix} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )
    };
    tables.iter().flat_map(move |table| {
        [trigger(table, "fixed", "UPDATE"), trigger(table, "kept", "DELETE")]
    })
}

/// Makes the tables of a version in an empty database.
pub(super) fn create(connection: &Connection, version: u32) -> rusqlite::Result<()> {
    let later = (version >= 2).then(attested_statements).into_iter().flatten();
    execute(connection, log_statements().chain(later), version)
}

/// Makes a ledger of version 1 one of the version that this program writes, in one transaction.
pub(super) fn upgrade(connection: &Connection) -> rusqlite::Result<()> {
    execute(connection, attested_statements(), VERSION)
}

fn execute(
    connection: &Connection,
    statements: impl Iterator<Item = String>,
    version: u32,
) -> rusqlite::Result<()> {
    let statements = statements.collect::<Vec<_>>().join(";\n");
    connection.execute_batch(&format!(
        "BEGIN IMMEDIATE; {statements}; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version}; COMMIT;"
    ))
}

/// What of the schema is not as it was created, for example a trigger that somebody dropped.
pub(super) fn differences(connection: &Connection, version: u32) -> rusqlite::Result<Vec<String>> {
    let fresh = Connection::open_in_memory()?;
    create(&fresh, version)?;
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

/// The version of a ledger; `None` if the database is no ledger.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<Option<u32>> {
    let number = |pragma| connection.query_row(pragma, (), |row| row.get::<_, u32>(0)).optional();
    let is_ledger = number("PRAGMA application_id")? == Some(APPLICATION_ID);
    Ok(number("PRAGMA user_version")?.filter(|version| is_ledger && *version > 0))
}

/// Lets a connection read, and insert into some tables; nothing else can even be prepared.
pub(super) fn only_insert_into(
    tables: &'static [&'static str],
) -> impl FnMut(AuthContext<'_>) -> Authorization + Send + 'static {
    move |context| match context.action {
        AuthAction::Select
        | AuthAction::Read { .. }
        | AuthAction::Transaction { .. }
        | AuthAction::Function { .. } => Authorization::Allow,
        AuthAction::Insert { table_name } if tables.contains(&table_name) => Authorization::Allow,
        _ => Authorization::Deny,
    }
}
