//! What somebody with access to the files might do to objects, staging and catalogue. `verify` must find each, and
//! its report must name the file, and where it can the event.

use std::path::{Path, PathBuf};

use sijill_storage::verify::ProblemKind::{Altered, Catalogue, Missing, Unexpected, Unreadable};
use sijill_tests::attack::{add, assert_found, master, object, raw, remove, staged};
use sijill_tests::evidence::sha256;
use sijill_tests::specimen::{Copy, Specimen};

/// The event of the only file that is staged.
const LAST: usize = 14;

const CHECKPOINT: &str = "checkpoint";
const CATALOGUE: &str = "catalogue.sqlite";

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
