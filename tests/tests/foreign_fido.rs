//! opf-fido, with PRONOM's own signatures, says what the corpus's files are, and so do we.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use sijill_imaging::identify::{Codec, Format, identify};
use sijill_tests::foreign::referees;

/// The folders with pictures and documents; the rest of the corpus is text.
const FOLDERS: &[&str] = &[
    "images-pillow",
    "jp2-jpylyzer",
    "png-suite",
    "scans-ocrmypdf",
    "scans-tesseract",
    "tiff-libtiffpic",
    "tiny-formats",
];

/// What fido found by signature, file by file; it may find several.
fn fido(program: &PathBuf, folder: &PathBuf) -> BTreeMap<PathBuf, BTreeSet<String>> {
    let output = Command::new(program).args(["-q", "-recurse"]).arg(folder).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let mut found: BTreeMap<PathBuf, BTreeSet<String>> = BTreeMap::new();
    for line in
        said.lines().filter(|line| line.starts_with("OK,") && line.contains("\"signature\""))
    {
        // OK,ms,puid,"name","signature name",size,"path","mime","signature"
        let puid = line.split(',').nth(2).unwrap().to_owned();
        let path = line.split('"').find(|part| part.starts_with('/')).unwrap();
        found.entry(PathBuf::from(path)).or_default().insert(puid);
    }
    found
}

/// Where fido divides more finely than we do: GeoTIFF and TIFF/EP, PDF/X, versions of RTF and HTML; and a damaged TIFF
/// that it takes for something else.
fn is_known(ours: &Format, theirs: &BTreeSet<String>) -> bool {
    let finer: &[&str] = match (ours.codec, ours.puid) {
        (Some(Codec::Tiff), None) => &["fmt/898"],
        (Some(Codec::Tiff), _) => &["fmt/154", "fmt/155"],
        (Some(Codec::Pdf), _) => &["fmt/157", "fmt/158"],
        (None, Some("fmt/45")) => &["fmt/50", "fmt/52", "fmt/53", "fmt/355"],
        (None, Some("fmt/96")) => &["fmt/97", "fmt/98", "fmt/99", "fmt/100", "fmt/471"],
        _ => &[],
    };
    theirs.iter().all(|puid| finer.contains(&puid.as_str()))
}

#[test]
fn fido_and_we_name_the_same_formats() {
    let Some(referees) = referees() else { return };
    let program = referees.join("fido");
    if !program.exists() {
        assert!(std::env::var_os("CI").is_none(), "opf-fido is missing among the referees");
        eprintln!("SKIPPED: foreign_fido needs opf-fido");
        return;
    }
    let corpus = sijill_testkit::shared_or_skip!("corpus");
    let (mut judged, mut wrong) = (0, Vec::new());
    for folder in FOLDERS {
        for (path, theirs) in fido(&program, &corpus.join(folder)) {
            let ours = identify(&fs_err::read(&path).unwrap());
            let agreed = ours.puid.is_some_and(|puid| theirs.contains(puid));
            judged += 1;
            if !agreed && !is_known(ours, &theirs) {
                wrong.push(format!("{}: {theirs:?}, we {:?}", path.display(), ours.puid));
            }
        }
    }
    assert!(judged > 200, "fido judged {judged} files");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
