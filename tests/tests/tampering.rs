//! What somebody with access to the files might do on purpose, one thing at a time. `verify` must find each, and
//! its report must name the file, and where it can the event.
//!
//! Who also has the log's key and rewrites everything that was ever handed out is not found from inside; that is
//! what receipts, witnesses and timestamps outside the archive are for. Nor is it found when one of several older
//! checkpoint rows is deleted: the newer ones cover all that it covered, and nothing refers to it.

use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use sijill_storage::verify::ProblemKind::{self, *};
use sijill_tests::evidence::sha256;
use sijill_tests::forger::Forger;
use sijill_tests::specimen::{Copy, Said, Specimen};
use sijill_translog::{KeyName, Note, NoteSigner};

/// The specimen's ledger: five keys, then an accession with two items, its closing, and another accession with
/// one file that is only staged.
const FIRST_FILE: usize = 6;
const SECOND_FILE: usize = 7;
const LAST: usize = 14;

const LEDGER: &str = "ledger.sqlite";
const CHECKPOINT: &str = "checkpoint";
const CATALOGUE: &str = "catalogue.sqlite";

/// Damages a copy; says which file the report must name.
type Attack = fn(&Copy) -> PathBuf;

/// Carries out each attack on a fresh copy, and wants the kind of problem, the file and perhaps the event named.
fn assert_found(attacks: &[(&str, Attack, ProblemKind, Option<usize>)]) {
    let specimen = Specimen::new();
    for (name, attack, kind, event) in attacks {
        let copy = specimen.copy();
        let file = attack(&copy);
        let said = copy.verify();
        assert!(said.has(*kind, &file), "{name}: no {kind:?} at {}: {said:#?}", file.display());
        let Some(event) = event else { continue };
        assert!(names_event(&said, *event), "{name}: event {event} is not named: {said:#?}");
    }
}

fn names_event(said: &Said, event: usize) -> bool {
    let Said::Report(report) = said else { return false };
    report.problems.iter().any(|problem| problem.event == Some(event as u64))
}

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

fn raw(copy: &Copy, file: &str, sql: &str) -> PathBuf {
    rusqlite::Connection::open(copy.path().join(file)).unwrap().execute_batch(sql).unwrap();
    file.into()
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

#[test]
fn edits_of_the_objects_are_found() {
    assert_found(&[
        ("swap masters", swap_masters, Altered, Some(6)),
        ("delete a master", |copy| remove(copy, &master(copy, "a")), Missing, Some(6)),
        ("delete an object", delete_object, Missing, None),
        (
            "add to an object",
            |copy| add(copy, &object(copy, "a").join("v1/more.txt")),
            Unexpected,
            None,
        ),
        ("add an object", |copy| add(copy, Path::new("objects/abc/def.txt")), Unexpected, None),
        ("link to the same bytes", link_master, Unreadable, Some(6)),
        ("link to the same object", link_object, Unexpected, None),
        ("inventory computed anew", forge_inventory, Altered, None),
        (
            "other declaration",
            |copy| add(copy, &object(copy, "a").join("0=ocfl_object_1.1")),
            Altered,
            None,
        ),
        ("delete a staged page", |copy| remove(copy, &staged(copy, ".tif")), Missing, Some(LAST)),
        ("delete the journal", |copy| remove(copy, &staged(copy, ".jsonl")), Altered, Some(LAST)),
        ("delete the checkpoint", |copy| remove(copy, Path::new(CHECKPOINT)), Missing, None),
    ]);
}

/// The files below a folder of the copy, in a stable order.
fn files(copy: &Copy, folder: &str) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(copy.path().join(folder)).sort_by_file_name();
    let paths = walk.into_iter().map(|entry| entry.unwrap().into_path());
    let files = paths.filter(|path| path.is_file());
    files.map(|path| path.strip_prefix(copy.path()).unwrap().to_owned()).collect()
}

/// The object of the item whose folder was called so.
fn object(copy: &Copy, folder: &str) -> PathBuf {
    let says = format!("\"path\":\"{folder}\"");
    let record = |path: &PathBuf| {
        path.ends_with("record.json")
            && fs_err::read_to_string(copy.path().join(path)).unwrap().contains(&says)
    };
    let record = files(copy, "objects").into_iter().find(record).unwrap();
    record.ancestors().nth(3).unwrap().to_owned()
}

fn master(copy: &Copy, folder: &str) -> PathBuf {
    object(copy, folder).join("v1/content/000001.tif")
}

fn staged(copy: &Copy, end: &str) -> PathBuf {
    let is_it = |path: &PathBuf| path.to_string_lossy().ends_with(end);
    files(copy, "staging").into_iter().find(is_it).unwrap()
}

