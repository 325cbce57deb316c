//! Names are data: whatever they are, their bytes survive, and they stand nowhere but in the records.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use sijill_tests::contract::{masters, objects, record, source};
use sijill_tests::{Run, Scratch, Sijill, archive};
use walkdir::WalkDir;

const OPERATOR: &str = "Layla Haddad-ليلى";

/// Names that break naive programs, as bytes.
fn names() -> Vec<Vec<u8>> {
    let mut names: Vec<Vec<u8>> = [
        "cafe\u{301}.jpg",
        "caf\u{e9}.jpg",
        "أحمد.tif",
        "\u{627}\u{654}حمد.tif",
        "  spaces  .jpg ",
        "line\nbreak\r.jpg",
        "tab\tand\u{7}bell",
        "left\u{202e}gpj.exe",
        "\u{200f}mark\u{2066}isolate",
        ".hidden",
        "...",
        "-rf",
        "--json",
        "CASE.JPG",
        "case.jpg",
        "Case.Jpg",
        "quote'\"`$(id);&|.jpg",
        "back\\slash%2e%00.jpg",
        "~user",
        "CON",
        "سجل السجناء ٣.tif",
        "😀.png",
        "a.b.c.tar.gz",
        "inventory.json",
        "record.json",
        "000001.jpg",
        "0=ocfl_object_1.1",
    ]
    .map(|name| name.as_bytes().to_owned())
    .into();
    names.push(b"latin1-\xe9\xff\xfe.jpg".to_vec());
    names.push(b"cp1256-\xc3\xcd\xe3\xcf.tif".to_vec());
    names.push(b"\x80".to_vec());
    names.push(vec![b'x'; 255]);
    names.push("س".repeat(127).into_bytes());
    names
}

/// One file of each name, and some of them deep below folders of such names.
fn strange(scratch: &Scratch) -> PathBuf {
    let scans = scratch.beside("scans");
    let deep: PathBuf = (0..40).map(|depth| format!("level {depth}")).collect();
    for (number, name) in names().iter().enumerate() {
        scratch.write(Path::new("scans").join(OsStr::from_bytes(name)), format!("flat {number}"));
        let folder = Path::new("scans/folders").join(OsStr::from_bytes(name));
        scratch.write(folder.join(OsStr::from_bytes(name)), format!("nested {number}"));
    }
    scratch.write(Path::new("scans").join(deep).join("page.jpg"), "deep");
    scans
}

#[test]
fn every_name_survives_byte_for_byte_and_so_do_the_bytes() {
    let scratch = archive();
    let scans = strange(&scratch);
    let expected = source(&scans);
    assert_eq!(expected.len(), names().len() * 2 + 1);
    let outcome = scratch.ingest(&scans);
    assert_eq!(outcome["files"], expected.len(), "{outcome}");
    assert_eq!(outcome["problems"].as_array().unwrap().len(), 0, "{outcome}");
    let held: BTreeMap<_, _> = masters(&scratch.archive())
        .into_iter()
        .map(|master| (master.original, master.stored))
        .collect();
    assert_eq!(held, expected);
    scratch.verify_sound();
}

#[test]
fn no_stored_name_is_taken_from_a_source() {
    let scratch = archive();
    scratch.ingest(&strange(&scratch));
    for entry in WalkDir::new(scratch.archive()).into_iter().map(Result::unwrap) {
        let name = entry.file_name().to_str().expect("stored names are ASCII");
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-=%".contains(&byte);
        assert!(name.bytes().all(plain) && name.len() < 100, "{name:?}");
    }
}

#[test]
fn a_name_that_is_no_text_can_be_shown_and_is_named_on_the_command_line() {
    let scratch = archive();
    let name = OsStr::from_bytes(b"\xff\xfe latin\xe9.jpg");
    let file = scratch.write(Path::new("scans").join(name), "page");
    let mut command = scratch.sijill.command();
    let run = Run::of(command.arg("ingest").arg(&file).arg("--json").output().unwrap());
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(masters(&scratch.archive())[0].original, name.as_bytes());
    let item = &scratch.items(&run.value()["accession"])[0]["id"];
    let (code, shown) = scratch.sijill.json(["show", item.as_str().unwrap()]);
    assert_eq!((code, shown["files"].as_array().unwrap().len()), (0, 1));
}

/// An archive whose operator and file have names that can be searched for.
fn named() -> Scratch {
    let scratch = archive();
    fs_err::remove_dir_all(scratch.archive()).unwrap();
    let folder = scratch.archive();
    let arguments =
        ["init", folder.to_str().unwrap(), "--origin", "x.example/y", "--operator", OPERATOR];
    assert_eq!(Sijill::new().json(arguments).0, 0);
    scratch.write("scans/Register-of-Yasmin/Portrait-ياسمين.jpg", "page");
    scratch.write("items.csv", "path,title,notes\nRegister-of-Yasmin,Title-ياسمين,Note-Yasmin\n");
    let (scans, sheet) = (scratch.beside("scans"), scratch.beside("items.csv"));
    let (scans, sheet) = (scans.to_str().unwrap(), sheet.to_str().unwrap());
    assert_eq!(scratch.sijill.json(["ingest", scans, "--accession", sheet]).0, 0);
    scratch
}

/// Whether a file holds a text, in UTF-8 or either UTF-16.
fn holds(file: &Path, text: &str) -> bool {
    let bytes = fs_err::read(file).unwrap();
    let utf16 = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<_>>();
    let forms = [text.as_bytes().to_vec(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)];
    forms.iter().any(|form| bytes.windows(form.len()).any(|window| window == form.as_slice()))
}

#[test]
fn the_ledger_holds_no_name() {
    let scratch = named();
    let private = ["Yasmin", "ياسمين", "Portrait", "scans", "Layla", "Haddad", "ليلى"];
    for file in ["ledger.sqlite", "ledger-index.sqlite", "checkpoint", "archive.toml"] {
        for text in private {
            assert!(!holds(&scratch.archive().join(file), text), "{text} in {file}");
        }
    }
    let records = objects(&scratch.archive()).into_iter().map(|object| record(&object).to_string());
    assert!(
        records.into_iter().any(|record| record.contains("Portrait-ياسمين")),
        "the search can find"
    );
    assert!(holds(&scratch.archive().join("catalogue.sqlite"), "Title-ياسمين"));
}

#[test]
fn the_operator_is_named_nowhere_in_the_open() {
    let scratch = named();
    for entry in WalkDir::new(scratch.archive()).into_iter().map(Result::unwrap) {
        for part in ["Layla", "Haddad", "ليلى"] {
            assert!(!entry.path().to_string_lossy().contains(part));
            assert!(
                !entry.file_type().is_file() || !holds(entry.path(), part),
                "{part}: {entry:?}"
            );
        }
    }
    let (_, keys) = scratch.sijill.json(["key", "list"]);
    assert_eq!(keys["keys"][0]["person"], OPERATOR, "with the passphrase it can be read");
}
