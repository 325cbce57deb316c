//! What somebody with access to the files might do to the ledger, one thing at a time. `verify` must find each, and
//! its report must name the file, and where it can the event.
//!
//! Who also has the log's key and rewrites everything that was ever handed out is not found from inside; that is
//! what receipts, witnesses and timestamps outside the archive are for. Nor is it found when one of several older
//! checkpoint rows is deleted: the newer ones cover all that it covered, and nothing refers to it.

use std::path::PathBuf;

use ed25519_dalek::SigningKey;
use sijill_storage::verify::ProblemKind::{Checkpoint, LedgerRow, LedgerTree, Rollback, Signature};
use sijill_tests::attack::{assert_found, raw};
use sijill_tests::forger::Forger;
use sijill_tests::specimen::Copy;
use sijill_translog::{KeyName, Note, NoteSigner};

/// The specimen's ledger: five keys, then an accession with two items, its closing, and another accession with
/// one file that is only staged.
const FIRST_FILE: usize = 6;
const SECOND_FILE: usize = 7;
const LAST: usize = 14;

const LEDGER: &str = "ledger.sqlite";
const CHECKPOINT: &str = "checkpoint";

fn ledger(copy: &Copy, work: impl FnOnce(&Forger)) -> PathBuf {
    Forger::edit(&copy.path().join(LEDGER), work);
    LEDGER.into()
}

/// Changes the list of events, leaves the tree.
fn events(copy: &Copy, change: impl FnOnce(&mut Vec<Vec<u8>>)) -> PathBuf {
    ledger(copy, |forger| {
        let mut leaves = forger.leaves();
        change(&mut leaves);
        forger.put_leaves(&leaves);
    })
}

/// Changes the list of events and computes the tree anew.
fn history(copy: &Copy, change: impl FnOnce(&mut Vec<Vec<u8>>)) -> PathBuf {
    events(copy, change);
    ledger(copy, Forger::rehash)
}

fn edit_size(leaf: &mut Vec<u8>) {
    let text = String::from_utf8(leaf.clone()).unwrap();
    let edited = text.replacen("\"size\":", "\"size\":1", 1);
    assert_ne!(text, edited);
    *leaf = edited.into_bytes();
}

/// Signs a note's text again, under the names that signed it, with a key that nobody enrolled.
fn sign_again(note: &[u8]) -> Vec<u8> {
    let note = Note::parse(note).unwrap();
    let signer = |line: &sijill_translog::SignatureLine| {
        NoteSigner::ed25519(line.name().clone(), SigningKey::from_bytes(&[7; 32]))
    };
    let signers: Vec<NoteSigner> = note.signatures().iter().map(signer).collect();
    Note::sign(note.text(), &signers.iter().collect::<Vec<_>>()).unwrap().to_bytes()
}

#[test]
fn edits_of_the_ledger_are_found() {
    assert_found(&[
        ("edit", |copy| events(copy, |all| edit_size(&mut all[SECOND_FILE])), LedgerRow, Some(7)),
        ("cut", |copy| events(copy, |all| all[SECOND_FILE].truncate(300)), LedgerRow, Some(7)),
        ("swap", |copy| events(copy, |all| all.swap(FIRST_FILE, SECOND_FILE)), LedgerRow, Some(6)),
        ("reorder", |copy| events(copy, |all| all[6..12].rotate_left(1)), LedgerRow, Some(6)),
        ("repeat", |copy| events(copy, |all| all.push(all[LAST].clone())), LedgerRow, Some(15)),
        ("close the gap", |copy| events(copy, |all| drop(all.remove(7))), LedgerRow, Some(7)),
        ("leave a gap", |copy| delete(copy, "DELETE FROM event WHERE seq = 7"), LedgerRow, Some(8)),
        ("swap hashes", swap_hashes, LedgerRow, Some(6)),
        ("drop a hash", |copy| delete(copy, "DELETE FROM hash WHERE idx = 12"), LedgerTree, None),
        ("drop a trigger", drop_trigger, LedgerRow, None),
        ("add a table", |copy| raw(copy, LEDGER, "CREATE TABLE more(a)"), LedgerRow, None),
    ]);
}

