//! What a database says, row by row and read past all indexes: what the ledger vouches for, and the rest.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, types::ValueRef};

use crate::evidence::Events;

/// The rows of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// What must not change unnoticed.
    pub bound: Vec<Part>,
    /// What nothing signed refers to: numbers for people, columns that repeat a signed record, the records of
    /// items that are not closed.
    pub loose: Vec<Part>,
}

/// The rows that a query gave, or why it gave none, under a name.
pub type Part = (&'static str, Result<Vec<String>, String>);

type Query = (&'static str, String);

const LEDGER: [(&str, &str); 8] = [
    ("events", "SELECT seq, leaf FROM event NOT INDEXED"),
    ("hashes", "SELECT idx, hash FROM hash NOT INDEXED"),
    ("checkpoints", "SELECT size, note FROM checkpoint NOT INDEXED"),
    ("cosignatures", "SELECT id, size, vkey, line FROM cosignature NOT INDEXED"),
    (
        "time stamp requests",
        "SELECT id, size, renews, follows, request FROM timestamp_request NOT INDEXED",
    ),
    ("time stamps", "SELECT id, request, response, chain FROM timestamp_token NOT INDEXED"),
    ("forks", "SELECT id, origin, what, ours, theirs FROM fork_evidence NOT INDEXED"),
    ("schema", "SELECT type, name, sql FROM sqlite_schema"),
];

const CATALOGUE: [(&str, &str); 2] = [
    ("sealed names", "SELECT key, sealed FROM person NOT INDEXED"),
    ("accession records", "SELECT id, record FROM accession NOT INDEXED"),
];

const LOOSE: [(&str, &str); 9] = [
    ("person.sealed_to", "SELECT sealed_to FROM person NOT INDEXED"),
    ("accession.number", "SELECT number FROM accession NOT INDEXED"),
    ("accession.intake", "SELECT intake FROM accession NOT INDEXED"),
    ("item.accession", "SELECT accession FROM item NOT INDEXED"),
    ("item.number", "SELECT number FROM item NOT INDEXED"),
    ("item.reference", "SELECT reference FROM item NOT INDEXED"),
    ("item.path", "SELECT path FROM item NOT INDEXED"),
    ("an open item", "SELECT id, description FROM item NOT INDEXED"),
    ("the catalogue's schema", "SELECT type, name, tbl_name, sql FROM sqlite_schema"),
];

/// How the databases of one archive are read.
#[derive(Debug, Clone)]
pub struct Reader {
    bound: Vec<Query>,
    loose: Vec<Query>,
}

impl Reader {
    /// For `ledger.sqlite`.
    #[must_use]
    pub fn of_ledger() -> Self {
        Self { bound: owned(&LEDGER), loose: Vec::new() }
    }

    /// For `catalogue.sqlite` of an archive: the ledger says which of its items are closed.
    #[must_use]
    pub fn of_catalogue(archive: &Path) -> Self {
        let closed = Events::of(archive).acts("ine");
        let ids = closed.iter().filter_map(|event| event["item"].as_str());
        let ids: Vec<_> = ids.map(|id| format!("x'{}'", id.replace('-', ""))).collect();
        let items = format!(
            "SELECT id, description FROM item NOT INDEXED WHERE id IN ({})",
            ids.join(", ")
        );
        let mut bound = owned(&CATALOGUE);
        bound.push(("closed items", items));
        Self { bound, loose: owned(&LOOSE) }
    }

    /// Reads everything.
    #[must_use]
    pub fn read(&self, path: &Path) -> Rows {
        let uri = format!("file:{}?immutable=1", path.display());
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let database = Connection::open_with_flags(uri, flags).unwrap();
        let read =
            |(name, sql): &Query| (*name, query(&database, sql).map_err(|error| error.to_string()));
        Rows {
            bound: self.bound.iter().map(read).collect(),
            loose: self.loose.iter().map(read).collect(),
        }
    }
}

fn owned(queries: &[(&'static str, &str)]) -> Vec<Query> {
    queries.iter().map(|(name, sql)| (*name, (*sql).to_owned())).collect()
}

fn query(database: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = database.prepare(sql)?;
    let columns = statement.column_count();
    let text = |row: &rusqlite::Row<'_>| {
        let values = (0..columns).map(|column| row.get_ref(column).map(exact));
        Ok(values.collect::<rusqlite::Result<Vec<_>>>()?.join(" | "))
    };
    statement.query_map((), text)?.collect()
}

/// A value with its type; text need not be UTF-8.
fn exact(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Text(bytes) => format!("text {}", bytes.escape_ascii()),
        other => format!("{other:?}"),
    }
}

/// The first part that reads otherwise.
#[must_use]
pub fn first_difference(before: &[Part], after: &[Part]) -> Option<Part> {
    before.iter().zip(after).find(|(one, other)| one != other).map(|(_, other)| other.clone())
}
