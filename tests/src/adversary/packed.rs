//! A package in a ZIP file, and ZIP files that say two things at once.

use std::path::PathBuf;
use std::process::Command;

use super::{By, Exhibit, Tampering};

const fn zipped(
    name: &'static str,
    work: fn(&mut Exhibit<'_>),
    fails: &'static [&'static str],
) -> Tampering {
    Tampering { name, by: By::Outsider, work, fails, step: None }
}

/// A ZIP file with more in it than a folder can be.
const REFUSED: &[&str] = &["structure"];

/// A ZIP file that is one, with a package in it that holds too much.
const TOO_MUCH: &[&str] = &["structure", "description"];

/// The tamperings.
pub const SET: &[Tampering] = &[
    zipped(
        "ZIP: a file more is added to the package",
        |it| add(it, "top + '/more.txt', 'more'"),
        TOO_MUCH,
    ),
    zipped(
        "ZIP: a file is added beside the package's folder",
        |it| add(it, "'more.txt', 'more'"),
        REFUSED,
    ),
    zipped(
        "ZIP: a page is there twice, with other bytes",
        |it| add(it, "top + '/data/originals/item-1/000001.tif', 'another page'"),
        REFUSED,
    ),
    zipped(
        "ZIP: a file is added compressed",
        |it| add(it, "top + '/seals/more.txt', 'more ' * 99, zipfile.ZIP_DEFLATED"),
        REFUSED,
    ),
    zipped(
        "ZIP: a name leads out of the folder",
        |it| add(it, "top + '/../more.txt', 'more'"),
        REFUSED,
    ),
    zipped(
        "ZIP: a file differs in upper case only",
        |it| add(it, "top + '/BAGIT.TXT', 'more'"),
        TOO_MUCH,
    ),
    zipped(
        "ZIP: its end is cut off",
        |it| {
            let zip = pack(it);
            let bytes = fs_err::read(&zip).unwrap();
            fs_err::write(zip, &bytes[..bytes.len() - 30]).unwrap();
        },
        REFUSED,
    ),
];

/// Packs the package and hands over the ZIP file instead.
pub fn pack(it: &mut Exhibit<'_>) -> PathBuf {
    let zip = it.folder().with_extension("zip");
    sijill_bag::pack(it.folder(), &zip).unwrap();
    it.handed.clone_from(&zip);
    zip
}

/// Packs the package and adds an entry as other people's programs would: here Python's.
fn add(it: &mut Exhibit<'_>, entry: &str) {
    let zip = pack(it);
    let top = it.folder().file_name().unwrap().to_owned();
    let script = format!(
        "import sys, zipfile, warnings\nwarnings.simplefilter('ignore')\ntop = sys.argv[2]\n\
         with zipfile.ZipFile(sys.argv[1], 'a') as z: z.writestr({entry})"
    );
    let mut python = Command::new("python3");
    let status = python.args(["-I", "-c", &script]).arg(zip).arg(top).status().unwrap();
    assert!(status.success());
}
