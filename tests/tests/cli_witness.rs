//! `sijill witness`: one archive's log cosigned by another run of the binary, by stick and over HTTP; and what it
//! says when the log tells another history.

use std::path::Path;

use sijill_tests::aics::{log_vkey, programs};
use sijill_tests::contract::expect_error;
use sijill_tests::witness::Witness;
use sijill_tests::{Run, Scratch, archive, copy_folder};

/// The archive's request for the witness `w` of its policy, as a file.
fn ask(scratch: &Scratch, file: &Path) {
    let request = ["log", "cosign", "w", "--request", file.to_str().unwrap()];
    let (code, said) = scratch.sijill.json(request);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn by_stick_there_and_back() {
    let scratch = archive();
    let witness = Witness::of(&scratch);
    scratch.trust(&format!("witness w {}\nquorum w\n", witness.vkey));
    for batch in ["one", "two"] {
        scratch.ingest(&scratch.write_scans(batch, 2));
        let (request, cosig) = (scratch.beside("x.req"), scratch.beside("x.cosig"));
        ask(&scratch, &request);
        let file = request.to_str().unwrap();
        let before = witness.last();
        let (code, shown) = witness.run(&["request", file]);
        assert_eq!(
            (code, &shown["status"], &shown["why"]),
            (0, &200.into(), &serde_json::Value::Null)
        );
        assert_eq!(witness.last(), before, "looking changes nothing");
        let (code, answer) = witness.run(&["answer", file, "--to", cosig.to_str().unwrap()]);
        assert_eq!((code, &answer["size"]), (0, &shown["size"]), "{answer}");
        let (code, said) = scratch.sijill.json(["log", "import", cosig.to_str().unwrap()]);
        assert_eq!((code, &said["witnessed"]["quorum_met"]), (0, &true.into()), "{said}");
        assert_eq!(witness.last()["size"], shown["size"]);
        // The same stick comes a second time.
        let again = witness.run(&["answer", file, "--to", cosig.to_str().unwrap()]);
        expect_error((again.0, &again.1), 2, "not-the-last");
    }
    scratch.verify_sound();
}

#[test]
fn over_http_and_another_verifier_agrees() {
    let scratch = archive();
    let witness = Witness::of(&scratch);
    let serving = witness.serve();
    let url = serving.url();
    scratch.trust(&format!("witness w {} {url}\nquorum w\n", witness.vkey));
    for batch in ["one", "two"] {
        scratch.ingest(&scratch.write_scans(batch, 2));
        let (code, said) = scratch.cosign();
        assert_eq!((code, &said["witnessed"]["quorum_met"]), (0, &true.into()), "{said:#}");
    }
    let digest = "printf %s x.example/y | sha256sum | cut -d' ' -f1";
    let (_, digest) = sijill_tests::foreign::shell(scratch.dir.path(), digest, &[]);
    let note = serving.get(&format!("/{}/checkpoint", digest.trim()));
    let note = scratch.write("note", note);
    let (code, said) = serving.stop();
    assert_eq!((code, said.as_str()), (0, ""));
    assert!(!witness.folder().join("witness.sqlite-wal").exists(), "closed properly");

    let Some(programs) = programs() else { return };
    let mut aics = std::process::Command::new(programs.join("aics-tlog"));
    aics.args(["verify-checkpoint", "--origin", "x.example/y", "--quorum", "1"]);
    aics.args(["--log-key", &log_vkey(&scratch), "--witness-key", &witness.vkey, "--note"]);
    let run = Run::of(aics.arg(&note).args(["--max-age", "600"]).output().unwrap());
    assert_eq!(run.code, Some(0), "{run:?}");
}

/// A copy of the archive goes on under the same key, and asks a witness that saw the first.
#[test]
fn a_second_history_is_refused_kept_and_said_aloud() {
    let scratch = archive();
    let witness = Witness::of(&scratch);
    let serving = witness.serve();
    let url = serving.url();
    scratch.trust(&format!("witness w {} {url}\nquorum w\n", witness.vkey));
    let copy = scratch.beside("copy");
    copy_folder(&scratch.archive(), &copy);
    let other = Scratch { sijill: scratch.sijill.on(&copy), ..archive() };
    for (archive, batch) in [(&scratch, "one"), (&other, "two")] {
        archive.ingest(&archive.write_scans(batch, 2));
    }
    assert_eq!(scratch.cosign().0, 0);
    assert_eq!(witness.run(&["evidence"]), (0, serde_json::json!({ "evidence": [] })));
    // Both have so many events: the request names what the witness cosigned, and another root.
    let size = witness.last()["size"].as_u64().unwrap();
    let note = fs_err::read_to_string(copy.join("checkpoint")).unwrap();
    assert!(note.contains(&format!("\n{size}\n")), "{note}");
    let request = scratch.write("fork.req", format!("old {size}\n\n{note}"));
    let file = request.to_str().unwrap();
    let shown = witness.run(&["request", file]);
    assert_eq!((shown.0, &shown.1["status"]), (1, &422.into()), "{}", shown.1);
    let to = scratch.beside("fork.cosig");
    let refused = witness.run(&["answer", file, "--to", to.to_str().unwrap()]);
    expect_error((refused.0, &refused.1), 1, "fork");
    assert!(!to.exists());
    let said = serving.post("/add-checkpoint", &fs_err::read(&request).unwrap());
    assert!(said.starts_with("HTTP/1.1 422 "), "{said}");
    let (code, said) = serving.stop();
    assert!(code == 0 && said.contains("FORK"), "even when quiet: {said}");

    let folder = scratch.beside("evidence");
    let (code, kept) = witness.run(&["evidence", "--to", folder.to_str().unwrap()]);
    assert_eq!((code, &kept["evidence"][0]["fork"]), (1, &true.into()), "{kept}");
    assert_eq!(fs_err::read(folder.join("1.req")).unwrap(), fs_err::read(&request).unwrap());
    let cosigned = fs_err::read_to_string(folder.join("1.cosigned")).unwrap();
    assert!(cosigned.contains("— families.example/w "), "{cosigned}");
}

#[test]
fn what_is_wrong_is_said() {
    let scratch = archive();
    let witness = Witness::of(&scratch);
    let nowhere = scratch.sijill.json(["witness", "logs"]);
    expect_error((nowhere.0, &nowhere.1), 2, "refused");
    let empty = scratch.sijill.json(["witness", "logs", "--witness", "/"]);
    expect_error((empty.0, &empty.1), 2, "not-a-witness");
    let again = witness.run(&["init", "--name", "x"]);
    expect_error((again.0, &again.1), 2, "occupied");
    let own = witness.run(&["add-log", "--vkey", &witness.vkey]);
    expect_error((own.0, &own.1), 2, "unfit-log");
    let words = scratch.write("words.req", "words");
    let malformed = witness.run(&["request", words.to_str().unwrap()]);
    expect_error((malformed.0, &malformed.1), 2, "malformed");
    let policy = scratch.archive().join("policy.txt");
    let (code, known) = witness.run(&["add-log", "--policy", policy.to_str().unwrap()]);
    assert_eq!((code, known["logs"].as_array().unwrap().len()), (0, 1));
    let mut wrong = scratch.sijill.command();
    wrong.env("SIJILL_PASSPHRASE", "wrong").args(["witness", "serve", "--json", "--witness"]);
    let run = Run::of(wrong.arg(witness.folder()).output().unwrap());
    expect_error((run.code.unwrap(), &run.value()), 2, "wrong-passphrase");
    fs_err::remove_file(witness.folder().join("witness.sqlite")).unwrap();
    let forgot = witness.run(&["logs"]);
    expect_error((forgot.0, &forgot.1), 1, "forgotten");
}
