//! `sijill log`: proofs, tiles, witnesses by file, and what is refused.

use std::num::NonZeroU64;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use ed25519_dalek::SigningKey;
use serde_json::Value;
use sijill_tests::aics::log_vkey;
use sijill_tests::contract::{expect_error, tree};
use sijill_tests::{Scratch, archive, copy_folder};
use sijill_translog::tiles::{TilePath, TileReader};
use sijill_translog::witness::AddCheckpoint;
use sijill_translog::{
    Checkpoint, Cosigner, Hash, Note, Policy, SignatureLine, TlogProof, tree_root,
    verify_consistency,
};

fn ingest(scratch: &Scratch, batch: &str, files: usize) {
    scratch.ingest(&scratch.write_scans(batch, files));
}

fn newest(scratch: &Scratch) -> (Checkpoint, Note) {
    let bytes = fs_err::read(scratch.archive().join("checkpoint")).unwrap();
    let vkey = log_vkey(scratch).parse().unwrap();
    Checkpoint::open(&bytes, &vkey, "x.example/y").unwrap()
}

fn leaf(scratch: &Scratch, seq: u64) -> Vec<u8> {
    let ledger = rusqlite::Connection::open(scratch.archive().join("ledger.sqlite")).unwrap();
    ledger.query_row("SELECT leaf FROM event WHERE seq = ?1", [seq], |row| row.get(0)).unwrap()
}

fn log(scratch: &Scratch, arguments: &[&str]) -> (i32, Value) {
    scratch.sijill.json(["log"].iter().chain(arguments))
}

fn witness(seed: u8) -> Cosigner {
    let name = format!("witness.example/{seed}").parse().unwrap();
    Cosigner::ed25519(name, SigningKey::from_bytes(&[seed; 32]))
}

fn cosign(witness: &Cosigner, note: &Note, at: u64) -> SignatureLine {
    witness.cosign(note, NonZeroU64::new(at).unwrap())
}

#[test]
fn every_event_is_proved_and_no_other() {
    let scratch = archive();
    ingest(&scratch, "scans", 4);
    let (head, _) = newest(&scratch);
    let policy = Policy::of_log(log_vkey(&scratch).parse().unwrap());
    for seq in 0..head.size {
        let run = scratch.sijill.run(["log", "prove", &seq.to_string()]);
        assert_eq!(run.code, Some(0), "{run:?}");
        let proof = TlogProof::parse(run.stdout.as_bytes()).unwrap();
        assert!(proof.verify(&leaf(&scratch, seq), &policy).is_ok());
        assert!(proof.verify(&leaf(&scratch, (seq + 1) % head.size), &policy).is_err());
    }
    let beyond = log(&scratch, &["prove", &head.size.to_string()]);
    expect_error((beyond.0, &beyond.1), 2, "refused");
}

