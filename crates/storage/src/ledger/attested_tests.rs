//! What others say of a checkpoint: kept only if it verifies, verified again whenever the archive is, and the
//! end of the log where it proves a fork.

use std::num::NonZeroU64;

use ed25519_dalek::SigningKey;
use rusqlite::Connection;
use sijill_keys::Passphrase;
use sijill_translog::{Checkpoint, Cosigner, Hash, Note, NoteSigner, SignatureLine};

use super::*;
use crate::archive::Archive;
use crate::copies::Successor;
use crate::verify::{ProblemKind, Report, Scope, Silent};

const ORIGIN: &str = "test.example/attested";

struct Scratch {
    folder: tempfile::TempDir,
    archive: Archive,
}

fn passphrase() -> Passphrase {
    Passphrase::new("four words of test".to_owned()).unwrap()
}

fn scratch() -> Scratch {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive");
    let archive = Archive::create(&path, ORIGIN, "Nour", &passphrase()).unwrap();
    Scratch { folder, archive }
}

impl Scratch {
    fn newest(&self) -> SignedHead {
        self.archive.ledger().unwrap().newest_checkpoint().unwrap().unwrap()
    }

    fn verify(&self) -> Report {
        self.archive.verify(&Scope::default(), &Silent).unwrap()
    }

    fn raw(&self) -> Connection {
        Connection::open(self.archive.layout.ledger()).unwrap()
    }

    /// Signs, with the log's own key, that the log has another history.
    fn forged(&self, size: u64) -> Vec<u8> {
        let ledger = self.archive.ledger().unwrap();
        let registry =
            self.archive.registry(&ledger, &self.archive.index(&ledger).unwrap()).unwrap();
        let log = registry.current(sijill_schema::KeyRole::Log).unwrap();
        let folder = self.archive.key_folder();
        let (holder, _) = folder.unlock_person(&passphrase()).unwrap();
        let key = folder.unlock(holder, log.role, (log.id, &log.public), &passphrase()).unwrap();
        let signer =
            NoteSigner::ed25519(ORIGIN.parse().unwrap(), key.as_ed25519().unwrap().clone());
        Checkpoint::new(ORIGIN, size, Hash([7; 32])).sign(&signer).unwrap().to_bytes()
    }

    /// Makes it what the first version wrote.
    fn downgrade(&self) {
        let raw = self.raw();
        for table in schema::ATTESTED.iter().rev() {
            raw.execute_batch(&format!("DROP TABLE {table}")).unwrap();
        }
        raw.execute_batch("PRAGMA user_version = 1").unwrap();
        fs_err::remove_file(self.archive.layout.policy()).unwrap();
    }
}

fn witness(seed: u8) -> Cosigner {
    let name = format!("witness.example/{seed}").parse().unwrap();
    Cosigner::ed25519(name, SigningKey::from_bytes(&[seed; 32]))
}

fn cosign(witness: &Cosigner, note: &[u8], seconds: u64) -> SignatureLine {
    witness.cosign(&Note::parse(note).unwrap(), NonZeroU64::new(seconds).unwrap())
}

#[test]
fn a_cosignature_is_kept_once_and_stands_under_the_note() {
    let scratch = scratch();
    let (one, two, head) = (witness(1), witness(2), scratch.newest());
    let mut attested = scratch.archive.attest().unwrap();
    assert_eq!(attested.ledger().last_cosigned(one.verifier_key()).unwrap(), 0);
    let (first, later, other) =
        (cosign(&one, &head.note, 10), cosign(&one, &head.note, 20), cosign(&two, &head.note, 15));
    let mut add = |witness: &Cosigner, line| {
        attested.add_cosignature(head.size, witness.verifier_key(), line).unwrap()
    };
    assert!(add(&one, &first));
    assert!(!add(&one, &first), "the same line again");
    assert!(add(&two, &other));
    assert!(add(&one, &later));
    let ledger = scratch.archive.ledger().unwrap();
    assert_eq!(ledger.last_cosigned(one.verifier_key()).unwrap(), head.size);
    assert_eq!(ledger.cosignatures(head.size).unwrap().len(), 3);
    let attested = ledger.attested_checkpoint(head.size).unwrap().unwrap();
    let expected = [&head.note, format!("{other}\n{later}\n").as_bytes()].concat();
    assert_eq!(attested.note, expected, "of each witness the newest");
    let keys =
        [scratch.archive.log_key(), one.verifier_key(), two.verifier_key()].map(Clone::clone);
    assert_eq!(Note::parse(&attested.note).unwrap().verify(&keys).unwrap().len(), 3);
    let report = scratch.verify();
    assert!(report.ok && report.cosignatures == 3, "{report:?}");
}

