//! How fast the ledger appends, in groups and one by one, beside bare SQLite in the same run: one JSON object.
//! `cargo xtask bench --only ledger` runs it. Nothing is signed here; what is measured is the storing.

use std::path::Path;
use std::time::Instant;

use rusqlite::Connection;
use sijill_storage::LedgerWriter;

const GROUPED: usize = 20_000;
const SINGLE: usize = 1_000;
const GROUP: usize = 100;
const LEAF: usize = 600;

type Failure = Box<dyn std::error::Error>;

#[expect(clippy::print_stdout, reason = "the result of an example")]
fn main() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let ledger = |name: &str, rows, group| append(&folder.path().join(name), rows, group);
    let grouped = ledger("grouped", GROUPED, GROUP)?;
    let single = ledger("single", SINGLE, 1)?;
    let bare = bare(&folder.path().join("bare"))?;
    println!(
        "{{\"grouped_rows_per_s\":{grouped:.0},\"single_rows_per_s\":{single:.0},\"bare_rows_per_s\":{bare:.0}}}"
    );
    Ok(())
}

fn append(path: &Path, rows: usize, group: usize) -> Result<f64, Failure> {
    let mut ledger = LedgerWriter::create(path)?;
    let leaves = vec![vec![b'x'; LEAF]; group];
    let begun = Instant::now();
    for _ in 0..rows / group {
        ledger.append(&leaves)?;
    }
    Ok(rows as f64 / begun.elapsed().as_secs_f64())
}

/// The limit: the same bytes and two hashes a row into plain tables, nothing computed or read back.
fn bare(path: &Path) -> Result<f64, Failure> {
    let mut database = Connection::open(path)?;
    database.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE event(seq INTEGER PRIMARY KEY, leaf BLOB); CREATE TABLE hash(idx INTEGER PRIMARY KEY, hash BLOB);",
    )?;
    let begun = Instant::now();
    for _ in 0..GROUPED / GROUP {
        let transaction = database.transaction()?;
        for _ in 0..GROUP {
            transaction
                .prepare_cached("INSERT INTO event(leaf) VALUES (?1)")?
                .execute([vec![b'x'; LEAF]])?;
            for _ in 0..2 {
                transaction
                    .prepare_cached("INSERT INTO hash(hash) VALUES (?1)")?
                    .execute([[0_u8; 32]])?;
            }
        }
        transaction.commit()?;
    }
    Ok(GROUPED as f64 / begun.elapsed().as_secs_f64())
}
