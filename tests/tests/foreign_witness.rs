//! Another person's witness cosigns our checkpoints, and another person's verifier judges what we publish: nothing
//! of ours takes part in what they say.

use sijill_tests::aics::{Aics, log_vkey, programs};
use sijill_tests::{Scratch, archive, copy_folder};

/// An archive whose policy needs one running witness, and the witness.
fn witnessed() -> Option<(Scratch, Aics)> {
    let programs = programs()?;
    let scratch = archive();
    let aics = Aics::start(&programs, "witness.example/w1", &scratch);
    scratch.trust(&format!("witness w1 {} {}\nquorum w1\n", aics.vkey, aics.url()));
    Some((scratch, aics))
}

fn ingest(scratch: &Scratch, batch: &str) {
    scratch.ingest(&scratch.write_scans(batch, 3));
}

fn cosigned(scratch: &Scratch) {
    let (code, said) = scratch.cosign();
    assert_eq!((code, &said["asked"][0]["outcome"]), (0, &"cosigned".into()), "{said:#}");
    assert_eq!(said["witnessed"]["quorum_met"], true, "{said:#}");
    assert_eq!(said["witnessed"]["by"][0]["witness"], "w1", "{said:#}");
}

#[test]
fn it_cosigns_again_and_again_and_all_is_kept() {
    let Some((scratch, mut aics)) = witnessed() else { return };
    cosigned(&scratch);
    cosigned(&scratch);
    ingest(&scratch, "one");
    cosigned(&scratch);
    aics.stop();
    let (code, said) = scratch.cosign();
    assert_eq!((code, &said["asked"][0]["outcome"]), (0, &"failed".into()), "{said:#}");
    ingest(&scratch, "two");
    let (code, said) = scratch.cosign();
    assert_eq!((code, &said["witnessed"]["quorum_met"]), (3, &false.into()), "{said:#}");
    aics.resume();
    cosigned(&scratch);
    let report = scratch.verify_sound();
    assert!(report["cosignatures"].as_u64().unwrap() >= 3, "{report:#}");
}

