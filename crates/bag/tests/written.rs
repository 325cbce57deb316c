//! What we write is what `sha256sum`, `sha512sum` and `bagit.py` accept.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

use sijill_bag::{
    BagInfo, BagWriter, Digests, PayloadName, TagName, WriteError, WrittenBag, add_seal,
};

fn name(name: &str) -> PayloadName {
    PayloadName::new(name).unwrap()
}

fn write(folder: &Path) -> WrittenBag {
    let mut writer = BagWriter::create(folder).unwrap();
    let digests = writer.payload(&name("originals/0001.tif"), &b"page"[..]).unwrap();
    assert_eq!(digests, Digests::of(b"page"));
    writer.payload(&name("originals/empty"), &b""[..]).unwrap();
    writer.payload(&name("metadata/dc.xml"), &b"<dc/>"[..]).unwrap();
    writer.tag(&TagName::new("README-VERIFY.txt").unwrap(), b"Read me.\n").unwrap();
    let mut info = BagInfo::default();
    info.push("Source-Organization", "An archive \u{633}\u{62c}\u{644}").unwrap();
    writer.finish(info).unwrap()
}

fn shell(folder: &Path, script: &str) -> String {
    let run = Command::new("bash").args(["-euc", script]).current_dir(folder).output().unwrap();
    assert!(run.status.success(), "{script}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn the_sum_programs_accept_it_and_it_says_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let bag = folder.path().join("ep-1");
    let written = write(&bag);
    assert_eq!((written.files, written.bytes), (3, 9));
    for sums in ["sha256", "sha512"] {
        shell(&bag, &format!("{sums}sum -c --strict manifest-{sums}.txt tagmanifest-{sums}.txt"));
    }
    let sum = shell(&bag, "sha256sum < tagmanifest-sha256.txt");
    assert_eq!(sum, format!("{}  -\n", written.tag_manifest.sha256.hex()));
    let sum = shell(&bag, "sha512sum < tagmanifest-sha256.txt");
    assert_eq!(sum, format!("{}  -\n", written.tag_manifest.sha512.hex()));
    let info = fs_err::read_to_string(bag.join("bag-info.txt")).unwrap();
    assert_eq!(info, "Source-Organization: An archive \u{633}\u{62c}\u{644}\nPayload-Oxum: 9.3\n");
    let listed = shell(&bag, "cut -d' ' -f3 tagmanifest-sha256.txt");
    assert_eq!(
        listed,
        "README-VERIFY.txt\nbag-info.txt\nbagit.txt\nmanifest-sha256.txt\nmanifest-sha512.txt\n"
    );
}

#[test]
fn a_seal_changes_no_signed_byte_and_replaces_no_seal() {
    let folder = tempfile::tempdir().unwrap();
    let bag = folder.path().join("ep-1");
    write(&bag);
    let before = shell(&bag, "sha256sum tagmanifest-*");
    add_seal(&bag, &name("tagmanifest-sha256.txt.sig"), b"signature").unwrap();
    add_seal(&bag, &name("tsa/1.tsr"), b"token").unwrap();
    assert_eq!(shell(&bag, "sha256sum tagmanifest-*"), before);
    assert_eq!(shell(&bag, "cat seals/tsa/1.tsr"), "token");
    assert!(add_seal(&bag, &name("tsa/1.tsr"), b"other").is_err());
}

#[test]
fn names_are_used_once_and_a_folder_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let bag = folder.path().join("ep-1");
    let mut writer = BagWriter::create(&bag).unwrap();
    writer.payload(&name("a"), &b"1"[..]).unwrap();
    for taken in ["a", "a/b"] {
        let result = writer.payload(&name(taken), &b"2"[..]);
        assert!(matches!(result, Err(WriteError::Taken { .. })), "{taken}: {result:?}");
    }
    writer.tag(&TagName::new("README.txt").unwrap(), b"1").unwrap();
    let result = writer.tag(&TagName::new("readme.txt").unwrap(), b"2");
    assert!(matches!(result, Err(WriteError::Taken { .. })), "{result:?}");
    assert!(BagWriter::create(&bag).is_err());
    // Cut short, it has no manifest, and nothing takes it for a bag.
    drop(writer);
    assert!(!bag.join("bagit.txt").exists() && !bag.join("manifest-sha256.txt").exists());
}