#[test]
fn rewritten_histories_are_found() {
    assert_found(&[
        ("edit", |copy| history(copy, |all| edit_size(&mut all[SECOND_FILE])), Signature, Some(7)),
        ("edit, root", |copy| history(copy, |all| edit_size(&mut all[7])), Checkpoint, None),
        ("swap", |copy| history(copy, |all| all.swap(FIRST_FILE, SECOND_FILE)), Checkpoint, None),
        ("delete", |copy| history(copy, |all| drop(all.remove(SECOND_FILE))), Checkpoint, None),
        ("repeat", |copy| history(copy, |all| all.push(all[LAST].clone())), LedgerRow, Some(15)),
        ("wrong key", |copy| history(copy, |all| all[7] = sign_again(&all[7])), Signature, Some(7)),
        ("cut the end", cut_the_end, Rollback, None),
        ("cut the end, keep heads", cut_the_end_but_heads, Rollback, None),
        ("checkpoint, wrong key", checkpoint_of_another_key, Checkpoint, None),
        ("checkpoint row, wrong key", checkpoint_row_of_another_key, Checkpoint, None),
        ("edit and another log key", edit_under_another_log_key, Signature, None),
    ]);
}

fn delete(copy: &Copy, sql: &str) -> PathBuf {
    ledger(copy, |forger| forger.run(sql))
}

fn drop_trigger(copy: &Copy) -> PathBuf {
    raw(copy, LEDGER, "DROP TRIGGER event_fixed")
}

fn swap_hashes(copy: &Copy) -> PathBuf {
    // Hashes 10 and 11 are the leaves of events 6 and 7: five events have eight hashes, six have ten.
    let sql = "UPDATE hash SET hash = (SELECT hash FROM hash AS other WHERE other.idx = 21 - hash.idx) WHERE idx IN (10, 11)";
    delete(copy, sql)
}

/// Events, hashes and checkpoints of the second accession go; only the file outside remembers.
fn cut_the_end(copy: &Copy) -> PathBuf {
    history(copy, |all| all.truncate(13));
    delete(copy, "DELETE FROM checkpoint WHERE size > 13");
    CHECKPOINT.into()
}

fn cut_the_end_but_heads(copy: &Copy) -> PathBuf {
    history(copy, |all| all.truncate(13))
}

fn checkpoint_of_another_key(copy: &Copy) -> PathBuf {
    let file = copy.path().join(CHECKPOINT);
    let forged = sign_again(&fs_err::read(&file).unwrap());
    fs_err::write(file, &forged).unwrap();
    CHECKPOINT.into()
}

fn checkpoint_row_of_another_key(copy: &Copy) -> PathBuf {
    let forged = sign_again(&fs_err::read(copy.path().join(CHECKPOINT)).unwrap());
    ledger(copy, |forger| forger.put_checkpoint(&forged))
}

/// `archive.toml` names the forger's log key, which then signs whatever it likes.
fn edit_under_another_log_key(copy: &Copy) -> PathBuf {
    checkpoint_row_of_another_key(copy);
    checkpoint_of_another_key(copy);
    let settings = copy.path().join("archive.toml");
    let text = fs_err::read_to_string(&settings).unwrap();
    let name: KeyName = "x.example/y".parse().unwrap();
    let key =
        NoteSigner::ed25519(name, SigningKey::from_bytes(&[7; 32])).verifier_key().to_string();
    let line = text.lines().find(|line| line.starts_with("log = ")).unwrap();
    fs_err::write(settings, text.replace(line, &format!("log = \"{key}\""))).unwrap();
    "archive.toml".into()
}