#[test]
fn what_is_published_holds_before_the_other_verifier() {
    let Some((scratch, aics)) = witnessed() else { return };
    ingest(&scratch, "one");
    cosigned(&scratch);
    let old = scratch.beside("old.checkpoint");
    let checkpoint = scratch.archive().join("checkpoint");
    fs_err::copy(&checkpoint, &old).unwrap();
    let tiles = scratch.beside("tiles");
    let tiles = tiles.to_str().unwrap();
    assert_eq!(scratch.sijill.json(["log", "tiles", tiles, "--entries"]).0, 0);
    ingest(&scratch, "two");
    cosigned(&scratch);
    let (code, published) = scratch.sijill.json(["log", "tiles", tiles, "--entries"]);
    assert_eq!(code, 0, "{published}");

    let note = format!("{tiles}/checkpoint");
    let run = aics.tlog(&scratch, &["verify-checkpoint", "--note", &note, "--max-age", "600"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let seq = published["size"].as_u64().unwrap() - 2;
    let leaf = scratch.write("leaf", leaf(&scratch, seq));
    let (seq, leaf) = (seq.to_string(), leaf.to_str().unwrap().to_owned());
    let inclusion = ["verify-inclusion", "--tiles", tiles, "--index", &seq, "--leaf", &leaf];
    let run = aics.tlog(&scratch, &inclusion);
    assert_eq!(run.code, Some(0), "{run:?}");
    let old = old.to_str().unwrap();
    let growth = ["verify-consistency", "--tiles", tiles, "--old-checkpoint", old];
    // The old checkpoint was taken without cosignatures: only the new one must have them.
    let run = aics.tlog(&scratch, &growth);
    assert_eq!(run.code, Some(0), "{run:?}");

    // It can say no.
    fs_err::write(&leaf, "another event").unwrap();
    assert_ne!(aics.tlog(&scratch, &inclusion).code, Some(0));
    let tile = format!("{tiles}/tile/0/000.p/{}", published["size"]);
    let mut bytes = fs_err::read(&tile).unwrap();
    bytes[5] ^= 1;
    fs_err::write(&tile, bytes).unwrap();
    assert_ne!(aics.tlog(&scratch, &growth).code, Some(0));
}

fn leaf(scratch: &Scratch, seq: u64) -> Vec<u8> {
    let ledger = rusqlite::Connection::open(scratch.archive().join("ledger.sqlite")).unwrap();
    ledger.query_row("SELECT leaf FROM event WHERE seq = ?1", [seq], |row| row.get(0)).unwrap()
}

/// The witness cosigned, and the answer never arrived: it names a size that we know nothing of.
#[test]
fn an_answer_that_was_lost_is_made_up_for() {
    let Some((scratch, _aics)) = witnessed() else { return };
    let before = scratch.beside("before");
    copy_folder(&scratch.archive(), &before);
    cosigned(&scratch);
    // Our rows as they were: the line is forgotten.
    fs_err::copy(before.join("ledger.sqlite"), scratch.archive().join("ledger.sqlite")).unwrap();
    ingest(&scratch, "one");
    cosigned(&scratch);
    scratch.verify_sound();
}

#[test]
fn a_backup_that_went_on_after_a_newer_one_was_cosigned_is_a_rollback() {
    let Some((scratch, _aics)) = witnessed() else { return };
    let old = scratch.beside("old");
    copy_folder(&scratch.archive(), &old);
    ingest(&scratch, "one");
    cosigned(&scratch);
    let newer = fs_err::read(scratch.archive().join("checkpoint")).unwrap();
    // A copy of the whole folder: inside it nothing tells that it is old.
    let rolled_back = Scratch { sijill: scratch.sijill.on(&old), ..archive() };
    let run = rolled_back.sijill.run(["log", "cosign"]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stderr.contains("FORK") && run.stderr.contains("old copy"), "{run:?}");
    assert_stopped(&rolled_back, &old, &newer);
}

#[test]
fn a_history_rewritten_with_the_log_key_is_a_fork() {
    let Some((scratch, aics)) = witnessed() else { return };
    let base = scratch.beside("base");
    copy_folder(&scratch.archive(), &base);
    ingest(&scratch, "one");
    cosigned(&scratch);
    let theirs = fs_err::read(scratch.archive().join("checkpoint")).unwrap();
    // The archive itself begins again from before, and signs more than the witness saw.
    let forked = Scratch { sijill: scratch.sijill.on(&base), ..archive() };
    let other = forked.write_scans("other", 9);
    let taken = forked.sijill.json(["ingest", other.to_str().unwrap()]);
    assert_eq!(taken.0, 0, "{}", taken.1);
    let (code, said) = forked.sijill.json(["log", "cosign"]);
    assert_eq!((code, &said["error"]["kind"]), (1, &"fork".into()), "{said:#}");
    assert_stopped(&forked, &base, &theirs);
    assert!(aics.evidence().contains(&log_vkey(&scratch)[..11]), "{}", aics.evidence());
}

/// The archive signs nothing more, `verify` says why, and both notes lie in a file for people outside.
fn assert_stopped(scratch: &Scratch, archive: &std::path::Path, theirs: &[u8]) {
    let more = scratch.write_scans("more", 1);
    let (code, said) = scratch.sijill.json(["ingest", more.to_str().unwrap()]);
    assert_eq!((code, &said["error"]["kind"]), (2, &"frozen".into()), "{said}");
    assert!(said["error"]["remedy"].as_str().unwrap().contains("--successor"), "{said}");
    assert_eq!(scratch.sijill.run(["log", "cosign"]).code, Some(2));
    let (code, report) = scratch.sijill.json(["verify"]);
    assert_eq!(code, 1, "{report}");
    let problems = report["problems"].as_array().unwrap();
    assert!(problems.iter().any(|problem| problem["kind"] == "fork"), "{report}");
    let is_evidence = |name: &str| name.starts_with("fork-") && name.ends_with(".txt");
    let entries = fs_err::read_dir(archive).unwrap().map(|entry| entry.unwrap().path());
    let file = entries
        .into_iter()
        .find(|path| is_evidence(&path.file_name().unwrap().to_string_lossy()))
        .unwrap();
    let text = fs_err::read_to_string(file).unwrap();
    let ours = fs_err::read_to_string(archive.join("checkpoint")).unwrap();
    let body = |note: &str| note.split("\n\n").next().unwrap().to_owned();
    assert!(text.contains(&body(&ours)), "{text}");
    assert!(text.contains(&body(&String::from_utf8_lossy(theirs))), "{text}");
}
