//! Somebody with every key of an archive, and its files, puts another page into its history: the page, its record and
//! inventory, every event after it and the checkpoint are made and signed anew. From inside nothing tells. One
//! witness tells, whosever program it is, and so does one package that was handed out before.

use std::path::{Path, PathBuf};

use serde_json::Value;
use sijill_schema::{Act, Digest, ItemRecord, ObjectRef, canonical};
use sijill_tests::adversary::{History, Keys};
use sijill_tests::aics::{Aics, programs};
use sijill_tests::contract::masters;
use sijill_tests::witness::Witness;
use sijill_tests::{Scratch, archive, copy_folder};

#[test]
fn our_witness_and_a_package_handed_out_before_show_that_history_was_rewritten() {
    let scratch = archive();
    let witness = Witness::of(&scratch);
    let serving = witness.serve();
    let unasked = rewritten(&scratch, &witness.vkey, &serving.url());
    stopped_by_its_witness(&scratch);
    let (code, kept) = witness.run(&["evidence"]);
    let kept = kept["evidence"].as_array().unwrap();
    assert!(code == 1 && kept.iter().any(|row| row["fork"] == true), "{kept:?}");
    found_by_its_readers(&scratch, &unasked);
}

#[test]
fn another_persons_witness_shows_it_too() {
    let Some(programs) = programs() else { return };
    let scratch = archive();
    let aics = Aics::start(&programs, "w.example/aics", &scratch);
    let unasked = rewritten(&scratch, &aics.vkey, &aics.url());
    stopped_by_its_witness(&scratch);
    found_by_its_readers(&scratch, &unasked);
}

/// An archive with a witness hands out a package, and is then rewritten. Gives a copy that has not asked the witness
/// since.
fn rewritten(scratch: &Scratch, vkey: &str, url: &str) -> PathBuf {
    scratch.trust(&format!("witness w {vkey} {url}\nquorum w\n"));
    scratch.write("policy.txt", fs_err::read(scratch.archive().join("policy.txt")).unwrap());
    scratch.ingest(&scratch.write_scans("scans", 2));
    assert_eq!(scratch.cosign().0, 0);
    export(scratch, "before");
    assert_eq!(scratch.cosign().0, 0);
    rewrite(&scratch.archive());
    scratch.verify_sound();
    let unasked = scratch.beside("unasked");
    copy_folder(&scratch.archive(), &unasked);
    unasked
}

fn stopped_by_its_witness(scratch: &Scratch) {
    let (code, said) = scratch.cosign();
    assert_eq!((code, &said["error"]["kind"]), (1, &"fork".into()), "{said}");
    let more = scratch.write_scans("more", 1);
    let (code, said) = scratch.sijill.json(["ingest", more.to_str().unwrap()]);
    assert_eq!((code, &said["error"]["kind"]), (2, &"frozen".into()), "{said}");
}

fn found_by_its_readers(scratch: &Scratch, unasked: &Path) {
    let scratch_of_copy = Scratch { sijill: scratch.sijill.on(unasked), ..archive() };
    let package = export(&scratch_of_copy, "after");
    let policy = scratch.beside("policy.txt");
    assert_eq!(failed(scratch, &package, &policy, None), ["witnesses"]);

    // Who asks for no witness sees a package without fault, until he compares it with what he holds.
    let text = fs_err::read_to_string(&policy).unwrap();
    let log_alone = scratch.write("log-alone.txt", text.replace("quorum w\n", "quorum none\n"));
    assert_eq!(failed(scratch, &package, &log_alone, None), [""; 0]);
    let before = fs_err::read_dir(scratch.beside("before")).unwrap().next().unwrap().unwrap();
    assert_eq!(failed(scratch, &package, &log_alone, Some(&before.path())), ["earlier"]);
    assert_eq!(failed(scratch, &before.path(), &policy, None), [""; 0]);
}