#[test]
fn what_does_not_verify_is_not_kept() {
    let scratch = scratch();
    let (one, two, head) = (witness(1), witness(2), scratch.newest());
    let line = cosign(&one, &head.note, 10);
    let mut attested = scratch.archive.attest().unwrap();
    assert!(attested.add_cosignature(head.size, two.verifier_key(), &line).is_err());
    assert!(attested.add_cosignature(head.size + 1, one.verifier_key(), &line).is_err());
    let other = cosign(&one, &scratch.forged(head.size), 10);
    assert!(attested.add_cosignature(head.size, one.verifier_key(), &other).is_err());
    assert!(attested.add_timestamp_request(head.size + 1, None, b"request").is_err());
    assert!(attested.add_timestamp_token(0, b"response", b"").is_err(), "nothing was asked");
    assert_eq!(attested.ledger().all_cosignatures().unwrap(), []);
}

#[test]
fn an_altered_cosignature_is_named() {
    let scratch = scratch();
    let (one, head) = (witness(1), scratch.newest());
    let mut attested = scratch.archive.attest().unwrap();
    for time in 1..=3 {
        let line = cosign(&one, &head.note, time);
        attested.add_cosignature(head.size, one.verifier_key(), &line).unwrap();
    }
    drop(attested);
    let ledger = scratch.archive.layout.ledger();
    let whole = fs_err::read(&ledger).unwrap();
    assert!(scratch.verify().ok);
    for change in [
        "UPDATE cosignature SET line = CAST(line || x'0a' AS BLOB) WHERE id = 0",
        "UPDATE cosignature SET line = CAST(replace(line, '/1 ', '/2 ') AS BLOB) WHERE id = 0",
        "UPDATE cosignature SET line = CAST(substr(line, 1, 70) || 'AAAA' || substr(line, 75) AS BLOB) WHERE id = 0",
        "UPDATE cosignature SET vkey = 'nobody' WHERE id = 0",
        "UPDATE cosignature SET size = 1 WHERE id = 0",
        "DELETE FROM cosignature WHERE id = 0",
    ] {
        let raw = scratch.raw();
        let free = "PRAGMA foreign_keys = OFF; DROP TRIGGER cosignature_fixed; DROP TRIGGER cosignature_kept";
        raw.execute_batch(&format!("{free}; {change}")).unwrap();
        drop(raw);
        let report = scratch.verify();
        let kinds: Vec<_> = report.problems.iter().map(|problem| problem.kind).collect();
        assert!(kinds.contains(&ProblemKind::Cosignature), "{change}: {report:?}");
        fs_err::write(&ledger, &whole).unwrap();
    }
}

