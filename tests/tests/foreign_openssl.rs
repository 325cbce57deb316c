//! A court expert with `openssl`, `sha256sum` and a shell checks signatures, keys and masters.
//!
//! The recipe for signatures is that of the manual: take the 32 key bytes from the verifier key, put the DER
//! head of RFC 8410 before them, and let openssl judge the text of the note.

use std::path::{Path, PathBuf};

use serde_json::Value;
use sijill_tests::contract::{Master, masters};
use sijill_tests::foreign::{python, shell};
use sijill_tests::{PASSPHRASE, Scratch, archive};

/// Judges one signature line of a note: `$NOTE` is the file, `$VKEY` the key.
const VERIFY: &str = r#"
    NAME=${VKEY%%+*}
    { printf '\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00'
      printf %s "$VKEY" | cut -d+ -f3- | base64 -d | tail -c 32; } > "$WORK/key.der"
    sed '/^$/,$d' "$NOTE" > "$WORK/body"
    grep "^— $NAME " "$NOTE" | awk '{print $3}' | base64 -d | tail -c +5 > "$WORK/signature"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$WORK/key.der" -rawin -in "$WORK/body" -sigfile "$WORK/signature"
"#;

/// Writes every leaf of the ledger into a folder, with Python's own SQLite.
const LEAVES: &str = "
import sqlite3, sys, os
ledger = sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True)
for seq, leaf in ledger.execute('SELECT seq, leaf FROM event ORDER BY seq'):
    open(os.path.join(sys.argv[2], str(seq)), 'wb').write(leaf)
";

fn judge(scratch: &Scratch, note: &Path, vkey: &str) -> (i32, String) {
    let note = note.to_str().unwrap();
    let work = scratch.dir.path();
    shell(work, VERIFY, &[("NOTE", note), ("VKEY", vkey), ("WORK", work.to_str().unwrap())])
}

fn taken_in() -> Scratch {
    let scratch = archive();
    scratch.ingest(&scratch.write_scans("scans", 3));
    scratch
}

/// The verifier keys that the archive hands out, and the folder with the public keys.
fn public(scratch: &Scratch) -> (Vec<String>, PathBuf) {
    let folder = scratch.beside("public");
    let (code, _) = scratch.sijill.json(["key", "public", "--to", folder.to_str().unwrap()]);
    assert_eq!(code, 0);
    let keys = fs_err::read_to_string(folder.join("keys.txt")).unwrap();
    (keys.lines().map(str::to_owned).collect(), folder)
}

/// The leaves of the ledger as files.
fn leaves(scratch: &Scratch) -> Vec<PathBuf> {
    let folder = scratch.beside("leaves");
    fs_err::create_dir(&folder).unwrap();
    let (code, said) = python(LEAVES, &[&scratch.archive().join("ledger.sqlite"), &folder]);
    assert_eq!(code, 0, "{said}");
    let count = fs_err::read_dir(&folder).unwrap().count();
    (0..count).map(|seq| folder.join(seq.to_string())).collect()
}

#[test]
fn openssl_accepts_the_checkpoint_and_refuses_a_changed_one() {
    let scratch = taken_in();
    let (keys, _) = public(&scratch);
    let vkey = keys.iter().find(|key| key.starts_with("x.example/y+")).unwrap();
    let checkpoint = scratch.archive().join("checkpoint");
    let (code, said) = judge(&scratch, &checkpoint, vkey);
    assert!(code == 0 && said.contains("Signature Verified Successfully"), "{said}");
    let text = fs_err::read_to_string(&checkpoint).unwrap();
    let changed = scratch.write("changed", text.replacen("\n11\n", "\n12\n", 1));
    assert_ne!(fs_err::read_to_string(&changed).unwrap(), text);
    assert_ne!(judge(&scratch, &changed, vkey).0, 0);
}