/// Makes a package of everything.
fn export(scratch: &Scratch, to: &str) -> PathBuf {
    let (_, shown) = scratch.sijill.json(["show"]);
    let accession = shown["accessions"][0]["id"].as_str().unwrap();
    let to = scratch.beside(to);
    let (code, made) = scratch.sijill.json(["export", accession, "--to", to.to_str().unwrap()]);
    assert_eq!(code, 0, "{made}");
    PathBuf::from(made["package"].as_str().unwrap())
}

/// The checks that fail.
fn failed(scratch: &Scratch, package: &Path, policy: &Path, earlier: Option<&Path>) -> Vec<String> {
    let mut arguments = vec!["check".as_ref(), package.as_os_str(), "--policy".as_ref()];
    arguments.push(policy.as_os_str());
    if let Some(earlier) = earlier {
        arguments.extend(["--earlier".as_ref(), earlier.as_os_str()]);
    }
    let (code, value) = scratch.sijill.json(arguments);
    let checks = value["checks"].as_array().unwrap_or_else(|| panic!("{value}"));
    let is_failed = |check: &&Value| check["status"] == "failed";
    let what = |check: &Value| check["what"].as_str().unwrap().to_owned();
    let failed: Vec<_> = checks.iter().filter(is_failed).map(what).collect();
    assert_eq!(code, i32::from(!failed.is_empty()), "{value}");
    failed
}

/// Puts other bytes in the place of the first page and tells the archive's history accordingly.
fn rewrite(archive: &Path) {
    let page = masters(archive).remove(0).path;
    let object = page.ancestors().nth(3).unwrap().to_owned();
    let mut bytes = fs_err::read(&page).unwrap();
    let stated = Digest::of(&bytes);
    bytes[0] ^= 1;
    let digest = Digest::of(&bytes);
    put(&page, &bytes);

    let path = object.join("v1/content/record.json");
    let before = fs_err::read(&path).unwrap();
    let mut record: ItemRecord = canonical::from_slice(&before).unwrap();
    let file = record.files.iter_mut().find(|file| file.digest == stated).unwrap();
    file.digest = digest;
    let file = file.clone();
    let after = canonical::to_vec(&record).unwrap();
    put(&path, &after);
    let changes = [(stated, digest), (Digest::of(&before), Digest::of(&after))];
    let inventory = rewrite_inventory(&object, &changes);

    let keys = Keys::stolen(archive);
    let mut history = History::read(archive, &keys);
    let item = record.description.id;
    history.rewrite(|_, event| match &mut event.act {
        Act::Secured(secured) if event.page == Some(file.page) => {
            secured.record = canonical::digest(&file).unwrap();
            event.object = Some(ObjectRef { digest, size: file.size });
        }
        Act::ItemClosed(closed) if event.item == Some(item) => {
            closed.record = Digest::of(&after);
            closed.list = Digest::of(record.list().as_bytes());
            event.object = Some(inventory);
        }
        _ => {}
    });
    history.put_into(archive);
}

/// Writes the object's inventory with other digests, at both places, and the files that vouch for it.
fn rewrite_inventory(object: &Path, changes: &[(Digest, Digest)]) -> ObjectRef {
    let mut text = fs_err::read_to_string(object.join("inventory.json")).unwrap();
    for (from, to) in changes {
        assert!(text.contains(&from.hex()));
        text = text.replace(&from.hex(), &to.hex());
    }
    let digest = Digest::of(text.as_bytes());
    for folder in [object.to_owned(), object.join("v1")] {
        put(&folder.join("inventory.json"), text.as_bytes());
        let vouches = format!("{}  inventory.json\n", digest.hex());
        put(&folder.join("inventory.json.sha256"), vouches.as_bytes());
    }
    ObjectRef { digest, size: text.len() as u64 }
}

fn put(path: &Path, bytes: &[u8]) {
    assert!(path.exists(), "{}", path.display());
    fs_err::remove_file(path).unwrap();
    fs_err::write(path, bytes).unwrap();
}