fn remove(copy: &Copy, file: &Path) -> PathBuf {
    fs_err::remove_file(copy.path().join(file)).unwrap();
    file.to_owned()
}

fn add(copy: &Copy, file: &Path) -> PathBuf {
    let path = copy.path().join(file);
    fs_err::create_dir_all(path.parent().unwrap()).unwrap();
    fs_err::write(path, "more\n").unwrap();
    file.to_owned()
}

fn swap_masters(copy: &Copy) -> PathBuf {
    let (one, other) = (master(copy, "a"), master(copy, "b"));
    let [first, second] = [&one, &other].map(|path| fs_err::read(copy.path().join(path)).unwrap());
    fs_err::write(copy.path().join(&one), second).unwrap();
    fs_err::write(copy.path().join(other), first).unwrap();
    one
}

fn delete_object(copy: &Copy) -> PathBuf {
    let object = object(copy, "a");
    fs_err::remove_dir_all(copy.path().join(&object)).unwrap();
    object
}

fn link_master(copy: &Copy) -> PathBuf {
    let master = master(copy, "a");
    let (path, elsewhere) = (copy.path().join(&master), copy.path().join("derived.tif"));
    fs_err::rename(&path, &elsewhere).unwrap();
    std::os::unix::fs::symlink(elsewhere, path).unwrap();
    master
}

fn link_object(copy: &Copy) -> PathBuf {
    let object = object(copy, "a");
    let (path, elsewhere) = (copy.path().join(&object), copy.path().join("derived"));
    fs_err::rename(&path, &elsewhere).unwrap();
    std::os::unix::fs::symlink(elsewhere, path).unwrap();
    object
}

/// Another master, and an inventory and sidecars that fit it: plain OCFL is content with that.
fn forge_inventory(copy: &Copy) -> PathBuf {
    let object = object(copy, "a");
    let (path, master) = (copy.path().join(&object), copy.path().join(master(copy, "a")));
    let before = sha256(&fs_err::read(&master).unwrap());
    fs_err::write(&master, "another page\n").unwrap();
    let inventory = fs_err::read_to_string(path.join("inventory.json")).unwrap();
    let forged = inventory.replace(&before, &sha256(b"another page\n"));
    assert_ne!(inventory, forged);
    for folder in [path.clone(), path.join("v1")] {
        fs_err::write(folder.join("inventory.json"), &forged).unwrap();
        let sidecar = format!("{} inventory.json\n", sha256(forged.as_bytes()));
        fs_err::write(folder.join("inventory.json.sha256"), sidecar).unwrap();
    }
    object.join("inventory.json")
}

#[test]
fn edits_of_the_catalogue_are_found() {
    assert_found(&[
        ("edit", |copy| catalogue(copy, &open_to_all("item", "description")), Catalogue, Some(8)),
        ("delete", |copy| catalogue(copy, "DELETE FROM item"), Catalogue, Some(8)),
        ("refer", |copy| catalogue(copy, "UPDATE item SET reference = 'X'"), Catalogue, Some(8)),
        (
            "accession",
            |copy| catalogue(copy, &open_to_all("accession", "record")),
            Catalogue,
            Some(5),
        ),
        ("person", |copy| catalogue(copy, "UPDATE person SET sealed = x'00'"), Catalogue, Some(0)),
        ("no person", |copy| catalogue(copy, "DELETE FROM person"), Catalogue, Some(0)),
        ("no catalogue", |copy| remove(copy, Path::new(CATALOGUE)), Catalogue, None),
    ]);
}

fn catalogue(copy: &Copy, sql: &str) -> PathBuf {
    raw(copy, CATALOGUE, sql)
}

fn open_to_all(table: &str, column: &str) -> String {
    format!("UPDATE {table} SET {column} = replace({column}, 'confidential', 'open')")
}

/// Going on with an item whose intake journal was damaged must not remove what was acknowledged.
#[test]
fn a_damaged_journal_stops_the_ingest_and_removes_nothing() {
    let specimen = Specimen::new();
    let copy = specimen.copy();
    let (journal, page) = (staged(&copy, ".jsonl"), staged(&copy, ".tif"));
    let path = copy.path().join(&journal);
    let whole = fs_err::read(&path).unwrap();
    let mut damaged = whole.clone();
    damaged[40] ^= 1;
    fs_err::write(&path, &damaged).unwrap();

    let error = specimen.go_on(copy.path()).expect_err("it went on");
    assert!(error.to_string().contains(".jsonl"), "{error}");
    assert!(copy.path().join(&page).exists(), "an acknowledged page was removed");
    assert_eq!(fs_err::read(&path).unwrap(), damaged, "the journal was written anew");
    fs_err::write(&path, &whole).unwrap();
    assert!(copy.verify().is_content());
    specimen.go_on(copy.path()).unwrap();
    assert!(copy.verify().is_content());
}
