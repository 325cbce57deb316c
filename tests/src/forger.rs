//! Somebody with write access to the files, SQLite's shell and knowledge of the format, but without the keys.

use std::path::Path;

use rusqlite::Connection;
use sijill_translog::{Frontier, leaf_hash};

/// The events of a ledger that somebody may read, in order.
///
/// # Panics
/// If it cannot be read.
#[must_use]
pub fn leaves(ledger: &Path) -> Vec<Vec<u8>> {
    Forger(Connection::open(ledger).unwrap()).leaves()
}

/// An open ledger whose triggers are gone for a while.
#[derive(Debug)]
pub struct Forger(Connection);

impl Forger {
    /// Changes a ledger and leaves its schema as it was.
    ///
    /// # Panics
    /// If a statement fails.
    pub fn edit(ledger: &Path, work: impl FnOnce(&Self)) {
        let forger = Self(Connection::open(ledger).unwrap());
        let triggers = forger.triggers();
        for (name, _) in &triggers {
            forger.run(&format!("DROP TRIGGER {name}"));
        }
        work(&forger);
        triggers.iter().for_each(|(_, sql)| forger.run(sql));
    }

    fn triggers(&self) -> Vec<(String, String)> {
        let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'";
        let mut statement = self.0.prepare(sql).unwrap();
        let rows = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    /// Runs statements.
    ///
    /// # Panics
    /// If one fails.
    pub fn run(&self, sql: &str) {
        self.0.execute_batch(sql).unwrap();
    }

    /// Every event, in order.
    ///
    /// # Panics
    /// If the ledger cannot be read.
    #[must_use]
    pub fn leaves(&self) -> Vec<Vec<u8>> {
        let mut statement = self.0.prepare("SELECT leaf FROM event ORDER BY seq").unwrap();
        let rows = statement.query_map((), |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    /// Puts other events in place of all of them.
    ///
    /// # Panics
    /// If a statement fails.
    pub fn put_leaves(&self, leaves: &[Vec<u8>]) {
        self.run("DELETE FROM event");
        for (seq, leaf) in leaves.iter().enumerate() {
            self.0.execute("INSERT INTO event(seq, leaf) VALUES (?1, ?2)", (seq, leaf)).unwrap();
        }
    }

    /// Computes all tree hashes anew, as the events are now.
    ///
    /// # Panics
    /// If a statement fails.
    pub fn rehash(&self) {
        let (mut edge, mut stored) = (Frontier::new(), Vec::new());
        self.leaves().iter().for_each(|leaf| edge.append(leaf_hash(leaf), &mut stored));
        self.run("DELETE FROM hash");
        for (index, hash) in stored.iter().enumerate() {
            let values = (index, hash.0);
            self.0.execute("INSERT INTO hash(idx, hash) VALUES (?1, ?2)", values).unwrap();
        }
    }

    /// Puts another note in place of the newest checkpoint.
    ///
    /// # Panics
    /// If a statement fails.
    pub fn put_checkpoint(&self, note: &[u8]) {
        let sql = "UPDATE checkpoint SET note = ?1 WHERE size = (SELECT max(size) FROM checkpoint)";
        self.0.execute(sql, [note]).unwrap();
    }
}
