//! What the ledger's tables refuse, and what its writer never does.

use ed25519_dalek::SigningKey;
use sijill_translog::{Checkpoint, Note, NoteSigner, tree_root};

use super::*;

const ORIGIN: &str = "test.example/ledger";

fn ledger() -> (tempfile::TempDir, PathBuf, LedgerWriter) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite");
    let writer = LedgerWriter::create(&path).unwrap();
    (folder, path, writer)
}

fn leaves(range: std::ops::Range<u32>) -> Vec<Vec<u8>> {
    range.map(|number| format!("leaf {number}").into_bytes()).collect()
}

fn signer() -> NoteSigner {
    NoteSigner::ed25519(ORIGIN.parse().unwrap(), SigningKey::from_bytes(&[7; 32]))
}

#[test]
fn triggers_refuse_every_change_but_the_next_row() {
    let (_folder, path, mut writer) = ledger();
    writer.append(&leaves(0..3)).unwrap();
    drop(writer);
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch("PRAGMA recursive_triggers = ON").unwrap();
    for sql in [
        "UPDATE event SET leaf = x'00' WHERE seq = 1",
        "DELETE FROM event WHERE seq = 2",
        "INSERT OR REPLACE INTO event(seq, leaf) VALUES (1, x'00')",
        "INSERT INTO event(seq, leaf) VALUES (4, x'00')",
        "INSERT INTO event(seq, leaf) VALUES (2, x'00')",
        "INSERT INTO event(seq, leaf) VALUES (3, 'text')",
        "INSERT INTO event(seq, leaf) VALUES (3, x'')",
        "INSERT INTO event(leaf) VALUES (x'00')",
        "UPDATE hash SET hash = zeroblob(32)",
        "DELETE FROM hash",
        "INSERT INTO hash(idx, hash) VALUES (9, zeroblob(32))",
        "INSERT INTO checkpoint(size, note) VALUES (0, x'00')",
    ] {
        assert!(raw.execute(sql, ()).is_err(), "{sql}");
    }
    assert!(raw.execute("INSERT INTO event(seq, leaf) VALUES (3, x'00')", ()).is_ok());
}

#[test]
fn the_writers_connection_cannot_even_prepare_a_change() {
    let (_folder, path, _writer) = ledger();
    let mut connection =
        crate::database::open_for_writing(&path, crate::database::Synchronous::Full).unwrap();
    connection.authorizer(Some(schema::only_insert_into(schema::LOG))).unwrap();
    for sql in [
        "UPDATE event SET leaf = x'00'",
        "DELETE FROM checkpoint",
        "DROP TRIGGER event_fixed",
        "DROP TABLE hash",
        "CREATE TABLE other(x)",
        "CREATE TEMP TRIGGER t BEFORE INSERT ON event BEGIN SELECT 1; END",
        "ATTACH 'elsewhere' AS other",
        "PRAGMA writable_schema = ON",
        "PRAGMA recursive_triggers = OFF",
        "INSERT INTO sqlite_schema VALUES ('table', 'x', 'x', 0, '')",
    ] {
        assert!(connection.prepare(sql).is_err(), "{sql}");
    }
    assert!(connection.prepare("INSERT INTO event(seq, leaf) VALUES (0, x'00')").is_ok());
}

#[test]
fn opened_again_the_tree_goes_on_where_it_was() {
    let (_folder, path, mut writer) = ledger();
    writer.append(&leaves(0..5)).unwrap();
    drop(writer);
    let mut writer = LedgerWriter::open(&path).unwrap();
    assert_eq!(writer.append(&leaves(5..13)).unwrap(), 5..13);
    let mut stored = Vec::new();
    let mut expected = Frontier::new();
    leaves(0..13).iter().for_each(|leaf| {
        expected.append(sijill_translog::leaf_hash(leaf), &mut stored);
    });
    assert_eq!(writer.ledger().frontier(13).unwrap().root(), expected.root());
    assert_eq!(tree_root(7, writer.ledger()).unwrap(), tree_root(7, &stored).unwrap());
}

#[test]
fn a_checkpoint_is_signed_once_a_size_and_lies_outside_the_database_too() {
    let (folder, _path, mut writer) = ledger();
    let (file, log) = (folder.path().join("checkpoint"), signer());
    writer.append(&leaves(0..3)).unwrap();
    let note = writer.sign_checkpoint(ORIGIN, &[&log], &file).unwrap().unwrap();
    assert_eq!(fs_err::read(&file).unwrap(), note);
    assert!(writer.sign_checkpoint(ORIGIN, &[&log], &file).unwrap().is_none());
    let note = Note::parse(&note).unwrap();
    note.verify(log.verifier_key()).unwrap();
    let head = Checkpoint::parse(note.text()).unwrap();
    assert_eq!((head.size, head.root), (3, writer.ledger().frontier(3).unwrap().root()));
}

#[test]
fn after_a_failure_nothing_more_is_written_or_signed() {
    let (folder, path, mut writer) = ledger();
    writer.append(&leaves(0..1)).unwrap();
    assert!(writer.append(&[vec![b'x'; 70_000]]).is_err(), "a leaf beyond 65,535 bytes");
    assert!(matches!(writer.append(&leaves(1..2)), Err(StorageError::Poisoned { .. })));
    let signed = writer.sign_checkpoint(ORIGIN, &[&signer()], &folder.path().join("checkpoint"));
    assert!(matches!(signed, Err(StorageError::Poisoned { .. })));
    drop(writer);
    assert_eq!(LedgerWriter::open(&path).unwrap().size(), 1);
}

#[test]
fn a_row_that_changed_between_writing_and_reading_back_is_not_signed_over() {
    let (_folder, path, mut writer) = ledger();
    // A trigger stands in for the disk that keeps something else than it was given.
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch(
        "CREATE TRIGGER flip AFTER INSERT ON hash WHEN NEW.idx = 0 BEGIN \
         INSERT INTO event(seq, leaf) VALUES (1, x'00'); END",
    )
    .unwrap();
    drop(raw);
    let appended = writer.append(&leaves(0..1));
    assert!(matches!(appended, Err(StorageError::ReadBack { .. })), "{appended:?}");
    assert!(matches!(writer.append(&leaves(1..2)), Err(StorageError::Poisoned { .. })));
}