#[test]
fn openssl_accepts_every_signature_of_every_event_and_no_other() {
    let scratch = taken_in();
    let (keys, _) = public(&scratch);
    let (mut judged, leaves) = (0, leaves(&scratch));
    for leaf in &leaves {
        let text = fs_err::read_to_string(leaf).unwrap();
        for line in text.lines().filter(|line| line.starts_with("— ")) {
            let name = line.split(' ').nth(1).unwrap();
            let vkey = keys.iter().find(|key| key.starts_with(&format!("{name}+"))).unwrap();
            let (code, said) = judge(&scratch, leaf, vkey);
            assert_eq!(code, 0, "{said} {text}");
            judged += 1;
        }
    }
    // Five keys, each by the operator and three by themselves; taking over and closings by the station too.
    assert!(judged > leaves.len(), "{judged} signatures on {} events", leaves.len());
    let leaf = fs_err::read_to_string(&leaves[6]).unwrap();
    let changed = scratch.write("changed", leaf.replacen("\"size\":", "\"size\":1", 1));
    assert_ne!(fs_err::read_to_string(&changed).unwrap(), leaf);
    let name = leaf.lines().last().unwrap().split(' ').nth(1).unwrap();
    let vkey = keys.iter().find(|key| key.starts_with(&format!("{name}+"))).unwrap();
    assert_eq!(judge(&scratch, &leaves[6], vkey).0, 0);
    assert_ne!(judge(&scratch, &changed, vkey).0, 0);
}

#[test]
fn openssl_opens_the_key_files_and_finds_the_public_keys_that_are_handed_out() {
    let scratch = taken_in();
    let (_, public) = public(&scratch);
    let mut opened = 0;
    for entry in fs_err::read_dir(scratch.archive().join("keys")).unwrap() {
        let file = entry.unwrap().path();
        let name = file.file_name().unwrap().to_str().unwrap();
        let parts: Vec<_> = name.split('.').collect();
        let script = "openssl pkey -in \"$FILE\" -passin env:SIJILL_PASSPHRASE -pubout";
        let file = file.to_str().unwrap();
        let run = |passphrase| {
            shell(scratch.dir.path(), script, &[("FILE", file), ("SIJILL_PASSPHRASE", passphrase)])
        };
        let (code, pem) = run(PASSPHRASE);
        assert_eq!(code, 0, "{name}: {pem}");
        let handed_out = public.join(format!("{}.{}.pem", parts[1], parts[2]));
        assert_eq!(pem, fs_err::read_to_string(handed_out).unwrap(), "{name}");
        assert_ne!(run("guess").0, 0, "{name} opens with any passphrase");
        opened += 1;
    }
    assert_eq!(opened, 5);
}

#[test]
fn sha256sum_over_the_masters_of_an_item_gives_the_digest_in_its_closing_event() {
    let scratch = taken_in();
    let Master { path, .. } = masters(&scratch.archive()).remove(0);
    let script = "sha256sum 0* | sha256sum | cut -d' ' -f1";
    let (code, printed) = shell(path.parent().unwrap(), script, &[("LC_ALL", "C")]);
    assert_eq!(code, 0, "{printed}");
    let closing = leaves(&scratch).iter().find_map(|leaf| {
        let text = fs_err::read_to_string(leaf).unwrap();
        let event: Value = serde_json::from_str(text.lines().nth(1).unwrap()).unwrap();
        (event["act"] == "ine").then_some(event)
    });
    let stated = closing.unwrap()["detail"]["list"].clone();
    assert_eq!(stated, format!("sha256:{}", printed.trim()));
}

#[test]
fn sha256sum_finds_every_master_under_the_digest_in_its_event() {
    let scratch = taken_in();
    let script = "cd objects && find . -path '*/v1/content/0*' -type f -exec sha256sum {} + | cut -d' ' -f1 | sort";
    let (code, printed) = shell(&scratch.archive(), script, &[("LC_ALL", "C")]);
    assert_eq!(code, 0, "{printed}");
    let mut stated: Vec<_> = leaves(&scratch)
        .iter()
        .map(|leaf| fs_err::read_to_string(leaf).unwrap())
        .map(|text| serde_json::from_str::<Value>(text.lines().nth(1).unwrap()).unwrap())
        .filter(|event| event["act"] == "ing")
        .map(|event| {
            event["object"]["digest"].as_str().unwrap().trim_start_matches("sha256:").to_owned()
        })
        .collect();
    stated.sort();
    assert_eq!(stated.len(), 3);
    assert_eq!(printed.lines().collect::<Vec<_>>(), stated);
}