#[test]
fn growth_is_proved_and_a_contradiction_is_a_fork() {
    let scratch = archive();
    let (old, note) = newest(&scratch);
    let base = scratch.beside("base");
    copy_folder(&scratch.archive(), &base);
    ingest(&scratch, "scans", 4);
    let file = scratch.write("old", note.to_bytes());
    let (code, said) = log(&scratch, &["consistency", file.to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    let (new, _) = newest(&scratch);
    let hash = |hash: &Value| Hash::from_base64(hash.as_str().unwrap()).unwrap();
    let proof: Vec<_> = said["proof"].as_array().unwrap().iter().map(hash).collect();
    verify_consistency(old.size, &old.root, new.size, &new.root, &proof).unwrap();

    let altered = String::from_utf8(note.to_bytes()).unwrap().replace("\n5\n", "\n4\n");
    let altered = scratch.write("altered", altered);
    let refused = log(&scratch, &["consistency", altered.to_str().unwrap()]);
    expect_error((refused.0, &refused.1), 2, "refused");

    // The same key went on from the same beginning in another way.
    let other = Scratch { sijill: scratch.sijill.on(&base), ..archive() };
    let scans = other.write_scans("other", 2);
    assert_eq!(other.sijill.json(["ingest", scans.to_str().unwrap()]).0, 0);
    let theirs = base.join("checkpoint");
    let before = tree(&scratch.archive());
    let run = scratch.sijill.run(["log", "consistency", theirs.to_str().unwrap()]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stderr.contains("FORK"), "{run:?}");
    assert_eq!(tree(&scratch.archive()), before, "proving writes nothing");
    let forked = log(&scratch, &["import", theirs.to_str().unwrap()]);
    expect_error((forked.0, &forked.1), 1, "fork");
    let file = scratch.archive().join(forked.1["error"]["path"].as_str().unwrap());
    assert!(fs_err::read_to_string(file).unwrap().contains("two histories"));
    let frozen = scratch.sijill.json(["log", "checkpoint"]);
    expect_error((frozen.0, &frozen.1), 2, "frozen");
    let (code, report) = scratch.sijill.json(["verify"]);
    assert_eq!((code, &report["problems"][0]["kind"]), (1, &"fork".into()), "{report}");
}

#[test]
fn tiles_are_the_log_and_are_never_written_again() {
    let scratch = archive();
    ingest(&scratch, "many", 260);
    let folder = scratch.beside("tiles");
    let name = folder.to_str().unwrap();
    assert_eq!(log(&scratch, &["tiles", name]).0, 0);
    let first = inodes(&folder);
    assert_tree(&scratch, &folder);
    assert!(!folder.join("tile/entries").exists(), "entries are for those who ask for them");
    ingest(&scratch, "more", 300);
    let (code, said) = log(&scratch, &["tiles", name, "--entries"]);
    assert_eq!(code, 0, "{said}");
    assert_tree(&scratch, &folder);
    let second = inodes(&folder);
    let kept = first.iter().filter(|(path, _)| !path.ends_with("checkpoint"));
    kept.for_each(|(path, inode)| assert_eq!(second.get(path), Some(inode), "{path}"));
    let entries = fs_err::read(folder.join("tile/entries/000")).unwrap();
    let entries = sijill_translog::tiles::read_bundle(&entries).unwrap();
    assert_eq!(entries.len(), 256);
    assert_eq!(entries[17], leaf(&scratch, 17));
    // Only the checkpoint changes when nothing is new, and not in what it says.
    assert_eq!(log(&scratch, &["tiles", name, "--entries"]).1["tiles"], 0);

    let stranger = archive();
    let refused = log(&stranger, &["tiles", name]);
    expect_error((refused.0, &refused.1), 2, "refused");
    let refused = log(&scratch, &["tiles", scratch.beside("many").to_str().unwrap()]);
    expect_error((refused.0, &refused.1), 2, "refused");
}

fn inodes(folder: &Path) -> std::collections::BTreeMap<String, u64> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let inode = |entry: walkdir::DirEntry| {
        (entry.path().display().to_string(), entry.metadata().unwrap().ino())
    };
    files.map(inode).collect()
}

fn assert_tree(scratch: &Scratch, folder: &Path) {
    let note = fs_err::read(folder.join("checkpoint")).unwrap();
    let vkey = log_vkey(scratch).parse().unwrap();
    let (head, _) = Checkpoint::open(&note, &vkey, "x.example/y").unwrap();
    let fetch = |tile: &TilePath| fs_err::read(folder.join(tile.to_string()));
    let reader = TileReader::new(head.size, fetch);
    assert_eq!(tree_root(head.size, &reader).unwrap(), head.root);
}

#[test]
fn a_witness_is_asked_by_file_and_its_lines_stand_under_what_is_handed_out() {
    let scratch = archive();
    let (one, two) = (witness(1), witness(2));
    let request = scratch.beside("x.req");
    let none = log(&scratch, &["cosign", "--request", request.to_str().unwrap()]);
    expect_error((none.0, &none.1), 2, "refused");
    scratch.trust(&format!(
        "witness one {}\nwitness two {}\ngroup both all one two\nquorum both\n",
        one.verifier_key(),
        two.verifier_key()
    ));
    let several = log(&scratch, &["cosign", "--request", request.to_str().unwrap()]);
    expect_error((several.0, &several.1), 2, "refused");
    let ask = |name: &str| {
        let (code, said) = log(&scratch, &["cosign", name, "--request", request.to_str().unwrap()]);
        assert_eq!(code, 0, "{said}");
        AddCheckpoint::parse(&fs_err::read(&request).unwrap()).unwrap()
    };
    let answer = |line: String| {
        let file = scratch.write("x.cosig", line);
        log(&scratch, &["import", file.to_str().unwrap()])
    };
    let asked = ask("one");
    assert_eq!((asked.old(), asked.proof().len()), (0, 0));
    let line = cosign(&one, asked.note(), 1_800_000_000);
    let (code, said) = answer(format!("{line}\n"));
    assert_eq!((code, &said["witnessed"]["quorum_met"]), (0, &false.into()), "{said}");
    assert_eq!(said["witnessed"]["missing"].as_array().unwrap().len(), 1, "{said}");

    // Lines of a stranger, on another text, or damaged, are not kept.
    let stranger = cosign(&witness(3), asked.note(), 1);
    let mut damaged = format!("{}\n", cosign(&two, asked.note(), 1));
    damaged.replace_range(damaged.len() - 20..damaged.len() - 19, "/");
    for bad in [format!("{stranger}\n"), damaged, "— x\n".to_owned(), "words\n".to_owned()] {
        let refused = answer(bad);
        expect_error((refused.0, &refused.1), 2, "refused");
    }
    assert_eq!(scratch.verify_sound()["cosignatures"], 1);

    ingest(&scratch, "scans", 2);
    let (old, new) = (asked.checkpoint().clone(), ask("one"));
    assert_eq!((new.old(), ask("two").old()), (old.size, 0));
    let head = new.checkpoint();
    verify_consistency(old.size, &old.root, head.size, &head.root, new.proof()).unwrap();
    let lines =
        [&one, &two].map(|witness| format!("{}\n", cosign(witness, new.note(), 1_800_000_001)));
    let (code, said) = answer(lines.concat());
    assert_eq!((code, &said["witnessed"]["quorum_met"]), (0, &true.into()), "{said}");
    let proof = scratch.sijill.run(["log", "prove", "0"]).stdout;
    assert!(lines.iter().all(|line| proof.ends_with(line) || proof.contains(line)), "{proof}");
    let policy = fs_err::read_to_string(scratch.archive().join("policy.txt")).unwrap();
    let proof = TlogProof::parse(proof.as_bytes()).unwrap();
    proof.verify(&leaf(&scratch, 0), &Policy::parse(&policy).unwrap()).unwrap();
    let other =
        log(&scratch, &["cosign", "two", "--old", "3", "--request", request.to_str().unwrap()]);
    assert_eq!(other.0, 0, "{}", other.1);
    assert_eq!(AddCheckpoint::parse(&fs_err::read(&request).unwrap()).unwrap().old(), 3);
}

#[test]
fn nobody_answers_and_the_log_goes_on() {
    let scratch = archive();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", port.local_addr().unwrap());
    drop(port);
    scratch.trust(&format!("witness w {} {url}\nquorum w\n", witness(1).verifier_key()));
    let (code, said) = scratch.cosign();
    assert_eq!((code, &said["asked"][0]["outcome"]), (3, &"failed".into()), "{said}");
    ingest(&scratch, "scans", 1);
    scratch.verify_sound();
}

#[test]
fn the_policy_follows_the_logs_key_and_must_speak_of_it() {
    let scratch = archive();
    let policy = || fs_err::read_to_string(scratch.archive().join("policy.txt")).unwrap();
    let old = log_vkey(&scratch);
    assert!(policy().contains(&format!("\nlog {old}\nquorum none\n")), "{}", policy());
    scratch.trust(&format!("witness w {}\nquorum w\n", witness(1).verifier_key()));
    let (_, keys) = scratch.sijill.json(["key", "list"]);
    let keys = keys["keys"].as_array().unwrap().clone();
    let key = keys.iter().find(|key| key["role"] == "log").unwrap();
    assert_eq!(scratch.sijill.json(["key", "rotate", key["id"].as_str().unwrap()]).0, 0);
    let new = log_vkey(&scratch);
    assert_ne!(old, new);
    assert!(policy().contains(&format!("log {new}\n")) && !policy().contains(&old), "{}", policy());
    assert!(policy().contains("quorum w"), "{}", policy());

    let whole = policy();
    let path = scratch.archive().join("policy.txt");
    fs_err::write(&path, whole.replace(&new, &old)).unwrap();
    let refused = log(&scratch, &["cosign"]);
    expect_error((refused.0, &refused.1), 2, "refused");
    fs_err::write(&path, whole.replace("quorum w", "quorum nobody")).unwrap();
    let refused = log(&scratch, &["cosign"]);
    expect_error((refused.0, &refused.1), 2, "policy");
    assert_eq!(refused.1["error"]["path"], "policy.txt");
}