#[test]
fn the_tables_refuse_every_change() {
    let scratch = scratch();
    let (one, head) = (witness(1), scratch.newest());
    let mut attested = scratch.archive.attest().unwrap();
    let line = cosign(&one, &head.note, 1);
    attested.add_cosignature(head.size, one.verifier_key(), &line).unwrap();
    let request = attested.add_timestamp_request(head.size, None, b"request").unwrap();
    assert_eq!(attested.add_timestamp_request(head.size, None, b"request").unwrap(), request);
    let token = attested.add_timestamp_token(request, b"response", b"chain").unwrap();
    let renewal = attested.add_timestamp_request(head.size, Some(token), b"again").unwrap();
    drop(attested);
    let requests = scratch.archive.ledger().unwrap().timestamp_requests().unwrap();
    assert_eq!((requests[0].follows, requests[0].renews), (None, None));
    assert_eq!(
        (requests[1].id, requests[1].follows, requests[1].renews),
        (renewal, Some(token), Some(token))
    );
    let raw = scratch.raw();
    raw.execute_batch("PRAGMA recursive_triggers = ON; PRAGMA foreign_keys = ON").unwrap();
    for sql in [
        "UPDATE cosignature SET vkey = ''",
        "DELETE FROM cosignature",
        "INSERT INTO cosignature VALUES (2, 1, 'x', x'00')",
        "INSERT INTO cosignature VALUES (1, 999, 'x', x'00')",
        "INSERT INTO cosignature SELECT 1, size, vkey, line FROM cosignature",
        "INSERT OR REPLACE INTO cosignature SELECT 0, size, 'x', line FROM cosignature",
        "UPDATE timestamp_request SET request = x'00'",
        "DELETE FROM timestamp_request",
        "UPDATE timestamp_token SET chain = x'00'",
        "DELETE FROM timestamp_token",
        "INSERT INTO timestamp_token VALUES (1, 9, x'00', x'00')",
        "UPDATE fork_evidence SET what = ''",
    ] {
        let done = raw.execute(sql, ());
        let changed = done.as_ref().is_ok_and(|rows| *rows > 0);
        assert!(!changed, "{sql}: {done:?}");
    }
}

#[test]
fn who_keeps_attestations_cannot_touch_the_log() {
    let scratch = scratch();
    let mut connection = scratch.raw();
    connection.authorizer(Some(schema::only_insert_into(schema::ATTESTED))).unwrap();
    for sql in [
        "INSERT INTO event(seq, leaf) VALUES (99, x'00')",
        "INSERT INTO checkpoint(size, note) VALUES (99, x'00')",
        "DELETE FROM fork_evidence",
        "DROP TABLE fork_evidence",
    ] {
        assert!(connection.prepare(sql).is_err(), "{sql}");
    }
    let connection = &mut connection;
    assert!(connection.prepare("INSERT INTO cosignature VALUES (0, 1, 'x', x'00')").is_ok());
}

#[test]
fn the_proof_of_a_fork_ends_the_log_and_a_successor_goes_on() {
    let scratch = scratch();
    let head = scratch.newest();
    // Somebody is writing already.
    let mut busy = scratch.archive.write(&passphrase()).unwrap();
    let mut attested = scratch.archive.attest().unwrap();
    let theirs = scratch.forged(head.size);
    let stranger = NoteSigner::ed25519(ORIGIN.parse().unwrap(), SigningKey::from_bytes(&[9; 32]));
    let forged = Checkpoint::new(ORIGIN, head.size, Hash([7; 32])).sign(&stranger).unwrap();
    assert!(attested.add_fork_evidence("two heads", &head.note, &forged.to_bytes()).is_err());
    assert!(attested.add_fork_evidence("two heads", &head.note, &head.note).is_err());
    attested.add_fork_evidence("two heads", &head.note, &theirs).unwrap();
    drop(attested);

    busy.record_copy(&scratch.verify()).unwrap();
    let signed = busy.finish();
    assert!(matches!(signed, Err(StorageError::Frozen(Freeze::Evidence { .. }))), "{signed:?}");
    for refused in [scratch.archive.write(&passphrase()).err(), scratch.archive.attest().err()] {
        let refused = refused.unwrap();
        assert!(matches!(refused, StorageError::Frozen(Freeze::Evidence { .. })), "{refused}");
        assert!(refused.remedy().contains("--successor"));
    }
    let report = scratch.verify();
    assert!(report.problems.iter().any(|problem| problem.kind == ProblemKind::Fork), "{report:?}");

    let folder = scratch.folder.path().join("successor");
    let origin = "test.example/attested-2";
    let successor = Successor { origin, newest: None, passphrase: &passphrase() };
    let report = scratch.archive.restore_as_successor(&folder, &successor, &Silent).unwrap();
    assert!(report.ok, "{report:?}");
    let archive = Archive::open(&folder).unwrap();
    archive.write(&passphrase()).unwrap().finish().unwrap();
    assert_eq!(archive.ledger().unwrap().fork_evidence().unwrap().len(), 1, "it is kept");
    let policy = archive.policy().unwrap();
    assert!(policy.contains(&format!("\nlog {}\n", archive.log_key())), "{policy}");
    assert!(!policy.contains(&scratch.archive.log_key().to_string()), "{policy}");
}

