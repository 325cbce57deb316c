//! The folder: what is refused, and what the database itself does not allow.

use rusqlite::Connection;
use sijill_keys::Passphrase;
use sijill_translog::VerifierKey;
use sijill_witness::{Witness, WitnessError};

use crate::{NOON, ORIGIN, Scratch, at, passphrase};

#[test]
fn a_witness_is_made_once() {
    let scratch = Scratch::new();
    let again = Witness::create(&scratch.folder(), "w", &passphrase());
    assert!(matches!(again, Err(WitnessError::Occupied { .. })));
    let named = Witness::create(&scratch.dir.path().join("x"), "two words", &passphrase());
    assert!(matches!(named, Err(WitnessError::Name(_))));
    let elsewhere = Witness::open(scratch.dir.path());
    assert!(matches!(elsewhere, Err(WitnessError::NotAWitness { .. })));
}

#[test]
fn only_its_passphrase_opens_the_key_and_only_its_key_signs() {
    let scratch = Scratch::new();
    let wrong = Passphrase::new("wrong".into()).unwrap();
    let refused = Witness::open(&scratch.folder()).unwrap().unlock(&wrong);
    assert!(matches!(refused, Err(WitnessError::WrongPassphrase { .. })));
    // The key of another witness under the same passphrase.
    let other = scratch.dir.path().join("other");
    Witness::create(&other, "witness.example/w2", &passphrase()).unwrap();
    fs_err::copy(other.join("witness.pem"), scratch.folder().join("witness.pem")).unwrap();
    let refused = Witness::open(&scratch.folder()).unwrap().unlock(&passphrase());
    assert!(matches!(refused, Err(WitnessError::Key(_))));
}

#[test]
fn a_witness_without_its_memory_is_not_a_new_one() {
    let scratch = Scratch::new();
    fs_err::remove_file(scratch.folder().join("witness.sqlite")).unwrap();
    let forgot = Witness::open(&scratch.folder());
    assert!(matches!(forgot, Err(WitnessError::Forgotten { .. })));
    assert!(!scratch.folder().join("witness.sqlite").exists());
}

#[test]
fn a_newer_or_damaged_folder_is_said_to_be_so() {
    let scratch = Scratch::new();
    let path = scratch.folder().join("witness.toml");
    let good = fs_err::read_to_string(&path).unwrap();
    fs_err::write(&path, good.replace("format = 1", "format = 2\nmore = 1")).unwrap();
    let newer = Witness::open(&scratch.folder());
    assert!(matches!(newer, Err(WitnessError::FutureFormat { found: 2, .. })));
    fs_err::write(&path, good.replace("vkey = \"w", "vkey = \"x")).unwrap();
    assert!(matches!(Witness::open(&scratch.folder()), Err(WitnessError::Damaged { .. })));
}

#[test]
fn a_log_must_have_a_log_s_key() {
    let scratch = Scratch::new();
    let mut witness = Witness::open(&scratch.folder()).unwrap();
    let own = witness.key().clone();
    let as_log = VerifierKey::ed25519(own.name().clone(), *own.public_key());
    for key in [&own, &as_log] {
        let refused = witness.add_log("o", key, NOON);
        assert!(matches!(refused, Err(WitnessError::UnfitLog { .. })));
    }
    let key = scratch.log.signer.verifier_key();
    for origin in ["", "a\nb"] {
        assert!(witness.add_log(origin, key, NOON).is_err());
    }
    witness.add_log(ORIGIN, key, NOON).unwrap();
    let logs = witness.logs().unwrap();
    assert_eq!((logs.len(), logs[0].keys.len()), (1, 1), "the same key is not added twice");
}

#[test]
fn the_database_goes_forward_only() {
    let scratch = Scratch::new();
    let mut witness = scratch.acting();
    witness.answer(&scratch.log.request(0, 9), at(NOON)).unwrap();
    witness.answer(&scratch.log.request(0, 9), at(NOON)).unwrap();
    drop(witness);
    let database = Connection::open(scratch.folder().join("witness.sqlite")).unwrap();
    let insert = |size: u64, root: &str, time: u64| {
        format!(
            "INSERT INTO cosigned (seq, origin, size, root, at, note)
             VALUES (7, '{ORIGIN}', {size}, {root}, {time}, x'00')"
        )
    };
    let same = "(SELECT root FROM cosigned)";
    let refused = [
        insert(8, same, NOON),
        insert(9, "zeroblob(32)", NOON),
        insert(9, same, NOON - 1),
        insert(9, same, NOON).replace("(7,", "(1,"),
        insert(9, same, NOON).replace("INSERT", "REPLACE").replace("(7,", "(1,"),
        "UPDATE cosigned SET size = 3".into(),
        "DELETE FROM cosigned".into(),
        "UPDATE log SET origin = 'x'".into(),
        "DELETE FROM log".into(),
        "UPDATE evidence SET status = 0".into(),
        "DELETE FROM evidence".into(),
    ];
    for statement in refused {
        assert!(database.execute(&statement, []).is_err(), "{statement}");
    }
    database.execute(&insert(9, same, NOON), []).unwrap();
}
