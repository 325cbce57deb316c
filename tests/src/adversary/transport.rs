//! What happens to a package on its way, without anybody's intent.

use super::{By, Exhibit, Tampering};

/// The first page of the first item.
pub const PAGE: &str = "data/originals/item-1/000001.tif";

const fn accident(
    name: &'static str,
    work: fn(&mut Exhibit<'_>),
    fails: &'static [&'static str],
    step: Option<u8>,
) -> Tampering {
    Tampering { name, by: By::Accident, work, fails, step }
}

pub const SET: &[Tampering] = &[
    accident(
        "one bit of a page is flipped",
        |it| it.flip(PAGE),
        &["payload", "originals"],
        Some(1),
    ),
    accident("a page is cut short", cut_short, &["structure", "payload", "originals"], Some(1)),
    accident(
        "a page is missing",
        |it| it.remove(PAGE),
        &["structure", "payload", "description", "originals"],
        Some(2),
    ),
    accident(
        "one bit of the seal is flipped",
        |it| it.flip("seals/tagmanifest-sha256.txt.sig"),
        &["seal"],
        Some(3),
    ),
    accident("the folder is renamed", |it| it.rename("evidence"), &["description"], None),
    accident(
        "a file is left in the package",
        |it| it.write("Thumbs.db", "x"),
        &["structure", "description"],
        Some(2),
    ),
    accident(
        "a file is left below data",
        |it| it.write("data/notes.txt", "x"),
        &["structure", "description"],
        Some(2),
    ),
    accident(
        "a hidden file is left beside the pages",
        |it| it.write("data/originals/item-1/.DS_Store", "x"),
        &["structure", "description"],
        Some(2),
    ),
    accident(
        "a page becomes a link",
        link,
        &["structure", "payload", "description", "originals"],
        Some(2),
    ),
    accident(
        "a tag manifest is deleted",
        |it| it.remove("tagmanifest-sha512.txt"),
        &["structure"],
        Some(1),
    ),
    accident(
        "both tag manifests are deleted",
        |it| {
            it.remove("tagmanifest-sha256.txt");
            it.remove("tagmanifest-sha512.txt");
        },
        &["structure", "tags", "seal", "seal-times"],
        Some(3),
    ),
    accident(
        "an event and its proof are missing",
        |it| {
            let seq = it.description().events[7];
            it.remove(&format!("data/custody/events/{seq:06}.note"));
            it.remove(&format!("data/custody/proofs/{seq:06}.tlog-proof"));
        },
        &[
            "structure",
            "payload",
            "description",
            "seal",
            "checkpoint",
            "witnesses",
            "inclusion",
            "signatures",
            "chain",
            "originals",
            "names",
            "tables",
            "history",
            "times",
        ],
        Some(10),
    ),
    accident(
        "line ends of a record are converted",
        |it| {
            let text = it.text("bag-info.txt").replace('\n', "\r\n");
            it.write("bag-info.txt", text);
        },
        &["tags"],
        Some(1),
    ),
];

fn cut_short(it: &mut Exhibit<'_>) {
    let bytes = it.read(PAGE);
    it.write(PAGE, &bytes[..bytes.len() - 1]);
}

/// To the same bytes: what a link leads to may change, so it is no evidence.
fn link(it: &mut Exhibit<'_>) {
    let target = it.beside("page.tif");
    fs_err::rename(it.path(PAGE), &target).unwrap();
    fs_err::os::unix::fs::symlink(target, it.path(PAGE)).unwrap();
}