#[test]
fn a_ledger_of_version_1_is_read_as_it_is_and_upgraded_by_its_writer() {
    let scratch = scratch();
    scratch.downgrade();
    let bytes = fs_err::read(scratch.archive.layout.ledger()).unwrap();
    assert_eq!(scratch.archive.ledger().unwrap().version, 1);
    assert_eq!(scratch.archive.ledger().unwrap().all_cosignatures().unwrap(), []);
    let report = scratch.verify();
    assert!(report.ok, "{report:?}");
    assert_eq!(fs_err::read(scratch.archive.layout.ledger()).unwrap(), bytes);
    assert!(scratch.archive.policy().unwrap().contains("quorum none"));
    let copy = scratch.folder.path().join("copy");
    assert!(scratch.archive.backup(&copy, &Silent).unwrap().ok);
    assert_eq!(Archive::open(&copy).unwrap().ledger().unwrap().version, 1);

    scratch.archive.write(&passphrase()).unwrap().finish().unwrap();
    assert_eq!(scratch.archive.ledger().unwrap().version, 2);
    assert_eq!(
        scratch.archive.ledger().unwrap().schema_differences().unwrap(),
        Vec::<String>::new()
    );
    assert!(scratch.archive.layout.policy().exists());
    assert!(scratch.verify().ok);

    scratch.downgrade();
    scratch.archive.attest().unwrap();
    assert_eq!(scratch.archive.ledger().unwrap().version, 2);
}

#[test]
fn a_frozen_ledger_is_not_upgraded_and_a_newer_one_not_opened() {
    let scratch = scratch();
    scratch.downgrade();
    let checkpoint = scratch.archive.layout.checkpoint();
    let aside = fs_err::read(&checkpoint).unwrap();
    fs_err::remove_file(&checkpoint).unwrap();
    assert!(matches!(scratch.archive.write(&passphrase()), Err(StorageError::Frozen(_))));
    assert_eq!(scratch.archive.ledger().unwrap().version, 1);
    fs_err::write(&checkpoint, aside).unwrap();
    scratch.raw().execute_batch("PRAGMA user_version = 3").unwrap();
    let newer = scratch.archive.ledger().err();
    assert!(matches!(newer, Some(StorageError::FutureFormat { found: 3, .. })), "{newer:?}");
}

#[test]
fn a_copy_carries_what_others_said_and_whom_the_archive_trusts() {
    let scratch = scratch();
    let (one, head) = (witness(1), scratch.newest());
    let line = cosign(&one, &head.note, 1);
    let mut attested = scratch.archive.attest().unwrap();
    attested.add_cosignature(head.size, one.verifier_key(), &line).unwrap();
    drop(attested);
    let policy = format!("{}witness w {}\n", scratch.archive.policy().unwrap(), one.verifier_key());
    fs_err::write(scratch.archive.layout.policy(), &policy).unwrap();
    fs_err::create_dir(scratch.archive.authorities()).unwrap();
    fs_err::write(scratch.archive.authorities().join("a.pem"), "certificate").unwrap();
    let folder = scratch.folder.path().join("copy");
    assert!(scratch.archive.backup(&folder, &Silent).unwrap().ok);
    let copy = Archive::open(&folder).unwrap();
    assert_eq!(copy.policy().unwrap(), policy);
    assert_eq!(copy.ledger().unwrap().all_cosignatures().unwrap().len(), 1);
    assert!(copy.authorities().join("a.pem").exists());
    assert!(matches!(copy.attest(), Err(StorageError::Restored { .. })));
}
