//! ocfl-py, the validator of the OCFL community, judges what we write. It checks a root's hierarchy only, so
//! every object is shown to it by itself.

use std::path::Path;
use std::process::Command;

use rayon::prelude::*;
use sijill_tests::archive;
use sijill_tests::contract::{masters, objects};
use sijill_tests::foreign::referees;

const OBJECT: &[&str] = &["ocfl-validate.py"];
const ROOT: &[&str] = &["ocfl-root.py", "validate", "--root"];

/// Whether a program of ocfl-py accepts an object or root, and what it said.
fn accepts(referees: &Path, program: &[&str], path: &Path) -> (bool, String) {
    let mut command = Command::new(referees.join("python"));
    command.arg(referees.join(program[0])).args(&program[1..]).arg(path);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    (output.status.success() && said.contains("is VALID"), said)
}

#[test]
fn ocfl_py_accepts_the_root_and_every_object_and_refuses_one_after_a_flipped_byte() {
    let Some(referees) = referees() else { return };
    let scratch = archive();
    scratch.write_scans("scans", 2);
    scratch.write("scans/folder/\u{202e}strange\n.jpg", "page");
    scratch.write("scans/folder/empty", "");
    scratch.write("items.csv", "path,pages\nfolder,3\n");
    let (scans, sheet) = (scratch.beside("scans"), scratch.beside("items.csv"));
    let arguments = ["ingest", scans.to_str().unwrap(), "--accession", sheet.to_str().unwrap()];
    assert_eq!(scratch.sijill.json(arguments).0, 0);

    let (valid, said) = accepts(&referees, ROOT, &scratch.archive().join("objects"));
    assert!(valid, "{said}");
    let objects = objects(&scratch.archive());
    assert_eq!(objects.len(), 3, "the accession and two items");
    objects.par_iter().for_each(|path| {
        let (valid, said) = accepts(&referees, OBJECT, path);
        assert!(valid, "{}: {said}", path.display());
    });

    let master = masters(&scratch.archive()).remove(0).path;
    let mut bytes = fs_err::read(&master).unwrap();
    bytes.push(0);
    fs_err::remove_file(&master).unwrap();
    fs_err::write(&master, bytes).unwrap();
    let (valid, said) = accepts(&referees, OBJECT, master.ancestors().nth(3).unwrap());
    assert!(!valid && said.contains("INVALID"), "{said}");
}
